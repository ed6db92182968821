"""Whom the moves of a notice tell: its manager, its drafter, the offices that hear what the public hears."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals.audience import person_or_head, section_people
from approvals.notices.following import PAGE
from approvals.notices.models import ChangeNotice
from core.lifecycle.act import Act
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office


def tell_manager(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the account manager and the deputies that a notice waits."""
    yield _tell(act, notice, _managers(act, notice), f"決定をお願いします:{notice}", notice.reason)


def tell_pulled_back(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the account manager and the deputies that nothing waits for them any more."""
    yield _tell(act, notice, _managers(act, notice), f"引き戻されました:{notice}", "直して提出されると、また届きます。")


def tell_drafter_returned(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the drafter why it came back; of one who left, who answers for the section."""
    yield _tell(act, notice, _drafters(act, notice), f"差し戻されました:{notice}", f"理由:{notice.opinion}")


def tell_drafter_settled(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the drafter that it is decided, and what comes first; of a deviation everybody hears at once."""
    words = "周知の前に、総合政策部長へ届け出てください。第4-5-(1)"
    yield _tell(act, notice, _drafters(act, notice), f"決まりました:{notice}", words)
    if notice.deviates:
        yield from tell_deviation(act, notice, facts)


def tell_offices(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the account manager, 総合政策部長 and the PR section what the public is told, or what became of it."""
    day = notice.effected_on or notice.planned_on
    words = f"{notice.get_state_display()} {era_date(day) if day else ''}"
    yield _tell(act, notice, everybody_concerned(act, notice), f"{notice}:{notice.get_state_display()}", words)


def tell_moved(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody concerned, and whoever a filing of it went to, to which day it was moved, and why."""
    day = era_date(notice.planned_on) if notice.planned_on else ""
    words = f"新しい期日:{day}\n理由:{facts['reason']}"
    yield _tell(act, notice, _those_who_know(act, notice), f"実施の期日が変わりました:{notice}", words)


def tell_redated(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the same people that a day of an announcement was put right, and why."""
    words = f"理由:{facts['reason']}"
    yield _tell(act, notice, _those_who_know(act, notice), f"周知の日を直しました:{notice}", words)


def tell_deviation(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody concerned, and the auditors, that a period is not kept, and why."""
    people = [*everybody_concerned(act, notice), *people_answering(Office.AUDITOR, None, act.on)]
    told = [one for one in dict.fromkeys(people) if one != act.by.person]
    title, words = f"周知の期間を置かないことにしました:{notice}", f"理由:{notice.deviation_reason}"
    yield Tell(told, title, words, PAGE, notice.pk, topic="deviation")


def tell_cancelled(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody concerned why it was given up, and whoever a filing of it went to."""
    yield _tell(act, notice, _those_who_know(act, notice), f"中止しました:{notice}", f"理由:{notice.cancel_reason}")


def tell_effect(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the offices; where the public was told another day, auditors and whoever a filing went to, and why."""
    yield from tell_offices(act, notice, facts)
    if notice.departs and notice.planned_on is not None and notice.effected_on is not None:
        days = f"知らせた日:{era_date(notice.planned_on)}\n実施日:{era_date(notice.effected_on)}"
        people = [*people_answering(Office.AUDITOR, None, act.on), *_filed_with(act, notice)]
        told = [one for one in dict.fromkeys(people) if one != act.by.person]
        title, body = f"知らせた日と違う日に実施しました:{notice}", f"{days}\n理由:{notice.effect_reason}"
        yield Tell(told, title, body, PAGE, notice.pk, topic="departure")


def everybody_concerned(act: Act, notice: ChangeNotice) -> list[Person]:
    """Return the account manager, the drafter while still of the section, 総合政策部長 and the PR section."""
    offices = (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)
    others = (person for office in offices for person in people_answering(office, None, act.on))
    return list(dict.fromkeys([*section_people(notice.account.section, notice.drafted_by, act.on), *others]))


def _those_who_know(act: Act, notice: ChangeNotice) -> list[Person]:
    """Return everybody concerned, and whoever a filing went to."""
    return list(dict.fromkeys([*everybody_concerned(act, notice), *_filed_with(act, notice)]))


def _filed_with(act: Act, notice: ChangeNotice) -> list[Person]:
    filed = notice.filings.exclude(filed_at=None).order_by("pk").values_list("office", flat=True)
    return [person for office in filed for person in people_answering(Office(office), None, act.on)]


def _drafters(act: Act, notice: ChangeNotice) -> list[Person]:
    return person_or_head(notice.account.section, notice.drafted_by, act.on)


def _managers(act: Act, notice: ChangeNotice) -> list[Person]:
    return people_answering(Office.SECTION_HEAD, notice.account.section, act.on)


def _tell(act: Act, notice: ChangeNotice, people: list[Person], title: str, body: str) -> Tell:
    return Tell([one for one in people if one != act.by.person], title, body, PAGE, notice.pk)

"""Tells every Monday what was decided in whose name the week before, as a function of the database and today's date.

Whoever decided, whoever was decided for by a deputy, and the other holders of the same office hear of it: a person
whose name somebody else used sees what he or she never did. The auditors hear of what was settled by its own author
(自己決定). A week is told once: its row is written with its messages; a missed Monday is made up for at the next call.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from core.deadlines.models import WeekTold
from core.lifecycle.decisions import Decision, decision_events, during, read_decisions
from core.notifications.telling import Tell
from core.notifications.writer import write_messages
from core.periods.clock import japan_date
from core.periods.era import month_day
from core.staff.authority import holders, people_answering
from core.staff.models import Person, Unit
from core.staff.offices import CITY_WIDE, Office

WEEK = timedelta(days=7)
AT_MOST = 8
"""Weeks made up for after a long silence; the pages for auditors show what lies before."""
LISTED = 30
"""Decisions a message lists; the rest is a number."""
SUSPICION = "身に覚えのないものがあるときは、すぐに監査担当とシステム管理者に連絡してください。"


@dataclass
class Share:
    """What one person is told of a week."""

    own: list[Decision] = field(default_factory=list)
    by_deputies: list[Decision] = field(default_factory=list)
    by_colleagues: list[Decision] = field(default_factory=list)
    """Decided by another holder of an office the person holds too."""

    @property
    def count(self) -> int:
        """Return how many decisions there are."""
        return len(self.own) + len(self.by_deputies) + len(self.by_colleagues)


def tell_weeks(at: datetime) -> int:
    """Tell of every full week that nobody was told of yet; before the first telling only of the last one.

    Returns:
        How many weeks were told of.
    """
    return sum(_tell_week(monday, at) for monday in _weeks_to_tell(japan_date(at)))


def _weeks_to_tell(on: date) -> list[date]:
    """Return the Mondays of the weeks to tell of, oldest first."""
    last = on - timedelta(days=on.weekday()) - WEEK
    newest = WeekTold.objects.order_by("-monday").values_list("monday", flat=True).first()
    first = last if newest is None else max(newest + WEEK, last - (AT_MOST - 1) * WEEK)
    return [first + number * WEEK for number in range((last - first) // WEEK + 1)]


def _tell_week(monday: date, at: datetime) -> bool:
    """Tell of one week; another worker that tells of it at the same time waits for the row and finds it told."""
    with transaction.atomic():
        _, is_new = WeekTold.objects.get_or_create(monday=monday, defaults={"told_at": at})
        if is_new:
            write_messages(_tells(monday), key=f"week:{monday.isoformat()}", at=at)
    return is_new


def _tells(monday: date) -> Iterator[Tell]:
    last_on = monday + WEEK - timedelta(days=1)
    found = during(decision_events(), monday, last_on).order_by("at", "pk")
    decisions = read_decisions(list(found.select_related("person", "on_behalf_of", "unit__parent__parent", "facts")))
    span = f"{month_day(monday)}から{month_day(last_on)}まで"
    for person, share in _shares(decisions, last_on).items():
        yield Tell(
            [person],
            f"あなたの名で決まったこと:{share.count}件({span})",
            _body(share),
            topic="own",
            mentions=_streams(share.own, share.by_deputies, share.by_colleagues),
        )
    if settled := [decision for decision in decisions if decision.self_settled]:
        auditors = people_answering(Office.AUDITOR, None, last_on + timedelta(days=1))
        yield Tell(
            auditors,
            f"自己決定:{len(settled)}件({span})",
            "\n".join(_lines(settled)),
            topic="settled",
            mentions=_streams(settled),
        )


def _shares(decisions: Iterable[Decision], on: date) -> dict[Person, Share]:
    shares: defaultdict[Person, Share] = defaultdict(Share)
    of_office: defaultdict[tuple[str, Unit | None], list[Decision]] = defaultdict(list)
    for decision in decisions:
        event = decision.event
        assert event.person is not None
        shares[event.person].own.append(decision)
        if event.on_behalf_of is not None:
            shares[event.on_behalf_of].by_deputies.append(decision)
        of_office[event.office, None if event.office in CITY_WIDE else event.unit].append(decision)
    for (office, unit), made in of_office.items():
        for holder in _others(office, unit, on):
            others = [one for one in made if holder not in (one.event.person, one.event.on_behalf_of)]
            shares[holder].by_colleagues.extend(others)
    return {person: share for person, share in shares.items() if share.count}


def _others(office: str, unit: Unit | None, on: date) -> list[Person]:
    """Return who holds an office at the end of the week; members of staff decide nothing in an office of their own."""
    if office == Office.STAFF or (unit is None and office not in CITY_WIDE):
        return []
    return list(dict.fromkeys(appointment.person for appointment in holders(office, unit, on)))


def _body(share: Share) -> str:
    parts = (
        ("自分で決めたもの", share.own),
        ("代決者があなたに代わって決めたもの", share.by_deputies),
        ("同じ職のほかの人が決めたもの", share.by_colleagues),
    )
    lines = [line for title, made in parts if made for line in (f"{title}({len(made)}件)", *_lines(made))]
    return "\n".join([*lines, SUSPICION])


def _streams(*parts: list[Decision]) -> list[str]:
    """Return the records whose numbers and titles `_lines` says."""
    return list(dict.fromkeys(decision.event.stream for made in parts for decision in made[:LISTED]))


def _lines(made: list[Decision]) -> Iterator[str]:
    for decision in made[:LISTED]:
        yield f"・{_line(decision)}"
    if len(made) > LISTED:
        yield f"・ほか{len(made) - LISTED}件"


def _line(decision: Decision) -> str:
    event, subject = decision.event, decision.subject
    person = event.person.name if event.person else ""
    marks = [
        f"{person}({event.capacity})",
        *([f"{event.on_behalf_of.name}に代わって"] if event.on_behalf_of else []),
        *(["自己決定"] if decision.self_settled else []),
    ]
    about = " ".join(part for part in (subject.number, subject.title) if part)
    return f"{month_day(japan_date(event.at))} {event.label}:{about} {'、'.join(marks)}"

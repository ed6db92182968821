"""What each obligation of clause 7 says, whose it is, by when, and where it leads; what each message says."""

from datetime import timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.periods.clock import japan_date
from core.staff.models import Person
from incidents.actions import (
    acknowledge_incident,
    close_incident,
    dismiss_incident,
    merge_incident,
    reopen_incident,
)
from incidents.moves.incident import ACKNOWLEDGE, CONTAIN, DISMISS, MERGE
from incidents.moves.statement import APPROVE
from incidents.moves.task import SKIP
from incidents.statements import drop_statement
from incidents.states import IncidentKind, IncidentState, StatementState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.incidents import a_statement, an_incident, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
PAGE = "incidents:incident_detail"
LESSONS: dict[str, Any] = {"causes": "原因", "measures": "対策"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def said(about: str, rule: str) -> tuple[Any, ...]:
    """Return what an obligation says, where it leads, and by when it is owed."""
    one = Obligation.objects.get(about=about, rule=f"incidents.{rule}")
    return one.title, one.note, one.link_name, one.link_pk, one.due_on


def last_told(person: Person | None) -> tuple[str, str, str, int | None]:
    """Return title, text and link of the last message a person was sent."""
    one = Message.objects.filter(person=person).latest("pk")
    return one.title, one.body, one.link_name, one.link_pk


def test_a_report_to_acknowledge_says_who_reported_it(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    assert world.staff.person is not None
    assert said(incident.stream, "acknowledge") == (
        f"問題の報告を確かめる:{incident.shown}",
        f"{world.staff.person.name}からの報告です。目標の時刻は、問題の画面にあります。",
        PAGE,
        incident.pk,
        japan_date(incident.acknowledge_by),
    )


def test_a_judgement_and_a_doing_say_what_and_where_the_time_stands(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    for code, rule, words in (("announce", "judge", "必要か判断する"), ("delete", "work", "対応する")):
        task = task_of(incident, code)
        assert task.due_at is not None
        assert said(task.stream, rule) == (
            f"{words}:{incident.shown} {task.title}",
            "期限の時刻は、問題の画面にあります。",
            PAGE,
            incident.pk,
            japan_date(task.due_at),
        )


def test_the_tasks_of_a_leak_are_not_named(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK)
    titles = Obligation.objects.filter(rule="incidents.work").values_list("title", flat=True).distinct()
    assert list(titles) == [f"対応する:{incident.shown}"]


def test_a_draft_to_decide_says_who_wrote_it(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    draft = a_statement(incident, world)
    assert said(incident.stream, "statement") == (
        f"発表の案を決める:{incident.shown}",
        f"{draft.drafted_by.name}が書きました。決めるまで、外には出ません。",
        PAGE,
        incident.pk,
        ON,
    )


def test_a_draft_that_is_given_up_leaves_the_decision_on_another_one(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    given_up, other = a_statement(incident, world), a_statement(incident, world)
    drop_statement(given_up, by=world.staff, at=AT, dropped_for="不要")
    found = Obligation.objects.filter(rule="incidents.statement").order_by("pk").values_list("occurrence", "state")
    assert list(found) == [(str(given_up.pk), "void"), (str(other.pk), "open")]


def test_who_wrote_a_statement_is_told_that_it_is_decided(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    a_statement(incident, world, StatementState.APPROVED)
    head = world.section_head
    assert last_told(world.staff.person) == (
        f"発表の文が決まりました:{incident.shown}",
        f"決めた人:{head.name}\n確かめています。",
        PAGE,
        incident.pk,
    )


def test_what_follows_the_end_says_what_is_to_be_recorded(world: OfficeWorld) -> None:
    incident = an_incident(S.CONTAINED, world=world)
    lessons = said(incident.stream, "lessons")
    assert lessons[:4] == (f"原因と再発防止を振り返る:{incident.shown}", "", PAGE, incident.pk)
    close_incident(incident, by=world.section_head, at=AT, **LESSONS, measures_due_on=ON)
    assert said(incident.stream, "follow_up") == (
        f"再発防止の実施を記録する:{incident.shown}",
        "",
        PAGE,
        incident.pk,
        ON,
    )


def test_a_hijacked_account_is_asked_for_a_new_password(world: OfficeWorld) -> None:
    account = an_account(world=world)
    an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account)
    duty = Obligation.objects.get(about=account.stream, rule="approvals.password", occurrence__startswith="incidents:")
    assert (duty.title, duty.note, duty.link_pk, duty.debtor_office, duty.debtor_unit) == (
        f"共用のパスワードを変える:{account.title}",
        "乗っ取りの報告を覚知しました。",
        account.pk,
        "section_head",
        account.section,
    )


def test_only_a_hijacked_account_owes_a_new_password(world: OfficeWorld) -> None:
    account = an_account(world=world)
    an_incident(S.ACKNOWLEDGED, world=world, account=account)
    assert not Obligation.objects.filter(occurrence__startswith="incidents.").exists()


def test_the_reporter_is_told_of_each_turn_with_its_words(world: OfficeWorld) -> None:
    contained = an_incident(S.CONTAINED, world=world)
    reporter = world.staff.person
    assert last_told(reporter) == (
        f"問題が収束しました:{contained.shown}",
        contained.contained_words,
        PAGE,
        contained.pk,
    )
    reopen_incident(contained, by=world.section_head, at=AT, reason="また現れた")
    assert last_told(reporter)[:2] == (f"問題への対応を再開しました:{contained.shown}", "また現れた")
    alarm = an_incident(world=world)
    dismiss_incident(alarm, by=world.section_head, at=AT, dismissed_for="本物でした。")
    assert last_told(reporter)[:2] == (f"該当なしとしました:{alarm.shown}", "理由:本物でした。")
    double = an_incident(world=world)
    merge_incident(double, by=world.section_head, at=AT, merged_into=contained)
    assert last_told(reporter)[:2] == (f"ほかの問題に統合しました:{double.shown}", f"統合した先:{contained.number}")


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False)])
def test_measures_may_be_promised_for_the_same_day(world: OfficeWorld, days: int, *, refused: bool) -> None:
    incident, on = an_incident(S.CONTAINED, world=world), ON + timedelta(days=days)
    if not refused:
        assert close_incident(incident, by=world.section_head, at=AT, **LESSONS, measures_due_on=on).state == "closed"
        return
    with pytest.raises(Denied) as denied:
        close_incident(incident, by=world.section_head, at=AT, **LESSONS, measures_due_on=on)
    assert denied.value.field == "measures_due_on"


def test_a_leak_is_taken_for_another_kind_with_a_reason_only(world: OfficeWorld) -> None:
    leak, other = an_incident(world=world, kind=K.LEAK), an_incident(world=world)
    with pytest.raises(Denied) as denied:
        acknowledge_incident(leak, by=world.section_head, at=AT, kind="other")
    assert denied.value.field == "reason"
    assert acknowledge_incident(leak, by=world.section_head, at=AT, kind="leak").kind == "leak"
    assert acknowledge_incident(other, by=world.section_head, at=AT, kind="other").kind == "other"


def test_a_kind_that_there_is_not_is_refused_at_its_field(world: OfficeWorld) -> None:
    with pytest.raises(Denied) as denied:
        acknowledge_incident(an_incident(world=world), by=world.section_head, at=AT, kind="fire")
    assert denied.value.field == "kind"


def test_moves_are_refused_to_who_only_reports(world: OfficeWorld) -> None:
    incident = an_incident(S.RESPONDING, world=world)
    draft, task = a_statement(incident, world), task_of(incident, "announce")
    for move, record in ((CONTAIN, incident), (DISMISS, incident), (MERGE, incident), (APPROVE, draft), (SKIP, task)):
        assert move.why_not(record, world.staff, ON) is not None
        assert move.why_not(record, world.section_head, ON) is None
    reported = an_incident(world=world)
    assert ACKNOWLEDGE.why_not(reported, world.staff, ON) is not None

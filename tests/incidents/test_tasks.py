"""Tasks: judged by the office that bears them, done by those who work on it, each with its obligation (第7)."""

from datetime import timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.periods.clock import japan_date
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, dismiss_incident, do_task, judge_task
from incidents.course import add_member
from incidents.models import Task
from incidents.moves.task import DO
from incidents.states import IncidentKind, IncidentState
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import WITHOUT, a_statement, an_incident, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def owed(task: Task) -> list[tuple[str, str, str]]:
    found = Obligation.objects.about(task.stream).order_by("pk")
    return [(one.rule.removeprefix("incidents."), one.state, one.debtor_office) for one in found]


def test_what_must_be_done_is_owed_by_its_day(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    outcome = task_of(incident, "outcome")
    duty = Obligation.objects.get(about=outcome.stream)
    assert outcome.due_at == AT + 72 * HOUR
    assert (duty.rule, duty.clause, duty.due_on) == ("incidents.work", "第7", japan_date(AT + 72 * HOUR))
    assert duty.title == f"対応する:{incident.shown} {outcome.title}"


def test_what_depends_on_the_situation_asks_its_office_for_a_judgement(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    assert owed(task_of(incident, "announce")) == [("judge", "open", "section_head")]
    assert owed(task_of(incident, "bodies")) == [("judge", "open", "pr_section_head")]
    assert owed(task_of(incident, "calm")) == []


def test_without_an_account_the_head_of_the_pr_section_bears_the_managers_tasks(world: OfficeWorld) -> None:
    incident = an_incident(world=world, account=WITHOUT)
    acknowledge_incident(incident, by=world.people[Office.PR_SECTION_HEAD], at=AT, kind="impersonation")
    assert owed(task_of(incident, "delete")) == [("work", "open", "pr_section_head")]


def test_a_judgement_that_it_is_needed_makes_it_owed_and_begins_the_response(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    said: dict[str, Any] = {"is_needed": True, "reason": "問い合わせが多い"}
    done = judge_task(task_of(incident, "announce"), by=world.section_head, at=AT, **said)
    assert (done.state, done.needed_by, done.needed_for) == ("owed", world.section_head.person, "問い合わせが多い")
    assert owed(done) == [("judge", "fulfilled", "section_head"), ("work", "open", "section_head")]
    assert again(incident).state == "responding"


def test_a_judgement_that_it_is_not_needed_has_a_reason(world: OfficeWorld) -> None:
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world), "announce")
    before = everything()
    with pytest.raises(Denied, match="不要と判断した理由"):
        judge_task(task, by=world.section_head, at=AT, is_needed=False, reason=" ")
    assert everything() == before
    done = judge_task(task, by=world.section_head, at=AT, is_needed=False, reason="だれも見ていない")
    assert (done.state, done.unneeded_for, owed(done)) == (
        "unneeded",
        "だれも見ていない",
        [("judge", "fulfilled", "section_head")],
    )


def test_staff_do_not_judge_and_each_judgement_is_of_the_office_that_bears_it(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="対応を決めるのは"):
        judge_task(task_of(incident, "announce"), by=world.staff, at=AT, is_needed=True)
    with pytest.raises(Denied, match="必要かどうかを判断するのは、ふるさと発信課長"):
        judge_task(task_of(incident, "bodies"), by=world.section_head, at=AT, is_needed=True)


def test_the_section_records_what_was_done_but_not_a_stranger(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    task = task_of(incident, "delete")
    with pytest.raises(Denied, match="したことを記録するのは"):
        do_task(task, by=world.foreign[Office.STAFF], at=AT, result="求めた")
    with pytest.raises(Denied, match="したことを入力"):
        do_task(task, by=world.second_staff, at=AT, result=" ")
    done = do_task(task, by=world.second_staff, at=AT + HOUR, result="申立ての窓口から求めた。受付番号 123")
    assert (done.state, done.ended_at, owed(done)) == ("done", AT + HOUR, [("work", "fulfilled", "section_head")])
    with pytest.raises(Conflict):
        do_task(task, by=world.second_staff, at=AT, result="もう一度")


def test_who_only_reported_it_can_not_end_a_must(world: OfficeWorld) -> None:
    reporter = world.foreign[Office.STAFF]
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world, by=reporter), "delete")
    with pytest.raises(Denied, match="したことを記録するのは"):
        do_task(task, by=reporter, at=AT, result="求めた")


def test_what_another_office_bears_is_done_by_it_by_who_leads_or_by_who_was_let_in(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK)
    director = world.people[Office.GENERAL_AFFAIRS_DIRECTOR]
    helper = world.foreign[Office.STAFF]
    assert helper.person is not None
    add_member(incident, by=world.section_head, at=AT, person=helper.person, role="調査")
    borne = incident.tasks.filter(bearer="general_affairs_director").exclude(state="listed").earliest("position")
    if borne.state == "judging":
        borne = judge_task(borne, by=director, at=AT, is_needed=True)
    with pytest.raises(Denied, match="したことを記録するのは"):
        do_task(borne, by=world.second_staff, at=AT, result="行った")
    may = {
        name
        for name, by in {"head": world.section_head, "director": director, "helper": helper}.items()
        if DO.why_not(borne, by, ON) is None
    }
    assert may == {"head", "director", "helper"}


def test_what_recurs_asks_whether_it_comes_again(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    task = task_of(incident, "outcome")
    with pytest.raises(Denied) as refused:
        do_task(task, by=world.section_head, at=AT, result="断られた")
    assert refused.value.field == "next"
    do_task(task, by=world.section_head, at=AT + HOUR, result="断られた", next_one="again")
    second = task_of(incident, "outcome", turn=2)
    assert (second.state, second.grade, second.due_at) == ("owed", "must", AT + 73 * HOUR)
    assert owed(second) == [("work", "open", "section_head")]
    do_task(second, by=world.section_head, at=AT + 2 * HOUR, result="削除された", next_one="last")
    assert incident.tasks.filter(code="outcome").count() == 2


def test_what_does_not_recur_comes_once_whatever_is_sent(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    do_task(task_of(incident, "delete"), by=world.section_head, at=AT, result="求めた", next_one="again")
    assert incident.tasks.filter(code="delete").count() == 1


def test_an_interim_notice_of_a_flaming_comes_again_by_its_clock(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING)
    judge_task(task_of(incident, "interim"), by=world.section_head, at=AT, is_needed=True)
    do_task(task_of(incident, "interim"), by=world.staff, at=AT + HOUR, result="確認中と投稿した", next_one="again")
    assert task_of(incident, "interim", turn=2).due_at == AT + 25 * HOUR


def test_a_task_ends_with_its_incident(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    dismiss_incident(incident, by=world.section_head, at=AT, dismissed_for="本物でした。")
    assert owed(task_of(incident, "delete")) == [("work", "void", "section_head")]
    with pytest.raises(Conflict):
        do_task(task_of(incident, "delete"), by=world.section_head, at=AT, result="求めた")


def test_a_report_that_becomes_a_leak_leaves_in_no_title_what_happened(world: OfficeWorld) -> None:
    incident = an_incident(world=world, title="市民の名簿が見える")
    a_statement(incident, world)
    acknowledge_incident(incident, by=world.section_head, at=AT, kind="leak")
    found = Obligation.objects.about(incident.stream).order_by("pk").values_list("title", flat=True)
    assert list(found) == [
        f"問題の報告を確かめる:問題 {incident.number}",
        f"発表の案を決める:問題 {incident.number}",
    ]


def test_a_leak_says_in_no_title_what_happened(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, title="市民の名簿が見える")
    titles = set(
        Obligation.objects.filter(link_name="incidents:incident_detail", link_pk=incident.pk).values_list(
            "title", flat=True
        )
    )
    assert titles == {
        f"問題の報告を確かめる:問題 {incident.number}",
        f"対応する:問題 {incident.number}",
        f"必要か判断する:問題 {incident.number}",
    }

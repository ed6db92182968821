"""From the report to the closure: each act by the right office, with what follows (第7)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message, OutboxMail
from core.periods.clock import JAPAN
from core.periods.opening_days import add_opening_days
from core.staff.models import Person
from core.staff.offices import Office
from incidents.actions import (
    acknowledge_incident,
    close_incident,
    contain_incident,
    dismiss_incident,
    follow_up_incident,
    merge_incident,
    reopen_incident,
    report_incident,
)
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from tests.factories import AT, ON, a_version, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import REPORT, WITHOUT, an_incident, finish_all

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def owed(incident: Incident) -> list[tuple[str, str, str]]:
    found = Obligation.objects.about(incident.stream).order_by("pk")
    return [(one.rule.removeprefix("incidents."), one.state, one.debtor_office) for one in found]


def told(incident: Incident, person: Person) -> list[str]:
    found = Message.objects.filter(person=person, link_name="incidents:incident_detail", link_pk=incident.pk)
    return [one.title for one in found.order_by("pk")]


def test_a_report_is_told_to_the_account_manager_and_the_deputy_at_once_by_inbox_and_mail(world: OfficeWorld) -> None:
    deputy = a_deputy(world.section_head, ON, ON)
    incident = an_incident(world=world)
    title = f"問題の報告がありました:{incident.number} {REPORT['title']}"
    for actor in (world.section_head, deputy):
        assert told(incident, person_of(actor)) == [title]
        assert OutboxMail.objects.filter(person=person_of(actor), subject=title).count() == 1
    assert owed(incident) == [("acknowledge", "open", "section_head")]
    duty = Obligation.objects.get(about=incident.stream)
    assert (duty.due_on, duty.clause, duty.debtor_unit) == (ON, "第7", world.section)


def test_a_report_without_an_account_is_for_the_head_of_the_pr_section(world: OfficeWorld) -> None:
    incident = an_incident(world=world, account=WITHOUT, by=world.foreign[Office.STAFF])
    assert owed(incident) == [("acknowledge", "open", "pr_section_head")]
    assert len(told(incident, person_of(world.people[Office.PR_SECTION_HEAD]))) == 1
    assert told(incident, person_of(world.section_head)) == []


@pytest.mark.parametrize("office", list(Office))
def test_everybody_reports(world: OfficeWorld, office: Office) -> None:
    assert an_incident(world=world, account=WITHOUT, by=world.people[office]).state == "reported"


def test_numbers_run_without_gaps_and_a_refused_report_takes_none(world: OfficeWorld) -> None:
    first = an_incident(world=world, account=WITHOUT)
    with pytest.raises(Denied, match="件名に入力"):
        an_incident(world=world, account=WITHOUT, title=" ")
    second, drill = an_incident(world=world, account=WITHOUT), an_incident(world=world, account=WITHOUT, is_drill=True)
    assert [one.number for one in (first, second, drill)] == ["8問第1号", "8問第2号", "8練第1号"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": ""}, "title"), ({"kind": "fire"}, "kind"), ({"noticed_at": AT + HOUR}, "noticed_at")],
)
def test_a_report_needs_its_facts(world: OfficeWorld, wrong: dict[str, object], field: str) -> None:
    before = everything()
    given = {"kind": "other", "noticed_at": AT, **REPORT, **wrong}
    with pytest.raises(Denied) as refused:
        report_incident(by=world.staff, at=AT, **given)  # type: ignore[arg-type]  # one wrong value is the case
    assert (refused.value.field, everything()) == (field, before)


def test_the_target_for_acknowledging_is_the_rulebooks(world: OfficeWorld) -> None:
    a_version(settings={"incident_acknowledge_hours": 1})
    assert an_incident(world=world).acknowledge_by == AT + HOUR


def test_the_hours_for_acknowledging_and_for_the_tasks_are_the_citys_own_targets(world: OfficeWorld) -> None:
    an_incident(S.ACKNOWLEDGED, world=world)
    found = Obligation.objects.filter(rule__startswith="incidents.").values_list("rule", "internal_target")
    assert set(found) == {("incidents.acknowledge", True), ("incidents.work", True), ("incidents.judge", True)}


def test_a_report_late_in_the_evening_is_owed_on_the_day_of_its_target_time(world: OfficeWorld) -> None:
    evening = datetime.combine(ON, time(23, 30), JAPAN)
    incident = an_incident(world=world, account=WITHOUT, when=evening)
    assert Obligation.objects.get(about=incident.stream).due_on == ON + timedelta(days=1)


def test_acknowledging_ends_the_duty_and_copies_the_playbook_of_the_kind(world: OfficeWorld) -> None:
    incident = an_incident(world=world, kind=K.OTHER)
    done = acknowledge_incident(incident, by=world.section_head, at=AT + HOUR, kind="impersonation")
    assert (done.state, done.kind, done.acknowledged_at) == ("acknowledged", "impersonation", AT + HOUR)
    assert done.review_at == AT + 5 * HOUR
    assert owed(done) == [("acknowledge", "fulfilled", "section_head")]
    codes = list(done.tasks.order_by("position").values_list("code", "state"))
    assert codes == [
        ("delete", "owed"),
        ("outcome", "owed"),
        ("announce", "judging"),
        ("list", "judging"),
        ("bodies", "judging"),
        ("calm", "listed"),
    ]
    assert told(done, person_of(world.staff)) == [f"問題を覚知しました:{done.number} {done.title}"]


def test_one_act_has_one_event_for_each_record(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    streams = [incident.stream, *(task.stream for task in incident.tasks.all())]
    events = Event.objects.filter(stream__in=streams).order_by("pk")
    assert len(events) == 2 + incident.tasks.count()
    assert len({one.act_id for one in events}) == 2


@pytest.mark.parametrize("office", [Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.PR_SECTION_HEAD])
def test_who_leads_acknowledges(world: OfficeWorld, office: Office) -> None:
    incident = an_incident(world=world)
    done = acknowledge_incident(incident, by=world.people[office], at=AT, kind=incident.kind)
    assert done.acknowledged_by == world.people[office].person


LED_BY = {Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.PR_SECTION_HEAD}


@pytest.mark.parametrize("office", [one for one in Office if one not in LED_BY])
def test_nobody_else_acknowledges(world: OfficeWorld, office: Office) -> None:
    incident = an_incident(world=world)
    with pytest.raises(Denied, match="対応を決めるのは"):
        acknowledge_incident(incident, by=world.people[office], at=AT, kind=incident.kind)


@pytest.mark.parametrize("office", [Office.SECTION_HEAD, Office.DEPARTMENT_HEAD])
def test_the_head_of_another_section_or_department_does_not_lead(world: OfficeWorld, office: Office) -> None:
    incident = an_incident(world=world)
    with pytest.raises(Denied, match="対応を決めるのは"):
        acknowledge_incident(incident, by=world.foreign[office], at=AT, kind=incident.kind)


def test_what_a_deputy_acknowledges_is_told_to_the_principal(world: OfficeWorld) -> None:
    deputy = a_deputy(world.section_head, ON, ON)
    incident = an_incident(world=world)
    acknowledge_incident(incident, by=deputy, at=AT, kind=incident.kind)
    principal = person_of(world.section_head)
    assert Message.objects.filter(person=principal, title__startswith="代決者が問題を覚知しました").count() == 1


def test_a_report_is_acknowledged_once(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Conflict):
        acknowledge_incident(incident, by=world.section_head, at=AT, kind=incident.kind)


def test_a_hijacked_account_owes_a_new_password(world: OfficeWorld) -> None:
    account = an_account(world=world)
    an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account)
    duty = Obligation.objects.get(about=account.stream, rule="approvals.password", occurrence__startswith="incidents:")
    assert (duty.state, duty.clause, duty.link_name) == ("open", "第4-3-(2)", "approvals:password_changed")


def test_a_problem_is_not_contained_while_something_waits(world: OfficeWorld) -> None:
    incident = an_incident(S.RESPONDING, world=world)
    before = everything()
    with pytest.raises(Denied, match="4件あるので、収束にできません"):
        contain_incident(incident, by=world.section_head, at=AT, contained_words="終わった")
    assert everything() == before


def test_once_all_is_done_it_is_contained_and_then_looked_back_on(world: OfficeWorld) -> None:
    incident = an_incident(S.RESPONDING, world=world)
    finish_all(incident, world.section_head)
    with pytest.raises(Denied, match="どう収束したか"):
        contain_incident(incident, by=world.section_head, at=AT, contained_words=" ")
    done = contain_incident(incident, by=world.section_head, at=AT, contained_words="削除された。")
    assert (done.state, done.review_at) == ("contained", None)
    assert owed(done)[-1] == ("lessons", "open", "section_head")
    assert Obligation.objects.get(about=done.stream, rule="incidents.lessons").due_on == add_opening_days(ON, 20)


def test_it_is_closed_with_causes_and_measures(world: OfficeWorld) -> None:
    incident = an_incident(S.CONTAINED, world=world)
    for missing in ({"causes": ""}, {"measures": " "}):
        given: dict[str, Any] = {"causes": "原因", "measures": "対策", **missing}
        with pytest.raises(Denied, match="を入力してください"):
            close_incident(incident, by=world.section_head, at=AT, **given)
    done = close_incident(incident, by=world.section_head, at=AT, causes="原因", measures="対策")
    assert (done.state, done.ended_on, owed(done)[-1]) == ("closed", ON, ("lessons", "fulfilled", "section_head"))


def test_measures_promised_by_a_day_are_owed_until_they_are_recorded(world: OfficeWorld) -> None:
    incident, day = an_incident(S.CONTAINED, world=world), ON + timedelta(days=30)
    lessons: dict[str, Any] = {"causes": "原因", "measures": "対策"}
    with pytest.raises(Denied, match="きょう以後の日"):
        close_incident(incident, by=world.section_head, at=AT, **lessons, measures_due_on=ON - timedelta(days=1))
    closed = close_incident(incident, by=world.section_head, at=AT, **lessons, measures_due_on=day)
    duty = Obligation.objects.get(about=closed.stream, rule="incidents.follow_up")
    assert (duty.state, duty.due_on, duty.debtor_office) == ("open", day, "section_head")
    with pytest.raises(Denied, match="したことを入力"):
        follow_up_incident(closed, by=world.section_head, at=AT, measures_done=" ")
    done = follow_up_incident(closed, by=world.section_head, at=AT, measures_done="印を申請した。")
    assert (done.state, owed(done)[-1]) == ("closed", ("follow_up", "fulfilled", "section_head"))
    with pytest.raises(Conflict):
        follow_up_incident(closed, by=world.section_head, at=AT, measures_done="もう一度")


def test_measures_promised_again_after_a_second_closure_are_recorded_too(world: OfficeWorld) -> None:
    incident, day = an_incident(S.CONTAINED, world=world), ON + timedelta(days=30)
    lessons: dict[str, Any] = {"causes": "原因", "measures": "対策", "measures_due_on": day}
    closed = close_incident(incident, by=world.section_head, at=AT, **lessons)
    followed = follow_up_incident(closed, by=world.section_head, at=AT, measures_done="印を申請した。")
    reopened = reopen_incident(followed, by=world.section_head, at=AT, reason="また現れた")
    contained = contain_incident(reopened, by=world.section_head, at=AT, contained_words="また消えた")
    closed = close_incident(contained, by=world.section_head, at=AT, **lessons)
    assert owed(closed)[-1] == ("follow_up", "open", "section_head")
    done = follow_up_incident(closed, by=world.section_head, at=AT, measures_done="印を受けた。")
    assert (done.measures_done, owed(done)[-1]) == ("印を受けた。", ("follow_up", "fulfilled", "section_head"))


def test_nothing_is_followed_up_where_nothing_was_promised(world: OfficeWorld) -> None:
    closed = an_incident(S.CLOSED, world=world)
    with pytest.raises(Conflict):
        follow_up_incident(closed, by=world.section_head, at=AT, measures_done="した")


@pytest.mark.parametrize("state", [S.CONTAINED, S.CLOSED])
def test_it_is_opened_again_with_a_reason(world: OfficeWorld, state: IncidentState) -> None:
    incident = an_incident(state, world=world)
    with pytest.raises(Denied, match="再開する理由"):
        reopen_incident(incident, by=world.section_head, at=AT, reason="")
    done = reopen_incident(incident, by=world.section_head, at=AT, reason="また現れた")
    assert (done.state, done.ended_on, done.review_at) == ("responding", None, AT + 4 * HOUR)
    assert ("lessons", "open", "section_head") not in owed(done)
    once_more = contain_incident(done, by=world.section_head, at=AT, contained_words="また消えた")
    assert owed(once_more)[-1] == ("lessons", "open", "section_head")


@pytest.mark.parametrize("state", [S.REPORTED, S.ACKNOWLEDGED, S.RESPONDING])
def test_a_false_alarm_ends_with_its_reason_which_the_reporter_is_told(
    world: OfficeWorld, state: IncidentState
) -> None:
    incident = an_incident(state, world=world)
    with pytest.raises(Denied, match="該当なしとする理由"):
        dismiss_incident(incident, by=world.section_head, at=AT, dismissed_for="")
    done = dismiss_incident(incident, by=world.section_head, at=AT, dismissed_for="本物でした。")
    assert (done.state, done.ended_on) == ("dismissed", ON)
    assert not Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=done.pk).exists()
    assert not done.tasks.filter(state__in=["owed", "judging"]).exists()
    assert told(done, person_of(world.staff))[-1] == f"該当なしとしました:{done.number} {done.title}"


def test_a_double_goes_into_one_that_goes_on(world: OfficeWorld) -> None:
    first, second = an_incident(world=world), an_incident(world=world)
    done = merge_incident(second, by=world.section_head, at=AT, merged_into=first)
    assert (done.state, done.merged_into, again(first).state) == ("merged", first, "reported")
    assert owed(done) == [("acknowledge", "void", "section_head")]


def test_a_double_does_not_go_into_itself_nor_what_is_over_nor_a_drill_nor_out_of_the_circle(
    world: OfficeWorld,
) -> None:
    incident, leak = an_incident(world=world), an_incident(world=world, kind=K.LEAK)
    over, drill = an_incident(S.DISMISSED, world=world), an_incident(world=world, is_drill=True)
    wrong = [(incident, None), (incident, incident), (incident, over), (incident, drill), (leak, incident)]
    for one, other in wrong:
        with pytest.raises(Denied) as refused:
            merge_incident(one, by=world.section_head, at=AT, merged_into=other)
        assert refused.value.field == "merged_into"


def test_a_drill_waits_in_no_inbox_and_tells_nobody_but_its_people(world: OfficeWorld) -> None:
    account = an_account(world=world)
    before = Message.objects.count(), Obligation.objects.count(), OutboxMail.objects.count()
    drill = an_incident(world=world, kind=K.HIJACK, account=account, is_drill=True)
    acknowledge_incident(drill, by=world.staff, at=AT, kind="hijack")
    assert drill.tasks.count() == 6
    assert (Message.objects.count(), Obligation.objects.count(), OutboxMail.objects.count()) == before

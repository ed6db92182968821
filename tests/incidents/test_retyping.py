"""Another kind than the problem was acknowledged as: its circle, its tasks, what is owed, who is told (第7)."""

from typing import Any

import pytest
from django.urls import reverse

from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.models import Person
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, contain_incident, do_task, judge_task, retype_incident
from incidents.course import looks_at, note_look
from incidents.models import Incident
from incidents.permissions import visible_to
from incidents.playbooks import SHIPPED
from incidents.states import IncidentKind, IncidentState
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import WITHOUT, a_statement, an_incident, finish_all, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
TITLE = "市民の名簿が見える"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def retyped(incident: Incident, world: OfficeWorld, kind: IncidentKind, **given: Any) -> Incident:
    said = {"by": world.section_head, "at": AT, "reason": "名簿が写っていたため", **given}
    now = again(incident)
    return retype_incident(now, kind=kind.value, seen=now.fingerprint(), **said)


def states(incident: Incident) -> dict[str, str]:
    found = incident.tasks.order_by("position", "turn").values_list("code", "turn", "state")
    return {f"{code}{turn}": state for code, turn, state in found}


def seers(world: OfficeWorld, incident: Incident) -> set[str]:
    people = {office.value: actor.person for office, actor in world.people.items()}
    found = {name: person for name, person in people.items() if person is not None}
    return {name for name, one in found.items() if visible_to(one, ON).filter(pk=incident.pk).exists()}


def test_untouched_tasks_are_given_up_and_those_of_the_new_kind_come(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    judge_task(task_of(incident, "announce"), by=world.section_head, at=AT, is_needed=True)
    do_task(task_of(incident, "outcome"), by=world.staff, at=AT, result="断られた", next_one="again")
    done = retyped(incident, world, K.FALSEHOOD)
    assert (done.kind, done.state) == ("falsehood", "responding")
    assert states(incident) == {
        "delete1": "void",
        "outcome1": "done",
        "outcome2": "owed",
        "announce1": "owed",
        "list1": "void",
        "bodies1": "void",
        "calm1": "listed",
        "inform1": "judging",
        "homepage1": "judging",
    }
    assert incident.tasks.filter(code="calm").count() == 1
    open_ones = Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    assert sorted(open_ones.values_list("title", flat=True)) == sorted(
        [
            f"対応する:{done.shown} {task_of(incident, 'outcome', 2)}",
            f"対応する:{done.shown} {task_of(incident, 'announce')}",
            f"必要か判断する:{done.shown} {task_of(incident, 'inform')}",
            f"必要か判断する:{done.shown} {task_of(incident, 'homepage')}",
        ]
    )


def test_back_and_forth_each_time_brings_the_whole_playbook(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    retyped(incident, world, K.OTHER)
    retyped(again(incident), world, K.IMPERSONATION)
    waiting = incident.tasks.exclude(state="void").values_list("code", flat=True)
    assert set(waiting) == {step.code for step in SHIPPED[K.IMPERSONATION]}
    finish_all(incident, world.section_head)
    assert (
        contain_incident(again(incident), by=world.section_head, at=AT, contained_words="消えた").state == "contained"
    )


def test_into_a_leak_the_circle_closes_at_once_and_no_title_tells_of_it(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, title=TITLE)
    a_statement(incident, world)
    do_task(task_of(incident, "record"), by=world.staff, at=AT, result="写した")
    before = Message.objects.count()
    leak = retyped(incident, world, K.LEAK)
    assert seers(world, leak) == {"staff", "section_head", "auditor", "general_affairs_director"}
    titles = Obligation.objects.filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    assert {title.partition(":")[2] for title in titles.values_list("title", flat=True)} == {f"問題 {incident.number}"}
    told = Message.objects.order_by("pk")[before:]
    assert [(one.person, one.title, one.body) for one in told] == [
        (world.staff.person, f"問題の種類を改めました:問題 {incident.number}", "内容は、画面で確かめてください。")
    ]


def test_out_of_a_leak_those_above_are_told_why_and_no_look_is_lost(world: OfficeWorld) -> None:
    leak = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, title=TITLE)
    note_look(leak, "画面", by=world.section_head, at=AT)
    with pytest.raises(Denied, match="情報漏えいではないと判断した理由"):
        retyped(leak, world, K.FLAMING, reason=" ")
    done = retyped(leak, world, K.FLAMING, reason="公開の資料でした。")
    told = Message.objects.filter(title=f"問題の種類を改めました:{done.shown}").order_by("pk")
    people = [world.staff, world.people[Office.DEPARTMENT_HEAD], world.people[Office.PR_SECTION_HEAD]]
    assert [one.person for one in told] == [actor.person for actor in people]
    assert {one.body for one in told} == {"情報漏えい・漏えいの疑い → 炎上\n理由:公開の資料でした。"}
    assert [(one.number, one.name) for one in looks_at(done)] == [(1, person_of(world.section_head).name)]
    assert Event.objects.filter(stream=done.stream, move="incidents.incident.retype").count() == 1


def test_it_needs_another_kind_a_reason_and_who_leads(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    before = everything()
    for given, match, field in (
        ({"kind": K.IMPERSONATION}, "いまと違う種類", "kind"),
        ({"kind": K.OTHER, "reason": " "}, "種類を改める理由", "reason"),
        ({"kind": K.OTHER, "by": world.staff}, "対応を決めるのは", ""),
    ):
        with pytest.raises(Denied, match=match) as refused:
            retyped(incident, world, **given)
        assert refused.value.field == field
    assert everything() == before


def test_the_tasks_of_another_problem_stay_and_one_without_an_account_changes_too(world: OfficeWorld) -> None:
    head = world.people[Office.PR_SECTION_HEAD]
    other = an_incident(S.ACKNOWLEDGED, world=world)
    changed = acknowledge_incident(an_incident(world=world, account=WITHOUT), by=head, at=AT, kind=K.IMPERSONATION)
    before = states(other)
    retyped(changed, world, K.FLAMING, by=head)
    assert (states(other), states(changed)["delete1"]) == (before, "void")


@pytest.mark.parametrize("state", [S.REPORTED, S.CONTAINED, S.CLOSED, S.DISMISSED, S.MERGED])
def test_it_is_done_while_the_problem_is_worked_on(world: OfficeWorld, state: IncidentState) -> None:
    with pytest.raises(Conflict):
        retyped(an_incident(state, world=world), world, K.OTHER)


def test_a_drill_tells_nobody_and_owes_nothing(world: OfficeWorld) -> None:
    drill = an_incident(world=world, kind=K.LEAK, is_drill=True)
    acknowledge_incident(drill, by=world.staff, at=AT, kind="leak")
    before = Message.objects.count(), Obligation.objects.count()
    assert retyped(drill, world, K.HIJACK, by=world.staff).kind == "hijack"
    assert (Message.objects.count(), Obligation.objects.count()) == before


def test_the_page_leads_to_the_list_who_is_not_of_the_circle_any_more() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, when=ago(hours=1))
    browser: Any = browser_of(world.people[Office.DEPARTMENT_HEAD])
    url = reverse("incidents:incident_retype", args=[incident.pk])
    assert url in browser.get(f"/incidents/{incident.pk}/").content.decode()
    form = browser.get(url)
    assert "すぐに、関わる人だけが読めるようになります" in text_of(form)
    posted = {"kind": "leak", "reason": "名簿が写っていたため", "seen": form.context["seen"]}
    answer = browser.post(url, posted)
    assert (answer.status_code, answer["Location"]) == (302, "/incidents/")
    assert browser.get(f"/incidents/{incident.pk}/").status_code == 404
    page: Any = browser_of(world.section_head).get(f"/incidents/{incident.pk}/")
    assert "種類:炎上 → 情報漏えい・漏えいの疑い" in text_of(page)

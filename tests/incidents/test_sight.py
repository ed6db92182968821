"""Who sees which incidents; a leak is for the named circle and the auditors, and every look at it is recorded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import end_on_account
from core.audit.history import history
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date, japan_midnight, now
from core.staff.offices import Office
from core.uploads.forms import Upload
from dashboard.demo.picture import picture
from incidents.actions import acknowledge_incident, dismiss_incident, report_incident
from incidents.course import add_evidence, add_member, end_member, looks_at, note_look
from incidents.models import Incident
from incidents.permissions import visible_to
from incidents.states import IncidentKind, IncidentState
from incidents.watching import watch
from tests.approvals.pages import a_world, browser_of
from tests.factories import AT, ON, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import REPORT, WITHOUT, an_incident

pytestmark = pytest.mark.django_db
K = IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def seers(world: OfficeWorld, incident: Incident) -> set[str]:
    """Return the offices whose holders see an incident; of the foreign department with a mark."""
    named = {office.value: actor for office, actor in world.people.items()}
    named |= {f"foreign_{office.value}": actor for office, actor in world.foreign.items()}
    named["second_staff"] = world.second_staff
    return {name for name, actor in named.items() if sees(actor, incident)}


def sees(actor: Actor, incident: Incident) -> bool:
    assert actor.person is not None
    return visible_to(actor.person, ON).filter(pk=incident.pk).exists()


DIRECTORS = {"policy_director", "general_affairs_director", "deputy_mayor", "pr_section_head", "auditor"}


def test_an_incident_is_seen_by_the_section_its_department_and_the_directors(world: OfficeWorld) -> None:
    of_the_section = {"staff", "second_staff", "section_head", "department_head"}
    assert seers(world, an_incident(world=world)) == of_the_section | DIRECTORS


def test_who_operates_the_account_in_another_section_sees_its_problems_but_no_leak(world: OfficeWorld) -> None:
    helper = the_actor(an_appointment(office=Office.STAFF, unit=world.foreign_section))
    assert world.staff.person is not None
    assert helper.person is not None
    rows = [
        {"person": one.pk, "access": "shared_password", "reason": "投稿"} for one in (world.staff.person, helper.person)
    ]
    account = an_account(world=world, operators=rows)
    incident, leak = (an_incident(world=world, account=account, kind=kind) for kind in (K.FLAMING, K.LEAK))
    assert (sees(helper, incident), sees(helper, leak)) == (True, False)
    assert not sees(helper, an_incident(world=world))
    end_on_account(account.operators.get(person=helper.person), by=world.section_head, at=AT, reason="異動のため")
    assert not sees(helper, incident)


def test_whoever_reports_sees_it(world: OfficeWorld) -> None:
    incident = an_incident(world=world, by=world.foreign[Office.STAFF])
    assert "foreign_staff" in seers(world, incident)


def test_one_without_an_account_is_seen_by_the_reporter_and_the_directors(world: OfficeWorld) -> None:
    assert seers(world, an_incident(world=world, account=WITHOUT)) == {"staff"} | DIRECTORS


def test_a_leak_is_seen_by_the_reporter_the_manager_and_the_auditors_alone(world: OfficeWorld) -> None:
    leak = an_incident(world=world, kind=K.LEAK)
    assert seers(world, leak) == {"staff", "section_head", "auditor"}
    assert sees(a_deputy(world.section_head, ON, ON), leak)


def test_a_leak_without_an_account_is_for_the_head_of_the_pr_section(world: OfficeWorld) -> None:
    assert seers(world, an_incident(world=world, kind=K.LEAK, account=WITHOUT)) == {
        "staff",
        "pr_section_head",
        "auditor",
    }


def test_who_owes_a_task_of_a_leak_sees_it(world: OfficeWorld) -> None:
    leak = an_incident(IncidentState.ACKNOWLEDGED, world=world, kind=K.LEAK)
    assert seers(world, leak) == {"staff", "section_head", "auditor", "general_affairs_director"}


def test_a_duty_that_was_waived_keeps_nobody_from_what_has_still_to_be_done(world: OfficeWorld) -> None:
    leak = an_incident(IncidentState.ACKNOWLEDGED, world=world, kind=K.LEAK)
    for duty in Obligation.objects.open().filter(debtor_office="general_affairs_director", link_pk=leak.pk):
        perform(duty, WAIVE, by=world.people[Office.DEPUTY_MAYOR], at=AT, ended_on=ON, waive_reason="別に行うため")
    assert "general_affairs_director" in seers(world, leak)


def test_who_joins_a_leak_reads_it_until_he_leaves(world: OfficeWorld) -> None:
    leak = an_incident(world=world, kind=K.LEAK)
    helper = world.foreign[Office.STAFF]
    assert helper.person is not None
    member = add_member(leak, by=world.section_head, at=AT, person=helper.person, role="システムの調査")
    assert sees(helper, leak)
    end_member(member, by=world.section_head, at=AT)
    assert not sees(helper, leak)


def test_the_offices_that_are_told_of_a_late_leak_see_it(world: OfficeWorld) -> None:
    leak = an_incident(world=world, kind=K.LEAK)
    watch(leak.acknowledge_by)
    assert seers(world, again(leak)) == {
        "staff",
        "section_head",
        "auditor",
        "department_head",
        "general_affairs_director",
        "pr_section_head",
    }


def test_every_look_at_a_leak_is_recorded_and_no_other_look_is() -> None:
    world = a_world()
    leak, other = (a_report(world, kind) for kind in (K.LEAK, K.OTHER))
    browser = browser_of(world.section_head)
    for one in (leak, other, leak):
        assert browser.get(f"/incidents/{one.pk}/").status_code == 200
    looks = Event.objects.filter(move="incident_look")
    assert [(one.person, one.label) for one in looks] == [
        (world.section_head.person, "情報漏えいの記録を見た(画面)")
    ] * 2


def test_the_page_of_an_act_on_a_leak_is_a_look_also_when_it_comes_back() -> None:
    world = a_world()
    leak = acknowledge_incident(a_report(world, K.LEAK), by=world.section_head, at=now(), kind="leak")
    task = leak.tasks.filter(state="owed").earliest("position")
    note = f"/incidents/{leak.pk}/note/"
    browser = browser_of(world.section_head)
    for address in (note, f"/incidents/{leak.pk}/join/", f"/incidents/tasks/{task.pk}/do/"):
        assert browser.get(address).status_code == 200, address
    assert browser.post(note, {"words": ""}).status_code == 200
    looks = Event.objects.filter(move="incident_look").values_list("label", flat=True)
    assert list(looks) == ["情報漏えいの記録を見た(操作の画面)"] * 4


def test_what_is_owed_about_a_leak_stands_in_the_calendar_of_its_circle_alone() -> None:
    world = a_world()
    leak, other = (a_report(world, kind) for kind in (K.LEAK, K.OTHER))
    shown, month = {}, f"{japan_date(leak.acknowledge_by):%Y-%m}"
    for name, scope in (("section_head", "section"), ("department_head", "department")):
        asked = {"scope": scope, "month": month}
        page = browser_of(world.people[Office(name)]).get("/calendar/", asked).content.decode()
        shown[name] = {one.kind for one in (leak, other) if f"{one.number}" in page}
    assert shown == {"section_head": {"leak", "other"}, "department_head": {"other"}}


def test_a_report_of_a_leak_is_opened_to_more_readers_with_a_reason_alone() -> None:
    world = a_world()
    leak, other = (a_report(world, kind) for kind in (K.LEAK, K.OTHER))
    browser = browser_of(world.section_head)
    assert "副市長も読めるようになります" in browser.get(f"/incidents/{leak.pk}/acknowledge/").content.decode()
    assert "副市長も読めるようになります" not in browser.get(f"/incidents/{other.pk}/acknowledge/").content.decode()
    with pytest.raises(Denied, match="情報漏えいではないと判断した理由"):
        acknowledge_incident(leak, by=world.section_head, at=now(), kind="other", reason=" ")
    assert acknowledge_incident(other, by=world.section_head, at=now(), kind="hijack").kind == "hijack"
    answer = browser.post(f"/incidents/{leak.pk}/acknowledge/", {"kind": "other", "reason": "公開の資料でした。"})
    assert answer.status_code == 302
    assert history([leak.stream])[0].facts["reason"] == "公開の資料でした。"
    assert "公開の資料でした。" in browser.get(f"/incidents/{leak.pk}/").content.decode()


def test_who_leads_takes_a_member_out_of_a_leak_that_is_over() -> None:
    world = a_world()
    leak = a_report(world, K.LEAK)
    helper = world.foreign[Office.STAFF].person
    assert helper is not None
    member = add_member(leak, by=world.section_head, at=now(), person=helper, role="調査")
    dismiss_incident(leak, by=world.section_head, at=now(), dismissed_for="公開の資料でした。")
    end = f"/incidents/members/{member.pk}/end/"
    browser = browser_of(world.section_head)
    assert end in browser.get(f"/incidents/{leak.pk}/").content.decode()
    assert end not in browser_of(world.staff).get(f"/incidents/{leak.pk}/").content.decode()
    assert browser.post(end).status_code == 302


def test_a_leak_answers_like_nothing_to_everybody_else() -> None:
    world = a_world()
    leak = a_report(world, K.LEAK)
    answer = browser_of(world.people[Office.DEPUTY_MAYOR]).get(f"/incidents/{leak.pk}/")
    assert (answer.status_code, Event.objects.filter(move="incident_look").count()) == (404, 0)


def test_evidence_of_a_leak_is_sent_within_its_circle_alone_and_recorded() -> None:
    world = a_world()
    leak = a_report(world, K.LEAK)
    kept = add_evidence(leak, by=world.staff, at=now(), file=Upload("写し.png", "image/png", picture()))
    path = f"/incidents/evidence/{kept.pk}/"
    answers = [browser_of(one).get(path).status_code for one in (world.people[Office.DEPUTY_MAYOR], world.staff)]
    looks = Event.objects.filter(move="incident_look")
    assert answers == [404, 200]
    assert [(one.person, one.label) for one in looks] == [(world.staff.person, "情報漏えいの記録を見た(証拠)")]


def test_auditors_read_on_the_page_who_looked_at_this_leak_and_nobody_else_does() -> None:
    world = a_world()
    leak, other = (a_report(world, K.LEAK) for _ in range(2))
    for one in (leak, other):
        browser_of(world.section_head).get(f"/incidents/{one.pk}/")
    own = browser_of(world.section_head).get(f"/incidents/{leak.pk}/").context["looks"]
    auditor, head = world.people[Office.AUDITOR], world.section_head.person
    assert auditor.person is not None
    assert head is not None
    first, second = (browser_of(auditor).get(f"/incidents/{leak.pk}/").context["looks"] for _ in range(2))
    assert own == []
    assert [(one.name, one.number) for one in first] == [(head.name, 2)]
    assert [(one.name, one.number) for one in second] == [(auditor.person.name, 1), (head.name, 2)]


def test_looks_are_told_by_person_and_day_in_japan_with_the_last_one(world: OfficeWorld) -> None:
    leak = an_incident(world=world, kind=K.LEAK)
    head, staff = world.section_head.person, world.staff.person
    assert head is not None
    assert staff is not None
    midnight = japan_midnight(ON + timedelta(days=1))
    for minutes in (-61, -1, 1):
        note_look(leak, "画面", by=world.section_head, at=midnight + timedelta(minutes=minutes))
    note_look(leak, "証拠", by=world.staff, at=midnight - timedelta(minutes=30))
    lines = [(one.name, one.number, (one.last - midnight) // timedelta(minutes=1)) for one in looks_at(leak)]
    assert lines == [(head.name, 1, 1), (head.name, 2, -1), (staff.name, 1, -30)]
    assert Event.objects.filter(move="incident_look").count() == 4


def a_report(world: OfficeWorld, kind: IncidentKind) -> Incident:
    at = now()
    account = an_account(world=world, when=at)
    return report_incident(by=world.staff, at=at, kind=kind.value, account=account, noticed_at=at, **REPORT)


def test_the_trail_tells_administrators_nothing_of_a_leak_but_that_there_is_one() -> None:
    world = a_world()
    leak, other = (a_report(world, kind) for kind in (K.LEAK, K.OTHER))
    pages = {}
    for office in (Office.ADMINISTRATOR, Office.AUDITOR):
        browser = browser_of(world.people[office])
        for incident in (leak, other):
            event = Event.objects.filter(stream=incident.stream).earliest("pk")
            pages[office, incident.kind] = browser.get(f"/trail/{event.pk}/").content.decode()
    said = {key: str(REPORT["words"])[:10] in page for key, page in pages.items()}
    assert said == {
        (Office.ADMINISTRATOR, "leak"): False,
        (Office.AUDITOR, "leak"): True,
        (Office.ADMINISTRATOR, "other"): True,
        (Office.AUDITOR, "other"): True,
    }


def test_the_trail_tells_administrators_no_title_of_what_became_a_leak() -> None:
    world = a_world()
    incident = a_report(world, K.OTHER)
    acknowledge_incident(incident, by=world.section_head, at=now(), kind=K.LEAK.value)
    events = Event.objects.filter(stream__startswith="deadlines.obligation:").order_by("pk")
    told = {}
    for office in (Office.ADMINISTRATOR, Office.AUDITOR):
        browser = browser_of(world.people[office])
        pages = [browser.get(f"/trail/{event.pk}/").content.decode() for event in events]
        told[office] = any(str(REPORT["title"]) in page for page in pages)
    assert told == {Office.ADMINISTRATOR: False, Office.AUDITOR: True}


def test_what_was_never_a_leak_costs_auditors_no_question_about_looks() -> None:
    world = a_world()
    incident, leak = (a_report(world, kind) for kind in (K.FLAMING, K.LEAK))
    acknowledge_incident(leak, by=world.section_head, at=now(), kind="other", reason="公開の資料でした。")
    browser = browser_of(world.people[Office.AUDITOR])
    asked = []
    for one in (incident, leak):
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/incidents/{one.pk}/")
        asked.append(sum("look:" in query["sql"] for query in queries))
    assert asked == [0, 1]

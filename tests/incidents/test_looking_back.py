"""Looking back: the numbers of a year, the report on paper, versions of playbooks made on their page."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.audit.models import Event
from core.periods.fiscal import fiscal_year
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, dismiss_incident
from incidents.course import add_note
from incidents.models import Incident, Playbook
from incidents.permissions import visible_to
from incidents.playbooks import SHIPPED
from incidents.states import IncidentKind, IncidentState
from incidents.statistics import Line, lines_of
from incidents.tasking import steps_of
from tests.approvals.pages import a_world, ago, browser_of, errors_of, text_of
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.incidents import an_incident, brought

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
HOUR = timedelta(hours=1)
EDIT = "/incidents/playbooks/impersonation/edit/"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def line(world: OfficeWorld, kind: IncidentKind, office: Office = Office.AUDITOR) -> Line:
    person = world.people[office].person
    assert person is not None
    lines = lines_of(visible_to(person, ON), fiscal_year(ON))
    return lines[list(IncidentKind).index(kind)]


def test_the_numbers_are_those_of_the_kind_and_the_year(world: OfficeWorld) -> None:
    account = an_account(world=world)
    for hours in (1, 3, 2):
        incident = an_incident(world=world, account=account)
        acknowledge_incident(incident, by=world.section_head, at=AT + hours * HOUR, kind=incident.kind)
    alarm = an_incident(world=world, account=account)
    dismiss_incident(alarm, by=world.section_head, at=AT, dismissed_for="本物でした。")
    found = line(world, K.IMPERSONATION)
    assert (found.reported, found.open, found.dismissed) == (4, 3, 1)
    assert (found.to_acknowledge, found.to_contain, found.to_close) == ("2時間0分", "", "")
    assert line(world, K.FLAMING).reported == 0
    person = world.people[Office.AUDITOR].person
    assert person is not None
    assert sum(one.reported for one in lines_of(visible_to(person, ON), fiscal_year(ON) - 1)) == 0


def test_the_time_to_contain_and_to_close_runs_from_the_report(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    brought(incident, S.CLOSED, world.section_head, when=AT + 50 * HOUR)
    found = line(world, K.IMPERSONATION)
    assert (found.to_contain, found.to_close, found.open) == ("2日2時間", "2日2時間", 0)


def test_drills_and_doubles_are_not_counted(world: OfficeWorld) -> None:
    an_incident(world=world, is_drill=True)
    an_incident(S.MERGED, world=world)
    assert line(world, K.IMPERSONATION).reported == 1


def test_a_number_tells_nothing_of_what_the_reader_may_not_see(world: OfficeWorld) -> None:
    an_incident(world=world, kind=K.LEAK)
    assert line(world, K.LEAK).reported == 1
    assert line(world, K.LEAK, Office.DEPUTY_MAYOR).reported == 0


def test_the_page_of_numbers_shows_a_year_and_ignores_one_that_there_is_not() -> None:
    world = a_world()
    an_incident(world=world, when=ago(hours=1))
    browser: Any = browser_of(world.staff)
    for query in ("", "?year=1", "?year=x"):
        page = browser.get(f"/incidents/statistics/{query}")
        assert page.context["year"] == fiscal_year(page.context["on"])
        assert "なりすまし・模倣の疑い 1件 1件 0件" in text_of(page)


def test_the_sheet_holds_what_was_done_and_a_look_at_that_of_a_leak_is_recorded() -> None:
    world = a_world()
    incident = an_incident(S.CLOSED, world=world, when=ago(hours=1))
    leak = an_incident(world=world, kind=K.LEAK, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    sheet = text_of(browser.get(f"/incidents/{incident.pk}/sheet/"))
    for words in (incident.number, "窓口から求めました。", "認証の印を申請する。", "短い符号"):
        assert words in sheet
    assert browser.get(f"/incidents/{leak.pk}/sheet/").status_code == 200
    assert [one.label for one in Event.objects.filter(move="incident_look")] == ["情報漏えいの記録を見た(報告書)"]


def posted(world: OfficeWorld, **changed: str) -> tuple[Any, Any]:
    """Post the page of a playbook as it stands, with some fields changed."""
    browser: Any = browser_of(world.policy_director)
    shown = browser.get(EDIT).context
    form = shown["form"]
    rows = {f"{row.prefix}-{name}": row[name].value() or "" for row in form.rows for name in row.fields}
    counts = {f"steps-{name}": value for name, value in form.rows.management_form.initial.items()}
    data = {**counts, **rows, "reason": "急ぐため", "seen": str(shown["seen"])} | changed
    return browser.post(EDIT, {name: value for name, value in data.items() if value not in {"", False}}), form


def test_the_director_makes_a_version_on_its_page() -> None:
    world = a_world()
    answer, _ = posted(world, **{"steps-0-hours": "2"})
    assert answer.status_code == 302
    made = Playbook.objects.get()
    assert (made.kind, made.number, made.reason, made.made_by) == (
        "impersonation",
        1,
        "急ぐため",
        world.policy_director.person,
    )
    before, after = SHIPPED[K.IMPERSONATION], steps_of("impersonation")
    assert (after[0].hours, after[1:]) == (2, before[1:])


def test_a_step_is_added_and_one_is_taken_out() -> None:
    world = a_world()
    last = len(SHIPPED[K.IMPERSONATION])
    new = {"title": "警察に相談する", "grade": "situation", "bearer": "manager", "clause": "第7-3", "hours": "24"}
    posted(world, **{f"steps-{last}-{name}": value for name, value in new.items()}, **{"steps-3-DELETE": "on"})
    steps = steps_of("impersonation")
    assert (steps[-1].title, "list" in {step.code for step in steps}) == ("警察に相談する", False)


def test_two_steps_of_our_own_never_share_a_code() -> None:
    world = a_world()
    last = len(SHIPPED[K.IMPERSONATION])
    new = {"title": "警察に相談する", "grade": "situation", "bearer": "manager", "clause": "第7-3", "hours": "24"}
    posted(world, **{f"steps-{last}-{name}": value for name, value in new.items()})
    ahead = {f"steps-{last}-DELETE": "", "steps-3-DELETE": "on"}
    posted(world, **{f"steps-{last + 1}-{name}": value for name, value in new.items()}, **ahead)
    answer, _ = posted(world, **{f"steps-{last + 1}-{name}": value for name, value in new.items()})
    codes = [step.code for step in steps_of("impersonation")]
    assert (answer.status_code, codes[-3:]) == (302, ["own1", "own2", "own3"])


def test_what_the_guideline_asks_for_stays_and_what_was_typed_too() -> None:
    world = a_world()
    answer, _ = posted(world, **{"steps-0-DELETE": "on"})
    assert answer.status_code == 403
    assert "「サービスに削除を求める」は、ガイドラインが求めるので、外すことも弱めることもできません。" in text_of(
        answer
    )
    assert answer.context["form"]["reason"].value() == "急ぐため"
    assert not Playbook.objects.exists()


def test_wrong_rows_are_told_at_their_fields() -> None:
    world = a_world()
    answer, _ = posted(world, **{"steps-0-hours": "0", "steps-5-hours": "3", "reason": ""})
    rows = answer.context["form"].rows
    assert errors_of(answer) == {"reason": ["入力してください。"]}
    assert rows.forms[0].errors == {"hours": ["1時間以上の期限を入力してください。"]}
    assert rows.forms[5].errors == {"hours": ["心得には期限を入れません。"]}
    assert not Playbook.objects.exists()


def test_the_page_does_not_exist_for_others_nor_for_kinds_there_are_not() -> None:
    world = a_world()
    assert browser_of(world.people[Office.PR_SECTION_HEAD]).get(EDIT).status_code == 404
    assert browser_of(world.policy_director).get("/incidents/playbooks/fire/edit/").status_code == 404
    assert not Incident.objects.exists()


def test_auditors_read_an_incident_with_its_tasks_and_its_course_as_one() -> None:
    world = a_world()
    incident = an_incident(S.RESPONDING, world=world, when=ago(hours=1))
    note = add_note(incident, by=world.staff, at=ago(minutes=5), words="電話が1件。")
    browser: Any = browser_of(world.people[Office.AUDITOR])
    for stream in (incident.stream, note.stream):
        parts = browser.get(reverse("dashboard:record_trail", args=[stream])).context["parts"]
        tasks = {task.stream for task in incident.tasks.all()}
        assert {part.stream for part in parts} == {incident.stream, note.stream} | tasks

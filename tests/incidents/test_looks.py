"""A look at a leak in the trail is a look: recorded once a page, as at the problem's own page (第7)."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, report_incident
from incidents.course import add_note
from incidents.models import Incident
from incidents.states import IncidentKind
from tests.approvals.pages import a_world, browser_of
from tests.dashboard.evidence.forging import overwrite
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.incidents import REPORT

pytestmark = pytest.mark.django_db
K = IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def known(world: OfficeWorld, kind: IncidentKind = K.LEAK) -> Incident:
    """Return a problem that is worked on, with a word in its course."""
    at = now()
    account = an_account(world=world, when=at)
    found = report_incident(by=world.staff, at=at, kind=kind.value, account=account, noticed_at=at, **REPORT)
    acknowledge_incident(found, by=world.section_head, at=at, kind=kind.value)
    add_note(found, by=world.section_head, at=at, words="名簿の写しが出回っています。")
    return Incident.objects.get(pk=found.pk)


def looks() -> list[tuple[int | None, str, str]]:
    """Return who looked, what the trail calls it, and at which record."""
    found = Event.objects.filter(move="incident_look").select_related("facts").order_by("pk")
    return [(one.person_id, one.label, json.loads(one.facts.body)["incident"]) for one in found]


def opened(actor: Actor, address: str) -> str:
    answer = browser_of(actor).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def addresses(incident: Incident) -> dict[str, str]:
    """Return pages of the trail that show something of an incident, by what they show."""
    task = incident.tasks.earliest("position")
    note = incident.notes.get()
    owed = Obligation.objects.about(task.stream).get()
    streams = {"problem": incident.stream, "task": task.stream, "note": note.stream, "duty": owed.stream}
    events = {name: f"/trail/{Event.objects.filter(stream=one).earliest('pk').pk}/" for name, one in streams.items()}
    return events | {f"all of {name}": f"/trail/records/{one}/" for name, one in streams.items()}


def test_each_page_of_the_trail_that_shows_a_leak_is_one_look(world: OfficeWorld) -> None:
    leak, auditor = known(world), world.people[Office.AUDITOR]
    assert auditor.person is not None
    for name, address in addresses(leak).items():
        before = len(looks())
        opened(auditor, address)
        expected = [(auditor.person.pk, "情報漏えいの記録を見た(監査証跡)", leak.stream)]
        assert looks()[before:] == expected, name


def test_the_looks_stand_on_the_page_of_the_problem(world: OfficeWorld) -> None:
    leak, auditor = known(world), world.people[Office.AUDITOR]
    assert auditor.person is not None
    for address in addresses(leak).values():
        opened(auditor, address)
    shown = browser_of(auditor).get(f"/incidents/{leak.pk}/").context["looks"]
    assert [(one.name, one.number) for one in shown] == [(auditor.person.name, 8)]


def test_the_trail_finds_a_problem_by_its_number_and_lists_who_looked(world: OfficeWorld) -> None:
    leak, other, auditor = known(world), known(world, K.FLAMING), world.people[Office.AUDITOR]
    pages = browser_of(auditor)
    found = pages.get("/trail/", {"document_number": leak.number}).context["matters"]
    assert [stream for stream, _ in found] == [leak.stream]
    pages.get(f"/incidents/{leak.pk}/")
    shown = pages.get(f"/trail/records/{leak.stream}/", {"show": "looks"}).context
    assert [row["event"].label for row in shown["rows"]] == [
        "情報漏えいの記録を見た(監査証跡)",
        "情報漏えいの記録を見た(画面)",
    ]
    assert [cut["label"] for cut in shown["cuts"] if cut["current"]] == ["見た記録"]
    for actor, one in ((auditor, other), (world.people[Office.ADMINISTRATOR], leak)):
        refused = browser_of(actor).get(f"/trail/records/{one.stream}/", {"show": "looks"}).context
        assert [cut["label"] for cut in refused["cuts"]] == ["関係する記録すべて", "この記録だけ"]
        assert not any(row["event"].stream.startswith("note:") for row in refused["rows"])


def test_who_is_shown_nothing_of_it_has_not_looked(world: OfficeWorld) -> None:
    leak = known(world)
    for address in addresses(leak).values():
        opened(world.people[Office.ADMINISTRATOR], address)
    assert looks() == []


def test_other_problems_are_read_without_a_look(world: OfficeWorld) -> None:
    known(world)
    other = known(world, K.FLAMING)
    assert other.account is not None
    before = set(Event.objects.values_list("pk", flat=True))
    for address in addresses(other).values():
        opened(world.people[Office.AUDITOR], address)
    opened(world.people[Office.AUDITOR], f"/trail/records/{other.account.stream}/")
    assert {one.move for one in Event.objects.exclude(pk__in=before)} <= {"signin"}


def test_administrators_read_no_difference_of_a_leak(world: OfficeWorld) -> None:
    leak = known(world)
    overwrite(leak.notes.get(), words="別の言葉")
    address = f"/trail/records/{leak.stream}/"
    shown = {
        office: "別の言葉" in opened(world.people[office], address) for office in (Office.AUDITOR, Office.ADMINISTRATOR)
    }
    assert shown == {Office.AUDITOR: True, Office.ADMINISTRATOR: False}


def test_lists_of_the_trail_say_nothing_of_a_leak_and_are_no_look(world: OfficeWorld) -> None:
    """Who did what when, and the number: what administrators are shown, too."""
    leak, auditor = known(world), world.people[Office.AUDITOR]
    head = world.section_head.person
    assert head is not None
    day = japan_date(now()).isoformat()
    for address in ("/trail/", f"/trail/persons/{head.pk}/", f"/trail/decisions/?first_on={day}&last_on={day}"):
        page = opened(auditor, address)
        assert [words for words in (leak.title, "名簿の写し", leak.words[:10]) if words in page] == [], address
    assert looks() == []


def test_the_export_is_a_look_at_every_leak(world: OfficeWorld) -> None:
    leaks, other = [known(world) for _ in range(2)], known(world, K.OTHER)
    auditor = world.people[Office.AUDITOR]
    assert auditor.person is not None
    answer: Any = browser_of(auditor).post("/trail/seals/export/")
    sent = b"".join(answer.streaming_content).decode()
    label = "情報漏えいの記録を見た(監査証跡の書き出し)"
    assert looks() == [(auditor.person.pk, label, one.stream) for one in leaks]
    assert (sent.count(label), other.stream in sent) == (2, True)
    exported = Event.objects.get(move="audit.export")
    assert {one.act_id for one in Event.objects.filter(move="incident_look")} == {exported.act_id}


@pytest.mark.parametrize("name", ["problem", "all of problem"])
def test_a_look_costs_no_more_for_more_of_it(world: OfficeWorld, name: str) -> None:
    leak = known(world)
    browser, address = browser_of(world.people[Office.AUDITOR]), addresses(leak)[name]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    asked()
    first = asked()
    for number in range(3):
        add_note(leak, by=world.section_head, at=now(), words=f"経過{number}")
    assert asked() == first

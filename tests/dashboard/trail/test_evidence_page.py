"""The check on demand: its run is noted, what it found stays on the page with its time; the command says the same."""

from io import StringIO

import pytest
from django.core.management import call_command

from approvals.models import Request
from core.audit.models import Event
from core.lifecycle.act import note
from core.lifecycle.trails import facts_of
from core.notifications.models import Heartbeat, Message, OutboxMail
from core.periods.clock import now
from core.staff.offices import Office
from dashboard.evidence.run import MOVE
from dashboard.tasks import check_evidence
from tests.approvals.pages import a_world, browser_of
from tests.dashboard.evidence.forging import overwrite
from tests.dashboard.trail.readers import as_auditor
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    """Make a city with one request under way."""
    made = a_world()
    a_request(world=made, decided=1, when=now())
    return made


def forge(world: OfficeWorld) -> str:
    """Approve the request by hand and return its stream."""
    request = Request.objects.get(section=world.section)
    overwrite(request, state="approved", decided_at=now())
    return request.stream


def test_before_the_first_run_there_is_nothing_to_show(world: OfficeWorld) -> None:
    shown = as_auditor(world, "evidence").context

    assert (shown["run"], shown["may_run"]) == (None, True)


def test_run_is_noted_with_who_when_and_what_was_compared(world: OfficeWorld) -> None:
    auditor = world.people[Office.AUDITOR]

    browser_of(auditor).post("/trail/evidence/")

    event = Event.objects.get(move=MOVE)
    counts = facts_of(event)["counts"]
    assert (event.person, counts["accounts"], counts["decisions"], counts["findings"]) == (auditor.person, 1, 1, 0)


def test_what_was_found_stays_on_the_page(world: OfficeWorld) -> None:
    stream = forge(world)
    browser_of(world.people[Office.AUDITOR]).post("/trail/evidence/")

    run = as_auditor(world, "evidence").context["run"]

    assert run.number == 2
    asked_for = Request.objects.get(section=world.section).title
    assert [(title, [(f.stream, f.about.endswith(asked_for)) for f in found]) for title, found in run.groups] == [
        ("段階がそろっていない許可", [(stream, True)]),
        ("監査証跡と違う状態", [(stream, True)]),
    ]


def test_run_says_what_came_of_it(world: OfficeWorld) -> None:
    auditor = browser_of(world.people[Office.AUDITOR])

    calm = auditor.post("/trail/evidence/", follow=True)
    forge(world)
    alarmed = auditor.post("/trail/evidence/", follow=True)

    words = [[str(one) for one in answer.context["messages"]] for answer in (calm, alarmed)]
    assert words == [
        ["突き合わせました。合わないところはありません。"],
        ["突き合わせました。合わないところは2件あります。"],
    ]


def test_looking_changes_nothing(world: OfficeWorld) -> None:
    before = everything()
    as_auditor(world, "evidence")

    assert everything() == before


def alarms() -> list[tuple[str, int]]:
    """Return who was told of findings, with how many mails that made."""
    told = Message.objects.filter(title__startswith="証拠の突合").order_by("pk")
    return [(one.person.name, OutboxMail.objects.filter(key=one.key).count()) for one in told]


def test_night_notes_the_run_and_tells_nobody_of_nothing(world: OfficeWorld) -> None:
    check_evidence()

    event = Event.objects.get(move=MOVE)
    assert (event.person, event.office, facts_of(event)["counts"]["findings"], alarms()) == (None, "system", 0, [])
    assert Heartbeat.objects.get(name="evidence").failing_since is None


def test_night_tells_the_auditors_of_findings_once(world: OfficeWorld) -> None:
    auditor = world.people[Office.AUDITOR].person
    assert auditor is not None
    forge(world)
    for _ in range(3):
        check_evidence()

    assert (alarms(), Event.objects.filter(move=MOVE).count()) == ([(auditor.name, 1)], 3)
    message = Message.objects.get(title__startswith="証拠の突合")
    assert message.title == "証拠の突合で、合わないところが2件見つかりました"
    assert [line.partition(":")[0] for line in message.body.splitlines()[:2]] == [
        "・監査証跡と違う状態",
        "・段階がそろっていない許可",
    ]
    assert message.url == "/trail/evidence/"


def test_findings_are_told_again_when_they_change(world: OfficeWorld) -> None:
    forge(world)
    check_evidence()
    request = Request.objects.get(section=world.section)
    overwrite(request, account_name="後から変えた名")
    check_evidence()
    check_evidence()

    assert len(alarms()) == 2


def test_findings_that_went_and_came_back_are_told_again(world: OfficeWorld) -> None:
    request = Request.objects.get(section=world.section)
    for state in ("approved", request.state, "approved"):
        overwrite(request, state=state, decided_at=now() if state == "approved" else None)
        check_evidence()

    assert len(alarms()) == 2


SEALS = "/trail/seals/"
FOUND = "最後の証拠の突合で、合わないところが見つかりました"


@pytest.mark.parametrize(
    ("office", "reads"),
    [(Office.AUDITOR, True), (Office.ADMINISTRATOR, True), (Office.GENERAL_AFFAIRS_DIRECTOR, False)],
)
def test_page_of_the_seals_leads_those_who_may_read_them_to_findings(
    world: OfficeWorld, office: Office, reads: bool
) -> None:
    browser = browser_of(world.people[office])
    check_evidence()
    calm = browser.get(SEALS).content.decode()
    forge(world)
    check_evidence()

    alarmed = browser.get(SEALS).content.decode().partition("<main")[2]

    assert (FOUND in calm, FOUND in alarmed, "に2件見つかりました" in alarmed) == (False, True, True)
    assert ('href="/trail/evidence/"' in alarmed) == reads


def test_command_on_an_honest_city_ends_well(world: OfficeWorld) -> None:
    out = StringIO()
    call_command("check_evidence", stdout=out)

    assert out.getvalue().endswith("を突き合わせました。合わないところは0件です。\n")
    assert out.getvalue().startswith("アカウント1件、決裁1件、任用と代決")


def test_command_prints_findings_and_ends_with_1(world: OfficeWorld) -> None:
    stream, out = forge(world), StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("check_evidence", stdout=out)

    lines = out.getvalue().splitlines()
    assert stopped.value.code == 1
    assert [line.rpartition(" ")[2] for line in lines[:2]] == [f"[{stream}]", f"[{stream}]"]
    assert lines[2].endswith("合わないところは2件です。")


def test_earlier_runs_stay_to_be_read(world: OfficeWorld) -> None:
    browser = browser_of(world.people[Office.AUDITOR])
    browser.post("/trail/evidence/")
    stream = forge(world)
    browser.post("/trail/evidence/")
    newest, first = Event.objects.filter(move=MOVE).order_by("-pk")

    shown = as_auditor(world, "evidence").context
    earlier = as_auditor(world, "evidence", run=str(first.pk)).context

    assert [(run.event.pk, run.number) for run, _ in shown["runs"]] == [(newest.pk, 2), (first.pk, 0)]
    assert {one.stream for one in shown["run"].findings} == {stream}
    assert (earlier["run"].event.pk, earlier["run"].findings, earlier["run_title"]) == (first.pk, [], "前の突合")


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_run_that_is_not_there_is_not_found(world: OfficeWorld, key: str) -> None:
    assert as_auditor(world, "evidence", run=key).status_code == 404


def test_page_has_no_words_for_findings_of_another_form(world: OfficeWorld) -> None:
    odd = [["no_more", "x:1", "x"], "x", ["state"]]
    note(MOVE, "証拠を突き合わせた", by=world.people[Office.AUDITOR], at=now(), counts={"findings": 3}, findings=odd)

    run = as_auditor(world, "evidence").context["run"]

    assert (run.number, run.findings) == (3, [])

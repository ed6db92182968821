"""The page of the seals, and what auditors take away to check elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import Event, Seal
from core.audit.sealer import seal
from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from core.lifecycle.sealing import NOTHING_LEAVES, seal_and_tell
from core.lifecycle.standstill import MAIL_MISSING, STANDS_STILL, standstills
from core.lifecycle.trails import facts_of
from core.lifecycle.verifying import VERIFICATION, verify_and_record
from core.notifications.models import OutboxMail
from core.people.seal_views import VERIFIER
from core.periods.clock import japan_midnight, now
from core.staff.offices import Office
from tests.core.audit.tampering import sql
from tests.core.people.helpers import Browser, as_holder, keep_awake
from tests.factories import AT, ON
from tests.factories.clocks import EdgeClock
from tests.factories.core import a_person, a_unit
from verifier import verify_export

pytestmark = pytest.mark.django_db
KEEPERS = {Office.AUDITOR, Office.ADMINISTRATOR, Office.GENERAL_AFFAIRS_DIRECTOR}


def seals(count: int) -> list[Seal]:
    made = []
    for number in range(count):
        note("test", "試した", by=SYSTEM, at=AT, number=number)
        made += seal(AT + timedelta(hours=number))
    return made


@pytest.mark.parametrize("office", list(Office))
def test_seals_are_for_their_keepers_and_files_for_auditors(office: Office) -> None:
    browser = as_holder(office)
    assert browser.to("trail_seals").status_code == (200 if office in KEEPERS else 404)
    for name in ("trail_export", "trail_verifier"):
        assert browser.send(name).status_code == (200 if office == Office.AUDITOR else 404)


def test_list_shows_the_newest_seal_first_and_what_waits() -> None:
    auditor = as_holder(Office.AUDITOR)
    made = seals(2)
    note("test", "試した", by=SYSTEM, at=AT)
    context = auditor.to("trail_seals").context
    assert [row.pk for row, _ in context["rows"]] == [made[1].pk, made[0].pk]
    assert (context["waiting"], context["verified"]) == (1, None)


def test_list_is_cut_into_pages() -> None:
    auditor = as_holder(Office.AUDITOR)
    seals(51)
    first = auditor.to("trail_seals").context["shown"]
    second = auditor.to("trail_seals", cursor=first.next).context["shown"]
    assert ([s.pk for s in first.rows], [s.pk for s in second.rows]) == (list(range(51, 1, -1)), [1])


def test_list_tells_the_last_verification() -> None:
    auditor = as_holder(Office.AUDITOR)
    seals(1)
    for hour in (1, 2):
        verify_and_record(AT + timedelta(hours=hour))
    verified = auditor.to("trail_seals").context["verified"]
    events = Event.objects.filter(number__gte=1).count() - 1
    assert (verified.at, verified.found["events"], verified.found["faults"]) == (AT + timedelta(hours=2), events, 0)


def found_in_the_night() -> Event:
    """Forge a unit, and verify; return the verification."""
    unit = a_unit("department")
    sql("UPDATE staff_unit SET name = 'x' WHERE id = %s", unit.pk)
    verify_and_record(AT)
    return Event.objects.get(move=VERIFICATION)


@pytest.mark.parametrize("office", sorted(KEEPERS))
def test_list_shows_what_the_night_found_and_links_it_for_those_who_may_read_it(office: Office) -> None:
    browser = as_holder(office)
    verified = found_in_the_night()

    page = browser.to("trail_seals").content.decode()

    assert [fault in page for fault in facts_of(verified)["first"]] == [True]
    linked = f'href="{reverse("people:trail_event", args=[verified.pk])}"' in page
    assert linked == (office != Office.GENERAL_AFFAIRS_DIRECTOR)


def test_list_takes_the_same_queries_for_one_seal_and_three() -> None:
    auditor = as_holder(Office.AUDITOR)
    taken: list[int] = []
    for more in (1, 2):
        seals(more)
        with CaptureQueriesContext(connection) as queries:
            auditor.to("trail_seals")
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_export_asks_who_is_at_the_screen(clock: EdgeClock) -> None:
    auditor = as_holder(Office.AUDITOR, person=a_person(password="nagisa-no-koe-2026"))
    keep_awake(auditor, clock)
    asked = auditor.send("trail_export")
    none_yet = Event.objects.filter(move="audit.export").count()
    given = auditor.send("trail_export", proof="1", proof_password="nagisa-no-koe-2026")
    assert (asked.status_code, asked.templates[0].name, none_yet) == (403, "people/proof.html", 0)
    assert given["Content-Type"] == "application/x-ndjson"


def warnings(browser: Browser) -> list[str]:
    return [one.title for one in browser.to("trail_seals").context["standstills"]]


@pytest.mark.parametrize(("minutes", "warned"), [(119, []), (121, [STANDS_STILL])])
def test_list_warns_of_an_event_that_waits_for_two_hours(minutes: int, warned: list[str]) -> None:
    auditor = as_holder(Office.AUDITOR)
    seal(now())
    note("test", "試した", by=SYSTEM, at=now() - timedelta(minutes=minutes))
    assert warnings(auditor) == warned


def test_list_warns_of_nothing_while_seals_are_made_and_leave() -> None:
    auditor = as_holder(Office.AUDITOR)
    seal_and_tell(now() - timedelta(days=1))
    seal_and_tell(now())
    assert warnings(auditor) == []


@pytest.mark.parametrize(
    ("state", "hours", "warned"),
    [("queued", 1, []), ("queued", 3, [MAIL_MISSING]), ("exhausted", 0, [MAIL_MISSING]), ("sent", 3, [])],
)
def test_list_warns_of_a_seal_that_did_not_leave(state: str, hours: int, warned: list[str]) -> None:
    auditor = as_holder(Office.AUDITOR)
    seal_and_tell(now() - timedelta(days=1))
    seal_and_tell(now())
    sent_at = now() if state == "sent" else None
    OutboxMail.objects.update(state=state, sent_at=sent_at, created_at=now() - timedelta(hours=hours))
    assert warnings(auditor) == warned


@pytest.mark.parametrize(("hour", "missing"), [(1, []), (3, [MAIL_MISSING])])
def test_mail_that_nobody_wrote_is_missing_after_two_hours(hour: int, missing: list[str]) -> None:
    as_holder(Office.AUDITOR)
    seal(AT)
    midnight = japan_midnight(ON + timedelta(days=1))
    assert [one.title for one in standstills(midnight + timedelta(hours=hour))] == missing


def test_list_warns_when_no_witness_has_an_address() -> None:
    auditor = as_holder(Office.AUDITOR, person=a_person(email=""))
    seal(now())
    shown = auditor.to("trail_seals")
    assert [one.title for one in shown.context["standstills"]] == [NOTHING_LEAVES]
    assert shown.content.decode().count(NOTHING_LEAVES) == 1


def test_export_verifies_elsewhere_and_is_an_act() -> None:
    auditor = as_holder(Office.AUDITOR)
    last = seals(2)[-1]
    answer = auditor.send("trail_export")
    lines = b"".join(answer.streaming_content).splitlines(keepends=True)
    assert list(verify_export.verify(lines, verify_export.State([(last.number, last.hash)]))) == []
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-')
    event = Event.objects.latest("pk")
    assert (event.move, event.person_id, event.office) == ("audit.export", auditor.person.pk, "auditor")


def test_verifier_is_handed_out_as_it_stands_and_is_an_act() -> None:
    auditor = as_holder(Office.AUDITOR)
    answer = auditor.send("trail_verifier")
    assert answer.content == VERIFIER.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="verify_export.py"'
    assert Event.objects.latest("pk").move == "audit.verifier"


def test_asking_for_a_file_by_its_address_alone_records_nothing() -> None:
    auditor = as_holder(Office.AUDITOR)
    before = Event.objects.count()
    assert [auditor.to(name).status_code for name in ("trail_export", "trail_verifier")] == [405, 405]
    assert Event.objects.count() == before

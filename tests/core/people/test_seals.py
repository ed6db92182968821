"""The page of the seals, and what auditors take away to check elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import Event, Seal
from core.audit.sealer import seal
from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from core.lifecycle.verifying import verify_and_record
from core.people.seal_views import VERIFIER
from core.staff.offices import Office
from tests.core.people.helpers import as_holder, keep_awake
from tests.factories import AT
from tests.factories.clocks import EdgeClock
from tests.factories.core import a_person
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

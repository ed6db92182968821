"""One person: authority with dates, acts by office, sign-ins and failures, what deputies did in the name."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.moves.decision import CONSENT
from core.periods.clock import japan_date
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.trail.readers import EARLIER, as_auditor, queries
from tests.factories.approvals import a_deputy, a_request, decide

pytestmark = pytest.mark.django_db


def test_person_shows_appointments_and_deputies() -> None:
    world = a_world()
    deputy = a_deputy(world.section_head, japan_date(EARLIER), today(), when=EARLIER)
    principal = world.section_head.person
    assert principal is not None
    assert deputy.person is not None

    of_principal = as_auditor(world, "person_trail", principal.pk).context
    of_deputy = as_auditor(world, "person_trail", deputy.person.pk).context

    assert [entry.office for entry in of_principal["appointments"]] == ["section_head"]
    assert [entry.deputy for entry in of_principal["deputies"]] == [deputy.person]
    assert [entry.principal.person for entry in of_deputy["stands_for"]] == [principal]


def test_acts_are_counted_by_office_and_listed() -> None:
    world = a_world()
    for _ in range(2):
        decide(a_request(world=world, when=EARLIER), CONSENT, world.section_head, when=EARLIER)
    head = world.section_head.person
    assert head is not None

    shown = as_auditor(world, "person_trail", head.pk).context

    assert ("課長", "回議した", 2) in [(one.office, one.label, one.number) for one in shown["counts"]]
    assert {row["event"].person_id for row in shown["rows"]} == {head.pk}


def test_acts_of_deputies_stand_with_the_principal() -> None:
    world = a_world()
    deputy = a_deputy(world.section_head, japan_date(EARLIER), today(), when=EARLIER)
    decide(a_request(world=world, when=EARLIER), CONSENT, deputy, when=EARLIER)
    principal = world.section_head.person
    assert principal is not None

    shown = as_auditor(world, "person_trail", principal.pk).context

    assert "回議した" in [event.label for event in shown["for_person"].newest]
    assert {event.person for event in shown["for_person"].newest} == {deputy.person}


def test_failed_sign_ins_are_those_of_the_persons_number() -> None:
    world = a_world()
    person, other = world.staff.person, world.second_staff.person
    assert person is not None
    assert other is not None
    for number in (person.staff_number, person.staff_number, other.staff_number, "wrong"):
        Client().post(reverse("people:signin"), {"staff_number": number, "password": "wrong"})

    shown = as_auditor(world, "person_trail", person.pk).context

    assert (shown["failures"].count, len(shown["failures"].newest), shown["signins"].count) == (2, 2, 0)


def test_days_narrow_the_acts() -> None:
    world = a_world()
    a_request(world=world, when=EARLIER)
    person = world.staff.person
    assert person is not None

    shown = as_auditor(world, "person_trail", person.pk, first_on="2020-01-01", last_on="2020-12-31").context

    assert (shown["rows"], shown["counts"]) == ([], [])


def test_impossible_day_is_refused_at_the_field() -> None:
    world = a_world()
    assert world.staff.person is not None

    shown = as_auditor(world, "person_trail", world.staff.person.pk, last_on="x").context

    assert list(shown["form"].errors) == ["last_on"]


def test_event_page_leads_to_record_and_person() -> None:
    world = a_world()
    a_request(world=world, when=EARLIER)
    assert world.staff.person is not None
    rows = as_auditor(world, "person_trail", world.staff.person.pk).context["rows"]
    event = rows[0]["event"]

    browser: Client = browser_of(world.people[Office.AUDITOR])
    text = browser.get(f"/trail/{event.pk}/").content.decode()

    assert f'href="/trail/records/{event.stream}/"' in text
    assert f'href="/trail/persons/{world.staff.person.pk}/"' in text


def test_queries_are_the_same_for_one_and_three_acts() -> None:
    world = a_world()
    assert world.section_head.person is not None
    pk = world.section_head.person.pk
    decide(a_request(world=world, when=EARLIER), CONSENT, world.section_head, when=EARLIER)
    one = queries(world, "person_trail", pk)
    for _ in range(2):
        decide(a_request(world=world, when=EARLIER), CONSENT, world.section_head, when=EARLIER)

    assert queries(world, "person_trail", pk) == one


def test_period_the_wrong_way_round_is_refused_at_the_field() -> None:
    world = a_world()
    person = world.staff.person
    assert person is not None

    shown = as_auditor(world, "person_trail", person.pk, first_on="2026-07-01", last_on="2026-06-30").context

    assert list(shown["form"].errors) == ["last_on"]
    assert "rows" not in shown

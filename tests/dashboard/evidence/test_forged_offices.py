"""Appointments and deputyships that nobody lawfully entered are found, and blame nobody else."""

from datetime import date
from typing import Any

import pytest

from approvals.moves.decision import CONSENT
from core.people.appointing import confirm, enter_appointment, enter_deputyship
from core.staff.models import Appointment, Deputyship
from core.staff.offices import Office
from dashboard.evidence.check import check_evidence
from tests.dashboard.evidence.forging import found, insert, overwrite, tell
from tests.factories import AT, ON, SINCE, a_deputyship, a_person, an_actor, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_request,
    appointment_of,
    decide,
)

pytestmark = pytest.mark.django_db


def test_appointment_inserted_without_any_event_is_found(world: OfficeWorld) -> None:
    forged = insert(
        Appointment,
        person=a_person(),
        office="policy_director",
        unit=world.department,
        starts_on=SINCE,
        state="confirmed",
    )

    assert found() == [("entry", forged.stream)]


def entered(world: OfficeWorld, at: Any = AT) -> Appointment:
    """Have the personnel officer enter an appointment that waits for a second person."""
    values = {"person": a_person(), "office": Office.SECTION_HEAD.value, "unit": world.section}
    return enter_appointment(by=world.people[Office.PERSONNEL_OFFICER], at=at, starts_on=ON, ends_on=None, **values)


def test_appointment_that_two_persons_made_fits(world: OfficeWorld) -> None:
    confirm(entered(world), by=world.people[Office.ADMINISTRATOR], at=AT)

    assert found() == []


def test_appointment_confirmed_by_hand_is_found(world: OfficeWorld) -> None:
    appointment = entered(world)
    overwrite(appointment, state="confirmed", confirmed_by=world.people[Office.ADMINISTRATOR].person)

    assert found() == [("entry", appointment.stream)]


def test_appointment_entered_and_confirmed_by_one_person_is_found(world: OfficeWorld) -> None:
    appointment, officer = entered(world), world.people[Office.PERSONNEL_OFFICER]
    tell(appointment, "confirm", "任用を確定した", officer, AT, before="proposed", after="confirmed")
    overwrite(appointment, state="confirmed")

    assert found() == [("one_person", appointment.stream)]


def test_appointment_by_the_system_after_the_first_set_up_is_found(world: OfficeWorld) -> None:
    entered(world)
    late = an_actor(Office.POLICY_DIRECTOR, world.department)

    assert found() == [("one_person", appointment_of(late).stream)]


def test_appointment_stretched_by_hand_is_found(world: OfficeWorld) -> None:
    appointment = appointment_of(world.section_head)
    overwrite(appointment, starts_on=date(2020, 4, 1))

    assert found() == [("entry", appointment.stream)]


def test_lawful_deputy_is_not_found_when_the_principals_appointment_is_forged(world: OfficeWorld) -> None:
    appointment = appointment_of(world.section_head)
    values = {"deputy": a_person(), "starts_on": ON, "ends_on": ON, "reason": "出張"}
    enter_deputyship(by=world.section_head, at=AT, principal=appointment, **values)
    assert found() == []
    overwrite(appointment, person=a_person("偽 物"))

    assert found() == [("entry", appointment.stream)]


def test_deputy_of_a_forged_appointment_is_found_as_its_consequence(world: OfficeWorld) -> None:
    request = a_request(world=world)
    values = {"office": "section_head", "unit": world.section, "starts_on": SINCE, "state": "confirmed"}
    forged = insert(Appointment, person=a_person("偽 物"), **values)
    step = decide(request, CONSENT, the_actor(a_deputyship(forged)))

    (finding,) = (one for one in check_evidence().findings if one.kind == "no_authority")
    assert finding.stream == step.stream
    assert finding.sentence.endswith(
        f"代決の指定はあり、代わられた人の任用({forged.stream})が監査証跡にないことの結果です。"
    )


def test_deputyship_inserted_without_any_event_is_found(world: OfficeWorld) -> None:
    principal = appointment_of(world.section_head)
    dates = {"starts_on": ON, "ends_on": ON}
    forged = insert(Deputyship, principal=principal, deputy=a_person(), reason="出張", state="confirmed", **dates)

    assert found() == [("entry", forged.stream)]

"""Who acts must hold the office on the day, whatever the page still shows."""

from datetime import date

import pytest

from core.lifecycle.act import acting, edit, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories import (
    AT,
    CONFIRM,
    ON,
    a_deputyship,
    a_person,
    a_unit,
    an_actor,
    an_appointment,
    everything,
    the_actor,
)

pytestmark = pytest.mark.django_db

P = AppointmentState.PROPOSED


def test_an_actor_whose_office_has_ended_is_refused() -> None:
    ended = an_appointment(office=Office.PERSONNEL_OFFICER, ends_on=ON)
    actor, proposed = the_actor(ended), an_appointment(state=P)
    before = everything()
    with pytest.raises(Denied, match="いま有効ではありません") as refused:
        perform(proposed, CONFIRM, by=actor, at=AT.replace(hour=15), confirmed_by=None)
    assert refused.value.way == "画面上部で職を選び直すか、後任の方に引き継いでください。"
    assert everything() == before
    assert perform(proposed, CONFIRM, by=actor, at=AT.replace(hour=14), confirmed_by=None).state == "confirmed"


def test_an_actor_whose_office_has_not_begun_is_refused() -> None:
    actor = the_actor(an_appointment(starts_on=ON))
    with pytest.raises(Denied), acting(by=actor, at=AT.replace(day=23, hour=14)):
        pass


def test_an_actor_who_was_disabled_is_refused() -> None:
    actor = an_actor(Office.PERSONNEL_OFFICER)
    assert actor.person is not None
    edit(actor.person, by=SYSTEM, at=AT, is_active=False)
    assert actor.person.is_active
    with pytest.raises(Denied), acting(by=actor, at=AT):
        pass


def test_a_deputy_is_refused_after_the_period_and_after_the_principals_end() -> None:
    by_period = the_actor(a_deputyship(ends_on=ON))
    principal = an_appointment(office=Office.SECTION_HEAD, ends_on=ON)
    by_principal = the_actor(a_deputyship(principal, ends_on=date(2027, 3, 31)))
    for actor in (by_period, by_principal):
        with acting(by=actor, at=AT):
            pass
        with pytest.raises(Denied), acting(by=actor, at=AT.replace(hour=15)):
            pass


def test_an_actor_made_up_without_an_appointment_is_refused() -> None:
    made_up = Actor(a_person(), "policy_director", a_unit(), "総合政策部長")
    with pytest.raises(Denied), acting(by=made_up, at=AT):
        pass


def test_an_actor_with_another_persons_key_is_refused() -> None:
    other = an_appointment(office=Office.POLICY_DIRECTOR)
    stolen = Actor(a_person(), "policy_director", other.unit, "総合政策部長", key=f"a{other.pk}")
    with pytest.raises(Denied), acting(by=stolen, at=AT):
        pass

"""Moves as a page reads them: why one can not be made, and which ones are open."""

from datetime import date

import pytest

from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move, open_to
from core.staff.models import Appointment
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories import CONFIRM, DECLINE, ON, an_actor, an_appointment, everything

pytestmark = pytest.mark.django_db
NOT_YOU = Denied("人事担当だけができます。", "第4-1-(4)")


def only_personnel(record: Appointment, by: Actor, on: date) -> None:
    if not by.holds(Office.PERSONNEL_OFFICER):
        raise NOT_YOU


CHECKED = Move(Appointment.confirm, "確認する", "確認した", check=only_personnel, takes=("confirmed_by",))


def test_name_is_the_transitions() -> None:
    assert (CONFIRM.name, DECLINE.name) == ("confirm", "decline")


def test_why_not_is_none_when_the_move_can_be_made() -> None:
    assert (
        CHECKED.why_not(an_appointment(state=AppointmentState.PROPOSED), an_actor(Office.PERSONNEL_OFFICER), ON) is None
    )


def test_why_not_is_the_checks_own_refusal() -> None:
    assert CHECKED.why_not(an_appointment(state=AppointmentState.PROPOSED), SYSTEM, ON) is NOT_YOU


@pytest.mark.parametrize("state", [AppointmentState.CONFIRMED, AppointmentState.DECLINED])
def test_why_not_in_a_wrong_state_comes_before_the_check(state: AppointmentState) -> None:
    refusal = CHECKED.why_not(an_appointment(state=state), SYSTEM, ON)
    assert refusal is not None
    assert refusal.reason == "いまの状態ではこの操作はできません。"


def test_open_to_lists_what_a_person_can_do_in_the_given_order() -> None:
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    before = everything()
    assert open_to([CHECKED, DECLINE], proposed, SYSTEM, ON) == [DECLINE]
    assert everything() == before
    assert open_to([DECLINE, CHECKED], proposed, an_actor(Office.PERSONNEL_OFFICER), ON) == [DECLINE, CHECKED]


@pytest.mark.parametrize("state", [AppointmentState.CONFIRMED, AppointmentState.DECLINED])
def test_open_to_is_empty_at_an_end(state: AppointmentState) -> None:
    assert open_to([CONFIRM, DECLINE], an_appointment(state=state), SYSTEM, ON) == []


def test_sentence_of_a_refusal_without_way_and_clause_is_its_reason() -> None:
    assert Denied("理由。").sentence == str(Denied("理由。")) == "理由。"

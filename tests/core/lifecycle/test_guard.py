"""The tests' own guard: a transition outside of an act fails, inside of one it runs."""

import pytest

from core.staff.models import Appointment
from core.staff.states import AppointmentState
from tests.factories import TransitionOutsideActError, an_appointment, connect_transition_guard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guard() -> None:
    """Connect the guard; it stays, as it does for the whole run."""
    connect_transition_guard()
    connect_transition_guard()


def test_guard_refuses_a_transition_outside_of_an_act() -> None:
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    with pytest.raises(TransitionOutsideActError, match=r"Appointment\.confirm"):
        proposed.confirm(confirmed_by=None)
    assert proposed.state == "proposed"


def test_guard_lets_an_act_through() -> None:
    assert Appointment.objects.get(pk=an_appointment().pk).state == "confirmed"


def test_a_state_is_not_assigned() -> None:
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    with pytest.raises(AttributeError):
        proposed.state = AppointmentState.CONFIRMED

"""Records for tests, made by walking the legal way: created and confirmed inside acts, never by plain saves."""

from tests.factories.core import (
    AT,
    CONFIRM,
    CONFIRM_DEPUTY,
    DECLINE,
    ON,
    SINCE,
    a_deputyship,
    a_person,
    a_unit,
    a_version,
    an_actor,
    an_appointment,
    an_obligation,
    at_nine,
    the_actor,
)
from tests.factories.guard import TransitionOutsideActError, connect_transition_guard
from tests.factories.snapshot import NamedRows, Rows, everything, everything_by_name, places_of
from tests.factories.together import together

__all__ = [
    "AT",
    "CONFIRM",
    "CONFIRM_DEPUTY",
    "DECLINE",
    "ON",
    "SINCE",
    "NamedRows",
    "Rows",
    "TransitionOutsideActError",
    "a_deputyship",
    "a_person",
    "a_unit",
    "a_version",
    "an_actor",
    "an_appointment",
    "an_obligation",
    "at_nine",
    "connect_transition_guard",
    "everything",
    "everything_by_name",
    "places_of",
    "the_actor",
    "together",
]

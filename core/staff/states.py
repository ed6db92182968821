"""States of appointments and deputyships."""

from enum import StrEnum


class AppointmentState(StrEnum):
    """An entry for an office that decides waits for a second person."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

"""States of appointments, deputyships and the issue of passwords."""

from enum import StrEnum


class AppointmentState(StrEnum):
    """An entry for an office that decides waits for a second person."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class PasswordIssueState(StrEnum):
    """The password of somebody who decides is issued by two people."""

    REQUESTED = "requested"
    ISSUED = "issued"
    DECLINED = "declined"

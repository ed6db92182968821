"""Persons, units, appointments, deputies, the titles of offices, and who issued whose password."""

from core.staff.models.appointment import Appointment, Deputyship, OfficeTitle
from core.staff.models.password_issue import PasswordIssue
from core.staff.models.person import MailChoice, Person
from core.staff.models.unit import Unit, UnitLevel

__all__ = ["Appointment", "Deputyship", "MailChoice", "OfficeTitle", "PasswordIssue", "Person", "Unit", "UnitLevel"]

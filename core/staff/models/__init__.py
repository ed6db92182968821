"""Persons, units, appointments, deputies and the titles of offices."""

from core.staff.models.appointment import Appointment, Deputyship, OfficeTitle
from core.staff.models.person import Person
from core.staff.models.unit import Unit, UnitLevel

__all__ = ["Appointment", "Deputyship", "OfficeTitle", "Person", "Unit", "UnitLevel"]

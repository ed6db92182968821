"""Enters a city's first department and administrators into an empty database, once."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from core.people.moves import CONFIRM_APPOINTMENT
from core.people.passwords import random_password
from core.periods.clock import now
from core.staff.models import Appointment, Person, Unit, UnitLevel
from core.staff.offices import Office


class Command(BaseCommand):
    """Make the first department and administrators; print their first passwords."""

    help = "Enters the first department and at least two administrators into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the department and the administrators."""
        parser.add_argument("--department", required=True, help="name of the administrators' department")
        parser.add_argument("--symbol", required=True, help="its sign in document numbers")
        parser.add_argument(
            "--administrator", action="append", required=True, metavar="NUMBER:NAME", help="at least twice"
        )

    def handle(self, *args: Any, department: str, symbol: str, administrator: list[str], **options: Any) -> None:
        """Found the city."""
        people = [_number_and_name(text) for text in administrator]
        if len({number for number, _ in people}) < 2:
            raise CommandError("Two administrators at least: an office that decides is confirmed by a second person.")
        if Person.objects.exists():
            raise CommandError("There are people already: enter further ones on the pages.")
        for number, password in found_city(department, symbol, people, at=now()):
            self.stdout.write(f"{number}: {password}")


def _number_and_name(text: str) -> tuple[str, str]:
    number, colon, name = text.partition(":")
    if not (number.strip() and colon and name.strip()):
        raise CommandError(f"Not of the form NUMBER:NAME: {text}")
    return number.strip(), name.strip()


def found_city(department: str, symbol: str, people: list[tuple[str, str]], *, at: datetime) -> list[tuple[str, str]]:
    """Enter a department and its administrators as one act and return staff numbers with first passwords."""
    passwords = []
    with acting(by=SYSTEM, at=at) as act:
        unit = act.create(Unit, name=department, symbol=symbol, level=UnitLevel.DEPARTMENT, starts_on=act.on)
        for number, name in people:
            passwords.append((number, _administrator(act, unit, number, name)))
    return passwords


def _administrator(act: Act, unit: Unit, number: str, name: str) -> str:
    password = random_password()
    person = Person(staff_number=number)
    person.set_password(password)
    person = act.create(Person, staff_number=number, name=name, password=person.password, must_change_password=True)
    appointment = act.create(
        Appointment, person=person, office=Office.ADMINISTRATOR, unit=unit, starts_on=unit.starts_on
    )
    act.perform(appointment, CONFIRM_APPOINTMENT, confirmed_by=None)
    return password

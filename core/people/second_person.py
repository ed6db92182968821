"""Who can be the second person for what one person in charge entered or asked for."""

from collections.abc import Iterable

from core.lifecycle.act import Act
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

OFFICES = (Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER)


def able_office(act: Act, *concerned: Person) -> Office:
    """Return the office that owes the confirmation: administrators where one besides those involved is there."""
    able = (office for office in OFFICES if _others(act, people_answering(office, None, act.on), concerned))
    return next(able, Office.ADMINISTRATOR)


def personnel_officers(act: Act, *concerned: Person) -> list[Person]:
    """Return the personnel officers who are not involved themselves."""
    return _others(act, people_answering(Office.PERSONNEL_OFFICER, None, act.on), concerned)


def _others(act: Act, people: Iterable[Person], concerned: Iterable[Person]) -> list[Person]:
    left_out = {person.pk for person in (act.by.person, *concerned) if person is not None}
    return [person for person in people if person.pk not in left_out]

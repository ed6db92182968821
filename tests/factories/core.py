"""Persons, units, appointments, deputies, guideline versions and obligations, made by acts of the clock.

Every factory works without arguments; what a test is about, it says. The day of all tests is Tuesday, 24 November 2026.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password

from core.deadlines.duties import Debtor, Duty, open_duty
from core.deadlines.models import Obligation
from core.lifecycle.act import acting, create
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.moves import Move
from core.periods.clock import JAPAN
from core.records import Record
from core.rulebook.models import Version
from core.rulebook.states import VersionState
from core.staff.authority import capacities
from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories.numbers import next_number

ON = date(2026, 11, 24)
"""The day of the tests: a Tuesday after a holiday."""
SINCE = date(2026, 4, 1)
"""The day on which units, appointments and versions begin unless told otherwise."""

CONFIRM = Move(Appointment.confirm, "確認する", "任用を確認した", takes=("confirmed_by",))
DECLINE = Move(Appointment.decline, "取りやめる", "任用を取りやめた")
CONFIRM_DEPUTY = Move(Deputyship.confirm, "確認する", "代決者の指定を確認した", takes=("confirmed_by",))
DECLINE_DEPUTY = Move(Deputyship.decline, "取りやめる", "代決者の指定を取りやめた")
ADOPT = Move(Version.adopt, "適用する", "ガイドラインの版を適用した")

_PARENT = {UnitLevel.GROUP: UnitLevel.SECTION, UnitLevel.SECTION: UnitLevel.DEPARTMENT}
_NAMES = {UnitLevel.DEPARTMENT: "総合政策部", UnitLevel.SECTION: "観光振興課", UnitLevel.GROUP: "企画係"}


def at_nine(day: date) -> datetime:
    """Return the instant at which it is nine in the morning in Japan."""
    return datetime.combine(day, time(9), JAPAN).astimezone(UTC)


AT = at_nine(ON)
"""The instant of the tests."""


def a_person(name: str = "草野 はるか", *, password: str = "", at: datetime = AT, **values: Any) -> Person:
    """Create a person with a number and address of his or her own; without a password nobody signs in."""
    number = next_number("person")
    given = {"staff_number": f"{number:06}", "email": f"person{number}@city.example.jp", "title": "主査"}
    return create(Person, by=SYSTEM, at=at, name=name, password=make_password(password or None), **(given | values))


def a_unit(
    level: str = UnitLevel.SECTION,
    name: str = "",
    *,
    parent: Unit | None = None,
    starts_on: date = SINCE,
    at: datetime = AT,
    **values: Any,
) -> Unit:
    """Create a unit of a level, and the units above it when no parent is given."""
    level = UnitLevel(level)
    if parent is None and level in _PARENT:
        parent = a_unit(_PARENT[level], starts_on=starts_on, at=at)
    values.setdefault("symbol", "総政" if level == UnitLevel.DEPARTMENT else "")
    name = name or _NAMES[level]
    return create(Unit, by=SYSTEM, at=at, name=name, level=level.value, parent=parent, starts_on=starts_on, **values)


def an_appointment(
    person: Person | None = None,
    office: str = Office.STAFF,
    unit: Unit | None = None,
    starts_on: date = SINCE,
    ends_on: date | None = None,
    *,
    state: AppointmentState = AppointmentState.CONFIRMED,
    at: datetime = AT,
    **values: Any,
) -> Appointment:
    """Enter an appointment and bring it to a state; confirmed by the clock, or by `confirmed_by`."""
    confirmed_by = values.pop("confirmed_by", None)
    with acting(by=SYSTEM, at=at) as act:
        made = act.create(
            Appointment,
            person=person or a_person(at=at),
            office=Office(office).value,
            unit=unit or a_unit(_level_of(office), at=at),
            starts_on=starts_on,
            ends_on=ends_on,
            **values,
        )
        if state == AppointmentState.CONFIRMED:
            made = act.perform(made, CONFIRM, confirmed_by=confirmed_by)
        elif state == AppointmentState.DECLINED:
            made = act.perform(made, DECLINE)
    return made


def _level_of(office: str) -> UnitLevel:
    return UnitLevel.DEPARTMENT if office == Office.DEPARTMENT_HEAD else UnitLevel.SECTION


def a_deputyship(
    principal: Appointment | None = None,
    deputy: Person | None = None,
    starts_on: date = ON,
    ends_on: date = ON,
    *,
    state: AppointmentState = AppointmentState.CONFIRMED,
    reason: str = "出張",
    at: datetime = AT,
) -> Deputyship:
    """Name a deputy of a section head (unless told otherwise) and bring the entry to a state."""
    principal = principal or an_appointment(office=Office.SECTION_HEAD, at=at)
    deputy = deputy or a_person("代決 太郎", at=at)
    dates = {"starts_on": starts_on, "ends_on": ends_on}
    with acting(by=SYSTEM, at=at) as act:
        made = act.create(Deputyship, principal=principal, deputy=deputy, reason=reason, **dates)
        if state == AppointmentState.CONFIRMED:
            made = act.perform(made, CONFIRM_DEPUTY, confirmed_by=None)
        elif state == AppointmentState.DECLINED:
            made = act.perform(made, DECLINE_DEPUTY)
    return made


def an_actor(
    office: str = Office.STAFF, unit: Unit | None = None, person: Person | None = None, at: datetime = AT
) -> Actor:
    """Appoint a person to an office and return him or her acting in it."""
    appointment = an_appointment(person, office, unit, at=at)
    return the_actor(appointment, at=at)


def the_actor(entry: Appointment | Deputyship, at: datetime = AT) -> Actor:
    """Return the person of an appointment, or the deputy of a deputyship, acting in it."""
    if isinstance(entry, Appointment):
        person, key = entry.person, f"a{entry.pk}"
    else:
        person, key = entry.deputy, f"d{entry.pk}"
    return next(Actor.of(person, one) for one in capacities(person, at.astimezone(JAPAN).date()) if one.key == key)


def a_version(in_force_from: date = SINCE, *, adopted: bool = True, at: datetime = AT, **values: Any) -> Version:
    """Enter a guideline version, adopted unless told otherwise; `settings` are the numbers it sets."""
    values.setdefault("title", f"{in_force_from.year}年版")
    with acting(by=SYSTEM, at=at) as act:
        made = act.create(Version, in_force_from=in_force_from, **values)
        if adopted:
            made = act.perform(made, ADOPT)
    assert made.state == (VersionState.ADOPTED if adopted else VersionState.DRAFT)
    return made


def an_obligation(
    debtor: Debtor | None = None,
    due_on: date | None = None,
    *,
    about: Record | None = None,
    title: str = "総務部長への届出",
    at: datetime = AT,
    **values: Any,
) -> Obligation:
    """Open a duty of a new section's head (unless told otherwise), about a unit of its own.

    Its link is the URL name `thing` of `tests.factories.urls`.
    """
    about = about or a_unit(at=at)
    duty = Duty("filing", "届け出る", "第4-1-(2)", endeavour=values.pop("endeavour", False))
    with acting(by=SYSTEM, at=at) as act:
        owed = debtor or Debtor(Office.SECTION_HEAD, an_appointment(office=Office.SECTION_HEAD, at=at).unit)
        return open_duty(act, duty, about, owed, title=title, link=("thing", about.pk), due_on=due_on, **values)

"""Units, people, offices and services of a city of some size, entered by real acts; nobody here is a real official."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from math import ceil

from accounts.models import Platform
from bench.seed.words import person_name
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.people.moves import ADOPT_VERSION, CONFIRM_APPOINTMENT
from core.periods.clock import japan_midnight
from core.rulebook.models import Version
from core.staff.models import Appointment, Person, Unit, UnitLevel
from core.staff.offices import CITY_WIDE, LABELS, Office
from dashboard.demo.services import make_services

DEPARTMENTS = ("総政", "総務", "財", "協", "環", "保", "こ", "観", "農", "産", "土", "都", "消", "水", "教", "病")
DEPARTMENT_NAMES = (
    "総合政策部",
    "総務部",
    "財政部",
    "市民協働部",
    "生活環境部",
    "保健福祉部",
    "こども部",
    "観光部",
    "農林水産部",
    "産業振興部",
    "土木部",
    "都市建設部",
    "消防本部",
    "水道局",
    "教育部",
    "医療センター",
)
SECTION_NAMES = ("総務課", "企画課", "振興課", "推進課", "管理課", "支援課")
ENDED_NAME = "調整課"
"""The section of a department that a reorganisation ended; its work went to the department's second one."""
ACCOUNTS_A_SECTION, STAFF_A_SECTION = 100, 6
MOST_SECTIONS = len(DEPARTMENTS) * len(SECTION_NAMES)


@dataclass(frozen=True)
class Section:
    """A section with everybody its stories need, and until when it existed if it was ended."""

    unit: Unit
    head: Actor
    staff: tuple[Actor, ...]
    department_head: Actor
    ends_on: date | None = None


@dataclass(frozen=True)
class City:
    """The city: sections, the offices that exist once, and services."""

    sections: tuple[Section, ...]
    officers: dict[Office, Actor]
    services: tuple[Platform, ...]


def found_city(accounts: int, began: date, reorganised_on: date) -> City:
    """Enter a city fit for some accounts on the day `began`; one section in each department has ended since."""
    at = japan_midnight(began)
    with acting(by=SYSTEM, at=at) as act:
        founding = _Founding(act, began, reorganised_on)
        sections = founding.sections(min(MOST_SECTIONS, max(2, ceil(accounts / ACCOUNTS_A_SECTION))))
        officers = founding.officers()
        services = tuple(service for service in make_services(act).values() if service.hosts)
    _adopt_version(officers[Office.POLICY_DIRECTOR], began, at + timedelta(hours=9))
    return City(tuple(sections), officers, services)


def _adopt_version(director: Actor, began: date, at: datetime) -> None:
    with acting(by=director, at=at) as act:
        version = act.create(Version, title="現在の版", in_force_from=began)
    perform(version, ADOPT_VERSION, by=director, at=at, seen=version.fingerprint())


class _Founding:
    """One act that enters everything."""

    def __init__(self, act: Act, began: date, reorganised_on: date) -> None:
        self._act, self._began, self._reorganised_on = act, began, reorganised_on
        self._number = count(1)
        self._first: Unit | None = None

    def sections(self, number: int) -> list[Section]:
        """Enter departments with their sections, groups and people, until there are `number` sections."""
        found: list[Section] = []
        for symbol, name in zip(DEPARTMENTS, DEPARTMENT_NAMES, strict=True):
            if len(found) < number:
                names = SECTION_NAMES[: number - len(found)]
                found += self._department(symbol, name, names)
        return found

    def officers(self) -> dict[Office, Actor]:
        """Appoint one person to each office that exists once for the city."""
        assert self._first is not None
        return {office: self._appointed(office, self._first, LABELS[office]) for office in sorted(CITY_WIDE)}

    def _department(self, symbol: str, name: str, names: tuple[str, ...]) -> list[Section]:
        department = self._unit(name, UnitLevel.DEPARTMENT, symbol=symbol)
        self._first = self._first or department
        head = self._appointed(Office.DEPARTMENT_HEAD, department, f"{name}長")
        sections = [self._section(department, head, f"{name.removesuffix('部')}{one}") for one in names]
        return [*sections, self._ended(department, head, f"{name.removesuffix('部')}{ENDED_NAME}", sections[-1].unit)]

    def _section(self, department: Unit, department_head: Actor, name: str) -> Section:
        unit = self._unit(name, UnitLevel.SECTION, parent=department)
        group = self._unit(f"{name.removesuffix('課')}係", UnitLevel.GROUP, parent=unit)
        head = self._appointed(Office.SECTION_HEAD, unit, f"{name}長")
        places = [group if place % 3 == 2 else unit for place in range(STAFF_A_SECTION)]
        staff = tuple(self._appointed(Office.STAFF, place, place.name) for place in places)
        return Section(unit, head, staff, department_head)

    def _ended(self, department: Unit, department_head: Actor, name: str, successor: Unit) -> Section:
        last = self._reorganised_on - timedelta(days=1)
        unit = self._unit(name, UnitLevel.SECTION, parent=department, ends_on=last, successor=successor)
        head = self._appointed(Office.SECTION_HEAD, unit, f"{name}長", ends_on=last)
        staff = (self._appointed(Office.STAFF, unit, name, ends_on=last),)
        return Section(unit, head, staff, department_head, ends_on=last)

    def _unit(self, name: str, level: UnitLevel, **values: object) -> Unit:
        return self._act.create(Unit, name=name, level=level.value, starts_on=self._began, **values)

    def _appointed(self, office: Office, unit: Unit, label: str, ends_on: date | None = None) -> Actor:
        number = next(self._number)
        name, kana = person_name(number)
        person = self._act.create(Person, staff_number=f"9{number:05}", name=name, kana=kana)
        given = {"person": person, "office": office.value, "unit": unit, "starts_on": self._began, "ends_on": ends_on}
        appointment = self._act.create(Appointment, **given)
        self._act.perform(appointment, CONFIRM_APPOINTMENT, confirmed_by=None)
        return Actor(person, office.value, unit, label, key=f"a{appointment.pk}")

"""Who holds which office when, and in which capacities a person may act.

Authority is read from dated appointments at every request; nothing is kept beyond it, so that a
transfer at 00:00 Japan time takes effect with the next click (architecture, Authority). Within one request it is read
once (`core.memo`), and in an act anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, reduce
from operator import itemgetter, or_
from typing import Any

from django.db.models import BigIntegerField, CharField, Q, QuerySet

from core.memo import once
from core.staff.beside import ON, PERSON, beside_deputies, person_read
from core.staff.held import held
from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.models.appointment import AppointmentQuerySet
from core.staff.offices import CITY_WIDE, UNIT_WIDE, Office
from core.staff.tree import tree
from core.statements import KEPT, Among, Given, Statement

READ = ("staff.person", "staff.unit", "staff.appointment", "staff.deputyship")
"""The kinds of records that say who may act for which office."""


@dataclass(frozen=True)
class Capacity:
    """One office a person may act in: his or her own, or a principal's as deputy (代決)."""

    key: str
    """Stable name for forms and sessions: `a12` an appointment, `d3` a deputyship."""
    office: Office
    unit: Unit
    label: str
    on_behalf_of: Person | None = None
    held: dict[date, list[int]] = field(default_factory=dict, compare=False, repr=False)
    """What `units_held` read for a day. A capacity is read anew at every request, and with it this."""

    @property
    def is_deputy(self) -> bool:
        """Tell whether the office is another person's."""
        return self.on_behalf_of is not None


def capacities(person: Person, on: date) -> list[Capacity]:
    """Return every capacity of a person on a day: own appointments first, then deputyships.

    A deputyship counts only while the principal's appointment is in force; a deputy has no deputy.
    """
    if not person.is_active:
        return []
    return list(once(("capacities", person.pk, on), lambda: _capacities(person, on), of=READ))


def _capacities(person: Person, on: date) -> list[Capacity]:
    """Read own appointments and those of principals together: one query."""
    rows = _held(person.pk, on)
    acting_for = sorted(((key, one) for key, one in rows if key is not None), key=itemgetter(0))
    own = (one for key, one in rows if key is None)
    return [*map(_own_capacity, own), *(_deputy_capacity(key, one) for key, one in acting_for)]


def _held(person: int, on: date) -> list[tuple[int | None, Appointment]]:
    return once(("held", person, on), lambda: held(person, on), of=READ)


def holder(person: int, on: date) -> Person | None:
    """Return a person by key who holds an office of his or her own on a day, None for everybody else.

    Read with the offices themselves, so that `capacities` asks for nothing more.
    """
    return next((own.person for deputyship, own in _held(person, on) if deputyship is None), None)


def _own_capacity(appointment: Appointment) -> Capacity:
    return Capacity(f"a{appointment.pk}", Office(appointment.office), appointment.unit, appointment.label)


def _deputy_capacity(deputyship: int, principal: Appointment) -> Capacity:
    return Capacity(
        f"d{deputyship}",
        Office(principal.office),
        principal.unit,
        f"{principal.label}の代決者",
        principal.person,
    )


def is_in_force(person: Person, key: str, on: date) -> bool:
    """Tell whether one capacity of a person, named by its key, is in force on a day; one query."""
    kind, number = key[:1], key[1:]
    if not (person.is_active and number.isdecimal()):
        return False
    entries = ENTRIES.get(kind)
    return entries is not None and bool(entries.rows(entry=int(number), person=person.pk, on=on))


ENTRY, HOLDER = Given("entry", BigIntegerField()), Given("person", BigIntegerField())


def _deputising() -> QuerySet[Deputyship, Any]:
    entry = Deputyship.objects.in_force_on(ON).filter(pk=ENTRY, deputy=HOLDER, principal__person__is_active=True)
    return entry.filter(principal__in=Appointment.objects.in_force_on(ON)).values_list("pk")


ENTRIES = {
    "a": Statement(
        "appointed",
        lambda: Appointment.objects.in_force_on(ON).filter(pk=ENTRY, person=HOLDER).values_list("pk"),
        **KEPT,
    ),
    "d": Statement("deputising", _deputising, **KEPT),
}
"""What is asked for a capacity, by the first sign of its key."""


def current_unit(unit: Unit, on: date) -> Unit:
    """Follow successors to the unit that carries this one's work on a day (reorganisation)."""
    seen = {unit.pk}
    while unit.had_ended(on) and unit.successor is not None and unit.successor.pk not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    return unit


def unit_of_office(office: str, unit: Unit) -> Unit:
    """Return the unit whose holder of `office` answers for `unit`: its department, or the section a group lies in."""
    return unit.department if office == Office.DEPARTMENT_HEAD else unit.section


def answering_unit(office: str, unit: Unit, on: date) -> Unit:
    """Return the unit whose holder of `office` answers for `unit` on a day, reorganisations followed.

    A section that went over to another department is answered for by that department's head.
    """
    return current_unit(unit_of_office(office, current_unit(unit, on)), on)


def holders(office: str, unit: Unit | None, on: date) -> QuerySet[Appointment]:
    """Return the appointments that hold an office for a unit on a day, active persons only.

    Offices that exist once for the city ignore the unit. A unit that has ended answers by its successor.

    Raises:
        ValueError: when an office of a unit is asked for without a unit.
    """
    return _holding(office, unit, on).titled(on).select_related("person", "unit").order_by("id")


def _holding(office: str, unit: Unit | None, on: date) -> AppointmentQuerySet:
    return _appointed(office, unit_asked(office, unit, on), on, staff=office == Office.STAFF)


def unit_asked(office: str, unit: Unit | None, on: date) -> int | None:
    """Return the key of the unit whose holders of an office answer for a unit; none where the city has one holder."""
    if office in CITY_WIDE:
        return None
    if unit is None:
        raise ValueError(f"{office} needs a unit")
    return answering_unit(office, unit, on).pk


def _appointed(office: Any, unit: Any, on: Any, *, staff: bool) -> AppointmentQuerySet:
    """Keep the holders of an office in one unit, its groups among them for staff; in the whole city without a unit."""
    found = Appointment.objects.in_force_on(on).filter(office=office, person__is_active=True)
    if unit is None:
        return found
    inside = Q(unit__parent=unit, unit__level=UnitLevel.GROUP) if staff else Q(pk__in=[])
    return found.filter(Q(unit=unit) | inside)


def deputies(appointments: Iterable[Appointment], on: date) -> QuerySet[Deputyship]:
    """Return the deputyships in force on a day for some appointments."""
    return (
        Deputyship.objects.in_force_on(on)
        .filter(principal__in=appointments, deputy__is_active=True)
        .select_related("deputy", "principal__person", "principal__unit")
        .order_by("id")
    )


@dataclass(frozen=True)
class Answering:
    """Who holds an office on a day, and who stands in for them."""

    holders: list[Person]
    deputies: list[Person]

    @property
    def people(self) -> list[Person]:
        """Return all of them, each once, the holders first."""
        return list(dict.fromkeys([*self.holders, *self.deputies]))


def answering(office: str, unit: Unit | None, on: date) -> Answering:
    """Return the holders of an office and their deputies on a day, in the order of their entries; one query.

    Raises:
        ValueError: when an office of a unit is asked for without a unit.
    """
    key = ("answering", office, unit.pk if unit is not None and office not in CITY_WIDE else None, on)
    return once(key, lambda: answered(_answering_rows(office, unit, on)), of=READ)


def answered(rows: Iterable[Any]) -> Answering:
    """Return who answers by rows of `beside_deputies`."""
    held: dict[Person, None] = {}
    deputed: dict[int, Person] = {}
    for deputyship, *values in rows:
        held.setdefault(person_read(values[: len(PERSON)]))
        if deputyship is not None:
            deputed[deputyship] = person_read(values[len(PERSON) :])
    return Answering(list(held), [deputed[key] for key in sorted(deputed) if deputed[key].is_active])


def _answering_rows(office: str, unit: Unit | None, on: date) -> Iterable[Any]:
    asked = unit_asked(office, unit, on)
    question = _with_deputies(office == Office.STAFF, asked is not None)
    return question.rows(office=str(office), on=on, unit=asked)


@cache
def _with_deputies(staff: bool, of_unit: bool) -> Statement:
    """Read appointments with the deputyships in force for them: a row for each pair, NULL where there is none."""

    def build() -> QuerySet[Any, Any]:
        office, unit = Given("office", CharField()), Given("unit", BigIntegerField()) if of_unit else None
        return beside_deputies(_appointed(office, unit, ON, staff=staff))

    return Statement("answering", build, **KEPT)


def people_answering(office: str, unit: Unit | None, on: date) -> list[Person]:
    """Return the holders of an office and their deputies on a day, each once: those who are told."""
    return answering(office, unit, on).people


def units_answered_by(unit: Unit, on: date) -> list[int]:
    """Return the keys of a unit and of the ended units whose work it carries on a day; none once it has a successor."""
    return keys_answered_by(unit.pk, on)


def keys_answered_by(pk: int, on: date) -> list[int]:
    """Return what `units_answered_by` returns, for a unit by its key."""
    units = tree()
    return units.with_forerunners([pk], on) if units.current(pk, on) == pk else []


def lineage_answered(unit: Unit, on: date) -> list[int]:
    """Return the keys of a unit and those above it as they stand on a day, and of the ended units they carry on."""
    units = tree()
    return units.with_forerunners({units.current(above.pk, on) for above in unit.lineage()}, on)


def units_held(capacity: Capacity, on: date) -> list[int]:
    """Return the keys of the units whose `holders` this capacity is among: all of a department for its head.

    Read once for a capacity in hand: a page asks for its requests, its inbox and its buttons.
    """
    if on not in capacity.held:
        capacity.held[on] = _units_held(capacity, on)
    return capacity.held[on]


def _units_held(capacity: Capacity, on: date) -> list[int]:
    return units_held_by(capacity.office, capacity.unit.pk, on)


def units_held_by(office: Office, pk: int, on: date) -> list[int]:
    """Return the keys of the units whose `holders` the holder of an office of one unit is among."""
    units = tree()
    if office == Office.STAFF:
        return _with_groups(keys_answered_by(units.section_of(pk), on), on)
    if office == Office.SECTION_HEAD:
        return _with_groups(keys_answered_by(pk, on), on) if units.section_of(pk) == pk else []
    if units.nodes[pk].parent is not None:
        return []
    inside = units.inside(keys_answered_by(pk, on))
    return units.with_forerunners(units.carried(inside, on), on)


def _with_groups(sections: list[int], on: date) -> list[int]:
    """Add the groups of some sections, and ended units they carry: what names a group is its section's work."""
    units = tree()
    groups = units.carried(units.groups_of(sections), on)
    return list(dict.fromkeys([*sections, *units.with_forerunners(groups, on)]))


def office_filter(kept: Iterable[Capacity], on: date, office: str = "office", unit: str = "unit") -> Q:
    """Return the condition that a row's office and unit columns name one of the capacities."""
    return reduce(or_, office_filters(kept, on, office, unit), Q(pk__in=[]))


def office_filters(kept: Iterable[Capacity], on: date, office: str = "office", unit: str = "unit") -> list[Q]:
    """Return the condition of `office_filter`, one for each capacity."""
    found = []
    for capacity in kept:
        match = Q(**{office: capacity.office.value})
        if capacity.office not in CITY_WIDE:
            match &= Q(**{f"{unit}__in": units_held(capacity, on)})
        found.append(match)
    return found


def office_given(office: str = "office", unit: str = "unit", held: Collection[Office] | None = None) -> Q:
    """Return what `office_filter` returns, for statements that are compiled once: `office_values` are given.

    Args:
        held: the offices of the capacities, for a statement that is compiled for these alone: the database knows then
            how much there is for each of them. All offices when None.
    """
    if held is not None:
        return reduce(or_, offices_given(office, unit, held), Q(pk__in=[]))
    every = [Q(Q(**{office: narrow.value}), Among(unit, f"units_of_{narrow.value}")) for narrow in UNIT_WIDE]
    return reduce(or_, every, Q(Among(office, "offices", "text")))


def offices_given(office: str, unit: str, held: Collection[Office]) -> list[Q]:
    """Return the condition of `office_given`, one for each office that is held: no row is found by two of them."""
    wide = [Q(**{office: one.value}) for one in sorted(CITY_WIDE & set(held))]
    narrow = [Q(Q(**{office: one.value}), Among(unit, f"units_of_{one.value}")) for one in UNIT_WIDE if one in held]
    return [*wide, *narrow]


def office_values(kept: Iterable[Capacity], on: date) -> dict[str, list[Any]]:
    """Return what `office_given` asks for: the city-wide offices, and for each other office the units held in it."""
    values: dict[str, list[Any]] = {"offices": [], **{f"units_of_{narrow.value}": [] for narrow in UNIT_WIDE}}
    for capacity in kept:
        if capacity.office in CITY_WIDE:
            values["offices"].append(capacity.office.value)
        else:
            values[f"units_of_{capacity.office.value}"] += units_held(capacity, on)
    return values

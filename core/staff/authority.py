"""Who holds which office when, and in which capacities a person may act.

Authority is read from dated appointments at every request; nothing is cached, so that a
transfer at 00:00 Japan time takes effect with the next click (architecture, Authority).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office


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
    own = (
        Appointment.objects.in_force_on(on)
        .titled(on)
        .filter(person=person)
        .select_related("unit__parent__parent", "person")
    )
    acting = (
        Deputyship.objects.in_force_on(on)
        .titled(on)
        .filter(deputy=person, principal__in=Appointment.objects.in_force_on(on), principal__person__is_active=True)
        .select_related("principal__unit__parent__parent", "principal__person")
    )
    return [
        *(_own_capacity(appointment) for appointment in own.order_by("office", "id")),
        *(_deputy_capacity(deputyship) for deputyship in acting.order_by("id")),
    ]


def _own_capacity(appointment: Appointment) -> Capacity:
    return Capacity(f"a{appointment.pk}", Office(appointment.office), appointment.unit, appointment.label)


def _deputy_capacity(deputyship: Deputyship) -> Capacity:
    principal = deputyship.principal
    principal.office_title = deputyship.office_title
    return Capacity(
        f"d{deputyship.pk}",
        Office(principal.office),
        principal.unit,
        f"{principal.label}の代決者",
        principal.person,
    )


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
    found = Appointment.objects.in_force_on(on).titled(on).filter(office=office, person__is_active=True)
    if office not in CITY_WIDE:
        if unit is None:
            raise ValueError(f"{office} needs a unit")
        answering = answering_unit(office, unit, on)
        inside = Q(unit__parent=answering, unit__level=UnitLevel.GROUP) if office == Office.STAFF else Q(pk__in=[])
        found = found.filter(Q(unit=answering) | inside)
    return found.select_related("person", "unit").order_by("id")


def deputies(appointments: Iterable[Appointment], on: date) -> QuerySet[Deputyship]:
    """Return the deputyships in force on a day for some appointments."""
    return (
        Deputyship.objects.in_force_on(on)
        .filter(principal__in=appointments, deputy__is_active=True)
        .select_related("deputy", "principal__person", "principal__unit")
        .order_by("id")
    )


def people_answering(office: str, unit: Unit | None, on: date) -> list[Person]:
    """Return the holders of an office and their deputies on a day, each once: those who are told."""
    appointments = list(holders(office, unit, on))
    found = [a.person for a in appointments] + [d.deputy for d in deputies(appointments, on)]
    return list(dict.fromkeys(found))


def units_answered_by(unit: Unit, on: date) -> list[int]:
    """Return the keys of a unit and of the ended units whose work it carries on a day; none once it has a successor."""
    if current_unit(unit, on).pk != unit.pk:
        return []
    return _with_forerunners([unit.pk], on)


def lineage_answered(unit: Unit, on: date) -> list[int]:
    """Return the keys of a unit and those above it as they stand on a day, and of the ended units they carry on."""
    return _with_forerunners(list({current_unit(above, on).pk for above in unit.lineage()}), on)


def units_held(capacity: Capacity, on: date) -> list[int]:
    """Return the keys of the units whose `holders` this capacity is among: all of a department for its head.

    Read once for a capacity in hand: a page asks for its requests, its inbox and its buttons.
    """
    if on not in capacity.held:
        capacity.held[on] = _units_held(capacity, on)
    return capacity.held[on]


def _units_held(capacity: Capacity, on: date) -> list[int]:
    if capacity.office == Office.STAFF:
        return _with_groups(units_answered_by(capacity.unit.section, on), on)
    if capacity.office == Office.SECTION_HEAD:
        own = capacity.unit.section.pk == capacity.unit.pk
        return _with_groups(units_answered_by(capacity.unit, on), on) if own else []
    if capacity.unit.parent_id is not None:
        return []
    carried = Unit.objects.filter(_inside(units_answered_by(capacity.unit, on))).exclude(
        ends_on__lt=on, successor__isnull=False
    )
    return _with_forerunners(list(carried.values_list("pk", flat=True)), on)


def _with_groups(sections: list[int], on: date) -> list[int]:
    """Add the groups of some sections, and ended units they carry: what names a group is its section's work."""
    groups = Unit.objects.filter(parent__in=sections, level=UnitLevel.GROUP)
    carried = groups.exclude(ends_on__lt=on, successor__isnull=False)
    return sections + _with_forerunners(list(carried.values_list("pk", flat=True)), on)


def _with_forerunners(keys: list[int], on: date) -> list[int]:
    found, fresh = keys, keys
    while fresh:
        ended = Unit.objects.filter(successor__in=fresh, ends_on__lt=on).exclude(pk__in=found)
        fresh = list(ended.values_list("pk", flat=True))
        found = found + fresh
    return found


def _inside(keys: list[int]) -> Q:
    """Return the condition that a unit is a department or below it; the tree has three levels (部等, 課等, 係)."""
    return Q(pk__in=keys) | Q(parent__in=keys) | Q(parent__parent__in=keys)


def office_filter(kept: Iterable[Capacity], on: date, office: str = "office", unit: str = "unit") -> Q:
    """Return the condition that a row's office and unit columns name one of the capacities."""
    condition = Q(pk__in=[])
    for capacity in kept:
        match = Q(**{office: capacity.office.value})
        if capacity.office not in CITY_WIDE:
            match &= Q(**{f"{unit}__in": units_held(capacity, on)})
        condition |= match
    return condition


def office_filter_below(kept: Iterable[Capacity], on: date, office: str = "office", unit: str = "unit") -> Q:
    """Return the condition that a row's office and unit columns name an office one of the capacities is next above."""
    condition = Q(pk__in=[])
    for capacity in kept:
        below = [lower.value for lower, higher in NEXT_HIGHER.items() if higher == capacity.office]
        match = Q(**{f"{office}__in": below})
        if capacity.office not in CITY_WIDE:
            match &= Q(**{f"{unit}__in": units_held(capacity, on)})
        condition |= match if below else Q(pk__in=[])
    return condition

"""Who reviews later what a deputy decided (後閲, ADR 0012): the principal; when he or she has left, the office."""

from collections.abc import Callable, Collection
from datetime import date

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.memo import once
from core.staff.authority import answering_unit, holders
from core.staff.models import Appointment, Person, Unit
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office

Barred = Callable[[], Collection[int | None]]
"""Returns the keys of those who do not review in the principal's place: the deputy, and who wrote what was decided."""


def check_reviewer(
    principal: Person, office: str, unit: Unit | None, barred: Barred, by: Actor, on: date, clause: str
) -> None:
    """Let the principal review; when the principal holds nothing any more, who holds the office now.

    Raises:
        Denied: for everybody else, the deputy and deputies of today included.
    """
    if not has_left(principal, on):
        if by.person is None or by.person.pk != principal.pk or by.on_behalf_of is not None:
            raise Denied("後閲するのは、代わられた本人です。", clause)
    elif not _stands_in(office, unit, barred, by, on):
        raise Denied(
            "代わられた本人が在職していないため、後閲するのは、その職にいま就いている人です。",
            clause,
            "その人が代決した本人や起案した人のときは、上位の職が後閲します。",
        )


def has_left(person: Person, on: date) -> bool:
    """Tell whether a person is disabled or holds no appointment on a day."""
    appointed = Appointment.objects.in_force_on(on).filter(person=person)
    kinds = ("staff.person", "staff.appointment")
    return not person.is_active or not once(("appointed", person.pk, on), appointed.exists, of=kinds)


def _stands_in(office: str, unit: Unit | None, barred: Barred, by: Actor, on: date) -> bool:
    """Tell whether the actor holds the office reviewed, or the next higher one when no other holder is left."""
    if by.person is None or by.on_behalf_of is not None:
        return False
    own, out = Office(office), set(barred())
    left = {held.person_id for held in holders(own, unit, on)} - out
    asked = own if left else NEXT_HIGHER.get(own, own)
    of = None if asked in CITY_WIDE or unit is None else answering_unit(asked, unit, on)
    return by.person.pk not in out and by.holds(asked, of)

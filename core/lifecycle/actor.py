"""Who acts: a person in an office, perhaps on a principal's behalf; or the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.lifecycle.errors import Denied
from core.staff.authority import Capacity, is_in_force
from core.staff.models import Person, Unit
from core.staff.offices import CITY_WIDE, Office
from core.statements import KEPT, Among, Statement


@dataclass(frozen=True)
class Actor:
    """A person acting in one capacity; `person` is None for the clock alone."""

    person: Person | None
    office: str
    unit: Unit | None
    label: str
    on_behalf_of: Person | None = None
    key: str = ""

    @classmethod
    def of(cls, person: Person, capacity: Capacity) -> "Actor":
        """Make the actor of a person in one of his or her capacities."""
        return cls(person, capacity.office.value, capacity.unit, capacity.label, capacity.on_behalf_of, capacity.key)

    @property
    def name(self) -> str:
        """Return the person's name with the office, for example 月岡 修(総合政策部長)."""
        return f"{self.person.name}({self.label})" if self.person else self.label

    def holds(self, office: str, unit: Unit | None = None) -> bool:
        """Tell whether the actor acts in an office, of a unit where the office has one.

        The unit's successors are the caller's business (`current_unit`).
        """
        if self.office != office:
            return False
        return office in CITY_WIDE or unit is None or (self.unit is not None and self.unit.pk == unit.pk)

    def belongs_to(self, unit: Unit) -> bool:
        """Tell whether the actor acts as staff or head of a unit or of a group inside it."""
        inside = self.office in (Office.STAFF, Office.SECTION_HEAD) and self.unit is not None
        return inside and any(above.pk == unit.pk for above in self.unit.lineage())  # type: ignore[union-attr]


SYSTEM = Actor(None, "system", None, "自動処理")
"""The clock: sweeps and first set-up. It decides nothing that the guideline gives to an office."""


PEOPLE_HELD = Statement(
    "people_held",
    lambda: Person.objects.select_for_update(no_key=True).order_by("pk").filter(Among("pk", "keys")),
    **KEPT,
)


def hold_authority(*actors: Actor) -> dict[int, Person]:
    """Lock the rows of those who act, after those in whose name, until the transaction ends; return them by key.

    Whatever changes somebody's authority locks that row too (`lock_first` of the entries, `edit_person`), so an act
    and the end of its authority never overlap. An act of two capacities calls this once before anything else is
    locked: the rows of people come first in the lock order (ADR 0022).
    """
    principals = {actor.on_behalf_of.pk for actor in actors if actor.on_behalf_of is not None}
    acting = {actor.person.pk for actor in actors if actor.person is not None}
    return {
        person.pk: person for keys in (principals, acting) if keys for person in PEOPLE_HELD.records(keys=sorted(keys))
    }


def hold_people(people: Iterable[int]) -> None:
    """Lock the rows of the people an act rests on besides those who act, by their keys, until the transaction ends.

    What was checked of them (在職) is then still so where the act tells them of it. Called before anything but the
    people who act is locked (ADR 0022).
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=set(people)).order_by("pk").values_list("pk"))


def require_in_force(actor: Actor, on: date) -> None:
    """Refuse an actor whose appointment or deputyship is not in force on the day, and hold it in force.

    Raises:
        Denied: the office has ended, has not begun, or the person is disabled.
    """
    if actor.person is None:
        return
    fresh = hold_authority(actor).get(actor.person.pk)
    if fresh is None or not is_in_force(fresh, actor.key, on):
        raise Denied(
            f"{actor.label}としての権限は、いま有効ではありません。",
            way="画面上部で職を選び直すか、後任の方に引き継いでください。",
        )

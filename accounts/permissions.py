"""Who sees which accounts: those in operation everybody, the others the section and the offices above.

And who registers those that the city has already: 総務部長, with whom accounts are filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet

from accounts.models import Account, Operator
from accounts.states import OPEN_TO_STAFF
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import Capacity, capacities, units_answered_by, units_held
from core.staff.models import Person, Unit, UnitLevel
from core.staff.offices import Office
from core.statements import Among, Given

REGISTRATION = "第4-1-(2)"
EVERYTHING = frozenset(
    {
        Office.POLICY_DIRECTOR,
        Office.GENERAL_AFFAIRS_DIRECTOR,
        Office.DEPUTY_MAYOR,
        Office.PR_SECTION_HEAD,
        Office.AUDITOR,
    }
)


@dataclass(frozen=True)
class Sight:
    """What somebody sees of the registry on a day: everything, or also what is not in operation of some sections."""

    person: int
    everything: bool
    sections: tuple[int, ...]

    @classmethod
    def of(cls, person: Person, on: date, kept: Sequence[Capacity] | None = None) -> "Sight | None":
        """Return the sight of a person; None without a capacity, which sees nothing.

        Args:
            kept: the person's capacities on the day, where the caller has read them already.
        """
        kept = capacities(person, on) if kept is None else kept
        if not kept:
            return None
        if EVERYTHING & {capacity.office for capacity in kept}:
            return cls(person.pk, everything=True, sections=())
        sections = {pk for capacity in kept for pk in sections_of(capacity, on)}
        return cls(person.pk, everything=False, sections=tuple(sorted(sections)))

    def seen(self, account: str) -> Q:
        """Return the condition by which an account is seen, for accounts and for the index of the registry alike.

        Args:
            account: the column that holds the account's key.
        """
        return Q() if self.everything else _seen(account, self.person, Q(section__in=self.sections))


def seen_given(account: str = "account") -> Q:
    """Return the condition for all who do not see everything, on the index; `viewer` and `sections` are given.

    Args:
        account: as `Sight.seen` takes it.
    """
    return _seen(account, Given("viewer", BigIntegerField()), Q(Among("section_id", "sections")))


def _seen(account: str, viewer: Any, in_sections: Q) -> Q:
    """Put together flat columns and lists of keys alone."""
    operated = Operator.objects.filter(person=viewer, ends_on=None).values("account")
    return Q(state__in=OPEN_TO_STAFF) | Q(**{f"{account}__in": operated}) | in_sections


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> QuerySet[Account]:
    """Return the accounts a person may see on a day; none without a capacity.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    sight = Sight.of(person, on, kept)
    return Account.objects.filter(sight.seen("pk")) if sight else Account.objects.none()


def sees(account: Account, person: Person, on: date) -> bool:
    """Tell whether somebody sees an account; asks the database only about what is of none of his or her sections."""
    sight = Sight.of(person, on)
    if sight is None:
        return False
    if sight.everything or account.state in OPEN_TO_STAFF or account.section_id in sight.sections:
        return True
    return Operator.objects.filter(account=account, person=person, ends_on=None).exists()


def sections_of(capacity: Capacity, on: date) -> list[int]:
    """Return the keys of the sections whose accounts a capacity sees in every state: its own, or its department's."""
    if capacity.office in {Office.STAFF, Office.SECTION_HEAD}:
        return _own_sections(capacity.unit, on)
    return units_held(capacity, on) if capacity.office == Office.DEPARTMENT_HEAD else []


def _own_sections(unit: Unit, on: date) -> list[int]:
    """Return the keys of a unit, of the section above a group, and of ended units they succeed."""
    own = [above for above in unit.lineage() if above.level != UnitLevel.DEPARTMENT or above.pk == unit.pk]
    return [pk for section in own for pk in units_answered_by(section, on)]


def may_register(by: Actor) -> bool:
    """Tell whether somebody acts in the office that registers existing accounts (ADR 0026)."""
    return by.holds(Office.GENERAL_AFFAIRS_DIRECTOR)


def check_register(account: Account, by: Actor, on: date) -> None:
    """Let 総務部長 enter an account that exists before the system; never one that a request is about.

    Raises:
        Denied: for every other office, and for an account that came by a request.
    """
    if not may_register(by):
        raise Denied(
            "いまあるアカウントを登録するのは総務部長です。",
            REGISTRATION,
            "文書番号をそえて、総務部長に依頼してください。",
        )
    related: Any = account
    if related.requests.exists():
        raise Denied(
            "起案のあるアカウントは登録できません。", REGISTRATION, "起案の許可を受けて、取得を記録してください。"
        )

"""Who sees which accounts: those in operation everybody, the others the section and the offices above.

And who registers those that the city has already: 総務部長, with whom accounts are filed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Account, Operator
from accounts.states import AccountState
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import Capacity, capacities, units_answered_by, units_held
from core.staff.models import Person, Unit, UnitLevel
from core.staff.offices import Office

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


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> QuerySet[Account]:
    """Return the accounts a person may see on a day; none without a capacity.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    return Account.objects.filter(seen_by(person, on, kept))


def seen_by(person: Person, on: date, kept: Sequence[Capacity] | None = None, account: str = "pk") -> Q:
    """Return the condition on state, section and key of an account by which a person sees it on a day.

    Flat columns and lists of keys alone, for accounts and for the index of the registry alike.

    Args:
        account: the column that holds the account's key.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return Q(pk__in=[])
    if EVERYTHING & {capacity.office for capacity in kept}:
        return Q()
    operated = Operator.objects.filter(person=person, ends_on=None).values("account")
    seen = Q(state=AccountState.ACTIVE) | Q(**{f"{account}__in": operated})
    if sections := sorted({pk for capacity in kept for pk in _sections_of(capacity, on)}):
        seen |= Q(section__in=sections)
    return seen


def _sections_of(capacity: Capacity, on: date) -> list[int]:
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

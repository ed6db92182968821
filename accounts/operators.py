"""Operators and their grants: written in one act, so that the two never drift apart."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Account, Operator
from core.gathering import Part
from core.lifecycle.act import Act
from core.memo import once, tell
from core.staff.grants import grant, revoke
from core.staff.models import Appointment, Person

OPERATE = "accounts.operate_account"
READ = ("accounts.operator", "staff.person", "staff.appointment")
"""The kinds of records that say who operates an account."""


def present(people: Iterable[int], on: date) -> set[int]:
    """Return the keys of those among some people who are active and hold an appointment on a day."""
    held = Appointment.objects.in_force_on(on).filter(person__in=list(people), person__is_active=True)
    return set(held.values_list("person", flat=True))


def operating(account: Account, on: date) -> list[Operator]:
    """Return the operators of an account who are not ended and have not left the city, first come first (4-1-(3))."""
    return [operator for operator, is_here in entered(account, on) if is_here]


def entered(account: Account, on: date) -> list[tuple[Operator, bool]]:
    """Return the operators of an account who are not ended, each with whether he or she has not left the city."""
    found = once(_asked(account, on), lambda: list(_entered(account, on).order_by("pk")), of=READ)
    return [(operator, vars(operator)["is_here"]) for operator in found]


def entered_part(account: Account, on: date) -> Part:
    """Return those operators as part of a question; what is found is told by `tell_entered`."""
    return Part(lambda: _entered(account, on), related={"person": ()}, more=("is_here",))


def tell_entered(account: Account, on: date, found: Iterable[Operator]) -> None:
    """Remember what was read as part of a question, for those who ask for the operators."""
    tell(_asked(account, on), sorted(found, key=lambda operator: operator.pk), of=READ)


def _asked(account: Account, on: date) -> tuple[str, int, date]:
    return "operators", account.pk, on


def _entered(account: Account, on: date) -> QuerySet[Operator]:
    held = Appointment.objects.in_force_on(on).filter(person=OuterRef("person"), person__is_active=True)
    return account.operators.filter(ends_on=None).annotate(is_here=Exists(held)).select_related("person")


def add_operator(act: Act, account: Account, person: Person, access: str, reason: str, starts_on: date) -> Operator:
    """Let a person operate an account from a day on."""
    operator = act.create(Operator, account=account, person=person, access=access, reason=reason, starts_on=starts_on)
    grant(OPERATE, person, account)
    return operator


def end_operator(act: Act, operator: Operator, ends_on: date, reason: str = "") -> Operator:
    """End a person's part in an account; the grant ends at once, whatever the last day is."""
    ended = act.edit(operator, why={"who": operator.person.name, "reason": reason}, ends_on=ends_on)
    revoke(OPERATE, operator.person, operator.account)
    return ended

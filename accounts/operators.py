"""Operators and their grants: written in one act, so that the two never drift apart."""

from datetime import date

from accounts.models import Account, Operator
from core.lifecycle.act import Act
from core.staff.grants import grant, revoke
from core.staff.models import Person

OPERATE = "accounts.operate_account"


def add_operator(act: Act, account: Account, person: Person, access: str, reason: str, starts_on: date) -> Operator:
    """Let a person operate an account from a day on."""
    operator = act.create(Operator, account=account, person=person, access=access, reason=reason, starts_on=starts_on)
    grant(OPERATE, person, account)
    return operator


def end_operator(act: Act, operator: Operator, ends_on: date) -> Operator:
    """End a person's part in an account."""
    ended = act.edit(operator, ends_on=ends_on)
    revoke(OPERATE, operator.person, operator.account)
    return ended

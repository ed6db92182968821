"""Entering an account that exists before the system: created and set into operation by one act (ADR 0026)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accounts.followers import tell_followers
from accounts.models import Account
from accounts.moves import REGISTER
from core.lifecycle.act import Act


def register_accounts(act: Act, entries: Iterable[Mapping[str, Any]]) -> list[Account]:
    """Enter accounts, and let other chapters ask for what they lack, of all of them at once; see `_enter`."""
    entered = [_enter(act, **values) for values in entries]
    tell_followers(act, entered)
    return entered


def _enter(
    act: Act, *, paper_number: str, paper_on: date, started_on: date, source: str = "", **values: Any
) -> Account:
    """Create an account in operation on the evidence of its paper document; one event tells of both.

    Args:
        source: where the facts were read from, such as a file and its row.
        values: service, name, common name, handle, address and section.

    Raises:
        Denied: for every office but 総務部長, and for facts that can not be.
        ValidationError: when a value does not fit its column.
    """
    made = act.create(Account, **values)
    document: dict[str, Any] = {"paper_number": paper_number, "paper_on": paper_on, "started_on": started_on}
    return act.perform(made, REGISTER, source=source, **document)

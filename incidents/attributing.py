"""Saying that a problem is about another account than the report named, or about none; one act (第7)."""

from datetime import datetime
from typing import Any

from accounts.models import Account
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.staff.authority import current_unit
from incidents.doubles import hold_with_doubles
from incidents.models import Incident
from incidents.moves.account import ATTRIBUTE, name_of


def attribute_incident(
    incident: Incident, *, by: Actor, at: datetime, seen: str, account: Account | None, reason: str
) -> Incident:
    """Take a problem for one of another account, or of none; who leads and what is owed follow.

    A suspension of the former account stays, but neither the problem nor a double of it is a reason of it any more.

    Raises:
        Denied: for who does not lead, for the present account, without a reason, and where something decided for the
            present account stands.
        Conflict: it has ended or is contained, or is another one than the person saw; a double is added just now.
    """
    with acting(by=by, at=at) as act:
        doubles = hold_with_doubles(act, incident)
        held = act.lock(incident)
        before = held.account
        named = [one.pk for one in (before, account) if one is not None]
        account = next((one for one in act.lock_all(Account, pk__in=named) if one == account), None)
        reasons = [one for one in (held, *doubles) if before is not None and one.suspends(before)]
        facts: dict[str, Any] = {
            "account": account,
            "section": current_unit(account.section, act.on) if account is not None else None,
            "account_before": before,
            "section_before": held.section,
            "was_reason": bool(reasons),
            "from_to": f"アカウント:{name_of(before)} → {name_of(account)}",
        }
        done = act.perform(held, ATTRIBUTE, seen=seen, reason=reason.strip(), **facts)
        for double in reasons:
            if double.pk != held.pk:
                act.edit(double, suspended_at=None, reinstated_at=None)
        return done

"""Suspending an account, looking at that again, and putting the account back into operation; each is one act (第7)."""

from datetime import date, datetime
from typing import Any

from accounts.models import Account
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from incidents.models import Incident
from incidents.moves.suspension import REINSTATE, RENEW_SUSPENSION, SUSPEND
from incidents.permissions import refuse_other_account
from incidents.suspending.permissions import check_because


def suspend_account(
    account: Account,
    *,
    by: Actor,
    at: datetime,
    suspended_for: str,
    suspended_words: str,
    suspension_due_on: date,
    incident: Incident | None = None,
    seen: str | None = None,
) -> Account:
    """Stop an account for a time; the incident that is the reason says so, the account does not.

    Args:
        suspended_for: read by all staff.
        suspended_words: read by the public.
        incident: about this account, held before it.

    Raises:
        Denied: for anybody but the account manager, without words or with a day too far away, in a drill.
        Conflict: it is not in operation, or not the one seen; the incident is about another account by now.
    """
    facts: dict[str, Any] = {"suspended_for": suspended_for.strip(), "suspended_words": suspended_words.strip()}
    facts |= {"suspension_due_on": suspension_due_on}
    with acting(by=by, at=at) as act:
        because = _hold(act, incident, account)
        done = act.perform(account, SUSPEND, seen=seen, suspended_on=act.on, **facts)
        if because is not None:
            act.edit(because, suspended_at=at, reinstated_at=None)
        return done


def _hold(act: Act, incident: Incident | None, account: Account) -> Incident | None:
    if incident is None:
        return None
    held = act.lock(incident)
    refuse_other_account(held, account)
    check_because(held)
    return held


def renew_suspension(
    account: Account,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    suspended_words: str,
    suspension_due_on: date,
    incident: Incident | None = None,
    seen: str | None = None,
) -> Account:
    """Let a suspension go on, with what the public reads from now on and the day of the next look.

    Args:
        incident: a further one that is the reason from now on; held before the account.

    Raises:
        Denied: for anybody but the account manager, without words, with a day too far away, in a drill.
        Conflict: it is not suspended, or not as it was seen; the incident is about another account by now.
    """
    facts: dict[str, Any] = {"reason": reason.strip(), "suspended_words": suspended_words.strip()}
    facts |= {"suspension_due_on": suspension_due_on}
    with acting(by=by, at=at) as act:
        because = _hold(act, incident, account)
        done = act.perform(account, RENEW_SUSPENSION, seen=seen, **facts)
        if because is not None and not because.suspends(done):
            act.edit(because, suspended_at=at, reinstated_at=None)
        return done


def reinstate_account(account: Account, *, by: Actor, at: datetime, done: str, seen: str | None = None) -> Account:
    """Put a suspended account back into operation; the incidents that were the reason say so.

    They are held before the account, and with them those that they were doubles of: none is opened again meanwhile.

    Raises:
        Denied: for anybody but the account manager, without words, while a problem or its access is not settled.
        Conflict: it is not suspended, or not as it was seen.
    """
    with acting(by=by, at=at) as act:
        because = act.lock_all(Incident, pk__in=_with_targets(account))
        returned = act.perform(account, REINSTATE, seen=seen, done=done.strip())
        for incident in because:
            if incident.suspends(account):
                act.edit(incident, reinstated_at=at)
        return returned


def _with_targets(account: Account) -> list[int]:
    """Return the keys of the incidents that suspend an account, and of those that go on for them."""
    keys: set[int] = set()
    for found in Incident.objects.suspending(account).order_by("pk"):
        one: Incident | None = found
        while one is not None and one.pk not in keys:
            keys.add(one.pk)
            one = one.merged_into
    return sorted(keys)

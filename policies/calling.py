"""Calling for the review of many policies, correcting such a call, ending it (4-2-(3)); the worker carries each out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Platform
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from policies.models import ReviewCall
from policies.moves.call import END, examine_call
from policies.permissions import check_call, check_correct_call


def call_reviews(
    *, by: Actor, at: datetime, cause: str, reason: str, due_on: date, platform: Platform | None = None
) -> ReviewCall:
    """Call for a review of all policies, or of those on a service; the worker carries it to the accounts.

    Raises:
        Denied: for other offices, without reason, with a date that leaves no time.
        ProofNeeded: the sign-in is too old.
    """
    with acting(by=by, at=at) as act:
        check_call(by)
        said: dict[str, Any] = {"cause": cause, "platform": platform, "reason": reason.strip(), "due_on": due_on}
        examine_call(said, act.on)
        act.require_proof()
        call = act.create(ReviewCall, **said, asked_by=by.person, asked_as=by.label, asked_on=act.on)
        transaction.on_commit(_wake_worker, robust=True)
        return call


def correct_call(
    call: ReviewCall,
    *,
    by: Actor,
    at: datetime,
    seen: str,
    cause: str,
    reason: str,
    due_on: date,
    platform: Platform | None = None,
) -> ReviewCall:
    """Say otherwise what is to be reviewed and why, while nobody has answered; it is carried out anew.

    What was opened gives way to what is asked for now, and the sections are told once more.

    Raises:
        Denied: for other offices, once a review was answered or the call has ended, without reason or time.
        Conflict: somebody else corrected it meanwhile.
        ProofNeeded: the sign-in is too old.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(call)
        check_correct_call(held, by, act.on)
        said: dict[str, Any] = {"cause": cause, "platform": platform, "reason": reason.strip(), "due_on": due_on}
        examine_call(said, act.on)
        act.require_proof()
        if all(getattr(held, name) == value for name, value in said.items()):
            return act.edit(call, seen=seen)
        said |= {"revision": held.revision + 1, "carried_to": 0, "opened": 0, "is_carried_out": False}
        transaction.on_commit(_wake_worker, robust=True)
        return act.edit(call, seen=seen, **said, told_since=at)


def end_call(call: ReviewCall, *, by: Actor, at: datetime, end_reason: str, seen: str | None = None) -> ReviewCall:
    """End a call with its reason; the worker takes back what is still open of it.

    Raises:
        Denied: for other offices, without reason.
        Conflict: it has ended already.
        ProofNeeded: the sign-in is too old.
    """
    with acting(by=by, at=at) as act:
        transaction.on_commit(_wake_worker, robust=True)
        return act.perform(call, END, seen=seen, end_reason=end_reason.strip(), ended_at=at, ended_on=act.on)


def _wake_worker() -> None:
    from policies.tasks import carry_reviews  # tasks import what is above; only waking needs it

    carry_reviews.delay()

"""What a person does with the versions of a policy, one function an act (4-2)."""

from datetime import date, datetime
from typing import Any

from accounts.models import Account
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.reviews.acts import answer_beside
from core.rulebook.queries import parameter
from policies.models import MediaPolicy, PolicyReview
from policies.moves import (
    ANSWERS,
    KEEP,
    PROPOSE,
    PUBLISH,
    PULL_BACK,
    RETURN,
    SETTLE,
    SUPERSEDE,
    WITHDRAW,
    others,
)
from policies.permissions import check_draft, check_edit, check_out, check_own_words, is_own
from policies.rules import FIELDS, review_due
from policies.states import PolicyState

INTERVAL = "policy_review_months"


def draft_policy(account: Account, *, by: Actor, at: datetime, **values: Any) -> MediaPolicy:
    """Begin the next version of an account's policy; it may be incomplete.

    Args:
        values: items of the policy and the reason of the change.

    Raises:
        Denied: for people outside, an account that does not live, beside a version that is being made.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(account)
        known = act.lock_all(MediaPolicy, account=locked.pk)
        check_draft(locked, by, act.on)
        number = max((one.number for one in known), default=0) + 1
        return act.create(MediaPolicy, account=locked, number=number, drafted_by=by.person, **values)


def first_words(account: Account) -> dict[str, Any]:
    """Return the items that a new version begins with: those of the version in force, nothing where there is none."""
    newest = account.policies.settled().newest_first().first()
    return newest.items() if newest is not None else dict.fromkeys(FIELDS, "")


def edit_policy(policy: MediaPolicy, *, by: Actor, at: datetime, seen: str | None = None, **values: Any) -> MediaPolicy:
    """Write a version that is being made.

    Raises:
        Denied: for people outside, and once it is submitted.
        Conflict: somebody else wrote it since.
    """
    with acting(by=by, at=at) as act:
        check_edit(act.lock(policy), by, act.on)
        return act.edit(policy, seen=seen, **values)


def submit_policy(policy: MediaPolicy, *, by: Actor, at: datetime, seen: str | None = None) -> MediaPolicy:
    """Put a version before the account manager."""
    return perform(policy, PROPOSE, by=by, at=at, seen=seen)


def pull_back_policy(policy: MediaPolicy, *, by: Actor, at: datetime) -> MediaPolicy:
    """Take a version back that is not decided yet."""
    return perform(policy, PULL_BACK, by=by, at=at)


def withdraw_policy(policy: MediaPolicy, *, by: Actor, at: datetime, given_up_for: str = "") -> MediaPolicy:
    """Give a version up; its number is not given again."""
    return perform(policy, WITHDRAW, by=by, at=at, given_up_for=given_up_for.strip())


def settle_policy(
    policy: MediaPolicy, *, by: Actor, at: datetime, seen: str, opinion: str = "", knows_own: bool = False
) -> MediaPolicy:
    """Decide a version as the account manager or the deputy; on one's own words only knowingly, and marked (自己決定).

    What a deputy decides is reviewed later by the principal (代決 → 後閲); so is what he or she returns or keeps.

    Args:
        knows_own: the manager said that the version is (also) of his or her own making.

    Raises:
        Denied: for everybody else, an incomplete version, an own version without saying so.
        Conflict: the content is not what was seen.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(policy)
        if SETTLE.why_not(locked, by, act.on) is None:
            check_own_words(locked, by, knows_own=knows_own)
        return act.perform(
            policy,
            SETTLE,
            seen=seen,
            decided_by=by.person,
            decided_as=by.label,
            decided_on=act.on,
            self_decided=is_own(locked, by),
            review_on=_next_review(act.on),
            opinion=opinion.strip(),
            decided_for=by.on_behalf_of,
        )


def return_policy(policy: MediaPolicy, *, by: Actor, at: datetime, seen: str, opinion: str) -> MediaPolicy:
    """Give a version back to its section with a reason."""
    return perform(policy, RETURN, by=by, at=at, seen=seen, opinion=opinion.strip())


def publish_policy(policy: MediaPolicy, *, by: Actor, at: datetime, on: date) -> MediaPolicy:
    """Record since when a version is out; the version that was out before gives way in the same act.

    Args:
        on: the first day on which citizens could read it.

    Raises:
        Denied: for people outside, a day that has not come or lies before the decision.
        Conflict: it is not decided, out already, or gone.
    """
    with acting(by=by, at=at) as act:
        return publish_in(act, policy, on)


def publish_in(act: Act, policy: MediaPolicy, on: date) -> MediaPolicy:
    """Record within an act of a higher chapter that a version is out; see `publish_policy`."""
    locked = act.lock(policy)
    if PUBLISH.why_not(locked, act.by, act.on) is None:
        for older in others(act, locked):
            if older.state == PolicyState.PUBLISHED:
                act.perform(older, SUPERSEDE, superseded_on=on)
    review_on = locked.review_on or _next_review(on)
    return act.perform(policy, PUBLISH, published_on=on, review_on=review_on)


def keep_policy(policy: MediaPolicy, *, by: Actor, at: datetime, seen: str, review_note: str) -> MediaPolicy:
    """Record a review after which the policy stays as it is; the next one is due an interval later (4-2-(3)).

    Raises:
        Conflict: the version is not the one seen.
        Denied: for anybody but the account manager, before the version is out, beside a later one.
    """
    with acting(by=by, at=at) as act:
        check_out(policy)
        facts = {"reviewed_on": act.on, "review_on": _next_review(act.on), "review_note": review_note.strip()}
        return act.perform(policy, KEEP, seen=seen, **facts)


def review_policy(
    review: PolicyReview, *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> PolicyReview:
    """Answer for one act of a deputy on the version that was seen, see `core.reviews.acts.answer_beside`."""
    return answer_beside(review, ANSWERS, by=by, at=at, seen=seen, objects=objects, note=note)


def _next_review(on: date) -> date:
    return review_due(on, months=parameter(INTERVAL, on))

"""Versions of a media policy brought to a state by legal acts alone.

`at` is the state to reach, `when` the instant of all acts on the way.
"""

from datetime import datetime
from typing import Any

from accounts.models import Account
from core.periods.clock import japan_date
from core.reviews.states import ReviewState
from policies.actions import (
    draft_policy,
    first_words,
    keep_policy,
    publish_policy,
    return_policy,
    review_policy,
    settle_policy,
    submit_policy,
    withdraw_policy,
)
from policies.models import MediaPolicy, PolicyReview
from policies.queries import approved_policy
from policies.states import PolicyState
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.core import AT
from tests.factories.kept import keeps

S = PolicyState
__all__ = ["a_policy_review", "a_version", "first_version", "kept", "published", "returned", "settled"]
REASON = "夏の催しが増えたため"


@keeps
def a_version(
    at: PolicyState = S.DRAFT,
    *,
    world: OfficeWorld | None = None,
    account: Account | None = None,
    when: datetime = AT,
    **values: Any,
) -> MediaPolicy:
    """Bring the next version of an account's policy to a state; `values` change its words."""
    world = world or an_office_world(when)
    account = account or an_account(world=world, when=when)
    given = {**first_words(account), "reason": REASON, "frequency": "週に3回", **values}
    policy = draft_policy(account, by=world.staff, at=when, **given)
    if at == S.DRAFT:
        return policy
    if at == S.WITHDRAWN:
        return withdraw_policy(policy, by=world.staff, at=when)
    policy = submit_policy(policy, by=world.staff, at=when)
    if at == S.SUBMITTED:
        return policy
    if at == S.RETURNED:
        return returned(policy, world, when=when)
    policy = settled(policy, world, when=when)
    if at == S.APPROVED:
        return policy
    policy = published(policy, world, when=when)
    if at == S.SUPERSEDED:
        a_version(S.PUBLISHED, world=world, account=account, when=when, frequency="毎日")
    return again(policy)


def returned(policy: MediaPolicy, world: OfficeWorld, *, when: datetime = AT) -> MediaPolicy:
    """Have the account manager return a version."""
    seen = policy.fingerprint()
    return return_policy(policy, by=world.section_head, at=when, seen=seen, opinion="時間帯を書いてください。")


def settled(policy: MediaPolicy, world: OfficeWorld, *, when: datetime = AT) -> MediaPolicy:
    """Have the account manager decide a version as it stands."""
    return settle_policy(policy, by=world.section_head, at=when, seen=policy.fingerprint())


@keeps
def a_policy_review(
    at: ReviewState = ReviewState.AWAITING, *, world: OfficeWorld | None = None, when: datetime = AT
) -> PolicyReview:
    """Have the section head's deputy settle a version, and bring the later review of that to a state."""
    world, on = world or an_office_world(when), japan_date(when)
    policy = a_version(S.SUBMITTED, world=world, when=when)
    deputy = a_deputy(world.section_head, on, on, when=when)
    done = settle_policy(policy, by=deputy, at=when, seen=policy.fingerprint())
    review: PolicyReview = done.reviews.get()
    if at == ReviewState.AWAITING:
        return review
    objects, seen = at == ReviewState.OBJECTED, again(done).fingerprint()
    note = "夜間が無い。" if objects else ""
    return review_policy(review, by=world.section_head, at=when, seen=seen, objects=objects, note=note)


def published(policy: MediaPolicy, world: OfficeWorld, *, when: datetime = AT) -> MediaPolicy:
    """Record that a version is out."""
    return publish_policy(policy, by=world.staff, at=when, on=japan_date(when))


def kept(policy: MediaPolicy, world: OfficeWorld, *, when: datetime = AT) -> MediaPolicy:
    """Review a version and leave it as it is."""
    seen, note = policy.fingerprint(), "内容はいまの運用と合っています。"
    return keep_policy(policy, by=world.section_head, at=when, seen=seen, review_note=note)


def first_version(account: Account) -> MediaPolicy:
    """Return the version that the account's request brought."""
    found = approved_policy(account)
    assert found is not None
    return found

"""A version as its page shows it: the words, who decided, what can be done, in which other office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from core.reviews.presentation import answerable
from policies.comparison import words_of
from policies.models import MediaPolicy
from policies.moves import CONFIRM, KEEP, PROPOSE, PUBLISH, PULL_BACK, SETTLE, WITHDRAW
from policies.permissions import check_edit, is_own
from policies.rules import FURTHER, ITEMS, REPLIES, REPLY_NOTE
from policies.states import PolicyState

Rows = list[tuple[str, Any]]
BY_REQUEST = "取得の起案の決裁により決定"
SELF = "自分が作った、または直した版を、本人が決めました"


def item_rows(policy: MediaPolicy) -> Rows:
    """Return the items in the guideline's order, ② the account's service among them."""
    first, *others = ITEMS
    rest = (*others, REPLIES, *(item for item in (REPLY_NOTE, FURTHER) if getattr(policy, item.field)))
    service = ("② ソーシャルメディアの種類", policy.account.platform.name)
    return [(first.label, words_of(policy, first)), service, *((one.label, words_of(policy, one)) for one in rest)]


def decision_rows(policy: MediaPolicy) -> Rows:
    """Return how the version came about and what became of it; what has not come yet is left out."""
    rows: Rows = [
        ("案を作った人", policy.drafted_by.name if policy.drafted_by else ""),
        ("改定の理由", policy.reason),
        ("決定", decided_words(policy)),
        ("決定日", policy.decided_on),
        ("自己決定", SELF if policy.self_decided else ""),
        ("掲載日", policy.published_on),
        ("次の版に替わった日", policy.superseded_on),
        ("最後に見直した日", policy.reviewed_on),
        ("見直しの結果", policy.review_note),
        ("次の見直しの日", policy.review_on if policy.state in {PolicyState.APPROVED, PolicyState.PUBLISHED} else None),
    ]
    return [(name, value) for name, value in rows if value]


def decided_words(policy: MediaPolicy) -> str:
    """Name who decided with the office; the first version was decided with its request."""
    if policy.decided_by is not None:
        named = f"{policy.decided_by.name}({policy.decided_as})"
        return f"{named}。{policy.decided_for.name}の代決" if policy.decided_for is not None else named
    decided = policy.state in {PolicyState.APPROVED, PolicyState.PUBLISHED, PolicyState.SUPERSEDED}
    return BY_REQUEST if decided else ""


def review_late(policy: MediaPolicy, on: date) -> bool:
    """Tell whether the review of a version in force is past its day."""
    in_force = policy.state in {PolicyState.APPROVED, PolicyState.PUBLISHED}
    return in_force and policy.review_on is not None and policy.review_on < on


@dataclass(frozen=True)
class PolicyActs:
    """What the person at the page can do with a version."""

    edit: bool
    submit: bool
    pull_back: bool
    withdraw: bool
    decide: bool
    publish: bool
    keep: bool
    review: bool = False
    """Whether what a deputy decided is to be reviewed."""
    own: bool = False
    """Whether deciding would be on his or her own words."""

    @classmethod
    def of(cls, policy: MediaPolicy, actor: Actor, on: date) -> "PolicyActs":
        """Ask the moves and checks."""

        def opens(move: Any) -> bool:
            return move.why_not(policy, actor, on) is None

        decide = opens(SETTLE)
        return cls(
            edit=permits(check_edit, policy, actor, on),
            submit=opens(PROPOSE),
            pull_back=opens(PULL_BACK),
            withdraw=opens(WITHDRAW),
            decide=decide,
            publish=opens(PUBLISH),
            keep=opens(KEEP),
            review=bool(answerable(policy.acted, CONFIRM, actor, on)),
            own=decide and is_own(policy, actor),
        )

    @property
    def any(self) -> bool:
        """Tell whether anything is open."""
        making = (self.edit, self.submit, self.pull_back, self.withdraw)
        return any((*making, self.decide, self.publish, self.keep, self.review))

    def offers_more_than(self, chosen: "PolicyActs") -> bool:
        """Tell whether something can be done here alone, or something is decided that is not in the chosen capacity."""
        decides = (self.decide and not chosen.decide, self.keep and not chosen.keep, self.review and not chosen.review)
        return any(decides) or (self.any and not chosen.any)


def switches_of(policy: MediaPolicy, acts: PolicyActs, others: Sequence[Actor], on: date) -> list[Actor]:
    """Return the person's other capacities in which more can be decided, or anything where nothing is in this one."""
    return [one for one in others if PolicyActs.of(policy, one, on).offers_more_than(acts)]

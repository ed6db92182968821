"""What a media policy must hold (4-2): the four items and the reply choice; and when it is to be reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods.civil import period_end
from policies.states import Replies


@dataclass(frozen=True)
class Item:
    """One item of the policy: field name, label on screen, clause."""

    field: str
    label: str
    clause: str


ITEMS = (
    Item("purpose", "① 目的", "第4-2-(1)①"),
    Item("topics", "③ 発信する内容", "第4-2-(1)③"),
    Item("in_charge", "④ 運用の担当", "第4-2-(1)④"),
    Item("frequency", "④ 発信の頻度", "第4-2-(1)④"),
    Item("timing", "④ 発信の時間帯", "第4-2-(1)④"),
    Item("method", "④ 発信の方法", "第4-2-(1)④"),
    Item("opinions", "④ ご意見・ご質問の扱い", "第4-2-(1)④"),
)
"""Items a person writes; ② is the service chosen for the account."""

REPLIES = Item("replies", "返信の有無", "第4-2-(2)")
REPLY_NOTE = Item("reply_note", "返信する場合と時期", "第4-2-(2)")
FURTHER = Item("further", "そのほかの項目", "第4-2-(1)")
FIELDS = tuple(item.field for item in (*ITEMS, REPLIES, REPLY_NOTE, FURTHER))


def missing_items(values: Mapping[str, Any]) -> list[Item]:
    """Return the items that a policy lacks, in the order of the page."""
    missing = [item for item in ITEMS if not str(values.get(item.field) or "").strip()]
    if not values.get("replies"):
        missing.append(REPLIES)
    elif values["replies"] == Replies.SOME and not str(values.get("reply_note") or "").strip():
        missing.append(REPLY_NOTE)
    return missing


def review_due(event: date, *, months: int) -> date:
    """Return the day by which a policy is to be reviewed: the last of the months that begin after a decision or review.

    Counted like every period (`core.periods.civil`); the interval is the rulebook's (4-2-(3)).
    Raises ValueError for fewer than one month.
    """
    return period_end(event, months=months)

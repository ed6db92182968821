"""A hand-over as its page and its sheet show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.handovers.permissions import check_edit
from approvals.models import HandOver
from approvals.moves.hand_over import ACCEPT, DECLINE, SETTLE, WITHDRAW, examine_settling
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import permits

Rows = list[tuple[str, Any]]


@dataclass(frozen=True)
class Acts:
    """What the person at the page can do with a hand-over."""

    edit: bool
    settle: bool
    accept: bool
    decline: bool
    withdraw: bool

    @classmethod
    def of(cls, hand_over: HandOver, actor: Actor, on: date) -> "Acts":
        """Ask the moves and the check of editing."""
        found = (move.why_not(hand_over, actor, on) is None for move in (SETTLE, ACCEPT, DECLINE, WITHDRAW))
        return cls(permits(check_edit, hand_over, actor, on), *found)

    def offers_more_than(self, chosen: "Acts") -> bool:
        """Tell whether something can be done here that can not be done in the chosen capacity."""
        return any(getattr(self, name) and not getattr(chosen, name) for name in vars(self))


def not_yet(hand_over: HandOver, acts: Acts, actor: Actor, on: date) -> Denied | None:
    """Return why the next act would be refused to whoever it waits for, before it is tried; None where it would not."""
    if acts.settle:
        try:
            examine_settling(hand_over, {}, on)
        except Denied as refusal:
            return refusal
    return ACCEPT.why_not(hand_over, actor, on) if acts.decline and not acts.accept else None


def switches_of(hand_over: HandOver, acts: Acts, others: Sequence[Actor], on: date) -> list[Actor]:
    """Return the person's other capacities in which more can be done."""
    return [one for one in others if Acts.of(hand_over, one, on).offers_more_than(acts)]


def content_rows(hand_over: HandOver) -> Rows:
    """Return what the section wrote on the sheet."""
    confirmed = "市のものであることを確かめました" if hand_over.recovery_is_city else "まだ確かめていません"
    return [
        ("アカウント", hand_over.account.title),
        ("引き渡す課", hand_over.giving.full_name),
        ("引き継ぐ課", hand_over.receiving.full_name),
        ("所管替えの予定日", hand_over.planned_on),
        ("所管替えの理由", hand_over.reason),
        ("引き継ぐ仕事と注意", hand_over.matters or "書かれていません"),
        ("復旧用の連絡先", f"{hand_over.recovery or '書かれていません'}({confirmed})"),
    ]


def decision_rows(hand_over: HandOver) -> Rows:
    """Return who settled it and what became of it; what has not come yet is left out."""
    settled, accepted = hand_over.settled_by, hand_over.accepted_by
    rows: Rows = [
        ("引継書を作った人", hand_over.drafted_by.name),
        ("引き渡しを決めた人", f"{settled.name}({hand_over.settled_as})" if settled is not None else ""),
        ("引き渡しを決めた日", hand_over.settled_on),
        ("引き継いだ人", f"{accepted.name}({hand_over.accepted_as})" if accepted is not None else ""),
        ("引き継いだ日", hand_over.accepted_on),
        ("理由", hand_over.ended_for),
        ("終えた日", hand_over.ended_on),
    ]
    return [(name, value) for name, value in rows if value]

"""A call for review: what it must say, and its one move, by which it ends."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from policies.models import ReviewCall
from policies.permissions import REVIEW, check_end_call

CALL_PAGE = "policies:call_detail"


def examine_call(facts: Mapping[str, Any], on: date) -> None:
    """Refuse a call without reason, and one with a date that leaves no time.

    Raises:
        Denied: at the field to mend.
    """
    if not str(facts["reason"]).strip():
        raise Denied("見直しを求める理由を入力してください。", REVIEW, field="reason")
    if facts["due_on"] <= on:
        raise Denied("見直しの期限は、あす以後の日を入力してください。", REVIEW, field="due_on")


def examine_end(call: ReviewCall, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to end a call without saying why.

    Raises:
        Denied: at the field.
    """
    if not str(facts.get("end_reason") or "").strip():
        raise Denied("求めを終える理由を入力してください。", REVIEW, field="end_reason")


def tell_caller(act: Act, call: ReviewCall, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell who called when somebody else ends it; the sections are told as the end is carried to them."""
    people = [call.asked_by] if call.asked_by != act.by.person else []
    yield Tell(people, f"見直しの求めが終わりました:{call.scope}", f"理由:{call.end_reason}", CALL_PAGE, call.pk)


END = Move(
    ReviewCall.end,
    "求めを終える",
    "見直しの求めを終えた",
    check=check_end_call,
    examine=examine_end,
    tells=tell_caller,
    official=True,
    takes=("end_reason", "ended_at", "ended_on"),
    tone="end",
)

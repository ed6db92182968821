"""The numbers of a notice: what the version in force on the day of the announcement decides (4-5-(2))."""

from datetime import date
from typing import Any

from approvals.notices.models import ChangeNotice
from approvals.notices.states import NoticeKind
from core.periods.civil import earliest_effect
from core.rulebook.queries import parameter


def keep_months(kind: str, on: date) -> int:
    """Return how many months a notice of a kind stands, by the version that rules on a day."""
    return parameter("closure_keep_months" if kind == NoticeKind.CLOSURE else "change_keep_months", on)


def numbers(notice: ChangeNotice, announced_on: date) -> dict[str, Any]:
    """Return what the version in force on the day of the announcement decides; later versions do not touch it."""
    months = parameter("notice_months", announced_on)
    return {
        "announced_on": announced_on,
        "earliest_on": earliest_effect(announced_on, months=months),
        "notice_months": months,
        "keep_months": keep_months(notice.kind, announced_on),
        "tolerance_days": parameter("keep_tolerance_days", announced_on),
    }

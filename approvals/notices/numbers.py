"""The numbers of a notice: what the version in force on the day of the announcement decides (4-5-(2))."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from approvals.notices.states import Channel, NoticeKind
from core.periods.civil import earliest_effect
from core.rulebook.queries import parameter


def keep_months(kind: str, on: date) -> int:
    """Return how many months a notice of a kind stands, by the version that rules on a day."""
    return parameter("closure_keep_months" if kind == NoticeKind.CLOSURE else "change_keep_months", on)


def numbers(told: Mapping[Channel, date | None], kind: str) -> dict[str, Any]:
    """Return what follows from the days on which the channels told of a notice, at least one of them, as its columns.

    The version in force on the later day decides; later versions do not touch it.
    """
    announced_on = max(day for day in told.values() if day is not None)
    months = parameter("notice_months", announced_on)
    return {
        "told_account_on": told.get(Channel.ACCOUNT),
        "told_homepage_on": told.get(Channel.HOMEPAGE),
        "announced_on": announced_on,
        "earliest_on": earliest_effect(announced_on, months=months),
        "notice_months": months,
        "keep_months": keep_months(kind, announced_on),
        "tolerance_days": parameter("keep_tolerance_days", announced_on),
    }

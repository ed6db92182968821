"""The numbers of a notice: what the version in force on the day of the announcement decides (4-5-(2))."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from approvals.notices.states import Channel, NoticeKind
from core.periods.civil import earliest_effect, latest_announcement
from core.rulebook.queries import parameter, parameter_spans


def keep_months(kind: str, on: date) -> int:
    """Return how many months a notice of a kind stands, by the version that rules on a day."""
    return parameter("closure_keep_months" if kind == NoticeKind.CLOSURE else "change_keep_months", on)


def last_day(wish: date, on: date) -> date:
    """Return the last day from a day on to announce for a wished one, by the version that rules on each of them.

    Where no day is left the last one is over: the day returned lies before `on`.
    """
    spans = parameter_spans("notice_months", on, wish)
    ends = [*(first - timedelta(days=1) for first, _ in spans[1:]), date.max]
    lasts = [min(latest_announcement(wish, months=months), end) for (_, months), end in zip(spans, ends, strict=True)]
    in_time = [last for (first, _), last in zip(spans, lasts, strict=True) if last >= first]
    return max(in_time, default=lasts[0])


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

"""The planner: which days follow from a wish or from announcements, in words and as a drawing (4-5-(2))."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from approvals.notices.numbers import keep_months, last_day
from approvals.notices.rules import Plan
from approvals.notices.states import NoticeKind
from core.periods.era import era_date
from core.rulebook.queries import parameter

LEFT, RIGHT, AXIS = 24, 936, 154
"""Where the drawing begins and ends, and the height of its axis, in its own units."""
WORDS = 150
"""How wide the words of a day are: closer than that they would lie on each other, and today gives way."""
MOST_DAYS = 365 * 3


@dataclass(frozen=True)
class Mark:
    """One day of the drawing: where it stands, its words, how it looks."""

    x: float
    words: str
    day: str
    shape: str
    height: int
    anchor: str

    @property
    def day_y(self) -> int:
        """Return the height of the day's words."""
        return self.height + 18

    @property
    def stem(self) -> str:
        """Return the line from the words to the axis."""
        return f"M{self.x:.1f} {AXIS}V{self.height + 26}"

    @property
    def diamond(self) -> str:
        """Return the outline of a last day."""
        return f"M{self.x:.1f} {AXIS - 10}l10 10-10 10-10-10z"


@dataclass(frozen=True)
class Span:
    """One period of the drawing: from where, how wide, its words."""

    x: float
    width: float
    words: str
    shape: str
    y: int

    @property
    def text_y(self) -> int:
        """Return the height of its words."""
        return self.y + 18


@dataclass(frozen=True)
class Drawing:
    """The drawing of a plan."""

    marks: list[Mark]
    spans: list[Span]
    months: list[tuple[float, str]]


def plan_for(kind: str, on: date, given: dict[str, Any]) -> Plan:
    """Return the plan of what is given, by the numbers that rule on the later announcement.

    Where none is given it is the last one for the wish, or today's.

    Args:
        given: `wish`, `account_on`, `homepage_on`; and `months` and `keep_months` of what is announced already.
    """
    days = {name: given.get(name) for name in ("wish", "account_on", "homepage_on")}
    told_on = max((day for day in (days["account_on"], days["homepage_on"]) if day), default=None)
    wish, first, kept = days["wish"], min(on, told_on or on), given.get("months")
    last = last_day(wish, first) if wish and not kept else None
    until = max(last or first, first)
    return Plan(
        on,
        kept or parameter("notice_months", told_on or until),
        given.get("keep_months") or keep_months(kind, told_on or until),
        **days,
        filing_days=parameter("filing_target_days", on),
        last=last,
        last_months=parameter("notice_months", until) if last else None,
    )


def lines_of(plan: Plan, kind: str) -> list[dict[str, Any]]:
    """Return the days in their order for `{% timeline %}`: what is to be done by when."""
    what = "廃止する" if kind == NoticeKind.CLOSURE else "変更する"
    kept = "市ホームページにお知らせを載せておく" if kind == NoticeKind.CLOSURE else "お知らせを両方に載せておく"
    file_by = min((day for day in (plan.last_work_on, plan.account_on, plan.homepage_on) if day), default=None)
    found = [
        (file_by, "draft", "総合政策部長へ届け出る(この日まで)", "周知より前に行います。受理は待ちません。第4-5-(1)"),
        (plan.account_on, "draft", "アカウントで周知する", "文はこのシステムが作ります。第4-5-(2)"),
        (plan.homepage_on, "draft", "市ホームページで周知する", "遅いほうの周知から数えます。第4-5-(2)"),
        (plan.file_after_on, "draft", "総務部長へ届け出る(この日まで)", "市の内部目標です。第4-5-(1)"),
        (plan.last_on, "warn", "周知の最終日", "これより遅れると、希望日に実施できません。"),
        (plan.effect_on, "run", what, "実施した後に、実施日を記録します。"),
        (plan.keep_until, "end", f"{kept}(この日の終わりまで)", "次の日から下ろせます。第4-5-(2)"),
    ]
    known = [(day, tone, words, note) for day, tone, words, note in found if day is not None]
    return [
        {"on": day, "what": words, "note": note, "tone": tone}
        for day, tone, words, note in sorted(known, key=lambda one: one[0])
    ]


def drawing_of(plan: Plan) -> Drawing | None:
    """Return the drawing from today to the effect; None where there is nothing to draw, or too much."""
    end = plan.effect_on
    if end is None or not 0 < (end - plan.on).days <= MOST_DAYS:
        return None
    scale = Scale(plan.on, end)
    told = plan.announced_on or plan.last_on
    near = told is not None and scale.x(told) - scale.x(plan.on) < WORDS
    marks = [] if near else [scale.mark(plan.on, "きょう", "pin", 70)]
    if told is not None and told >= plan.on:
        last = plan.announced_on is None
        marks.append(scale.mark(told, "周知の最終日" if last else "周知(遅いほう)", "last" if last else "pin", 20))
    marks.append(scale.mark(end, "実施", "goal", 70))
    spans = []
    if told is not None and told >= plan.on:
        until = plan.earliest_on or end
        words = f"周知の期間 {plan.months}か月"
        spans.append(scale.span(told + timedelta(days=1), until, words, "period", 196))
        if plan.spare and plan.spare > 0 and plan.announced_on and plan.last_on:
            spans.append(scale.span(told, plan.last_on, f"余裕{plan.spare}日", "spare", 230))
    return Drawing(marks, spans, scale.months())


@dataclass(frozen=True)
class Scale:
    """From days to places of the drawing."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day stands."""
        days = max((self.last - self.first).days, 1)
        part = (day - self.first).days / days
        return LEFT + 60 + (RIGHT - LEFT - 120) * min(max(part, 0.0), 1.0)

    def mark(self, day: date, words: str, shape: str, height: int) -> Mark:
        """Return the mark of a day."""
        return Mark(self.x(day), words, era_date(day), shape, height, "middle")

    def span(self, start: date, end: date, words: str, shape: str, y: int) -> Span:
        """Return the bar of a period."""
        x = self.x(start)
        return Span(x, max(self.x(end) - x, 2.0), words, shape, y)

    def months(self) -> list[tuple[float, str]]:
        """Return where each month begins, with its name; not more than twelve of them."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day > self.first:
                found.append((self.x(day), f"{day.month}月"))
            day = (day + timedelta(days=32)).replace(day=1)
        return found[:: max(1, len(found) // 12)]

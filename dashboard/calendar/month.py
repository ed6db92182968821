"""One month as weeks of days, beginning on Sunday as the city's printed calendars do; and its table as HTML.

A table of forty days with their counts takes longer in the template language than the whole rest of the page.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.periods.opening_days import FIRST_YEAR, LAST_YEAR, holiday_name, is_opening_day
from core.ui import icons
from core.ui.written import Written
from dashboard.calendar.reading import Tally

WEEKDAYS = "日月火水木金土"
DAY = timedelta(days=1)
WEEK = 7
SHOWN = 4
"""Kinds of acts that a day of the table names; the rest is a number."""
WORDS = {"stop": "期限超過", "warn": "きょう", "run": "予定", "ok": "終わったもの"}
"""What the tones of the table say."""
LEGEND = tuple(WORDS.items())


@dataclass(frozen=True)
class Month:
    """A month that the calendar can show."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Return the month that a text such as 2026-11 names; None for every other text."""
        year, _, number = text.partition("-")
        if not (len(year) == 4 and len(number) == 2 and f"{year}{number}".isdecimal() and text.isascii()):
            return None
        known = FIRST_YEAR < int(year) < LAST_YEAR and 1 <= int(number) <= 12
        return cls(int(year), int(number)) if known else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.number, 1)

    @cached_property
    def last(self) -> date:
        """Return its last day."""
        return self.next.first - DAY

    @property
    def next(self) -> "Month":
        """Return the month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        """Return the month before it."""
        return Month.of(self.first - DAY)

    @property
    def days(self) -> list[date]:
        """Return the days of its weeks, from the Sunday before its first day to the Saturday after its last."""
        start = self.first - ((self.first.weekday() + 1) % WEEK) * DAY
        weeks = ((self.last - start).days // WEEK) + 1
        return [start + number * DAY for number in range(weeks * WEEK)]


def tone_of(day: date, on: date, *, ended: bool) -> str:
    """Return the tone of what falls on a day: over, late, today or to come."""
    if ended:
        return "ok"
    return "stop" if day < on else "warn" if day == on else "run"


@lru_cache(maxsize=2000)
def _looks(day: date) -> tuple[str, str]:
    """Return the classes of a day and the name of its holiday."""
    name = holiday_name(day)
    kinds = {6: "sun", 5: "sat"}.get(day.weekday(), ""), "" if is_opening_day(day) else "off", name and "holiday"
    return " ".join(kind for kind in kinds if kind), name


Address = Callable[..., str]
"""Gives the address of a day, with `act` of one kind of its obligations."""


@dataclass(frozen=True)
class Table:
    """The month with what falls on its days."""

    month: Month
    on: date
    counted: Sequence[Tally]
    ended: bool
    address: Address
    month_url: Callable[[str], str]

    @cached_property
    def number(self) -> int:
        """Return how much falls into the month itself."""
        return sum(one.number for one in self._inside)

    @property
    def acts(self) -> list[tuple[str, int]]:
        """Return the kinds of acts of the month with how many there are, the commonest first."""
        found: defaultdict[str, int] = defaultdict(int)
        for one in self._inside:
            found[one.act] += one.number
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def _inside(self) -> Iterator[Tally]:
        return (one for one in self.counted if self.month.first <= one.day <= self.month.last)

    @cached_property
    def _facts(self) -> tuple[object, ...]:
        """Return all that is written below: of the same counts under the same addresses it is the same text."""
        return (self.month, self.on, self.ended, self.address(self.month.first), *self.counted)

    def html(self) -> SafeString:
        """Return the table; every text is escaped."""
        return _tables.remembered(self._facts, self._write)

    def kinds(self) -> SafeString:
        """Return the kinds of acts as ways to the month's list of each; nothing for a single kind."""
        return _kinds.remembered(self._facts, self._write_kinds)

    def _write_kinds(self) -> SafeString:
        acts = self.acts
        if len(acts) < 2:
            return SafeString()
        items = format_html_join(
            "", '<li><a href="{}">{} {}件</a></li>', ((self.month_url(act), act, f"{n:,}") for act, n in acts)
        )
        return format_html('<ul class="key-list no-print" aria-label="次の一手ごとの件数">{}</ul>', items)

    def _write(self) -> SafeString:
        by_day: defaultdict[date, list[Tally]] = defaultdict(list)
        for one in self.counted:
            by_day[one.day].append(one)
        heads = "".join(f'<th scope="col">{day}</th>' for day in WEEKDAYS)
        cells = [self._cell(day, by_day.get(day, ())) for day in self.month.days]
        weeks = ("".join(cells[start : start + WEEK]) for start in range(0, len(cells), WEEK))
        rows = "".join(f"<tr>{week}</tr>" for week in weeks)
        caption = "灰色の日は閉庁日です。項目を選ぶと、その日の一覧を開きます。"
        return mark_safe(  # noqa: S308  # texts are escaped below
            f'<table class="month"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _cell(self, day: date, found: Sequence[Tally]) -> str:
        kinds, holiday = _looks(day)
        outside = day.month != self.month.number
        marks = (kinds, "other" if outside else "", "today" if day == self.on else "")
        classes = " ".join(mark for mark in marks if mark)
        opening = f'<td class="{classes}"' if classes else "<td"
        current = ' aria-current="date"' if day == self.on else ""
        before = f'<span class="word">{day.month}/</span>' if outside else ""
        words = "".join(
            f'<span class="word">{escape(word)}</span>' for word in (holiday, "きょう" if current else "") if word
        )
        head = f'<div class="day"><b>{before}{day.day}</b>{words}</div>'
        return f"{opening}{current}>{head}{self._items(day, found)}</td>"

    def _items(self, day: date, found: Sequence[Tally]) -> str:
        if not found:
            return ""
        tone, number = tone_of(day, self.on, ended=self.ended), sum(one.number for one in found)
        icon, word = icons.icon(tone), WORDS[tone]
        said = f'<span class="hidden-visually">件({day.month}月{day.day}日、{word})</span>'
        count = (
            f'<a class="month__count" data-tone="{tone}" href="{escape(self.address(day))}">{icon}{number}{said}</a>'
        )
        named = sorted(found, key=lambda one: (-one.number, one.act))
        shown = named if len(named) <= SHOWN else named[: SHOWN - 1]
        lines = [(one.act, one.number, self.address(day, act=one.act)) for one in shown]
        if len(named) > len(shown):
            lines.append(("ほか", sum(one.number for one in named[len(shown) :]), self.address(day)))
        items = "".join(_line(tone, f"{icon}", word, line) for line in lines)
        return f'{count}<ul class="month__items">{items}</ul>'


_tables, _kinds = Written(200), Written(200)


def _line(tone: str, icon: str, word: str, line: tuple[str, int, str]) -> str:
    label, number, url = line
    return (
        f'<li><a href="{escape(url)}" data-tone="{tone}">{icon}<span><span class="hidden-visually">{word}:</span>'
        f"{escape(label)}<small> {number}件</small></span></a></li>"
    )

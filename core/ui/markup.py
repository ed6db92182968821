"""Small values as HTML: dates in ``<time>``, facts of any kind, clause numbers.

These are the filters of ``{% load ui %}``.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui import eras

Moment: TypeAlias = date | datetime | None

NOTHING = format_html('<span class="meta">{}</span>', "なし")


def crumbs(trail: Sequence[tuple[object, object]]) -> SafeString:
    """Return the way to a page as a list of links, from labels and addresses; the last one is the page itself."""
    if not trail:
        return SafeString()
    *above, (here, _) = trail
    links = (format_html('<a href="{}">{}</a>', url, label) if url else label for label, url in above)
    ways = format_html_join("", "<li>{}</li>", ((link,) for link in links))
    return format_html(
        '<nav class="crumbs" aria-label="現在の位置"><ol>{}<li aria-current="page">{}</li></ol></nav>', ways, here
    )


def era(value: Moment) -> SafeString:
    """Return the Japan date with era and ISO form in ``<time class="date">``; nothing for None."""
    return _era(eras.japan_day(value)) if isinstance(value, date) else SafeString()


@lru_cache(maxsize=2000)
def _era(day: date) -> SafeString:
    """Write one day: a page of a list shows fifty, most of them again and again."""
    return format_html(
        '<time class="date" datetime="{iso}"><span class="date__era">{era}</span>'
        ' <span class="date__iso">{iso}</span></time>',
        iso=day.isoformat(),
        era=eras.era_date(day),
    )


def era_plain(value: Moment) -> str:
    """Return the era date as a bare string, for titles and attributes; "" for None."""
    return eras.era_date(eras.japan_day(value)) if isinstance(value, date) else ""


def era_month(value: Moment) -> str:
    """Return the month with its era as a bare string, such as 令和8年4月; "" for None."""
    if not isinstance(value, date):
        return ""
    day = eras.japan_day(value)
    return f"{eras.era_year(day)}{day.month}月"


def _instant(value: datetime, text: str) -> SafeString:
    iso = eras.japan_time(value).isoformat(timespec="minutes")
    return mark_safe(f'<time datetime="{iso}">{text}</time>')  # noqa: S308  # digits and names of eras and days


def era_time(value: Moment) -> SafeString:
    """Return the instant as era date and Japan time in ``<time>``; a bare date gives its era date without a time."""
    if isinstance(value, datetime):
        return _instant(value, eras.era_datetime(value))
    if isinstance(value, date):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), eras.era_date(value))
    return SafeString()


def md(value: Moment) -> SafeString:
    """Return month, day and weekday in ``<time>``, where the year is plain."""
    return _md(eras.japan_day(value)) if isinstance(value, date) else SafeString()


@lru_cache(maxsize=2000)
def _md(day: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), eras.month_day(day))


def hm(value: Moment) -> SafeString:
    """Return hour and minute in Japan in ``<time>``."""
    return _instant(value, eras.clock_time(value)) if isinstance(value, datetime) else SafeString()


def clause(value: object) -> str:
    """Return the clause number as the guideline writes it: "4-1-(2)" becomes 第4-1-(2)."""
    text = str(value or "").strip()
    return text if not text or not text[0].isdigit() else f"第{text}"


def lines(value: object) -> SafeString:
    """Return text with its line breaks kept and everything escaped."""
    text = conditional_escape(value if isinstance(value, str) else str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return mark_safe(text.replace("\n", "<br>"))  # noqa: S308 - escaped one line above


def show(value: object) -> SafeString:
    """Return any fact as HTML: dates with era, yes and no, lists joined, text with its lines, なし for nothing."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return escape("はい" if value else "いいえ")
    if isinstance(value, date):
        return era_time(value) if isinstance(value, datetime) else era(value)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Iterable) and not isinstance(value, str):
        return format_html_join("、", "{}", ((show(item),) for item in value)) or NOTHING
    return lines(value)

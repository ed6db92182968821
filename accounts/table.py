"""The rows of the registry's table as HTML.

Fifty rows of the template language take as long as the rest of the page: a row is written here, as one text with its
values escaped. The table around the rows stands in `accounts/_rows.html`.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from accounts.presentation import Row, late_words
from core.ui.icons import chip
from core.ui.links import link
from core.ui.markup import era

ROW = (
    '<tr><th scope="row"><a href="{url}">{name}</a>{handle}</th>'
    '<td data-label="サービス">{service}</td>'
    '<td data-label="運用部署">{section}<span class="data__sub">管理者 {manager}</span></td>'
    '<td data-label="状態">{state}</td>'
    '<td data-label="残る義務" class="num">{duties}</td>'
    '<td data-label="次の期限">{due}</td></tr>'
)
HANDLE = '<span class="data__sub mono">{}</span>'
DUTIES = '<a href="{}#duties">{}件<span class="hidden-visually">({})</span></a>'
NO_DUTIES, NO_DATE = '<span class="meta">0件</span>', '<span class="meta">なし</span>'
LATE = ' <span class="overdue">{}</span>'


def table_rows(rows: Sequence[Row], on: date) -> SafeString:
    """Return the rows of a page of the list; every text of a record is escaped."""
    before, _, behind = link("accounts:account_detail", 0).rpartition("0")
    written = (_row(row, f"{before}{row.found.pk}{behind}", on) for row in rows)
    return mark_safe("\n".join(written))  # noqa: S308  # escaped in `_row`


def _row(row: Row, url: str, on: date) -> str:
    found, name = row.found, escape(row.found.name)
    return ROW.format(
        url=url,
        name=name,
        handle=HANDLE.format(escape(found.handle)) if found.handle else "",
        service=_common(found.service),
        section=_common(row.section),
        manager=_common(row.manager or "(空席)"),
        state=" ".join(chip(tone, words) for tone, words in row.standings),
        duties=DUTIES.format(url, found.open_duties, name) if found.open_duties else NO_DUTIES,
        due=_due(row.due_on, on),
    )


@lru_cache(maxsize=2000)
def _common(text: str) -> str:
    """Escape a text that stands in many rows."""
    return escape(text)


def _due(due_on: date | None, on: date) -> str:
    late = late_words(due_on, on)
    return f"{era(due_on)}{LATE.format(escape(late)) if late else ''}" if due_on else NO_DATE

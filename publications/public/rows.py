"""The rows of the public list as HTML: one f-string a row, because a page of fifty is nothing else."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.ui.icons import icon
from core.ui.markup import era_plain
from publications.public.showing import Entry, Standing
from publications.public.site import Site

LONGEST_TOPICS = 60


def rows_of(entries: Iterable[Entry], site: Site) -> SafeString:
    """Return the rows of some accounts."""
    chips: dict[str, str] = {}
    return mark_safe("".join(_row(one, site, chips) for one in entries))  # noqa: S308  # every text is escaped below


def _row(one: Entry, site: Site, chips: dict[str, str]) -> str:
    if one.state not in chips:
        chips[one.state] = _chip(one.standing)
    handle = f"@{one.handle}" if one.handle else one.url
    common = f'<span class="data__sub">{escape(one.common_name)}</span>' if one.common_name else ""
    until = f'<span class="data__sub">{era_plain(one.until)}まで</span>' if one.until else ""
    since = f'<span class="data__sub">{era_plain(one.suspended_on)}から一時停止</span>' if one.suspended_on else ""
    return (
        f'<tr><th scope="row"><a href="{site.entry(one.pk)}">{escape(one.name)}</a>{common}'
        f'<span class="data__sub mono">{escape(handle)}</span></th>'
        f'<td class="whole" data-label="サービス">{escape(one.service_name)}</td>'
        f'<td data-label="担当">{escape(one.section)}</td>'
        f'<td data-label="内容">{escape(shortened(one.topics))}</td>'
        f'<td data-label="状態">{chips[one.state]}{until}{since}</td></tr>'
    )


def _chip(standing: Standing) -> str:
    return f'<span class="chip" data-tone="{standing.tone}">{icon(standing.tone)}{escape(standing.label)}</span>'


def shortened(text: str) -> str:
    """Return a text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TOPICS else f"{line[: LONGEST_TOPICS - 1]}…"

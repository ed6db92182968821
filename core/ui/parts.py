"""Parts that stand several times on most pages, as HTML: each in the template language takes longer than a query.

Every text is escaped; only ``SafeString`` passes, such as the content of a block tag.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.ui import icons, markup

LINE = '<li data-tone="{tone}"><p class="timeline__when">{when}</p><p class="timeline__what">{what}</p>{note}</li>'
COUNT = '<li><a href="{}">{} <strong{}>{}<small>件</small></strong></a></li>'
_BACK = '<a class="btn btn--small" href="{}" rel="prev">{}前の{}</a>'
_ON = '<a class="btn btn--small" href="{}" rel="next">次の{}{}</a>'
LATE = SafeString(' class="overdue"')


def section(content: str, section_id: str, title: str, small: str = "") -> SafeString:
    """Return a section named by its heading; the id is unique on the page."""
    return format_html(
        '<section class="section" aria-labelledby="{}">\n  <h2 class="h-section" id="{}">{}{}</h2>\n  {}\n</section>',
        section_id,
        section_id,
        title,
        format_html(" <small>{}</small>", small) if small else "",
        content,
    )


def page_head(content: str, title: str, over: str = "", lead: str = "") -> SafeString:
    """Return the page's one h1 with its actions."""
    return format_html(
        '<div class="page-head"><div class="page-head__row"><div class="page-head__title">{}<h1>{}</h1>{}</div>{}'
        "</div></div>",
        format_html('<p class="page-head__over">{}</p>', over) if over else "",
        title,
        format_html('<p class="lead">{}</p>', lead) if lead else "",
        format_html('<div class="page-head__actions">{}</div>', content) if content.strip() else "",
    )


def pager(previous: str, following: str, size: str = "", text: str = "") -> SafeString:
    """Return the ways to the neighbouring pages of a list, "" for none; nothing where there is nothing to say."""
    if not (previous or following or text):
        return SafeString()
    many = format_html("{}件", size) if size else "ページ"
    return format_html(
        '<nav class="pager" aria-label="ページ送り">{}{}{}</nav>',
        format_html(_BACK, previous, icons.icon("left", "icon"), many) if previous else "",
        format_html("<p>{}</p>", text) if text else "",
        format_html(_ON, following, many, icons.icon("right", "icon")) if following else "",
    )


def timeline(entries: Iterable[Any]) -> SafeString:
    """Return what happened, in the order of the entries: at, what, tone, and url and note where there are any."""
    lines = "".join(map(_line, entries))
    return mark_safe(f'<ol class="timeline">{lines}</ol>')  # noqa: S308  # escaped in `_line`


def _line(entry: Any) -> str:
    what, url, note = conditional_escape(_of(entry, "what")), _of(entry, "url"), _of(entry, "note")
    return LINE.format(
        tone=icons.check_tone(_of(entry, "tone")),
        when=markup.era_time(_of(entry, "at")),
        what=f'<a href="{conditional_escape(url)}">{what}</a>' if url else what,
        note=f'<p class="timeline__note">{markup.lines(note)}</p>' if note else "",
    )


def glance(items: Iterable[Any], label: str = "件数") -> SafeString:
    """Return counts at a glance; items have label, url, count and late."""
    counts = (
        format_html(
            COUNT,
            _of(one, "url"),
            _of(one, "label"),
            LATE if _of(one, "late") and _of(one, "count") else "",
            _of(one, "count"),
        )
        for one in items
    )
    listed = mark_safe("".join(counts))  # noqa: S308  # each is escaped
    return format_html('<ul class="glance" aria-label="{}">{}</ul>', label, listed)


def empty_state(title: str, text: str = "", icon: str = "inbox", url: str = "", action: str = "") -> SafeString:
    """Return why there is nothing, and the next step."""
    return format_html(
        '<div class="empty">{}<p class="empty__title">{}</p>{}{}</div>',
        icons.icon(icon),
        title,
        format_html("<p>{}</p>", text) if text else "",
        format_html('<a class="btn btn--small" href="{}">{}</a>', url, action) if url else "",
    )


def _of(one: Any, name: str) -> Any:
    """Return a fact of an item, which is a mapping or an object; empty where it has none."""
    return one.get(name, "") if isinstance(one, Mapping) else getattr(one, name, "")

"""The items of the inbox as HTML: fifty of them in the template language take as long as three pages."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from core.ui import icons, markup

TASK = (
    '<li class="task{late}"><p class="task__due"><strong>{due_words}</strong>{due}</p><div class="task__body">'
    '<h4 class="task__title">{title}</h4>{meta}{chip}</div>{act}</li>'
)
ACT = (
    '<p class="task__act"><a class="btn btn--small" href="{url}">{act}'
    '<span class="hidden-visually">:{title}</span></a></p>'
)


def task(item: Any) -> SafeString:
    """Return one thing that somebody must do, for a list inside a ``.due-group``; every text is escaped.

    An act that is done on another page than the thing itself is read on has an ``act_url``.
    """
    title, url = escape(item.title), escape(item.url)
    act_url = escape(getattr(item, "act_url", item.url))
    written = TASK.format(
        late=" task--late" if item.late else "",
        due_words=escape(item.due_words),
        due=f"{markup.md(item.due_on)}まで" if item.due_on else "",
        title=f'<a href="{url}">{title}</a>' if url else title,
        meta=_meta(item),
        chip=icons.chip(item.tone, item.label) if item.label else "",
        act=ACT.format(url=act_url, act=escape(item.act), title=title) if item.act and act_url else "",
    )
    return mark_safe(written)  # noqa: S308  # every value is escaped above


def _meta(item: Any) -> str:
    if not (item.note or item.clause):
        return ""
    clause = f" {escape(markup.clause(item.clause))}" if item.clause else ""
    return f'<p class="task__meta">{escape(item.note or "")}{clause}</p>'

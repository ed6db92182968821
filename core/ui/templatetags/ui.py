"""The tags and filters of the design: each takes words and tones and gives one component of templates/components.

Text parameters are escaped by the templates; only ``SafeString`` passes, such as the content of a block tag
or a finished diff.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.ui import icons, markup, parts, tasks
from core.ui.bound import UiBoundField
from core.ui.summaries import AnyForm, asked_words, secrets_and_others, summary_lines

register = template.Library()

for _filter in (
    markup.era,
    markup.era_plain,
    markup.era_month,
    markup.era_time,
    markup.md,
    markup.hm,
    markup.clause,
    markup.show,
):
    register.filter(_filter.__name__, _filter)
register.filter("lines", markup.lines)
register.filter("tone", icons.check_tone)
register.simple_tag(icons.icon, name="icon")
register.simple_tag(tasks.task, name="task")
register.simple_tag(parts.timeline, name="timeline")
register.simple_tag(parts.glance, name="glance")
register.simple_tag(parts.empty_state, name="empty_state")
register.simple_block_tag(parts.section, name="section")
register.simple_block_tag(parts.page_head, name="page_head")

MESSAGE_TONES: Final = {"success": "ok", "warning": "warn", "error": "stop"}


@register.filter
def grouped(number: int) -> str:
    """Return the number with commas at the thousands, whatever the locale says."""
    return f"{number:,}"


@register.filter
def message_tone(message: Message) -> str:
    """Return the tone of a message of ``django.contrib.messages``."""
    return MESSAGE_TONES.get(message.level_tag, "info")


@register.simple_tag
def chip(tone: str, label: object, icon: str = "") -> SafeString:
    """Return a state as colour, shape and word."""
    return icons.chip(tone, str(label), icon)


@register.simple_block_tag
def banner(content: str, tone: str, title: str = "", role: str = "", quiet: bool = False) -> SafeString:
    """Return an outcome or a warning; wrong input belongs in the error summary instead."""
    facts = {"content": content, "tone": icons.check_tone(tone), "title": title, "role": role, "quiet": quiet}
    return render_to_string("components/_banner.html", facts)


class FactNode(template.Node):
    """One row of a description list; a page has dozens."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Return the row."""
        name = conditional_escape(self.name.resolve(context))
        return mark_safe(f"<div><dt>{name}</dt><dd>{self.nodelist.render(context)}</dd></div>")  # noqa: S308  # rendered and escaped


@register.tag
def fact(parser: Parser, token: Token) -> FactNode:
    """Read the name of a fact, and what stands for it up to `endfact`."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endfact",))
    parser.delete_first_token()
    return FactNode(parser.compile_filter(name), nodelist)


@register.simple_tag
def crumbs(*trail: Any) -> SafeString:
    """Return the way to this page, from a list of pairs or as label, url, label, url, label."""
    if len(trail) == 1 and not isinstance(trail[0], str):
        return markup.crumbs(trail[0] or ())
    return markup.crumbs(list(zip(trail[::2], [*trail[1::2], ""], strict=False)))


@register.inclusion_tag("components/_stepper.html")
def stepper(steps: Iterable[Any], label: str = "段階") -> dict[str, Any]:
    """Give where a request stands; states are done, now, todo and back."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/_diff.html")
def diff(items: Iterable[Any], before: str = "前", after: str = "今") -> dict[str, Any]:
    """Give what changed, field by field; see ``core.ui.diffing``."""
    return {"items": items, "before": before, "after": after, "nothing": markup.NOTHING}


@register.inclusion_tag("components/_facts.html")
def facts(rows: Iterable[Any]) -> dict[str, Any]:
    """Give one record as a description list."""
    return {"rows": [_row(row) for row in rows]}


def _row(row: Any) -> Any:
    if isinstance(row, Sequence) and not isinstance(row, str):
        return dict(zip(("name", "value", "note"), row, strict=False))
    return row


@register.simple_tag(takes_context=True)
def pager(
    context: Context,
    previous: str | None = None,
    next: str | None = None,  # noqa: A002 - the word of the template
    param: str = "cursor",
    size: int | None = None,
    text: str = "",
) -> SafeString:
    """Return the ways to the neighbouring pages by cursor, keeping the filters of the current query."""
    return parts.pager(_query(context, param, previous), _query(context, param, next), str(size or ""), text)


def _query(context: Context, param: str, cursor: str | None) -> str:
    if not cursor:
        return ""
    request = context.get("request")
    given = request.GET.lists() if request else ()
    kept = [(name, value) for name, values in given for value in values if name != param]
    return f"?{urlencode([*kept, (param, cursor)])}"


@register.inclusion_tag("components/_post_button.html")
def post_button(url: str, label: str, style: str = "", note: str = "", **hidden: object) -> dict[str, Any]:
    """Give a form of one button; further keywords become hidden fields."""
    css = " ".join(["btn", *(f"btn--{name}" for name in style.split())])
    return {"url": url, "label": label, "css": css, "note": note, "hidden": hidden}


@register.simple_tag
def field(bound: UiBoundField, width: str = "", need: str | None = None) -> SafeString:
    """Return a whole form field: label, need mark, help, error, input, counter."""
    bound.width = width
    bound.need_override = need
    return bound.as_field_group()


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms: AnyForm) -> dict[str, Any]:
    """Give the list of places to mend, over any forms and formsets; nothing when there is none."""
    has_files = any(form is not None and form.is_bound and form.is_multipart() for form in forms)
    has_secrets, has_others = secrets_and_others(forms)
    return {
        "lines": summary_lines(forms),
        "has_files": has_files,
        "has_secrets": has_secrets,
        "has_others": has_others,
    }


@register.inclusion_tag("components/_filters.html")
def filters(
    form: BaseForm, label: str, back: str = "", back_label: str = "すべて外す", button: str = "絞り込む"
) -> dict[str, Any]:
    """Give the filters of a list by GET; on paper what was asked stands in their place."""
    asked = list(asked_words(form)) if form.is_bound and form.is_valid() else []
    return {"form": form, "label": label, "back": back, "back_label": back_label, "button": button, "asked": asked}


@register.inclusion_tag("components/_segments.html")
def segments(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Give other cuts of the same page as links; items have label, url and current."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/_duties.html")
def duties(items: Iterable[Any]) -> dict[str, Any]:
    """Give the obligations that an act opens; items have name, note, clause, due and due_note."""
    return {"items": items}


@register.simple_tag
def filter_off(label: str, url: str) -> SafeString:
    """Return one condition of a filter as the link that takes it off."""
    words = format_html('<span class="hidden-visually">{}</span>', "を外す")
    return format_html('<a class="filter-off" href="{}">{}{}{}</a>', url, label, icons.icon("close"), words)

"""The inline icons of the screens, as data; inline because a state must keep its shape without any request or script.

Paths are drawn on a 16 x 16 grid in the current text colour. Icons are decoration beside words, so all are hidden from
screen readers.
"""

from functools import lru_cache
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_LINE: Final = 'fill="none" stroke="currentColor" stroke-width="2"'
_FULL: Final = 'fill="currentColor" fill-rule="evenodd"'
_RING: Final = f'<circle cx="8" cy="8" r="6.5" {_LINE}/>'
_DISC: Final = "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z"
_OCTAGON: Final = "M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9z"
_CROSS: Final = "M8 6.8 5.7 4.5 4.5 5.7 6.8 8l-2.3 2.3 1.2 1.2L8 9.2l2.3 2.3 1.2-1.2L9.2 8l2.3-2.3-1.2-1.2z"

ICONS: Final[dict[str, str]] = {
    "draft": f'<circle cx="8" cy="8" r="6" {_LINE} stroke-dasharray="3 2.2"/>',
    "wait": f'{_RING}<path d="M8 4.5V8l2.5 2" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "run": f'{_RING}<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "ok": f'<path {_FULL} d="{_DISC}M7 11.6 3.6 8.2l1.3-1.3L7 9l4.1-4.1 1.3 1.3z"/>',
    "warn": f'<path {_FULL} d="M8 .8 16 15H0zM7.1 5.6v4.6h1.8V5.6zm0 5.9v1.8h1.8v-1.8z"/>',
    "stop": f'<path {_FULL} d="{_OCTAGON}{_CROSS}"/>',
    "end": f'<rect x="1.5" y="1.5" width="13" height="13" rx="1" {_LINE}/>'
    '<path d="M4.5 8h7" stroke="currentColor" stroke-width="2"/>',
    "info": f'<path {_FULL} d="{_DISC}M7.1 3.6h1.8v1.8H7.1zm0 3h1.8v5.8H7.1z"/>',
    "pause": '<path d="M3 2h3.5v12H3zM9.5 2H13v12H9.5z" fill="currentColor"/>',
    "check": '<path d="m2 8.5 4 4 8-9" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "back": f'<path d="M6 3 2 7l4 4M2 7h8a4 4 0 0 1 0 7H8" {_LINE}/>',
    "plus": '<path d="M2.5 8h11M8 2.5v11" stroke="currentColor" stroke-width="2.2"/>',
    "minus": '<path d="M2.5 8h11" stroke="currentColor" stroke-width="2.2"/>',
    "left": f'<path d="M10.5 3 5.5 8l5 5" {_LINE}/>',
    "right": f'<path d="m5.5 3 5 5-5 5" {_LINE}/>',
    "down": f'<path d="m3 5.5 5 5 5-5" {_LINE}/>',
    "menu": '<path d="M1.5 3.5h13M1.5 8h13M1.5 12.5h13" stroke="currentColor" stroke-width="1.8"/>',
    "close": f'<path d="m3 3 10 10M13 3 3 13" {_LINE}/>',
    "inbox": '<path d="M2 10 4 3h8l2 7v3.5H2zM2 10h3.5l1 1.8h3l1-1.8H14" fill="none" stroke="currentColor"'
    ' stroke-width="1.2"/>',
    "search": f'<circle cx="7" cy="7" r="4.8" {_LINE}/><path d="m10.5 10.5 4 4" {_LINE}/>',
}

TONES: Final = frozenset({"draft", "wait", "run", "ok", "warn", "stop", "end", "info"})


@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """Return the icon as inline SVG; raises KeyError for a name that is not in the table."""
    body = mark_safe(ICONS[name])  # noqa: S308 - a constant of this module
    css_attribute = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>', css_attribute, body)


def check_tone(tone: object) -> str:
    """Return the tone when the design knows it, otherwise "end", so that a page never fails over a colour."""
    return str(tone) if str(tone) in TONES else "end"


@lru_cache(maxsize=1024, typed=True)
def chip(tone: str, label: str, icon_name: str = "") -> SafeString:
    """Return a state as colour, shape and word."""
    known = check_tone(tone)
    return format_html('<span class="chip" data-tone="{}">{}{}</span>', known, icon(icon_name or known), label)

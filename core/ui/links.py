"""Addresses of pages, worked out once: `reverse` looks through all patterns each time, and a page names a dozen."""

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

SPECIMEN = 7_000_000_000_000_000_007
"""Stands for the number in the address of a page; no table holds so many rows."""


def link(name: str, *args: object) -> str:
    """Return what `reverse` returns; fast for pages without a number, or with one.

    Raises:
        NoReverseMatch: when there is no such page.
    """
    if len(args) > 1 or (args and (type(args[0]) is not int or args[0] < 0)):
        return reverse(name, args=args)
    before, behind = _parts(name, bool(args), settings.ROOT_URLCONF, get_urlconf(), get_script_prefix())
    return f"{before}{args[0]}{behind}" if args else before


def soft_link(name: str, *args: object) -> str:
    """Return the address of a page, or an empty text when no app has that page."""
    try:
        return link(name, *args)
    except NoReverseMatch:
        return ""


def absolute(path: str) -> str:
    """Prefix a path with the address people reach the application at; nothing stays nothing."""
    return f"{settings.PUBLIC_BASE_URL}{path}" if path else ""


@lru_cache(maxsize=500)
def _parts(name: str, is_numbered: bool, root: str, urlconf: str | None, prefix: str) -> tuple[str, str]:
    """Return what stands before and behind the number."""
    before, _, behind = reverse(name, args=[SPECIMEN] if is_numbered else []).partition(str(SPECIMEN))
    return before, behind

"""`{% kept facts… %}…{% endkept %}`: parts of a page that are the same text for the same facts, written once.

The facts are all that the part shows, every one of them: with a fact left out a page would show another's. What is
missing or None is no fact, and the part is written anew. Addresses and the token of a form need not be named.
"""

import secrets
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe

from core.ui.written import Written

register = template.Library()
TOKEN = f"token{secrets.token_hex(16)}"
"""Stands where the token of a form is put in, for that is another one on each page."""
MOST = 500


class KeptNode(template.Node):
    """A part of a page with its facts."""

    def __init__(self, nodelist: NodeList, facts: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.facts = facts
        self._written = Written(MOST)

    def render(self, context: Context) -> SafeString:
        """Return the part."""
        facts = [fact.resolve(context, ignore_failures=True) for fact in self.facts]
        if any(fact is None for fact in facts):
            return self.nodelist.render(context)
        token = "csrf_token" in context
        key = (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix(), token, *map(_plain, facts))
        text = self._written.remembered(key, lambda: self._write(context, with_token=token))
        if TOKEN not in text:
            return text
        return mark_safe(text.replace(TOKEN, str(context["csrf_token"])))  # noqa: S308  # written by a template; a token is letters and digits

    def _write(self, context: Context, *, with_token: bool) -> SafeString:
        with context.push(**({"csrf_token": TOKEN} if with_token else {})):
            return self.nodelist.render(context)


def _plain(fact: Any) -> Any:
    """Return a fact as what it is compared by; of a late value the value itself, which holds no request."""
    return tuple(fact) if isinstance(fact, tuple) else str(fact)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Read the facts, and the part up to `endkept`."""
    facts = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, facts)

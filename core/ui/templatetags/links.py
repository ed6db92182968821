"""Django's `{% url %}` with addresses that are worked out once (`core.ui.links`); every template has it."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from core.ui.links import link

register = template.Library()


class LinkNode(URLNode):
    """An address of a page."""

    def render(self, context: Any) -> str:
        """Return the address, or put it under a name."""
        if self.kwargs:
            return super().render(context)
        try:
            address = link(self.view_name.resolve(context), *(arg.resolve(context) for arg in self.args))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar is None:
            return conditional_escape(address) if context.autoescape else address
        context[self.asvar] = address
        return ""


@register.tag
def url(parser: Parser, token: Token) -> LinkNode:
    """Read it as Django does."""
    found = parse_url(parser, token)
    return LinkNode(found.view_name, found.args, found.kwargs, found.asvar)

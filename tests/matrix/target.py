"""One address of the URLconf and what it is asked for: a record, and a form that acts when the right person posts it.

A form is read from the page on which it stands, as the person whom `by` names sees it, and then filled in: so every
posted name is one that the page offers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.html import Form, Page
from tests.matrix.world import City

Data = dict[str, Any]


@dataclass
class Target:
    """One address with its record; `by`, `page` and `fills` say whose form stands where and what is typed into it."""

    city: City
    name: str
    args: tuple[Any, ...] = ()
    by: str = ""
    page: str = ""
    fills: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    query: str = ""
    """What the address is always asked with, where it means nothing without."""
    asks: tuple[str, ...] = ()
    """What the address reads from its query besides the form."""

    @property
    def url(self) -> str:
        """Return the address, with its query where it has one."""
        address = reverse(self.name.partition("@")[0], args=self.args)
        return f"{address}?{self.query}" if self.query else address

    def asked(self, query: str) -> str:
        """Return the address with something more in its query."""
        return f"{self.url}{'&' if self.query else '?'}{query}" if query else self.url

    @property
    def route(self) -> str:
        """Return the URL name without what tells two rows of one address apart."""
        return self.name.partition("@")[0]

    @cached_property
    def posted(self) -> Data:
        """Return what the person `by` posts: the form as its page holds it, with what is typed."""
        return self.read() | dict(self.typed)

    @property
    def typed(self) -> Mapping[str, Any]:
        """Return what is typed; a file is made anew for each post."""
        return (self.fills() if callable(self.fills) else self.fills) or {}

    def data(self, kind: str) -> Data:
        """Return the data of one post by a kind of person, who names an office of his or her own."""
        posted = self.posted | dict(self.typed)
        return posted | {"capacity": self.city.key_of(kind)} if "capacity" in posted else posted

    def read(self) -> Data:
        """Return what the form of this address holds untouched; nothing where the address has no form of its own."""
        return dict(self.form.values) if self.by else {}

    @property
    def listed(self) -> list[str]:
        """Return every name that the form of this address offers, and what its query may hold."""
        return [*(self.form.names if self.by else []), *self.asks]

    @cached_property
    def form(self) -> Form:
        """Read the form that posts to this address from its page."""
        shown = self.city.browser(self.by).get(self.page or self.url)
        assert shown.status_code == 200, (self.name, shown.status_code)
        forms = [one for one in Page(shown.content.decode()).forms if one.method == "post"]
        own = [one for one in forms if one.action == self.url] or [one for one in forms if not one.action]
        assert own, f"{self.by} finds no form for {self.name} on {self.page or self.url}"
        return max(own, key=lambda one: len(one.names))


def routes() -> list[str]:
    """Return every URL name of the URLconf, with its namespaces."""
    return list(_named(get_resolver().url_patterns, ""))


def _named(patterns: list[URLPattern | URLResolver], space: str) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern.url_patterns, inner)

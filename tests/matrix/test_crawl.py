"""Every page as every kind of person, link by link from the first one: nothing broken, nothing changed by looking.

And every form found on the way, posted as it stands: it leads to an address that takes it, and is not refused.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.factories import Rows, everything
from tests.matrix.answers import NO_BUSINESS, writes
from tests.matrix.html import Form, Page
from tests.matrix.world import KINDS, City, body_of, undone
from tests.services import drills

HELD_BACK = {"csrfmiddlewaretoken", "seen", "seen_version", "next"}
OF_A_KIND, ASKED_IN_A_WAY = (2, 1) if settings.DATABASE_URL else (5, 2)
"""How many addresses of one page are opened or posted to in the suite, and how many with the same parameters.

Fewer on the server: that each query runs depends on the engine; which pages lead where does not.
"""
MOST = 100_000
STATIC = "/static/"
CURSOR = re.compile(r"cursor=[^&]+")


@dataclass
class Walk:
    """What one kind of person met: the pages, and everything that is wrong with them."""

    city: City
    kind: str
    pages: dict[str, int] = field(default_factory=dict)
    forms: dict[tuple[str, str], tuple[str, Form]] = field(default_factory=dict)
    posted: list[tuple[str, Form, str]] = field(default_factory=list)
    opened: Counter[tuple[str, ...]] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def go(self, waiting: list[str]) -> None:
        """Open everything that waits, and whatever it links to."""
        linked = {url: url for url in waiting}
        while linked:
            url, source = linked.popitem()
            for found in self.open(url, source):
                if found not in self.pages and found not in linked and self.is_new(found):
                    linked[found] = url

    def is_new(self, url: str, method: str = "GET") -> bool:
        """Tell whether few addresses like this were met: the same page of other records, asked in the same way."""
        parts = urlsplit(url)
        try:
            page = resolve(parts.path).view_name
        except Resolver404:
            return True
        asked = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
        self.opened[method, page, *asked] += 1
        return self.opened[method, page, *asked] <= drills.size(ASKED_IN_A_WAY if asked else OF_A_KIND, MOST)

    def open(self, url: str, source: str) -> Iterator[str]:
        """Open one page; yield the addresses of this site it links to."""
        browser = self.city.browser(self.kind)
        with undone(), writes() as seen:
            answer = browser.get(url)
        self.pages[url] = answer.status_code
        self.blame(url, f"writes {seen - NO_BUSINESS}", when=bool(seen - NO_BUSINESS))
        self.blame(url, f"{answer.status_code}, linked from {source}", when=answer.status_code >= 400)
        if answer.status_code in {301, 302}:
            yield from inside([answer["Location"]], url)
        elif answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            yield from self.read(url, Page(body_of(answer)))

    def read(self, url: str, page: Page) -> Iterator[str]:
        """Judge one page; note its forms."""
        self.blame(url, f"lang {page.lang!r}", when=page.lang != "ja")
        self.blame(url, "no title", when=not page.title.strip("| "))
        self.blame(url, f"{page.h1} headings of the first order", when=page.h1 != 1)
        self.blame(url, f"{page.inline}", when=bool(page.inline))
        self.blame(url, f"a source elsewhere: {page.sources}", when=any(elsewhere(one) for one in page.sources))
        for form in page.forms:
            if form.method == "post":
                told = repr(sorted((name, value) for name, value in form.values.items() if name not in HELD_BACK))
                self.forms.setdefault((urljoin(url, form.action or url), told), (url, form))
        yield from inside(page.links, url)

    def post(self) -> None:
        """Post every form as it stands: a button shown is a button that works, a form may ask for more."""
        self.posted = [(*one, action) for (action, _), one in self.forms.items() if self.is_new(action, "POST")]
        for url, form, action in self.posted:
            with undone():
                answer = self.city.browser(self.kind).post(action, form.values)
            self.blame(url, f"its form for {action} answers {answer.status_code}", when=answer.status_code >= 400)

    def blame(self, url: str, fault: str, *, when: bool) -> None:
        """Note a fault."""
        if when:
            self.faults.append((url, fault))


def inside(links: list[str], url: str) -> Iterator[str]:
    """Yield the addresses of this site among links, without fragments."""
    for link in links:
        found = urldefrag(urljoin(url, link)).url
        if not elsewhere(found) and not found.startswith(STATIC):
            yield found


def elsewhere(url: str) -> bool:
    """Tell whether an address leads to another site."""
    return bool(urlsplit(url).netloc or urlsplit(url).scheme)


@pytest.mark.drill
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_a_person_is_led_to_works_and_changes_nothing(
    kind: str, city: City, before: Rows, report: drills.Report
) -> None:
    walk = Walk(city, kind)

    walk.go(["/"])
    walk.post()

    assert walk.faults == []
    assert everything() == before
    report("matrix", f"pages and forms as {kind}", tried=len(walk.pages) + len(walk.posted), outcome="none broken")

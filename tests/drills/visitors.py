"""Visitors of a running copy: plain HTTP with cookies, no redirects followed, so that many can act at one moment."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from tests.drills.copies import on_database
from tests.services.live import LiveCopy

PATIENCE_SECONDS = 120
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What the server answered: status, where it leads, and the page."""

    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """One browser of the running copy at `port`, with cookies of its own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **data: Any) -> Answer:
        """Post a form with the token of this browser."""
        return self._ask("POST", path, {"csrfmiddlewaretoken": self.cookies["csrftoken"], **data})

    def enter(self, person: int) -> None:
        """Sign in as a person of the demonstration. Raises AssertionError when the server refuses."""
        self.open("/signin/")
        answer = self.post(f"/enter/{person}/")
        assert answer.status == 302, answer

    def again(self) -> "Visitor":
        """Return a second window of the same browser."""
        return Visitor(self.port, dict(self.cookies))

    def _ask(self, method: str, path: str, data: Mapping[str, Any] | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)) as link:
            link.request(method, path, urlencode(data) if data is not None else None, headers)
            found = link.getresponse()
            for line in found.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(found.status, found.headers.get("Location", ""), found.read().decode())


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page by name; of one name the last."""
    return dict(HIDDEN.findall(page))


@contextmanager
def records_of(copy: LiveCopy) -> Iterator[None]:
    """Read and write the database of a running copy from here, through the ORM."""
    name = str(copy.var / "iwaki.sqlite3")
    if settings.DATABASE_URL:
        name = urlsplit(copy.environ["DATABASE_URL"]).path.removeprefix("/")
    with on_database(name):
        yield

"""The client: asks one address after the other over a connection that is kept, and reads what the pages offer."""

import re
import time
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection

NEXT = re.compile(r'href="([^"]*)" rel="next"')


class Client:
    """One person's browser as far as time is concerned."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": cookie, "Accept": "text/html"}
        self._cookies = dict([cookie.split("=", 1)])

    def get(self, path: str) -> tuple[float, str]:
        """Return seconds until the whole answer was there, and the answer.

        Raises:
            RuntimeError: for any other answer than 200.
        """
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        self._keep(answer.headers.get_all("Set-Cookie", []))
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return seconds, body.decode()

    def _keep(self, cookies: list[str]) -> None:
        """Send back what was set, as a browser does: a page makes no new token for a form then."""
        if cookies:
            self._cookies |= dict(cookie.partition(";")[0].split("=", 1) for cookie in cookies)
            self._headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())


@dataclass
class Offers(HTMLParser):
    """What the search form of a list offers: the values of its choices and its boxes, by name."""

    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._select = ""
        self._asks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a part of a form that is asked by GET."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._asks = given.get("method", "get").lower() == "get"
        elif not self._asks:
            return
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and given.get("value"):
            self.choices.setdefault(self._select, []).append(given["value"])
        elif tag == "input" and given.get("type") == "checkbox" and given.get("name"):
            self.boxes.setdefault(given["name"], given.get("value") or "on")

    def handle_endtag(self, tag: str) -> None:
        """Leave a choice or a form."""
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._asks = False


def offers(page: str) -> Offers:
    """Read the form of a list."""
    found = Offers()
    found.feed(page)
    return found


def walk(client: Client, path: str, pages: int) -> str:
    """Follow the way to the next page as often as there is one, `pages` times at most; return where it ends."""
    for _ in range(pages):
        way = NEXT.search(client.get(path)[1])
        if way is None:
            break
        path = _absolute(path, unescape(way[1]))
    return path


def _absolute(path: str, way: str) -> str:
    return way if way.startswith("/") else path.partition("?")[0] + way

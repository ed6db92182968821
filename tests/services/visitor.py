"""A person at a browser without a browser: cookies, forms with their tokens, and what was answered with success."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
UNREACHABLE = 0


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    text: str = ""
    location: str = ""

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the page's forms; of one name the last."""
        return {name: unescape(value) for name, value in HIDDEN.findall(self.text)}


@dataclass
class Visitor:
    """One person on one connection after another."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    patience: int = 30
    """Seconds to wait for an answer."""
    answers: list[Answer] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, page: Answer, **values: object) -> Answer:
        """Post a form of a page, with the hidden fields that the page carries."""
        return self._ask("POST", path, urlencode({**page.hidden(), **values}))

    def send(self, path: str, **values: object) -> Answer:
        """Post with nothing of a page but the token of this browser."""
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **values}))

    def again(self) -> "Visitor":
        """Return a second window of the same browser."""
        return Visitor(self.port, dict(self.cookies), self.patience)

    def enter(self, person: int) -> bool:
        """Sign in by the demonstration's button, in a window without an earlier session."""
        self.cookies.clear()
        return self.post(f"/enter/{person}/", self.get("/signin/")).status == 302

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            text = reply.read().decode(errors="replace")
            for cookie in reply.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            answer = Answer(reply.status, text, reply.headers.get("Location") or "")
        except (OSError, http.client.HTTPException):
            answer = Answer(UNREACHABLE)
        finally:
            connection.close()
        self.answers.append(answer)
        return answer


class Crowd:
    """Visitors who do the same errand again and again, each in a thread, until told to stop."""

    def __init__(self, errands: list[Callable[[], None]]) -> None:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._repeat, args=(errand,)) for errand in errands]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, errand: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            errand()
            time.sleep(0.02)

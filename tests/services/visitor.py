"""A person at a browser without a browser: cookies, forms with their tokens, and what was answered with success."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
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

    def headers(self) -> dict[str, str]:
        """Return what every request carries."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def connected(self) -> http.client.HTTPConnection:
        """Return a connection. Raises OSError when nobody answers."""
        return self.connected_to(self.port)

    def connected_to(self, port: int) -> http.client.HTTPConnection:
        """Return a connection to a port of this machine. Raises OSError when nobody answers there."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=self.patience)
        connection.connect()
        return connection

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        answer = Answer(UNREACHABLE)
        with suppress(OSError, http.client.HTTPException), closing(self.connected()) as connection:
            answer = self._exchange(connection, method, path, body)
        self.answers.append(answer)
        return answer

    def _exchange(self, connection: http.client.HTTPConnection, method: str, path: str, body: str) -> Answer:
        typed = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, self.headers() | typed)
        reply = connection.getresponse()
        text = reply.read().decode(errors="replace")
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Answer(reply.status, text, reply.headers.get("Location") or "")


@dataclass
class ThroughProxy(Visitor):
    """One person whose browser speaks HTTPS with a proxy, which asks whichever web process answers."""

    host: str = ""
    behind: tuple[int, ...] = ()
    """Ports of the web processes; each request begins with the next one."""
    staff_numbers: Mapping[int, str] = field(default_factory=dict)
    """Of persons by key."""
    password: str = ""
    _turn: int = 0

    def headers(self) -> dict[str, str]:
        """Return what the browser says and the proxy adds."""
        proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        return super().headers() | proxy | {"Host": self.host, "Referer": f"https://{self.host}/"}

    def connected(self) -> http.client.HTTPConnection:
        """Return a connection to the next web process that answers. Raises OSError when none does."""
        self._turn += 1
        first = self._turn % len(self.behind)
        for port in self.behind[first:] + self.behind[:first]:
            with suppress(OSError):
                return self.connected_to(port)
        raise OSError(f"none of {self.behind} answers")

    def enter(self, person: int) -> bool:
        """Sign in with number and password, in a window without an earlier session."""
        self.cookies.clear()
        named = {"staff_number": self.staff_numbers[person], "password": self.password}
        return self.post("/signin/", self.get("/signin/"), **named).status == 302


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

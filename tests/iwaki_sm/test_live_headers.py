"""The same of the real web server, over a plain socket: what it adds, and what it answers by itself."""

import http.client
import socket

import pytest

from tests.services.live import LiveCopy

LONG = "/" + "a" * 9000
EVERYWHERE = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}


def ask(app: LiveCopy, method: str, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    """Make one request and read the answer whole."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=20)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def raw(app: LiveCopy, sent: bytes) -> bytes:
    """Send bytes as they are; return what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", app.port), timeout=20) as wire:
        wire.sendall(sent)
        received = b""
        while part := wire.recv(65536):
            received += part
    return received


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/signin/", 200),
        ("/", 302),
        ("/nowhere/", 404),
        ("/signout/", 405),
        ("/healthz", 200),
        ("/static/icon.svg", 200),
    ],
)
def test_every_answer_of_the_server_is_isolated(live_app: LiveCopy, path: str, status: int) -> None:
    answer = ask(live_app, "GET", path)
    names = {name.lower() for name, _ in answer.getheaders()}
    assert (answer.status, EVERYWHERE - names) == (status, set())
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_server_tells_no_version(live_app: LiveCopy) -> None:
    answer = ask(live_app, "GET", "/signin/")
    assert answer.headers["Server"] == "gunicorn"
    assert not {"X-Powered-By", "Via"} & set(answer.headers)


def test_body_too_large_is_answered_before_it_is_sent(live_app: LiveCopy) -> None:
    head = b"POST /signin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n"
    with socket.create_connection(("127.0.0.1", live_app.port), timeout=20) as wire:
        wire.sendall(head)
        assert wire.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_body_without_a_length_is_read_as_empty(live_app: LiveCopy) -> None:
    head = b"POST /signin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert raw(live_app, head + b"5\r\nhello\r\n0\r\n\r\n").startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize(
    "sent",
    [
        f"GET {LONG} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 20000 + b"\r\n\r\n",
        b"GET /<script>alert(1)</script> HTTP/9.9\r\n\r\n",
        b"<script>alert(1)</script>\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n<script>: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    ],
    ids=["long address", "long header", "bad version", "no request", "bad header", "two framings", "two lengths"],
)
def test_what_the_server_refuses_by_itself_shows_nothing_that_runs(live_app: LiveCopy, sent: bytes) -> None:
    answer = raw(live_app, sent)
    assert answer[:10] == b"HTTP/1.1 4"
    assert b"<script" not in answer
    assert len(answer) < 2000

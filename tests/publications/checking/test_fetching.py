"""A page is fetched from a real web server that behaves badly, within its limits."""

import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest

from publications.checking.addresses import NotReached
from publications.checking.charsets import decoded
from publications.checking.fetching import MOST_BYTES, fetch
from publications.checking.reach import Reach
from tests.publications.checking import server
from tests.publications.checking.server import CERTIFICATE, HOST, Served, page, raw, redirect, serving

SECONDS = 0.6
HTML = "<p>いわき市の公式アカウント</p>"


def reach_of(served: Served, **more: Any) -> Reach:
    """Reach one server of the tests, by its name."""
    return Reach(frozenset(), frozenset({served.place}), **{"resolve": lambda host, port: ["127.0.0.1"], **more})


def reason(served: Served, url: str = "", seconds: float = SECONDS, **more: Any) -> str:
    """Return why a page is not confirmed."""
    with pytest.raises(NotReached) as refused:
        fetch(url or served.url(), reach_of(served, **more), seconds)
    return refused.value.reason


def test_a_page_is_read_whole_and_asked_for_plainly() -> None:
    with serving(page(HTML.encode(), "text/html; charset=utf-8")) as served:
        got = fetch(served.url("/sns/?a=1"), reach_of(served))
    assert (got.body.decode(), got.content_type) == (HTML, "text/html; charset=utf-8")
    asked = served.asked[0].lower().split("\r\n")
    assert asked[:2] == ["get /sns/?a=1 http/1.1", f"host: {served.place}"]
    assert "accept-encoding: identity" in asked
    assert not [line for line in asked if line.startswith(("cookie", "authorization", "referer"))]


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "https://evil.example/", "/other", "http://169.254.169.254/"])
def test_a_redirect_is_not_followed_and_told(to: str) -> None:
    with serving(redirect(to)) as served:
        said = reason(served)
    assert (f"転送先:{to}" in said, served.connections) == (True, 1)


@pytest.mark.parametrize("bad", [server.silence, server.drip, server.drip_body])
def test_a_server_that_stalls_or_drips_costs_no_more_than_the_whole_time(bad: Any) -> None:
    with serving(bad) as served:
        begun = time.monotonic()
        said = reason(served)
        taken = time.monotonic() - begun
    assert "読み終わりません" in said
    assert SECONDS * 0.9 < taken < SECONDS + 2


def test_a_look_up_that_stalls_costs_no_more_than_the_whole_time() -> None:
    def stall(host: str, port: int) -> list[str]:
        time.sleep(SECONDS * 4)
        return ["127.0.0.1"]

    with serving(page(b"")) as served:
        assert "時間内" in reason(served, resolve=stall)
    assert served.connections == 0


def test_two_gigabytes_are_left_where_they_are() -> None:
    with serving(server.endless) as served:
        assert "大きすぎます" in reason(served, seconds=10)
    with serving(raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2147483648\r\n\r\nx")) as served:
        assert "大きすぎます" in reason(served)


def test_the_largest_page_is_read_and_one_byte_more_is_not() -> None:
    with serving(page(b"x" * MOST_BYTES)) as served:
        assert len(fetch(served.url(), reach_of(served)).body) == MOST_BYTES
    with serving(page(b"x" * (MOST_BYTES + 1))) as served:
        assert "大きすぎます" in reason(served, seconds=10)


def test_a_compressed_answer_is_not_unpacked() -> None:
    with serving(server.bomb) as served:
        assert "圧縮" in reason(served, seconds=10)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raw(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"), "404"),
        (raw(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"), "500"),
        (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "204"),
        (page(b"%PDF-1.7", "application/pdf"), "HTMLのページではありません"),
        (page(b"x", ""), "HTMLのページではありません"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "読み取れません"),
        (raw(b""), "読み取れません"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n"), "読み取れません"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nshort"), "読み取れません"),
    ],
)
def test_what_is_no_whole_page_is_not_confirmed(answer: Any, said: str) -> None:
    with serving(answer) as served:
        assert said in reason(served, seconds=5)


def test_a_name_that_changes_its_address_is_looked_up_once() -> None:
    with serving(page(HTML.encode())) as served, serving(page(b"inside"), "127.0.0.2") as inside:
        answers = iter([["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]])
        got = fetch(served.url(), reach_of(served, resolve=lambda host, port: next(answers)))
    assert (got.body.decode(), served.connections, inside.connections, next(answers)) == (HTML, 1, 0, ["127.0.0.2"])


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with serving(page(HTML.encode())) as served:
        got = fetch(served.url(), reach_of(served, resolve=lambda host, port: ["127.0.0.3", "127.0.0.1"]))
    assert got.body.decode() == HTML


def test_nobody_answers() -> None:
    with serving(page(b"")) as served:
        pass
    assert "接続できません" in reason(served)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(page(HTML.encode())) as served, serving(page(b"proxy")) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch(served.url(), reach_of(served)).body.decode() == HTML
    assert proxy.connections == 0


def trusting() -> ssl.SSLContext:
    """Trust the certificate of the tests' server, and check its name."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_the_certificate_is_checked_against_the_name_while_the_address_is_pinned() -> None:
    with serving(page(HTML.encode()), tls=True) as served:
        url = f"https://{served.place}/"
        assert fetch(url, reach_of(served, trust=trusting)).body.decode() == HTML
        assert "証明書" in reason(served, url, seconds=5)
        other = Reach(
            frozenset(), frozenset({f"city.example:{served.port}"}), lambda host, port: ["127.0.0.1"], trusting
        )
        with pytest.raises(NotReached, match="証明書"):
            fetch(f"https://city.example:{served.port}/", other, 5)
    assert HOST in served.asked[0]


def test_a_handshake_that_stalls_costs_no_more_than_the_whole_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        served = Served(int(deaf.getsockname()[1]))
        begun = time.monotonic()
        assert "読み終わりません" in reason(served, f"https://{served.place}/")
    assert time.monotonic() - begun < SECONDS + 2


TEXT = "いわき市公式アカウント 広報いわき 運用方針を掲載しています。能登、表示、ソーシャルメディア"


@pytest.mark.parametrize(
    ("codec", "header", "meta"),
    [
        ("cp932", "text/html; charset=Shift_JIS", ""),
        ("cp932", "text/html", '<meta charset="shift_jis">'),
        ("cp932", "text/html", ""),
        ("euc_jis_2004", "text/html; charset=EUC-JP", ""),
        ("euc_jis_2004", "text/html", '<meta http-equiv="Content-Type" content="text/html; charset=euc-jp">'),
        ("euc_jis_2004", "text/html", ""),
        ("utf-8", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html", '<meta charset="utf-8">'),
        ("utf-8", "text/html", ""),
        ("utf-8-sig", "text/html; charset=shift_jis", ""),
        ("iso2022_jp", "text/html", ""),
        ("utf-8", "text/html; charset=zlib_codec", ""),
        ("utf-8", "text/html; charset=idna", '<meta charset="unicode_escape">'),
    ],
)
def test_a_page_is_read_in_its_character_set(codec: str, header: str, meta: str) -> None:
    with serving(page(f"{meta}<p>{TEXT * 3}</p>".encode(codec), header)) as served:
        got = fetch(served.url(), reach_of(served))
    assert decoded(got.body, got.content_type) == f"{meta}<p>{TEXT * 3}</p>"


def test_bytes_that_are_no_text_are_read_as_something() -> None:
    reading: Callable[[bytes], str] = decoded
    assert [isinstance(reading(body), str) for body in (b"", b"\xff\xfe\x00", bytes(range(256)))] == [True] * 3

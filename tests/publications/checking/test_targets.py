"""Addresses that are no page of the city homepage are refused before anything is looked up or connected to."""

import socket
from typing import Any, NoReturn

import pytest

from publications.checking.addresses import NotReached, is_public
from publications.checking.fetching import fetch
from publications.checking.reach import Reach
from publications.checking.targets import TargetRefused, target_of

CITY = "www.city.example.lg.jp"

HOSTILE = (
    # another scheme, or none
    "", "/", "www.city.example.lg.jp", "//www.city.example.lg.jp/", "http://www.city.example.lg.jp/sns/",
    "ftp://www.city.example.lg.jp/", "file:///etc/passwd", "gopher://www.city.example.lg.jp/", "data:text/html,x",
    "javascript:alert(1)", "https:www.city.example.lg.jp/", "https:/www.city.example.lg.jp/",
    "https:///www.city.example.lg.jp/", "view-source:https://www.city.example.lg.jp/",
    "https;//www.city.example.lg.jp/",
    # this machine and its neighbours
    "https://localhost/", "https://localhost.localdomain/", "https://127.0.0.1/", "https://127.1/", "https://127.0.1/",
    "https://0/", "https://0.0.0.0/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
    "https://017700000001/", "https://0177.0.0.1/", "https://127.0.0.1.nip.io/", "https://[::1]/", "https://[::]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fd00::1]/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/", "http://169.254.169.254/", "https://metadata.google.internal/",
    "https://[fd00:ec2::254]/", "https://intranet/", "https://printer.local/", "http://127.0.0.1:8000/healthz",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://198.51.100.7/",
    # user-info
    "https://www.city.example.lg.jp@evil.example/", "https://www.city.example.lg.jp:443@evil.example/",
    "https://evil.example@www.city.example.lg.jp/", "https://user:pass@www.city.example.lg.jp/",
    "https://@www.city.example.lg.jp/", "https://www.city.example.lg.jp%40evil.example/",
    # ports
    "https://www.city.example.lg.jp:80/", "https://www.city.example.lg.jp:8443/", "https://www.city.example.lg.jp:22/",
    "https://www.city.example.lg.jp:0/", "https://www.city.example.lg.jp:99999/", "https://www.city.example.lg.jp:/",
    "https://www.city.example.lg.jp:443443/", "https://www.city.example.lg.jp:-1/",
    "https://www.city.example.lg.jp:4４3/",
    # hosts that look alike or lie below, above, before or behind
    "https://city.example.lg.jp/", "https://www2.city.example.lg.jp/", "https://x.www.city.example.lg.jp/",
    "https://www.city.example.lg.jp.evil.example/", "https://evil-www.city.example.lg.jp/", "https://lg.jp/",
    "https://www.city.example.lg.jp.", "https://www.city.example.lg.jp./", "https://www..city.example.lg.jp/",
    "https://.www.city.example.lg.jp/", "https://wwwcity.example.lg.jp/", "https://www.city-example.lg.jp/",
    "https://www.city.examp1e.lg.jp/", "https://www.city.exarnple.lg.jp/", "https://www.city.example.lg.jp.co/",
    "https://www.city.example.1g.jp/", "https://evil.example/www.city.example.lg.jp/",
    "https://evil.example/?https://www.city.example.lg.jp/", "https://evil.example#www.city.example.lg.jp/",
    # letters that are not what they seem
    "https://www.cіty.example.lg.jp/", "https://www.city.exаmple.lg.jp/", "https://ｗｗｗ.city.example.lg.jp/",
    "https://www。city。example。lg。jp/", "https://www.city.example.lg.jp／sns/", "https://www.city.ex\u00adample.lg.jp/",
    "https://www.city.example.lg.jp\u200b/", "https://www.city.example.lg.jp\u2044sns/",
    "https://xn--cty-rxc.example.lg.jp/",
    "https://www.xn--ity-7ed.example.lg.jp/", "https://www.ⓒity.example.lg.jp/", "https://いわき.example.lg.jp/",
    "https://www.city.example.lg.jp\u202e/", "https://www.city.example.ｌｇ.jp/", "https://www%2ecity.example.lg.jp/",
    # signs between the parts
    "https://www.city.example.lg.jp\\@evil.example/", "https://evil.example\\www.city.example.lg.jp/",
    "https:\\\\www.city.example.lg.jp/", "https://www.city.example.lg.jp/\\evil.example",
    "https://www.city.example.lg.jp?x=1",
    "https://www.city.example.lg.jp /", " https://www.city.example.lg.jp/", "https://www.city.example.lg.jp/\n",
    "https://www.city.example.lg.jp/\r\nHost: evil.example", "https://www.city.example.lg.jp/\tx",
    "https://www.city.example.lg.jp/\x00",
    "https://www.city.example.lg.jp/ HTTP/1.1", "https://www.city.example.lg.jp/<script>",
    "https://www.city_example.lg.jp/",
    "https://www.city.example.lg.jp,evil.example/", "https://www.city.example.lg.jp;evil.example/", "https://*/",
    "https://www.city.example.lg.jp/" + "x" * 300,
    # shorteners
    "https://bit.ly/abc", "https://t.co/abc", "https://tinyurl.com/abc", "https://x.gd/abc", "https://www.bit.ly/abc",
)  # fmt: skip


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let nothing be looked up or connected to, and note who tries."""
    tried: list[Any] = []

    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        tried.append(args)
        raise OSError("nothing leaves this test")

    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def test_no_hostile_target_stands_twice() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 80


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_address_is_refused_without_a_connection(url: str, closed: list[Any]) -> None:
    reach = Reach(frozenset({CITY}))
    with pytest.raises(NotReached):
        fetch(url, reach)
    with pytest.raises(TargetRefused) as refused:
        target_of(url, reach)
    assert (closed, refused.value.clause[:4]) == ([], "第4-4")


def test_an_address_on_a_city_host_is_looked_up(closed: list[Any]) -> None:
    with pytest.raises(NotReached, match="見つかりません"):
        fetch(f"https://{CITY}/sns/", Reach(frozenset({CITY})))
    assert [args[0] for args in closed] == [CITY]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"https://{CITY}", f"https://{CITY}/"),
        ("HTTPS://WWW.City.Example.LG.JP/Sns/", f"https://{CITY}/Sns/"),
        (f"https://{CITY}:443/sns/", f"https://{CITY}/sns/"),
        (f"https://{CITY}/www/contents/1/index.html?a=1&b=%E3%81%82#koho", f"https://{CITY}/www/contents/1/index.html?a=1&b=%E3%81%82"),
        (f"https://{CITY}/@koho/a@b", f"https://{CITY}/@koho/a@b"),
    ],
)  # fmt: skip
def test_a_page_of_the_city_is_asked_as_it_stands(url: str, asked: str) -> None:
    assert target_of(url, Reach(frozenset({CITY}))).url == asked


PRIVATE = (
    "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.31.255.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0",
    "0.1.2.3", "192.0.0.9", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
    "2606:4700::1%1", "127.1", "2130706433", "0x7f.1", "localhost", "",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_not_connected_to(address: str, closed: list[Any]) -> None:
    reach = Reach(frozenset({CITY}), resolve=lambda host, port: ["8.8.8.8", address])
    with pytest.raises(NotReached, match="公開されていないアドレス"):
        fetch(f"https://{CITY}/", reach)
    assert (is_public(address), closed) == (False, [])


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2400:4000::1"])
def test_an_ordinary_address_is_public(address: str) -> None:
    assert is_public(address)


def test_a_stand_in_does_not_reach_another_machine(closed: list[Any]) -> None:
    reach = Reach(frozenset(), frozenset({"stand-in:8001"}), resolve=lambda host, port: ["8.8.8.8"])
    with pytest.raises(NotReached, match="公開されていないアドレス"):
        fetch("http://stand-in:8001/", reach)
    assert closed == []

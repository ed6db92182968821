"""Which address a request counts for: the connection's own unless the installation trusts a proxy's header."""

from typing import Any

import pytest
from django.test import RequestFactory

from core.people.addresses import client_address

PROXY = "10.0.0.2"


@pytest.mark.parametrize(
    ("header", "proxies", "forwarded", "address"),
    [
        ("", 1, "203.0.113.9", PROXY),
        ("X-Forwarded-For", 1, "203.0.113.9", "203.0.113.9"),
        ("X-Forwarded-For", 1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("X-Forwarded-For", 2, "1.1.1.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"),
        ("X-Forwarded-For", 2, "203.0.113.9", PROXY),
        ("X-Forwarded-For", 1, "", PROXY),
        ("X-Forwarded-For", 1, "unknown", PROXY),
        ("X-Real-IP", 1, "203.0.113.9", PROXY),
    ],
)
def test_client_address_behind_proxies(settings: Any, header: str, proxies: int, forwarded: str, address: str) -> None:
    settings.CLIENT_ADDRESS_HEADER, settings.TRUSTED_PROXIES = header, proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("", "0.0.0.0"),
    ],
)
def test_client_address_of_a_connection(remote: str, address: str) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == address

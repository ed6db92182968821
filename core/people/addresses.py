"""Where a request comes from, as far as anybody can know: what the throttle of sign-ins counts by.

A header is believed only where the installation says that its proxy writes it (`CLIENT_ADDRESS_HEADER`);
otherwise any client could invent an address for every guess.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104  # no address to listen on: what has no address counts as one place
SUBSCRIBER = 64
"""Bits of an IPv6 address that a provider gives; the rest is the client's to choose."""


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from; of an IPv6 address the network of one subscriber."""
    return _plain(_named(request)) or _plain(request.META.get("REMOTE_ADDR", "")) or NOWHERE


def _named(request: HttpRequest) -> str:
    """Return what the outermost trusted proxy wrote: entries before it are the client's own words."""
    header = settings.CLIENT_ADDRESS_HEADER
    if not header:
        return ""
    entries = request.headers.get(header, "").split(",")
    return entries[-settings.TRUSTED_PROXIES] if len(entries) >= settings.TRUSTED_PROXIES else ""


def _plain(text: str) -> str:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), SUBSCRIBER), strict=False).network_address)

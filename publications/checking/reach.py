"""How far the live check reaches: the hosts it may ask, who looks their addresses up, and what it trusts.

In production that is the hosts of `CITY_HOSTS` by HTTPS at public addresses, and nothing in the environment widens it.
A stand-in of the homepage on this machine exists only where anybody may sign in as anybody: in the embedded
demonstration and in the tests (`CITY_STAND_IN`, a constant of those settings).
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import httpx
from django.conf import settings

Resolver = Callable[[str, int], list[str]]
"""Takes a host and a port; gives its addresses as text. Raises OSError when there are none."""


def ask_system(host: str, port: int) -> list[str]:
    """Look the addresses of a host up, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def usual_trust() -> ssl.SSLContext:
    """Return the context that verifies certificates and names by the usual authorities, whatever the environment."""
    return httpx.create_ssl_context(verify=True, trust_env=False)


@dataclass(frozen=True)
class Reach:
    """Which hosts may be asked.

    `hosts` are exact names, by HTTPS on its usual port; `local` are places (`host:port`) of a stand-in, by HTTP or
    HTTPS, whose addresses must be this machine's own.
    """

    hosts: frozenset[str]
    local: frozenset[str] = frozenset()
    resolve: Resolver = field(default=ask_system)
    trust: Callable[[], ssl.SSLContext] = field(default=usual_trust)

    @property
    def places(self) -> list[str]:
        """Return where pages may stand, as addresses begin there."""
        return [
            *(f"https://{host}/" for host in sorted(self.hosts)),
            *(f"http://{place}/" for place in sorted(self.local)),
        ]


def usual_reach() -> Reach:
    """Return the reach that the settings give; the stand-in counts only where the demonstration's sign-in does."""
    stand_in = settings.CITY_STAND_IN if settings.DEMONSTRATION_SIGN_IN else ()
    return Reach(frozenset(settings.CITY_HOSTS), frozenset(stand_in))

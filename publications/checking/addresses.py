"""Which internet addresses may be connected to: public ones, or for the stand-in this machine's own.

A host's addresses are looked up once and every one of them must be allowed: an answer that mixes public and private
ones is an attempt to be led inside. Addresses that carry another one (mapped, 6to4, Teredo, NAT64) are refused whole,
for what they carry is chosen by whoever wrote them.
"""

import ipaddress
import queue
import threading
import time

from publications.checking.reach import Reach
from publications.checking.targets import Target

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
CARRIERS = tuple(
    ipaddress.ip_network(net)
    for net in (
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "240.0.0.0/4",
    )
)  # fmt: skip
"""Networks that embed an address or serve a special purpose, whatever this version of Python says of them."""
MOST_ADDRESSES = 8


class NotReached(Exception):  # noqa: N818 - says what happened, like Denied
    """A page could not be read; `reason` is the sentence that the check keeps."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_public(text: str) -> bool:
    """Tell whether an address is an ordinary one of the public internet; False for anything that is no address."""
    address = _read(text)
    if address is None or not address.is_global or _is_special(address):
        return False
    if any(address in net for net in CARRIERS if net.version == address.version):
        return False
    return address.version == 4 or address in GLOBAL_UNICAST


def is_own(text: str) -> bool:
    """Tell whether an address is this machine's own (loopback), written plainly."""
    address = _read(text)
    return address is not None and address.is_loopback


def _read(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_special(address: Address) -> bool:
    special = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    return special or address.is_reserved or address.is_unspecified or bool(getattr(address, "scope_id", None))


def addresses_of(target: Target, reach: Reach, until: float) -> list[str]:
    """Look a target's addresses up, once.

    Args:
        until: the monotonic second at which to give up.

    Raises:
        NotReached: without an answer in time, or when one of the addresses is not allowed.
    """
    found = _within(until, reach, target)
    if not found:
        raise NotReached(f"ホスト名「{target.host}」のアドレスが見つかりませんでした。")
    allowed = is_own if target.is_local else is_public
    if not all(allowed(address) for address in found):
        raise NotReached(f"ホスト名「{target.host}」が、公開されていないアドレスを指しています。接続していません。")
    return found[:MOST_ADDRESSES]


def _within(until: float, reach: Reach, target: Target) -> list[str]:
    """Ask the resolver beside this thread, for it knows no time limit of its own."""
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(reach.resolve(target.host, target.port))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        return answers.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        raise NotReached("ホスト名のアドレスの確認が、時間内に終わりませんでした。") from None

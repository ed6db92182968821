"""The Merkle root over the events of a seal, grown leaf by leaf with one hash kept for each level (as RFC 6962).

Leaves and inner nodes are hashed apart (a first byte 0 or 1), so that an inner node never passes for an event.
"""

import hashlib


class Tree:
    """A Merkle tree that only its growing edge is kept of."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, event_hash: str) -> None:
        """Append an event by its hash, 64 hexadecimal digits."""
        level, node = 0, hashlib.sha256(b"\x00" + event_hash.encode()).digest()
        while self._peaks and self._peaks[-1][0] == level:
            node = _inner(self._peaks.pop()[1], node)
            level += 1
        self._peaks.append((level, node))
        self.count += 1

    def root(self) -> str:
        """Return the root, 64 hexadecimal digits; empty while there is no leaf."""
        if not self._peaks:
            return ""
        *left, (_, node) = self._peaks
        for _, peak in reversed(left):
            node = _inner(peak, node)
        return node.hex()


def root_of(event_hashes: "list[str]") -> str:
    """Return the root over some events in their order."""
    tree = Tree()
    for event_hash in event_hashes:
        tree.add(event_hash)
    return tree.root()


def _inner(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

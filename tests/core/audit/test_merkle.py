"""The root binds content, order and number of the leaves, and a node never passes for a leaf."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from core.audit.merkle import Tree, root_of

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40)


def by_definition(hashes: list[str]) -> bytes:
    """RFC 6962, 2.1: split at the largest power of two smaller than the number of leaves."""
    if len(hashes) == 1:
        return hashlib.sha256(b"\x00" + hashes[0].encode()).digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + by_definition(hashes[:split]) + by_definition(hashes[split:])).digest()


@given(HASHES)
def test_root_is_that_of_the_definition(hashes: list[str]) -> None:
    assert root_of(hashes) == by_definition(hashes).hex()


@given(HASHES, HASHES)
def test_two_lists_with_one_root_are_the_same(one: list[str], other: list[str]) -> None:
    assert (root_of(one) == root_of(other)) is (one == other)


def test_inner_node_is_no_leaf() -> None:
    pair = ["a" * 64, "b" * 64]
    assert root_of(pair) != root_of([root_of(pair)])


def test_root_of_nothing_is_empty() -> None:
    assert Tree().root() == ""


def test_tree_counts_its_leaves() -> None:
    tree = Tree()
    for _ in range(5):
        tree.add("a" * 64)
    assert tree.count == 5

"""Seals cover every event once, in a chain, whatever runs at the same time."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.audit.hashing import seal_hash
from core.audit.merkle import root_of
from core.audit.models import Event, Leaf, Seal, Unsealed
from core.audit.sealer import seal
from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from tests.factories import AT, a_unit, together


def notes(count: int) -> None:
    for number in range(count):
        note("test", "試した", by=SYSTEM, at=AT, number=number)


def chain_is_whole() -> None:
    """Every event has one leaf or waits; seals are numbered, bound, and their roots follow from their leaves."""
    previous = ""
    for number, made in enumerate(Seal.objects.order_by("number"), start=1):
        hashes = list(made.leaves.order_by("position").values_list("event__hash", flat=True))
        places = list(made.leaves.order_by("position").values_list("position", flat=True))
        assert (made.number, made.previous, made.hash) == (number, previous, seal_hash(made))
        assert (made.count, made.root, places) == (len(hashes), root_of(hashes), list(range(len(hashes))))
        previous = made.hash
    leaves, waiting = (
        set(Leaf.objects.values_list("event", flat=True)),
        set(Unsealed.objects.values_list("event", flat=True)),
    )
    assert leaves | waiting == set(Event.objects.values_list("pk", flat=True))
    assert leaves & waiting == set()


@pytest.mark.django_db
def test_seal_covers_what_waits_in_order_and_nothing_twice() -> None:
    notes(3)
    first = seal(AT)
    a_unit("department")
    second = seal(AT + timedelta(hours=1))
    assert [(s.number, s.count) for s in (*first, *second)] == [(1, 3), (2, 1)]
    assert [leaf.event_id for leaf in Leaf.objects.order_by("seal", "position")] == [
        event.pk for event in Event.objects.order_by("pk")
    ]
    assert Unsealed.objects.count() == 0
    chain_is_whole()


@pytest.mark.django_db
def test_seal_of_nothing_is_none() -> None:
    assert seal(AT) == []
    assert Seal.objects.count() == 0


@pytest.mark.django_db
def test_seals_take_bounded_batches() -> None:
    notes(5)
    assert [made.count for made in seal(AT, batch=2)] == [2, 2, 1]
    chain_is_whole()


@pytest.mark.django_db
def test_seal_takes_the_same_queries_for_many_events() -> None:
    taken = []
    for count in (1, 30):
        notes(count)
        with CaptureQueriesContext(connection) as queries:
            seal(AT)
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.usefixtures("committed_db")
def test_sealers_and_acts_at_once_neither_fork_nor_skip() -> None:
    notes(20)
    calls: list[Callable[[], object]] = [partial(seal, AT, batch) for batch in (4, 4, 3, 3)]
    calls += [partial(notes, 5) for _ in range(4)]
    assert [outcome for outcome in together(calls) if isinstance(outcome, Exception)] == []
    chain_is_whole()
    seal(AT)
    assert (Unsealed.objects.count(), Leaf.objects.count()) == (0, 40)
    chain_is_whole()


@pytest.mark.usefixtures("committed_db")
def test_event_that_commits_late_under_an_early_key_is_sealed_later() -> None:
    """On PostgreSQL a key is drawn before the commit, so the seal in between must not count by keys."""
    drawn, sealed = threading.Event(), threading.Event()
    if connection.vendor == "sqlite":
        sealed.set()  # a second writer waits for the first one there: no seal can come in between

    def late() -> None:
        with transaction.atomic():
            note("late", "遅れた", by=SYSTEM, at=AT)
            drawn.set()
            assert sealed.wait(20)

    def early() -> None:
        assert drawn.wait(20)
        note("early", "先に確定した", by=SYSTEM, at=AT)
        seal(AT)
        sealed.set()

    assert together([late, early]) == [None, None]
    seal(AT)
    first, second = Event.objects.order_by("pk")
    assert [first.move, second.move] == ["late", "early"]
    sealed_first = first if connection.vendor == "sqlite" else second
    assert Leaf.objects.order_by("seal", "position")[0].event_id == sealed_first.pk
    chain_is_whole()

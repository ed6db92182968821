"""Waking the worker: on a thread of its own, once for many who ask, and never anybody's failure."""

import logging
from threading import Event

import pytest

from core.notifications.waking import Waker

SECONDS = 10


def test_who_asks_does_not_wait() -> None:
    go, woken = Event(), Event()

    def wake() -> None:
        assert go.wait(SECONDS)
        woken.set()

    Waker(wake).ask()
    assert not woken.is_set()
    go.set()
    assert woken.wait(SECONDS)


def test_wakes_that_wait_for_one_another_are_one() -> None:
    go, begun, last = Event(), Event(), Event()
    count: list[int] = []

    def wake() -> None:
        count.append(len(count))
        begun.set()
        assert go.wait(SECONDS)
        if len(count) > 1:
            last.set()

    waker = Waker(wake)
    waker.ask()
    assert begun.wait(SECONDS)
    for _ in range(5):
        waker.ask()
    go.set()
    assert last.wait(SECONDS)
    last.clear()
    waker.ask()
    assert last.wait(SECONDS)
    assert len(count) == 3


def test_a_broker_that_is_away_is_noted_and_the_next_wake_goes_through(caplog: pytest.LogCaptureFixture) -> None:
    tried, woken = Event(), Event()

    def wake() -> None:
        if not tried.is_set():
            tried.set()
            raise OSError("gone")
        woken.set()

    waker = Waker(wake)
    with caplog.at_level(logging.WARNING):
        waker.ask()
        assert tried.wait(SECONDS)
        waker.ask()
        assert woken.wait(SECONDS)
    assert "could not be woken" in caplog.text

"""The clock at the edge of the web, held still and moved by a test."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest


@dataclass
class EdgeClock:
    """What every web request reads as now."""

    at: datetime

    def go(self, **by: float) -> None:
        """Move by a timedelta's arguments."""
        self.at += timedelta(**by)


def edge_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> EdgeClock:
    """Let requests, and sign-ins made past them, read a clock that stands at an instant until the test moves it."""
    clock = EdgeClock(at)
    monkeypatch.setattr("core.people.middleware.now", lambda: clock.at)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: clock.at)
    return clock

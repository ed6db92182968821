"""The fixtures for real commits: threads see each other's rows, and the next test starts clean."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.models import F

from core.notifications.models import Heartbeat
from core.periods.clock import now

THREADS = 8


def _write(number: int) -> None:
    try:
        with transaction.atomic():
            Heartbeat.objects.create(name=f"thread-{number}", beaten_at=now())
    finally:
        connections.close_all()


@pytest.mark.parametrize("turn", [1, 2])
def test_committed_db_with_threads_holds_all_rows_and_starts_clean(committed_db: None, turn: int) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(_write, range(THREADS)))
    assert Heartbeat.objects.count() == THREADS


def test_committed_db_commits_for_real(committed_db: None) -> None:
    Heartbeat.objects.create(name="one", beaten_at=now())
    assert not connection.in_atomic_block
    connection.close()
    assert Heartbeat.objects.filter(beaten_at__lte=F("beaten_at")).count() == 1


@pytest.mark.django_db
def test_ordinary_tests_see_nothing_of_it() -> None:
    assert Heartbeat.objects.count() == 0

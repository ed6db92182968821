"""Statements are put into SQLite's writing once, and are asked as before."""

import pytest
from django.db import connection

from iwaki_sm.sqlite.base import MOST_KEPT, Cursor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone is written anew")


def test_marks_and_percent_signs_are_read_as_before() -> None:
    with connection.cursor() as cursor:
        for value in ("いわき", "%s", "100%"):
            cursor.execute("SELECT %s, '%%', '%%s'", [value])
            assert cursor.fetchone() == (value, "%", "%s")
        cursor.execute("SELECT %(name)s || %(name)s", {"name": "海"})
        assert cursor.fetchone() == ("海海",)
        cursor.execute("SELECT '%s'")
        assert cursor.fetchone() == ("%s",)


def test_many_are_asked_as_before() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE numbers (a, b)")
        cursor.executemany("INSERT INTO numbers VALUES (%s, %s)", [(1, "一"), (2, "二")])
        cursor.execute("SELECT a, b FROM numbers ORDER BY a")
        assert cursor.fetchall() == [(1, "一"), (2, "二")]


def test_no_more_is_kept_than_there_is_room_for() -> None:
    with connection.cursor() as cursor:
        for number in range(MOST_KEPT + 10):
            cursor.execute(f"SELECT {number} + %s", [1])
            assert cursor.fetchone() == (number + 1,)
    assert 0 < len(Cursor.written) <= MOST_KEPT

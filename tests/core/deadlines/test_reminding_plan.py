"""SQLite unpacks the hearings of a batch once, not again for each obligation."""

import pytest
from django.db import connection

from core.deadlines.reminding import PARTS, REMINDERS


@pytest.mark.django_db
def test_the_hearings_are_put_into_a_table_of_their_own() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL unpacks arrays once by itself")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + REMINDERS.format(**PARTS["sqlite"]), ["[]", "[]"])
        plan = [detail for *_, detail in cursor.fetchall()]
    assert "MATERIALIZE heard" in plan
    assert any(step.startswith("SEARCH heard USING AUTOMATIC") for step in plan), plan

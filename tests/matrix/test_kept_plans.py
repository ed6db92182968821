"""SQLite keeps the plan of what every page asks; it plans nothing anew that it has prepared before (ADR 0030)."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from core.slots import Shaped
from tests.matrix.target import Target
from tests.matrix.test_page_queries import counted
from tests.matrix.world import City

PREPARED = "SELECT sql, run, reprep FROM sqlite_stmt"
"""What this connection has prepared: the text, how often it ran, and how often it was planned anew for that."""


def test_no_kept_statement_is_planned_anew(
    city: City, aims: dict[str, Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's plans are tested beside core.kept")
    asked, own = set[str](), Shaped.filled

    def filled(self: Shaped, given: Mapping[str, Any], on: Any) -> tuple[str, list[Any]]:
        sql, parameters = own(self, given, on)
        asked.add(sql)
        return sql, parameters

    monkeypatch.setattr(Shaped, "filled", filled)
    counted(city, aims)
    texts = {FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%") for sql in asked}
    with connection.cursor() as cursor:
        cursor.execute(PREPARED)
        found = {sql: (run, anew) for sql, run, anew in cursor.fetchall() if sql in texts}

    assert sum(run > 1 for run, _ in found.values()) >= 20
    assert {sql for sql, (_, anew) in found.items() if anew} == set()

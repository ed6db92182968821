"""Values handed over as one are read back as they were, on the engine that is tested."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.columns import column, columns

pytestmark = pytest.mark.django_db
NUMBERS = st.integers(-(2**62), 2**62)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def read(values: Any, kind: str) -> list[Any]:
    sql = {
        "postgresql": f"SELECT value FROM unnest(%s::{kind}[]) WITH ORDINALITY AS a (value, place) ORDER BY place",
        "sqlite": "SELECT value FROM json_each(%s) ORDER BY key",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor], [values])
        return [value for (value,) in cursor.fetchall()]


@given(st.lists(NUMBERS))
def test_numbers_come_back(values: list[int]) -> None:
    assert read(column(values), "bigint") == values


@given(st.lists(TEXTS))
def test_texts_come_back(values: list[str]) -> None:
    assert read(column(values), "text") == values


@pytest.mark.parametrize("values", [[True, False], [True]])
def test_booleans_are_no_numbers(values: list[bool]) -> None:
    assert read(column(values), "boolean") == values


@given(st.lists(st.tuples(NUMBERS, TEXTS, st.booleans()), min_size=1))
def test_rows_come_back(rows: list[tuple[int, str, bool]]) -> None:
    sql = {
        "postgresql": """SELECT a, b, c FROM unnest(%s::bigint[], %s::text[], %s::boolean[])
            WITH ORDINALITY AS t (a, b, c, n) ORDER BY n""",
        "sqlite": "SELECT value->>0, value->>1, value->>2 FROM json_each(%s) ORDER BY key",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor], columns(rows))
        assert cursor.fetchall() == rows

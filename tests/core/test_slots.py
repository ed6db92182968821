"""Lists written out or handed over as JSON find the same, and a statement has few shapes."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from core.slots import LIST, LONGEST, MOST_SHAPES, Shaped, Slot

SQL = f"SELECT a FROM numbers WHERE (a IN {LIST} AND NOT b IN {LIST} OR b IN {LIST}) AND a < %s AND a <> %s"


def slot(name: str, *, is_list: bool = True) -> Slot:
    return Slot(name, "bigint", lambda value, _: value, is_list=is_list)


SHAPED = Shaped(SQL, [slot("first"), slot("second"), slot("first"), slot("most", is_list=False), 99])
KEYS = st.lists(st.integers(0, 30), max_size=2 * LONGEST)


def asked(first: list[int], second: list[int], most: int = 31) -> tuple[str, list[Any]]:
    return SHAPED.filled({"first": first, "second": second, "most": most}, connection)


@given(KEYS, KEYS, st.integers(0, 31))
@pytest.mark.django_db
def test_lists_of_any_length_find_what_they_name(first: list[int], second: list[int], most: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone is asked by lists")
    sql, values = asked(first, second, most)
    numbers = "WITH RECURSIVE numbers (a, b) AS (SELECT 0, 30 UNION ALL SELECT a + 1, b - 1 FROM numbers WHERE a < 30) "
    with connection.cursor() as cursor:
        cursor.execute(f"{numbers}{sql} ORDER BY a", values)
        found = [a for (a,) in cursor.fetchall()]
    expected = [a for a in range(most) if (a in first and 30 - a not in second) or 30 - a in first]
    assert found == expected


@pytest.mark.parametrize(
    ("length", "places"), [(0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (LONGEST, LONGEST), (LONGEST + 1, 1)]
)
def test_a_list_is_filled_up_to_few_lengths_and_a_long_one_is_one_value(length: int, places: int) -> None:
    sql, values = Shaped(f"a IN {LIST} AND b = %s", [slot("keys"), 7]).filled({"keys": list(range(length))}, connection)
    assert (sql.count("%s"), len(values), values[-1]) == (places + 1, places + 1, 7)
    assert (LIST in sql) is (length > LONGEST)


def test_lists_of_nearly_as_many_values_are_the_same_text() -> None:
    assert asked([1, 2, 3], [])[0] is asked([4, 5, 6, 7], [])[0]
    assert asked([1, 2, 3], [])[0] != asked([1, 2], [])[0]
    assert asked([1], [])[0] != asked(list(range(LONGEST + 1)), [])[0]


def test_what_is_put_in_stays_from_no_asking_to_the_next() -> None:
    assert asked([1, 2], [3], 4)[1] == [1, 2, 3, 1, 2, 4, 99]
    assert asked([5, 6], [7], 8)[1] == [5, 6, 7, 5, 6, 8, 99]


def test_no_more_shapes_are_remembered_than_there_is_room_for() -> None:
    names = [f"n{number}" for number in range(8)]
    lists = Shaped(" ".join([LIST] * 8), [slot(name) for name in names])
    for number in range(3 * MOST_SHAPES):
        sql, values = lists.filled({name: [1] * (number >> at & 1) for at, name in enumerate(names)}, connection)
        assert sql.count("%s") == len(values)
    assert len(lists._shapes) <= MOST_SHAPES


@pytest.mark.parametrize(
    ("sql", "parts", "reason"),
    [
        (f"{LIST} {LIST}", [slot("one")], "1 parts for 2 marks"),
        ("%s", [slot("one", is_list=False), "二"], "2 parts for 1 marks"),
        (LIST, [slot("one", is_list=False)], "0 parts for 1 lists"),
    ],
)
def test_a_statement_without_its_parts_is_refused(sql: str, parts: list[Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Shaped(sql, parts)


class State(TextChoices):
    OPEN = "open"


@pytest.mark.parametrize(
    "text", ["", "いわき", "it's", "''", "%", "100%", "%s", "%%s", "?", "\\", 'a"b', State.OPEN, "a\nb", "x'; --"]
)
@pytest.mark.django_db
def test_a_text_that_is_the_same_each_time_is_written_out(text: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone is handed statements so")
    sql, values = Shaped("SELECT %s, %s || %s", [slot("before", is_list=False), text, text]).filled(
        {"before": 7}, connection
    )
    assert values == [7]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.fetchall() == [(7, str(text) * 2)]


@pytest.mark.parametrize("part", [1, None, True, 0.5, "a\0b", b"a"])
def test_what_is_no_plain_text_stays_a_parameter(part: Any) -> None:
    assert Shaped("a = %s", [part]).filled({}, connection) == ("a = %s", [part])

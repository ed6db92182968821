"""The measurement itself, at a size that proves nothing but that it runs: no time is asserted."""

import pytest

from bench.__main__ import main
from bench.asking import Client, offers, walk
from bench.copies import serving
from bench.measuring import Measured, measure
from bench.subjects import PARTS, REGISTRY, subjects
from bench.tables import page_lines, table

NAMES = {"first page", "deep page", "search: rare word", "search: two words", "detail with history", "inbox"}


@pytest.mark.embedded
def test_a_small_copy_is_measured_from_end_to_end() -> None:
    with serving(None, accounts=60, events=600) as copy:
        client = Client(copy.port, copy.cookie)
        asked_for = list(subjects(copy, set(PARTS), deep=1))
        measured = measure([copy], [asked_for], rounds=1)
        second = walk(client, REGISTRY, 1)
        offered = offers(client.get(REGISTRY)[1])
    assert {one.name for one in measured} >= NAMES
    assert [one.name for one in measured] == list(dict.fromkeys(subject.name for subject in asked_for))
    assert second.startswith(f"{REGISTRY}?")
    assert set(offered.choices) >= {"service", "state", "order"}
    assert all(one.multiple > 0 for one in measured)


@pytest.mark.parametrize(
    ("small", "large", "verdict"),
    [
        (1.0, 1.1, "kept"),
        (2.4, 2.6, "missed: 2.60 > 2.5"),
        (1.0, 1.5, "missed: 1.50 times the small size"),
    ],
)
def test_a_page_is_judged_at_the_large_size_and_by_how_it_grew(small: float, large: float, verdict: str) -> None:
    measured = [Measured("x", 10, 2.5, [small] * 3, [1.0] * 3), Measured("x", 100, 2.5, [large] * 3, [1.0] * 3)]
    written = table(["10", "100"], page_lines(measured, [10, 100]))
    assert written.splitlines()[-1] == (
        f"| x | {small:.2f} (p95 {small:.2f}) | {large:.2f} (p95 {large:.2f}) | 2.5 | {verdict} |"
    )


def test_a_deep_page_that_costs_more_than_the_first_is_missed() -> None:
    measured = [
        Measured("first page", 100, 2.5, [1.0] * 3, [1.0] * 3),
        Measured("deep page", 100, 2.5, [1.3] * 3, [1.0] * 3),
    ]
    lines = page_lines(measured, [100])
    assert [line.missed for line in lines] == [(), ("1.30 times the first page",)]


@pytest.mark.parametrize(
    ("weight", "missed"), [(500, ()), (950, ("1.50 times the small size",))], ids=["half a page", "a page"]
)
def test_where_the_small_size_has_few_rows_its_first_page_is_what_a_page_grew_from(
    weight: int, missed: tuple[str, ...]
) -> None:
    measured = [
        Measured("first page", 10, None, [2.0] * 3, [1.0] * 3, 1000),
        Measured("filter", 10, 2.5, [1.5] * 3, [1.0] * 3, weight),
        Measured("filter", 100, 2.5, [2.25] * 3, [1.0] * 3, 1000),
    ]
    assert page_lines(measured, [10, 100])[-1].missed == missed


def test_what_is_not_judged_has_no_verdict() -> None:
    (line,) = page_lines([Measured("x", 10, None, [9.0] * 3, [1.0] * 3)], [10])
    assert str(line) == "| x | 9.00 (p95 9.00) |  |  |"


def test_the_command_line_knows_its_parts() -> None:
    with pytest.raises(SystemExit):
        main(["--only", "weather"])

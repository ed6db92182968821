"""Every address for every kind of person and method answers what the table says, and changes nothing it does not."""

import pytest
from django.conf import settings

from tests.factories import Rows
from tests.matrix.answers import ask
from tests.matrix.table import Row, rows
from tests.matrix.target import Target, routes
from tests.matrix.world import KINDS, SAME_AS, City
from tests.services import drills

ROWS = rows()
OPEN_TO_NOBODY = {
    *("healthz", "people:signin", "people:signout", "people:idle", "people:enter", "people:password"),
    "dashboard:calendar_feed",
}
"""Addresses that ask for no office."""
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
ON_THE_SERVER = 3
"""There the suite asks one in so many kinds about each row."""
SPARSE = 2 * len(OTHER_METHODS)
"""Of the pairs of kind and address the suite tries one in so many with each method, other pairs with the next."""


def asked_of(row: Row) -> list[str]:
    """Return the kinds of person to ask: all; on the server those who may not see, and of the others some in turn.

    What somebody sees is a question to the engine; who may act is decided in Python, and asked first of who may.
    """
    if not settings.DATABASE_URL:
        return list(KINDS)
    unseen = [kind for kind in KINDS if row.words[kind] == "404" and row.method == "GET"]
    through = [kind for kind in KINDS if row.words[kind] in {"act", "200"}][:1]
    return [*dict.fromkeys([*unseen, *through, *drills.share(KINDS, ROWS.index(row), ON_THE_SERVER)])]


def test_every_address_has_its_rows(aims: dict[str, Target]) -> None:
    wanted = {(name, method) for name in routes() for method in ("GET", "POST")}
    listed = [(row.target, row.method) for row in ROWS]
    assert {(name.partition("@")[0], method) for name, method in listed} == wanted
    assert sorted(listed) == sorted((name, method) for name in aims for method in ("GET", "POST"))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_kind_of_person_gets_the_answer_of_the_table(
    row: Row, city: City, aims: dict[str, Target], before: Rows
) -> None:
    target, kinds = aims[row.target], asked_of(row)
    answers = {kind: ask(city, kind, row.method, target, before).word for kind in kinds}
    assert answers == {kind: row.words[kind] for kind in kinds}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_authority_that_is_not_in_time_gives_nothing(
    row: Row, city: City, aims: dict[str, Target], before: Rows
) -> None:
    target = aims[row.target]
    expected = {kind: row.words[model] for kind, model in SAME_AS.items()}
    assert {kind: ask(city, kind, row.method, target, before).word for kind in SAME_AS} == expected


def test_a_person_without_an_office_is_refused_everywhere(city: City, aims: dict[str, Target], before: Rows) -> None:
    asked = [(name, method) for name in aims if not _asks_nobody(name) for method in ("GET", "POST")]
    answers = {(name, how): ask(city, "without_office", how, aims[name], before).word for name, how in asked}
    assert {key: word for key, word in answers.items() if word != "403"} == {}


def _asks_nobody(name: str) -> bool:
    return name in OPEN_TO_NOBODY or name.startswith("public:")


@pytest.mark.drill
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_other_methods_change_nothing(
    method: str, city: City, aims: dict[str, Target], before: Rows, report: drills.Report
) -> None:
    every = [(kind, aim) for aim in {aim.route: aim for aim in aims.values()}.values() for kind in KINDS]
    asked = drills.share(every, OTHER_METHODS.index(method), SPARSE)
    answers = {(kind, aim.name): ask(city, kind, method, aim, before) for kind, aim in asked}
    lost = {key: one.word for key, one in answers.items() if one.changed or one.response.status_code >= 500}
    assert lost == {}
    if method not in {"HEAD", "OPTIONS"}:
        assert {one.word for one in answers.values()} <= {"in", "403", "404", "405"}
    report("matrix", f"{method} to every address", tried=len(answers), outcome="refused, nothing changed")


def test_no_page_changes_anything_by_being_opened() -> None:
    assert {str(row) for row in ROWS if row.method == "GET" and "act" in row.words.values()} == set()

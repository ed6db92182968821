"""Pages by cursor: every row once in both directions, whatever comes back."""

import pytest
from django.core import signing

from core.lifecycle.cursors import SALT, page_of
from core.staff.models import Unit, UnitLevel
from tests.factories.core import a_unit

pytestmark = pytest.mark.django_db


def names(cursor: str | None = None, order: str = "name", size: int = 2) -> list[str]:
    """Return the names on a page."""
    return [unit.name for unit in page_of(Unit.objects.all(), cursor, order=order, size=size).rows]


@pytest.fixture
def five() -> None:
    """Make five departments, two of one name."""
    for name in ("あ", "い", "い", "う", "え"):
        a_unit(UnitLevel.DEPARTMENT, name)


@pytest.mark.parametrize(
    ("order", "pages"),
    [("name", ["あい", "いう", "え"]), ("-name", ["えう", "いい", "あ"]), ("-pk", ["えう", "いい", "あ"])],
)
def test_pages_hold_every_row_once_in_both_directions(five: None, order: str, pages: list[str]) -> None:
    first = page_of(Unit.objects.all(), None, order=order, size=2)
    second = page_of(Unit.objects.all(), first.next, order=order, size=2)
    third = page_of(Unit.objects.all(), second.next, order=order, size=2)

    assert [names(None, order), names(first.next, order), names(second.next, order)] == [list(page) for page in pages]
    assert (names(third.previous, order), names(second.previous, order)) == (list(pages[1]), list(pages[0]))
    assert (first.previous, third.next) == (None, None)


@pytest.mark.parametrize(
    "cursor",
    ["", "nonsense", "a:b:c", signing.dumps(["-name", False, "い", 1], salt=SALT), signing.dumps(1, salt=SALT)],
    ids=["empty", "word", "parts", "other order", "number"],
)
def test_foreign_cursor_means_the_first_page(five: None, cursor: str) -> None:
    assert names(cursor) == ["あ", "い"]


def test_page_of_nothing_has_no_neighbours() -> None:
    page = page_of(Unit.objects.all(), None, order="name")

    assert (page.rows, page.previous, page.next) == ([], None, None)

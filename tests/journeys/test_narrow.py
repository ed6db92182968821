"""A telephone's width: what is long is broken, and no page is wider than the window."""

import pytest

from tests.journeys.conftest import Somebody

PAGES = ("/trail/", "/trail/seals/", "/trail/decisions/", "/trail/evidence/", "/retention/register/")


@pytest.mark.parametrize("path", PAGES)
def test_page_of_auditors_is_no_wider_than_a_telephone(somebody: Somebody, path: str) -> None:
    auditor = somebody("白波 健", viewport={"width": 320, "height": 800})
    auditor.go(path)
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert auditor.page.evaluate(beyond) == 0


def test_labels_of_cells_lie_over_no_other_on_a_telephone(somebody: Somebody) -> None:
    administrator = somebody("小川 景", viewport={"width": 320, "height": 800})
    administrator.go("/health/")
    taller = "[...document.querySelectorAll('.data td')].filter((cell) => cell.scrollHeight > cell.clientHeight).length"
    assert administrator.page.evaluate(taller) == 0

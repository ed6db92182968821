"""Who holds the offices of a page, in the words of the day."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.holding import Holders
from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM
from core.staff.models import OfficeTitle
from core.staff.offices import Office
from tests.factories import AT, a_unit, an_appointment

pytestmark = pytest.mark.django_db
RENAMED_ON = date(2026, 12, 1)
PR: tuple[str, None] = (Office.PR_SECTION_HEAD, None)


@pytest.fixture(autouse=True)
def renamed() -> None:
    create(OfficeTitle, by=SYSTEM, at=AT, office="pr_section_head", title="広報戦略課長", starts_on=RENAMED_ON)


@pytest.mark.parametrize(("on", "title"), [(date(2026, 11, 30), "ふるさと発信課長"), (RENAMED_ON, "広報戦略課長")])
def test_vacant_and_held_offices_have_the_title_of_the_day(on: date, title: str) -> None:
    assert Holders([PR], on).words(*PR) == f"{title}(いま就いている職員がいません)"
    head = an_appointment(office=Office.PR_SECTION_HEAD)
    assert Holders([PR], on).words(*PR) == f"{head.person.name}({title})"


def test_titles_are_read_once_for_a_page(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    asked = [(office.value, None) for office in (Office.AUDITOR, Office.PR_SECTION_HEAD, Office.DEPUTY_MAYOR)]
    with django_assert_num_queries(2):
        words = [Holders.words(holders, *one) for holders in [Holders(asked, RENAMED_ON)] for one in asked]
    assert [word.partition("(")[0] for word in words] == ["監査担当", "広報戦略課長", "副市長"]


def test_offices_of_units_are_named_after_them() -> None:
    section = a_unit(name="道路課")
    asked = [(office.value, section) for office in (Office.SECTION_HEAD, Office.STAFF)]
    holders = Holders(asked, RENAMED_ON)
    assert [holders.office_name(*one) for one in asked] == ["道路課長", "道路課の職員"]

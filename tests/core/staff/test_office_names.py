"""What an office is called on a day: by the registered titles, or after its unit."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM
from core.staff.models import OfficeTitle, Unit, UnitLevel
from core.staff.offices import LABELS, Office
from core.staff.titles import name_by, office_name, titles_on
from tests.factories import AT, a_unit

pytestmark = pytest.mark.django_db
FIRST, RENAMED_ON = date(2026, 4, 1), date(2026, 12, 1)
DAY = timedelta(days=1)


@pytest.fixture
def section() -> Unit:
    return a_unit(name="道路課", parent=a_unit(UnitLevel.DEPARTMENT, "土木部"))


def rename(office: Office, title: str, starts_on: date) -> None:
    create(OfficeTitle, by=SYSTEM, at=AT, office=office.value, title=title, starts_on=starts_on)


def test_titles_on_a_day_are_the_newest_of_each_office() -> None:
    rename(Office.AUDITOR, "監察官", RENAMED_ON)
    rename(Office.AUDITOR, "監査委員", FIRST)
    rename(Office.DEPUTY_MAYOR, "助役", FIRST)
    old = {"auditor": "監査委員", "deputy_mayor": "助役"}
    assert [titles_on(on) for on in (FIRST - DAY, FIRST, RENAMED_ON - DAY)] == [{}, old, old]
    assert titles_on(RENAMED_ON) == {"auditor": "監察官", "deputy_mayor": "助役"}


def test_city_wide_office_has_its_registered_title_from_its_day(section: Unit) -> None:
    rename(Office.POLICY_DIRECTOR, "政策企画部長", RENAMED_ON)
    names = [office_name(Office.POLICY_DIRECTOR, section, on) for on in (RENAMED_ON - DAY, RENAMED_ON)]
    assert names == ["総合政策部長", "政策企画部長"]


@pytest.mark.parametrize(
    ("office", "name"),
    [
        (Office.SECTION_HEAD, "道路課長"),
        (Office.DEPARTMENT_HEAD, "土木部長"),
        (Office.STAFF, "道路課の職員"),
        (Office.AUDITOR, "監査担当"),
    ],
)
def test_office_name(section: Unit, office: Office, name: str) -> None:
    assert office_name(office, section, FIRST) == name


def test_heads_are_named_after_their_unit_whatever_is_registered(section: Unit) -> None:
    rename(Office.SECTION_HEAD, "室長", FIRST)
    assert office_name(Office.SECTION_HEAD, section, FIRST) == "道路課長"
    assert office_name(Office.SECTION_HEAD, None, FIRST) == "室長"


@pytest.mark.parametrize("office", list(Office))
def test_office_without_unit_has_its_usual_title(office: Office) -> None:
    assert office_name(office, None, FIRST) == LABELS[office]


def test_unknown_office_is_an_error(section: Unit) -> None:
    for unit in (None, section):
        with pytest.raises(ValueError, match="emperor"):
            office_name("emperor", unit, FIRST)


def test_titles_are_one_query(section: Unit, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        titles = titles_on(FIRST)
    with django_assert_num_queries(0):
        assert [name_by(titles, office, section)[:2] for office in (Office.STAFF, Office.AUDITOR)] == ["道路", "監査"]

"""Document numbers: gapless per department and fiscal year, given back by a refused submission."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from approvals.actions import file_filing, submit_request
from approvals.models import NumberCounter, Request
from approvals.numbering import next_number
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.staff.models import UnitLevel
from tests.factories import AT, ON, a_unit, at_nine
from tests.factories.approvals import (
    OfficeWorld,
    a_draft,
    a_filing,
    a_request,
    again,
    an_account,
    an_office_world,
    errand_of,
)

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def number_of(world: OfficeWorld, when: datetime = AT) -> str:
    """Submit one more request and return its number without the department's own symbol."""
    return again(a_request(world=world, when=when)).document_number.replace(world.department.symbol, "○")


def test_numbers_count_up_within_a_department(world: OfficeWorld) -> None:
    assert [number_of(world) for _ in range(3)] == ["8○第1号", "8○第2号", "8○第3号"]


def test_each_department_counts_for_itself(world: OfficeWorld) -> None:
    other = an_office_world()
    assert [number_of(world), number_of(other), number_of(world)] == ["8○第1号", "8○第1号", "8○第2号"]


def test_sections_of_one_department_share_its_numbers(world: OfficeWorld) -> None:
    second = a_unit(parent=world.department)
    assert [next_number(world.section, ON), next_number(second, ON)] == [
        f"8{world.department.symbol}第1号",
        f"8{world.department.symbol}第2号",
    ]


def test_the_fiscal_year_turns_between_31_march_and_1_april(world: OfficeWorld) -> None:
    days = [MARCH, APRIL, APRIL + timedelta(days=1), date(2028, 3, 31), date(2028, 4, 1)]
    assert [number_of(world, at_nine(day)) for day in days] == ["8○第1号", "9○第1号", "9○第2号", "9○第3号", "10○第1号"]


def test_the_fiscal_year_turns_at_midnight_in_japan(world: OfficeWorld) -> None:
    midnight = at_nine(APRIL) - timedelta(hours=9)
    assert number_of(world, midnight - timedelta(seconds=1)) == "8○第1号"
    assert number_of(world, midnight) == "9○第1号"


def test_filings_are_numbered_in_the_same_series(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    assert (errand_of(filing).document_number, filing.document_number) == (
        f"8{world.department.symbol}第1号",
        f"8{world.department.symbol}第2号",
    )


def test_a_department_without_symbol_is_named() -> None:
    section = a_unit(parent=a_unit(UnitLevel.DEPARTMENT, "消防本部", symbol=""))
    assert next_number(section, ON) == "8消防本部第1号"


@contextmanager
def nothing_counted() -> Iterator[None]:
    """Assert that a block leaves all counters as they were."""
    before = list(NumberCounter.objects.order_by("pk").values())
    yield
    assert list(NumberCounter.objects.order_by("pk").values()) == before


def test_a_refused_submission_gives_its_number_back(world: OfficeWorld) -> None:
    an_account(world=world, handle="iwaki_x")
    taken, incomplete = a_draft(world, handle="@IWAKI_X"), a_draft(world, purpose="")
    stale = a_draft(world)
    with nothing_counted():
        for draft in (taken, incomplete):
            with pytest.raises(Denied):
                submit_request(draft, by=world.staff, at=AT)
        with pytest.raises(Conflict):
            submit_request(stale, by=world.staff, at=AT, seen="another content")
    assert number_of(world) == "8○第2号"


def test_a_filing_made_twice_takes_one_number(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    with nothing_counted(), pytest.raises(Conflict):
        file_filing(filing, by=world.staff, at=AT)


def test_a_department_renamed_within_the_year_goes_on_counting(world: OfficeWorld) -> None:
    number_of(world)
    symbol = world.department.symbol
    renamed = a_unit(UnitLevel.DEPARTMENT, "観光文化部", symbol=symbol, starts_on=date(2026, 10, 1))
    moved = a_unit(parent=renamed, starts_on=date(2026, 10, 1))
    for old, new in ((world.section, moved), (world.department, renamed)):
        edit(old, by=SYSTEM, at=AT, ends_on=date(2026, 9, 30), successor=new)
    assert next_number(world.section, ON) == f"8{symbol}第2号"
    assert next_number(moved, ON) == f"8{symbol}第3号"


def test_numbers_of_requests_are_all_different(world: OfficeWorld) -> None:
    for day in (MARCH, APRIL):
        for _ in range(2):
            number_of(world, at_nine(day))
    numbers = Request.objects.values_list("document_number", flat=True)
    assert len(set(numbers)) == 4


@pytest.mark.parametrize(("symbol", "number"), [("観文", "9観文第1号"), ("", "9観光文化部第1号")])
def test_a_section_under_an_ended_department_takes_the_successors_numbers(
    world: OfficeWorld, symbol: str, number: str
) -> None:
    successor = a_unit(UnitLevel.DEPARTMENT, "観光文化部", symbol=symbol, starts_on=APRIL)
    edit(world.department, by=SYSTEM, at=AT, ends_on=MARCH, successor=successor)
    section = again(world.section)
    assert [next_number(section, MARCH), next_number(section, APRIL)] == [f"8{world.department.symbol}第1号", number]

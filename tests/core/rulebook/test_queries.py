"""Which version rules on a day, and the numbers it gives."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.queries import parameter, parameter_spans, version_on
from tests.factories import ON, a_version

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, SECOND = date(2014, 7, 1), date(2016, 4, 1)


def test_version_on_the_days_around_its_first() -> None:
    first, second = a_version(FIRST), a_version(SECOND)
    days = (FIRST - DAY, FIRST, SECOND - DAY, SECOND, date(2999, 1, 1))
    assert [version_on(on) for on in days] == [None, first, first, second, second]


def test_version_on_ignores_a_draft() -> None:
    first = a_version(FIRST)
    a_version(SECOND, adopted=False)
    assert version_on(ON) == first


def test_version_on_does_not_depend_on_the_order_of_entry() -> None:
    second, first = a_version(SECOND), a_version(FIRST)
    assert [version_on(on) for on in (FIRST, SECOND)] == [first, second]


def test_parameter_is_the_one_of_the_version_in_force() -> None:
    a_version(FIRST, settings={"decision_target_days": 7})
    a_version(SECOND, settings={"decision_target_days": 3, "notice_months": 2})
    days = (FIRST - DAY, SECOND - DAY, SECOND)
    assert [parameter("decision_target_days", on) for on in days] == [5, 7, 3]
    assert [parameter("notice_months", on) for on in days] == [1, 1, 2]


def test_parameter_spans_begin_with_the_day_and_name_each_later_version() -> None:
    third = date(2020, 4, 1)
    a_version(FIRST)
    a_version(third, settings={"notice_months": 3})
    a_version(SECOND, settings={"notice_months": 2})
    a_version(date(2018, 4, 1), adopted=False)

    assert parameter_spans("notice_months", FIRST, third) == [(FIRST, 1), (SECOND, 2), (third, 3)]
    assert parameter_spans("notice_months", SECOND, third - DAY) == [(SECOND, 2)]
    assert parameter_spans("notice_months", FIRST - DAY, FIRST) == [(FIRST - DAY, 1), (FIRST, 1)]


@pytest.mark.parametrize("with_version", [True, False])
def test_parameter_that_does_not_exist_is_an_error(with_version: bool) -> None:
    if with_version:
        a_version(settings={"no_such_days": 4})
    with pytest.raises(KeyError):
        parameter("no_such_days", ON)


@pytest.mark.parametrize("key", sorted(PARAMETERS))
def test_default_lies_within_its_bounds(key: str) -> None:
    known = PARAMETERS[key]
    assert known.key == key
    assert known.least <= known.default <= known.most


def test_two_versions_of_one_day_are_refused() -> None:
    a_version(FIRST)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_version(FIRST, adopted=False)


def test_in_force_lists_adopted_versions_only() -> None:
    assert [v.state for v in (a_version(FIRST), a_version(SECOND, adopted=False))] == ["adopted", "draft"]
    assert list(Version.objects.in_force_on(ON).values_list("in_force_from", flat=True)) == [FIRST]

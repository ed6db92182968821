"""The demonstration loads the same every time, and on any day of the year."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from core.audit.verifier import faults
from core.rulebook.models import Version
from core.staff.models import Person, Unit
from dashboard.demo.load import load_demonstration
from tests.dashboard.demo_copies import content, empty_copy
from tests.factories import a_person

ON = date(2026, 11, 24)
DAYS_OF_CHANGE = [date(2027, 4, 1), date(2027, 4, 9)]
"""The day of transfers itself, and one with requests under way across it."""

pytestmark = pytest.mark.slow


def test_a_load_that_fails_leaves_nothing(db: None) -> None:
    a_person(staff_number="100150")

    with pytest.raises(IntegrityError):
        load_demonstration(ON)

    assert (Person.objects.count(), Unit.objects.count(), Version.objects.count()) == (1, 0, 0)


def test_two_loads_give_the_same(django_db_setup: None, django_db_blocker: Any) -> None:
    found = []
    for _ in range(2):
        with empty_copy(django_db_blocker):
            load_demonstration(ON)
            found.append(content())

    assert found[0]["Person"] != []
    assert found[0] == found[1]


@pytest.mark.parametrize("on", DAYS_OF_CHANGE, ids=str)
def test_loading_on_a_day_of_change(on: date, django_db_setup: None, django_db_blocker: Any) -> None:
    with empty_copy(django_db_blocker):
        load_demonstration(on)

        assert Unit.objects.get(name="観光誘致課").had_ended(on)
        assert list(faults()) == []

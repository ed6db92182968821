"""A duplicate is told from other broken constraints, on both engines."""

import pytest
from django.db import IntegrityError, transaction

from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM
from core.lifecycle.duplicates import is_duplicate
from core.staff.models import Person, Unit
from tests.factories import AT, SINCE, a_person

pytestmark = pytest.mark.django_db


def test_second_person_under_a_number_is_a_duplicate() -> None:
    known = a_person()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create(Person, by=SYSTEM, at=AT, staff_number=known.staff_number, name="別人")
    assert is_duplicate(error.value)


def test_section_without_a_department_is_no_duplicate() -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create(Unit, by=SYSTEM, at=AT, name="課", level="section", starts_on=SINCE)
    assert not is_duplicate(error.value)

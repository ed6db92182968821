"""The rows an act holds: read and locked once, as the act left them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.staff.models import Appointment, Person, Unit
from tests.factories import AT, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db


def test_rows_of_a_kind_are_those_of_that_kind() -> None:
    unit, person = a_unit("department"), a_person()
    with acting(by=SYSTEM, at=AT) as act:
        act.lock(unit)
        act.lock(person)
        assert (act.held(Unit), act.held(Person)) == ([unit], [person])


def test_a_row_is_asked_for_once(django_assert_num_queries: Any) -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act, django_assert_num_queries(1):
        assert act.lock(unit) == act.lock(unit)


def test_what_is_given_out_is_a_copy() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.lock(unit).name = "別の部"
        act.lock_all(Unit, pk=unit.pk)[0].name = "別の部"
        act.held(Unit)[0].name = "別の部"
        assert act.lock(unit).name == unit.name


def test_rows_locked_together_come_in_the_order_of_their_keys() -> None:
    units = [a_unit("department") for _ in range(3)]
    with acting(by=SYSTEM, at=AT) as act:
        assert act.lock_all(Unit, pk__in=[unit.pk for unit in reversed(units)]) == units


def test_rows_locked_anew_are_as_the_act_left_them() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        (again,) = act.lock_all(Unit, pk=unit.pk)
        act.edit(again, name="広聴部")
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.name, stored.version) == ("広聴部", 2)


def test_a_row_that_is_gone_says_so() -> None:
    with pytest.raises(Unit.DoesNotExist, match=r"staff\.unit:999999"), acting(by=SYSTEM, at=AT) as act:
        act.lock(Unit(pk=999999))


def test_a_row_carries_the_one_locked_before_it_as_the_act_left_it() -> None:
    appointment = an_appointment()
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(appointment.person, name="改めた名前")
        assert act.lock(Appointment.objects.get(pk=appointment.pk)).person.name == "改めた名前"


def test_rows_that_share_what_never_changes_are_locked_by_one_statement(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(Unit, "locked_together", ("level",))
    one, other = a_unit("department"), a_unit("department")
    with acting(by=SYSTEM, at=AT) as act, django_assert_num_queries(1):
        assert (act.lock(one), act.lock(other)) == (one, other)


def test_the_end_of_a_trail_is_read_with_its_row() -> None:
    unit = a_unit("department")
    with CaptureQueriesContext(connection) as captured, acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
    asked = [query["sql"] for query in captured.captured_queries if "audit_event" in query["sql"]]
    assert len([sql for sql in asked if "INSERT" not in sql and "UPDATE" not in sql]) == 1

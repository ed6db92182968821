"""What an act changed and has not written yet: nobody can tell, the act itself neither."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from core.audit.history import history
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict
from core.lifecycle.pending import MOST, Pending
from core.retention.models import Hold
from core.staff.models import OfficeTitle, Unit
from tests.factories import AT, ON, SINCE, a_person, a_unit

pytestmark = pytest.mark.django_db


def test_an_act_reads_what_it_changed() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        assert Unit.objects.filter(name="広報部").count() == 1


def test_an_act_reads_what_it_changed_with_a_cursor() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act, connection.cursor() as cursor:
        act.edit(unit, name="広報部")
        cursor.execute("SELECT name FROM staff_unit WHERE id = %s", [unit.pk])
        assert cursor.fetchone() == ("広報部",)


def test_what_is_read_of_other_tables_writes_nothing() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        with CaptureQueriesContext(connection) as captured:
            OfficeTitle.objects.count()
    assert len(captured) == 1


def test_a_row_changed_twice_is_written_once_as_it_stood_last() -> None:
    unit = a_unit("department")
    with CaptureQueriesContext(connection) as captured, acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        act.edit(unit, name="広聴部")
    written = sum(query["sql"].count('UPDATE "staff_unit"') for query in captured.captured_queries)
    stored = Unit.objects.get(pk=unit.pk)
    assert (written, stored.name, stored.version) == (1, "広聴部", 2)
    assert history([unit.stream])[0].facts["changes"] == {"name": [unit.name, "広聴部"]}


def test_rows_are_written_in_the_order_of_their_changes() -> None:
    with acting(by=SYSTEM, at=AT) as act:
        one = act.create(OfficeTitle, office="staff", title="職", starts_on=SINCE)
        other = act.create(OfficeTitle, office="section_head", title="職", starts_on=SINCE)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(one, office="auditor")
        act.edit(other, office="staff")
    assert set(OfficeTitle.objects.values_list("pk", "office")) >= {(one.pk, "auditor"), (other.pk, "staff")}


def test_a_new_row_may_take_the_place_that_a_changed_one_left() -> None:
    with acting(by=SYSTEM, at=AT) as act:
        old = act.create(OfficeTitle, office="staff", title="職員", starts_on=SINCE)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(old, office="auditor")
        act.create(OfficeTitle, office="staff", title="主事", starts_on=SINCE)
    assert OfficeTitle.objects.get(office="staff", starts_on=SINCE).title == "主事"


def test_a_place_that_a_changed_row_left_is_free_though_others_changed_after_it() -> None:
    with acting(by=SYSTEM, at=AT) as act:
        old = act.create(OfficeTitle, office="staff", title="職員", starts_on=SINCE)
        other = act.create(OfficeTitle, office="section_head", title="課長", starts_on=SINCE)
    with acting(by=SYSTEM, at=AT) as act:
        act.lock_all(OfficeTitle, pk__in=[old.pk, other.pk])
        act.edit(old, office="auditor")
        act.edit(other, title="室長")
        act.create(OfficeTitle, office="staff", title="主事", starts_on=SINCE)
    assert OfficeTitle.objects.get(office="staff", starts_on=SINCE).title == "主事"


def test_a_new_row_may_take_the_place_that_is_free_once_a_condition_does_not_hold() -> None:
    placed = {"about": "staff.unit:1", "title": "件", "cause": "audit", "reason": "監査", "placed_on": ON}
    person = a_person()
    with acting(by=SYSTEM, at=AT) as act:
        old = act.create(Hold, **placed, placed_by=person)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(old, lifted_on=ON, lift_reason="終わった")
        act.create(Hold, **placed, placed_by=person)
    assert list(Hold.objects.order_by("pk").values_list("lifted_on", flat=True)) == [ON, None]


def test_a_new_row_that_meets_with_nothing_lets_changed_ones_wait() -> None:
    unit = a_unit("department")
    with CaptureQueriesContext(connection) as captured, acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        act.create(Unit, name="広聴部", level="department", starts_on=SINCE)
    said = [query["sql"] for query in captured.captured_queries]
    found = [word for sql in said for word in re.findall(r'(INSERT|UPDATE)(?: INTO)? "staff_unit"', sql)]
    assert found == ["INSERT", "UPDATE"]


def test_an_update_by_a_condition_finds_what_was_changed() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        assert QuerySet(Unit).filter(name="広報部").update(name="広聴部") == 1
    assert Unit.objects.get(pk=unit.pk).name == "広聴部"


def test_rows_copied_by_a_statement_are_those_that_were_changed() -> None:
    unit = a_unit("department")
    columns = "name, symbol, site, level, starts_on, version"
    with acting(by=SYSTEM, at=AT) as act, connection.cursor() as cursor:
        act.edit(unit, name="広報部")
        cursor.execute(
            f'INSERT INTO "staff_unit" ({columns}) SELECT {columns} FROM "staff_unit" WHERE id = %s', [unit.pk]
        )
    assert Unit.objects.filter(name="広報部").count() == 2


def test_what_was_read_before_what_waits_is_a_conflict() -> None:
    old = a_unit("department")
    new = old.copied()
    new.version = old.version + 1
    pending = Pending()
    pending.put(new, old.version, ["name"])
    with pytest.raises(Conflict):
        pending.put(old, old.version, ["name"])


def test_many_rows_do_not_wait_for_the_end() -> None:
    units = [a_unit("department") for _ in range(MOST + 2)]
    with acting(by=SYSTEM, at=AT) as act:
        for number, unit in enumerate(units):
            act.edit(unit, name=f"第{number}部")
    assert [unit.name for unit in Unit.objects.filter(pk__in=[u.pk for u in units]).order_by("pk")] == [
        f"第{number}部" for number in range(MOST + 2)
    ]


def test_what_was_changed_before_an_inner_part_survives_its_failure() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, name="広報部")
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.bulk_create([Unit(pk=unit.pk, name="x", level="department", starts_on=SINCE)])
    assert Unit.objects.get(pk=unit.pk).name == "広報部"


def edit_then_fail_in_an_inner_part(unit: Unit) -> None:
    with acting(by=SYSTEM, at=AT) as act, transaction.atomic():
        act.edit(unit, name="広報部")
        Unit.objects.bulk_create([Unit(pk=unit.pk, name="x", level="department", starts_on=SINCE)])


def test_an_inner_part_that_changed_something_ends_with_its_own_failure() -> None:
    unit = a_unit("department")
    with pytest.raises(IntegrityError):
        edit_then_fail_in_an_inner_part(unit)
    assert Unit.objects.get(pk=unit.pk).name == unit.name

"""Questions compiled once: they ask the database anew each time, and answer what the ORM answers."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from core import kept
from core.rulebook.models import Version
from core.staff.models import Appointment, Person, Unit
from core.staff.offices import Office
from core.statements import Among, Given, Statement, bound, columns_of, given_by, record
from tests.factories import ON as TODAY
from tests.factories import a_person, a_unit, a_version, an_appointment

pytestmark = pytest.mark.django_db
NAME, ON = Given("name", models.CharField()), Given("on", models.DateField())


def named() -> Statement:
    return Statement("named", lambda: Unit.objects.filter(name=NAME).order_by("pk").values_list("pk", "starts_on"))


def test_rows_are_those_of_the_queryset_with_the_values_put_in() -> None:
    unit, _ = a_unit(name="観光課"), a_unit(name="防災課")
    assert named().rows(name="観光課") == [(unit.pk, unit.starts_on)]


def test_each_asking_reads_the_database_anew() -> None:
    asked = named()
    before = asked.rows(name="観光課")
    unit = a_unit(name="観光課")
    assert (before, asked.rows(name="観光課")) == ([], [(unit.pk, unit.starts_on)])


def test_a_statement_is_built_once_however_often_it_is_asked() -> None:
    built = []

    def build() -> Any:
        built.append(1)
        return Unit.objects.filter(name=NAME).values_list("pk")

    asked = Statement("built", build)
    for name in ("観光課", "防災課", "観光課"):
        asked.rows(name=name)
    assert built == [1]


def test_a_value_that_is_missing_is_an_error_and_no_filter_left_out() -> None:
    with pytest.raises(KeyError):
        named().rows()


def test_days_compare_as_days() -> None:
    unit = a_unit(name="観光課")
    asked = Statement("begun", lambda: Unit.objects.filter(starts_on__lte=ON, pk=unit.pk).values_list("pk"))
    day_before = date.fromordinal(unit.starts_on.toordinal() - 1)
    assert (asked.rows(on=unit.starts_on), asked.rows(on=day_before)) == ([(unit.pk,)], [])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_list_of_keys_is_one_shape_of_sql_however_long_it_is(count: int) -> None:
    keys = [a_unit(name=f"第{number}課").pk for number in range(3)][:count]
    asked = Statement("among", lambda: Unit.objects.filter(Among("pk", "keys")).order_by("pk").values_list("pk"))
    assert asked.rows(keys=keys) == [(pk,) for pk in keys]


def test_a_record_from_its_columns_is_the_record() -> None:
    unit = a_unit(name="観光課")
    asked = Statement("whole", lambda: Unit.objects.filter(name=NAME).values_list(*columns_of(Unit)))
    (row,) = asked.rows(name="観光課")
    assert record(Unit, row).columns() == unit.columns()


def test_columns_have_the_names_by_which_another_record_leads_to_them() -> None:
    assert columns_of(Unit, "unit__")[:2] == ["unit__id", "unit__version"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Q(name=NAME), ["観光課"]),
        (~Q(name=NAME), ["防災課", "財政課"]),
        (Q(Among("pk", "keys")), ["観光課", "防災課"]),
        (Q(name=NAME) | Q(name="財政課"), ["観光課", "財政課"]),
        (Q(Among("pk", "keys")) & ~Q(name=NAME), ["防災課"]),
        (Q(name="財政課") | (Q(Among("pk", "keys")) & Q(starts_on__lte=ON, name=NAME)), ["観光課", "財政課"]),
    ],
)
def test_a_condition_with_its_values_put_in_is_the_one_that_is_asked(condition: Q, found: list[str]) -> None:
    units = [a_unit("department", name=name) for name in ("観光課", "防災課", "財政課")]
    given = {"name": "観光課", "keys": [unit.pk for unit in units[:2]], "on": units[0].starts_on}
    asked = Statement("bound", lambda: Unit.objects.filter(condition).order_by("pk").values_list("name"))
    once = Unit.objects.filter(bound(condition, given)).order_by("pk").values_list("name")
    assert (asked.rows(**given), list(once)) == ([(name,) for name in found],) * 2


def planned() -> Statement:
    rows = Unit.objects.filter(Among("pk", "keys"), name=NAME, starts_on__lte=ON).values_list("pk", "starts_on")
    return Statement("planned", lambda: rows, planned_once=True)


def test_a_plan_that_is_kept_answers_as_one_that_is_not() -> None:
    unit = a_unit(name="観光課")
    given = {"name": "観光課", "keys": [unit.pk, 0], "on": unit.starts_on}
    asked = planned()
    assert [asked.rows(**given) for _ in range(7)] == [[(unit.pk, unit.starts_on)]] * 7
    assert asked.rows(**{**given, "name": "防災課"}) == []


def test_a_kept_plan_is_one_query_each_time() -> None:
    asked, found = planned(), list[int]()
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            asked.rows(name="観光課", keys=[], on=date(2026, 4, 1))
        found.append(len(queries))
    assert found == [1, 1]


@pytest.mark.parametrize("pooled", [True, False])
def test_only_postgresql_keeps_plans_and_not_behind_a_pooler_of_transactions(
    pooled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = connection.vendor == "postgresql" and not pooled
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", pooled)
    with CaptureQueriesContext(connection) as queries:
        planned().rows(name="観光課", keys=[], on=date(2026, 4, 1))
    assert ("EXECUTE" in queries[0]["sql"]) == kept


def _in_force() -> Any:
    office: Any = Given("office", models.CharField())
    held = Appointment.objects.in_force_on(ON).filter(office=office)  # type: ignore[arg-type]  # given when asked
    return held.select_related("person").order_by("pk")


IN_FORCE = Statement("in_force", _in_force)
NAMES = Statement("names", lambda: Person.objects.filter(Among("pk", "keys")).order_by("pk").values_list("pk", "name"))


@pytest.mark.parametrize("office", [Office.STAFF, Office.AUDITOR])
@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=4000)])
def test_records_are_those_of_the_queryset(office: Office, on: date) -> None:
    for held in (Office.STAFF, Office.STAFF, Office.AUDITOR):
        an_appointment(office=held)
    asked = Appointment.objects.in_force_on(on).filter(office=office).order_by("pk")
    assert IN_FORCE.records(office=office.value, on=on) == list(asked)


def test_what_is_read_with_the_records_is_not_asked_for_again() -> None:
    appointment = an_appointment(office=Office.STAFF)
    with CaptureQueriesContext(connection) as captured:
        (found,) = IN_FORCE.records(office=Office.STAFF.value, on=TODAY)
        assert (found.person.name, found.starts_on) == (appointment.person.name, appointment.starts_on)
    assert len(captured) == 1


def test_later_values_do_not_change_what_was_found_before() -> None:
    first, second = a_person(), a_person()
    found = NAMES.rows(keys=[first.pk])
    NAMES.rows(keys=[second.pk])
    assert found == [(first.pk, first.name)]


def test_values_are_read_as_the_queryset_reads_them() -> None:
    version = a_version(settings={"incident_acknowledge_hours": 1})
    stored = Version.objects.filter(pk=version.pk).values_list("settings", "pk")
    assert Statement("stored", lambda: stored).rows() == list(stored) == [(version.settings, version.pk)]


@pytest.mark.parametrize("number", [0, 2])
def test_a_statement_can_be_put_into_another_one(number: int) -> None:
    people = [a_person() for _ in range(2)][:number]
    around = "SELECT count(*) FROM ({asked}) AS found"
    counted = Statement("counted", lambda: Person.objects.filter(Among("pk", "keys")).values_list("pk"), around=around)
    assert counted.rows(keys=[person.pk for person in people]) == [(number,)]


@pytest.mark.parametrize("lookup", ["pk", "person", "person_id", "office", "pk__in", "person__in", "office__in"])
def test_a_condition_by_the_name_of_a_lookup_is_that_lookup(lookup: str) -> None:
    wanted, _ = an_appointment(office=Office.STAFF), an_appointment(office=Office.AUDITOR)
    value: Any = {"pk": wanted.pk, "office": wanted.office}.get(lookup.removesuffix("__in"), wanted.person_id)
    value = [value] if lookup.endswith("__in") else value
    asked = Statement("looked_up", lambda: Appointment.objects.filter(given_by(Appointment, lookup)))
    assert asked.records(**{lookup: value}) == [wanted]


def test_who_watches_a_connection_sees_what_a_kept_plan_asks() -> None:
    with CaptureQueriesContext(connection) as queries:
        planned().rows(name="観光課", keys=[], on=date(2026, 4, 1))
    assert "staff_unit" in queries[-1]["sql"]


def test_statements_of_the_same_sql_do_not_answer_for_one_another() -> None:
    units = [a_unit(name=name) for name in ("観光課", "防災課")]

    def of_name(name: str) -> Any:
        return Unit.objects.filter(name=name, starts_on__lte=ON).values_list("pk")

    asked = [Statement("alike", partial(of_name, unit.name), planned_once=True) for unit in units]
    assert [one.rows(on=TODAY) for one in asked] == [[(unit.pk,)] for unit in units]


def test_a_connection_that_keeps_many_plans_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    unit = a_unit(name="観光課")

    def above(number: int) -> Any:
        return Unit.objects.filter(name=NAME, pk__gt=-number).values_list("pk")

    asked = [Statement("many", partial(above, number), planned_once=True) for number in range(5)]
    assert [one.rows(name="観光課") for one in (*asked, *asked)] == [[(unit.pk,)]] * 10


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone prepares")
def test_what_was_handed_out_stays_prepared_while_something_else_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    own = kept.Kept()

    def asking(number: int) -> str:
        planned = kept.Planned(f"room{number}", f"SELECT {number}", (), (), "nothing")
        return own.asking(number, lambda _: planned, kept.ANY_PLAN, connection)

    asking(0)
    handed = asking(1)
    asking(2)
    with connection.cursor() as cursor:
        cursor.execute(handed)
        assert cursor.fetchall() == [(1,)]
        assert [asking(number).partition("_")[0] for number in (1, 0, 2)] == [f"EXECUTE room{n}" for n in (1, 0, 2)]
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'room%'")
        assert cursor.fetchone() == (2,)

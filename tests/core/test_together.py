"""Writes that go together: in their order, counted one by one; on PostgreSQL by one statement."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.records import writing
from core.staff.models import OfficeTitle, Person, Unit
from core.together import MOST, ROWS, Write, inserts, marks, store_new, write_together
from tests.factories import AT, SINCE, a_person

pytestmark = pytest.mark.django_db
TITLES = OfficeTitle._meta.db_table
RENAME = f'UPDATE "{TITLES}" SET "office" = %s WHERE "id" = %s'


def messages(person: Person, *keys: str) -> list[Message]:
    return [Message(key=key, person=person, title=f"題{key}", created_at=AT) for key in keys]


def stored() -> list[tuple[Any, ...]]:
    return list(Message.objects.order_by("key").values_list("key", "title", "link_pk"))


def two_titles() -> tuple[int, int]:
    made = [OfficeTitle(office=office, title="職", starts_on=SINCE) for office in ("staff", "section_head")]
    return tuple(one.pk for one in OfficeTitle._base_manager.bulk_create(made))  # type: ignore[return-value]  # two


def rename(key: int, office: str) -> Write:
    return Write(RENAME, [office, key], TITLES, in_turn=True)


def test_nothing_to_write_is_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert write_together([]) == []


def test_rows_are_counted_for_each_write() -> None:
    one, other = two_titles()
    assert write_together([rename(one, "auditor"), rename(0, "auditor"), rename(other, "administrator")]) == [1, 0, 1]
    assert write_together([rename(0, "staff")]) == [0]
    assert set(OfficeTitle.objects.filter(pk__in=[one, other]).values_list("pk", "office")) == {
        (one, "auditor"),
        (other, "administrator"),
    }


def test_a_place_that_one_write_leaves_is_free_for_the_next() -> None:
    one, other = two_titles()
    third = OfficeTitle._base_manager.bulk_create([OfficeTitle(office="auditor", title="監査", starts_on=SINCE)])[0].pk
    writes = [rename(one, "administrator"), rename(other, "staff"), rename(third, "section_head")]
    assert write_together(writes) == [1, 1, 1]
    assert dict(OfficeTitle.objects.filter(pk__in=[one, other, third]).values_list("pk", "office")) == {
        one: "administrator",
        other: "staff",
        third: "section_head",
    }


def test_writes_that_go_together_are_one_statement_on_postgresql() -> None:
    one, other = two_titles()
    with CaptureQueriesContext(connection) as captured:
        write_together([rename(one, "auditor"), rename(other, "administrator"), *inserts(messages(a_person(), "a"))])
    said = [query["sql"] for query in captured.captured_queries if TITLES in query["sql"]]
    assert len(said) == (1 if connection.vendor == "postgresql" else 2)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone carries them out at once")
def test_a_write_waits_for_the_one_before_it_to_the_same_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)  # so that the text is seen
    one, other = two_titles()
    (message,) = inserts(messages(a_person(), "a"))
    with CaptureQueriesContext(connection) as captured:
        write_together([rename(one, "auditor"), message, rename(other, "administrator"), rename(one, "staff")])
    waited_for = re.findall(r"FROM (written\d)\) >= 0", captured.captured_queries[-1]["sql"])
    assert waited_for == ["written0", "written2"]


def test_one_write_goes_by_itself() -> None:
    one, _ = two_titles()
    with CaptureQueriesContext(connection) as captured:
        write_together([rename(one, "auditor")])
    assert [query["sql"].startswith("UPDATE") for query in captured.captured_queries] == [True]


def test_a_write_reads_the_rows_that_an_earlier_one_stored() -> None:
    person = a_person()
    Message.objects.bulk_create(messages(person, "before"))
    (first,) = inserts(messages(person, "a", "b"))
    first = Write(first.sql, first.params, first.table, returning="id, key")
    mentions = f"INSERT INTO notifications_mention (message_id, stream) SELECT id, key FROM {ROWS} WHERE key <> %s"
    counts = write_together([first, Write(mentions, ["before"], "notifications_mention", rows_of=first)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT stream FROM notifications_mention ORDER BY stream")
        assert (counts, cursor.fetchall()) == ([2, 2], [("a",), ("b",)])


def test_new_rows_under_keys_that_stand_there_change_nothing() -> None:
    person = a_person()
    assert write_together([*inserts(messages(person, "a", "b"))]) == [2]
    (again,) = messages(person, "b")
    again.title = "別の題"
    assert write_together([*inserts([again, *messages(person, "c")])]) == [1]
    assert stored() == [("a", "題a", None), ("b", "題b", None), ("c", "題c", None)]


@pytest.mark.parametrize(("rows", "sizes"), [(0, []), (1, [1]), (MOST, [MOST]), (MOST + 1, [MOST, 1])])
def test_many_new_rows_go_in_by_parts(rows: int, sizes: list[int]) -> None:
    found = inserts(messages(Person(pk=1), *map(str, range(rows))))
    fields = len(Message._meta.concrete_fields) - 1
    assert [len(write.params) // fields for write in found] == sizes


def test_there_is_a_mark_for_each_value() -> None:
    assert marks([(1, 2), (3, 4)]) == "(%s, %s), (%s, %s)"
    assert marks([(1, 2), (3, 4)], "CAST(%s AS text), %s") == "(CAST(%s AS text), %s), (CAST(%s AS text), %s)"


def an_obligation(**values: Any) -> Obligation:
    return Obligation(
        rule="tests",
        about="staff.unit:1",
        title="届け出る",
        clause="第4-1-(2)",
        act_label="届け出る",
        link_name="people:messages",
        link_pk=1,
        **{"debtor_office": "section_head", "opened_on": SINCE} | values,
    )


def test_new_row_is_stored_as_django_stores_it() -> None:
    own, djangos = an_obligation(occurrence="1"), an_obligation(occurrence="2")
    with writing():
        own.save(force_insert=True)
        models.Model.save(djangos, force_insert=True)
    assert not own._state.adding
    assert own._state.db == djangos._state.db
    read: list[dict[str, Any]] = [dict(Obligation.objects.values().get(pk=one.pk)) for one in (own, djangos)]
    assert [row.pop("id") for row in read] == [own.pk, djangos.pk]
    assert [row.pop("occurrence") for row in read] == ["1", "2"]
    assert read[0] == read[1]


def test_row_that_somebody_listens_to_or_that_has_a_key_is_left_to_django() -> None:
    heard: list[Any] = []

    def hear(instance: Any, **_: Any) -> None:
        heard.append(instance)

    title = OfficeTitle(office="staff", title="職", starts_on=SINCE)
    post_save.connect(hear, sender=OfficeTitle)
    try:
        assert not store_new(title)
        with writing():
            title.save(force_insert=True)
    finally:
        post_save.disconnect(hear, sender=OfficeTitle)
    assert heard == [title]
    assert not store_new(title)


def test_row_that_names_an_unsaved_one_is_refused() -> None:
    unsaved = Unit(name="広報課", level="section", starts_on=SINCE)
    with writing(), pytest.raises(ValueError, match="unsaved related object"):
        an_obligation(debtor_unit=unsaved).save(force_insert=True)
    assert not Obligation.objects.exists()


def test_row_takes_the_key_of_what_was_saved_after_it_was_named() -> None:
    unit = Unit(name="広報部", level="department", starts_on=SINCE)
    obligation = an_obligation(debtor_unit=unit)
    with writing():
        unit.save(force_insert=True)
        obligation.save(force_insert=True)
    assert Obligation.objects.values_list("debtor_unit", flat=True).get() == unit.pk


def test_row_with_a_value_that_the_database_works_out_is_left_to_django() -> None:
    obligation = an_obligation(opened_on=Cast(Value("2026-04-01"), models.DateField()))
    assert not store_new(obligation)
    with writing():
        obligation.save(force_insert=True)
    assert Obligation.objects.values_list("opened_on", flat=True).get() == SINCE


def test_kind_that_adds_to_the_saving_is_left_to_django() -> None:
    person = Person(staff_number="000001", name="草野 はるか", email="a@city.example.jp", title="主査")
    person.set_password("umi-no-koe-mo-2027")
    with writing():
        person.save(force_insert=True)
    assert vars(person)["_password"] is None


def test_row_that_stands_already_is_refused_and_undoes_the_act() -> None:
    values = {"office": "staff", "title": "職", "starts_on": SINCE}
    with writing():
        OfficeTitle(**values).save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeTitle(**values).save(force_insert=True)
    assert OfficeTitle.objects.count() == 1

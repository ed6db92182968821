"""What the events of a record add up to, and where its row says otherwise; without a database."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from core.audit.folding import Difference, Story, differences, loaded, same, stories_of
from core.audit.verifier import Row
from core.staff.models import Appointment, Person, Unit

INSTANT = datetime(2026, 11, 24, 0, 0, 0, 123456, tzinfo=UTC)
ACT = UUID(int=0)


def row(number: int, move: str, facts: Any, *, to: str = "", stream: str = "staff.unit:1") -> Row:
    """Return an event as the verifier reads it; `facts` as None is content that is gone."""
    body = None if facts is None else json.dumps(facts)
    who = (None, "", None, "", None, INSTANT, "", "", "", "")
    return Row(stream, number, ACT, move, "", "", to, *who, "", body, None, None, None, None, None)


def story(*rows: Row) -> Story:
    (made,) = stories_of(rows).values()
    return made


CREATED = row(1, "staff.unit.create", {"values": {"name": "広報課", "level": "section"}}, to="draft")


def test_a_story_is_what_was_made_and_what_changed_since() -> None:
    edited = row(2, "staff.unit.edit", {"values": {"level": "x"}, "changes": {"name": ["広報課", "広聴課"]}})
    told = story(CREATED, edited)
    assert (told.number, told.state, told.columns) == (2, "draft", {"name": "広聴課", "level": "section"})


def test_a_story_has_the_last_state_that_was_reached() -> None:
    assert story(CREATED, row(2, "staff.unit.end", {}, to="ended"), row(3, "staff.unit.edit", {})).state == "ended"


def test_after_content_that_is_gone_only_what_changed_later_is_known() -> None:
    hidden = row(2, "staff.unit.edit", {"hidden": {"password": "a"}})
    later = row(4, "staff.unit.edit", {"changes": {"level": ["section", "group"]}})
    told = story(CREATED, hidden, row(3, "staff.unit.edit", None), later)
    assert (told.number, told.columns, told.hidden) == (4, {"level": "group"}, {})


def test_of_a_hidden_column_the_last_digest_is_told_and_none_where_events_of_old_named_it_alone() -> None:
    first = row(1, "staff.person.create", {"hidden": {"password": "a", "pin": "p"}})
    digested, named = {"hidden": {"password": "b"}}, {"hidden": ["password"]}
    assert story(first, row(2, "staff.person.edit", digested)).hidden == {"password": "b", "pin": "p"}
    assert story(first, row(2, "staff.person.edit", named)).hidden == {"pin": "p"}
    assert story(first, row(2, "staff.person.edit", {})).hidden == {"password": "a", "pin": "p"}


def test_each_stream_has_its_own_story() -> None:
    told = stories_of([CREATED, row(1, "staff.unit.create", {}, stream="staff.unit:2")])
    assert [(one.stream, one.number) for one in told.values()] == [("staff.unit:1", 1), ("staff.unit:2", 1)]


def found(told: Story, record: Any) -> list[Difference]:
    return list(differences(told, record))


def a_unit_as_told(**values: Any) -> tuple[Story, Unit]:
    unit = Unit(
        **{"pk": 1, "version": 3, "name": "広報課", "level": "section", "starts_on": date(2020, 4, 1), **values}
    )
    return Story("staff.unit:1", 3, columns={"name": "広報課", "starts_on": "2020-04-01", "unknown": "x"}), unit


def test_a_row_that_is_as_told_differs_in_nothing() -> None:
    assert found(*a_unit_as_told()) == []


def test_a_record_that_is_gone_is_told_once() -> None:
    told, _ = a_unit_as_told()
    sentence = "staff.unit:1:監査証跡はありますが、記録がありません"
    assert found(told, None) == [Difference("staff.unit:1", "", None, 3, sentence)]


def test_a_row_of_another_version_is_told_with_both_numbers() -> None:
    sentence = "staff.unit:1:記録の版(2)が、最後のできごとの番号(3)と合いません"
    assert found(*a_unit_as_told(version=2)) == [Difference("staff.unit:1", "version", 2, 3, sentence)]


def test_a_column_with_another_value_is_told_by_its_name() -> None:
    sentence = "staff.unit:1:記録の「名称」が、監査証跡と合いません"
    assert found(*a_unit_as_told(name="別の課")) == [Difference("staff.unit:1", "name", "別の課", "広報課", sentence)]


def an_entry(state: str) -> tuple[Story, Appointment]:
    told = Story("staff.appointment:1", 1, state="confirmed", columns={"state": "proposed"})
    return told, Appointment(pk=1, version=1, state=state, person_id=5)


def test_a_row_in_another_state_is_told_by_the_states_label_and_once() -> None:
    sentence = "staff.appointment:1:記録の「状態」が、最後のできごとの状態(確定)と合いません"
    told = Difference("staff.appointment:1", "state", "declined", "confirmed", sentence)
    assert found(*an_entry("declined")) == [told]
    assert found(*an_entry("confirmed")) == []


def test_a_state_that_no_move_reached_is_the_one_the_record_was_made_with() -> None:
    made = Story("staff.appointment:1", 1, columns={"state": "proposed"})
    assert found(made, Appointment(pk=1, version=1, state="proposed")) == []
    assert [one.column for one in found(made, Appointment(pk=1, version=1, state="declined"))] == ["state"]


def test_a_state_of_a_record_that_has_none_is_named_as_it_stands() -> None:
    told, unit = a_unit_as_told()
    told.state = "ended"
    sentence = "staff.unit:1:記録の「状態」が、最後のできごとの状態(ended)と合いません"
    assert found(told, unit) == [Difference("staff.unit:1", "state", None, "ended", sentence)]


def test_a_hidden_column_with_another_digest_is_told_without_its_value() -> None:
    person = Person(pk=1, version=1, password="x")
    digests = person.hidden_digests()
    assert found(Story("staff.person:1", 1, hidden={**digests, "gone": "d"}), person) == []
    ((name, stored),) = [item for item in digests.items() if item[0] == "password"]
    other = found(Story("staff.person:1", 1, hidden={name: "another"}), person)
    assert [(one.column, one.stored, one.told) for one in other] == [("password", stored, "another")]


@pytest.mark.parametrize(
    ("stored", "told", "expected"),
    [
        (INSTANT, "2026-11-24T00:00:00.123Z", True),
        (INSTANT, "2026-11-24T00:00:00.124Z", False),
        (INSTANT, "2026-11-24T09:00:00.123+09:00", True),
        (INSTANT, "yesterday", False),
        (INSTANT, None, False),
        (None, None, True),
        (None, "", False),
        ("a", "a", True),
        ("a", "b", False),
        (3, 3, True),
        (3, 4, False),
        (date(2026, 11, 24), "2026-11-24", True),
        (date(2026, 11, 24), "2026-11-25", False),
        (["a", {"b": 1}], ["a", {"b": 1}], True),
        (["a"], ["b"], False),
    ],
)
def test_a_stored_value_is_the_one_told_in_json(stored: Any, told: Any, *, expected: bool) -> None:
    assert same(stored, told) is expected


@pytest.mark.parametrize(
    ("body", "facts"), [(None, None), ("{", None), ("[]", None), ("3", None), ("{}", {}), ('{"a":1}', {"a": 1})]
)
def test_facts_that_can_not_be_read_are_none(body: str | None, facts: Any) -> None:
    assert loaded(body) == facts

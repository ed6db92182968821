"""Several changes of one record in one act become one event: where it came from, where it went, all that was said."""

import pytest

from core.audit.writer import Change

CREATE = Change("a:1", 1, "a.create", "作成した", facts={"values": {"title": "一"}})
EDIT = Change("a:1", 1, "a.edit", "直した", facts={"changes": {"title": ["一", "二"]}, "why": "誤記"})
SUBMIT = Change("a:1", 1, "a.submit", "提出した", "draft", "submitted", {"round": 1, "changes": {"round": [0, 1]}})
RETURN = Change("a:1", 1, "a.send_back", "戻した", "submitted", "returned", {"why": "添付不足", "changes": {}})


@pytest.mark.parametrize(
    ("first", "second", "states"),
    [
        (SUBMIT, RETURN, ("draft", "returned")),
        (EDIT, SUBMIT, ("draft", "submitted")),
        (SUBMIT, EDIT, ("draft", "submitted")),
        (CREATE, SUBMIT, ("", "submitted")),
        (EDIT, EDIT, ("", "")),
    ],
)
def test_states_of_two_changes_are_the_first_and_the_last(
    first: Change, second: Change, states: tuple[str, str]
) -> None:
    both = first.followed_by(second, "then")
    assert (both.from_state, both.to_state) == states
    assert (both.stream, both.number, both.move, both.label) == ("a:1", 1, f"{first.move}+then", second.label)


def test_facts_of_two_changes_are_kept_and_the_later_one_stands() -> None:
    facts = EDIT.followed_by(SUBMIT, "submit").followed_by(RETURN, "send_back").facts
    assert facts == {"why": "添付不足", "round": 1, "changes": {"title": ["一", "二"], "round": [0, 1]}}


def test_value_changed_twice_is_told_from_its_first_to_its_last() -> None:
    again = Change("a:1", 1, "a.edit", "直した", facts={"changes": {"title": ["二", "三"]}})
    assert EDIT.followed_by(again, "edit").facts["changes"] == {"title": ["一", "三"]}


def test_created_record_keeps_its_values_beside_what_followed() -> None:
    assert CREATE.followed_by(EDIT, "edit").facts == {
        "values": {"title": "一"},
        "changes": {"title": ["一", "二"]},
        "why": "誤記",
    }

"""The items of a media policy (4-2-(1)) and the reply choice (4-2-(2)), as plain values."""

import pytest

from policies.models import MediaPolicy
from policies.rules import FIELDS, ITEMS, missing_items

COMPLETE = {item.field: "あり" for item in ITEMS} | {"replies": "none"}
CLAUSES = {
    "purpose": "第4-2-(1)①",
    "topics": "第4-2-(1)③",
    "in_charge": "第4-2-(1)④",
    "frequency": "第4-2-(1)④",
    "timing": "第4-2-(1)④",
    "method": "第4-2-(1)④",
    "opinions": "第4-2-(1)④",
}


def test_items_are_those_of_the_guideline() -> None:
    assert {item.field: item.clause for item in ITEMS} == CLAUSES


def test_missing_items_of_nothing_are_all_in_order() -> None:
    assert [item.field for item in missing_items({})] == [*CLAUSES, "replies"]


def test_missing_items_of_a_complete_policy_are_none() -> None:
    assert missing_items(COMPLETE) == []


@pytest.mark.parametrize("field", list(CLAUSES))
@pytest.mark.parametrize("empty", ["", " 　\n", None])
def test_missing_items_name_the_one_that_is_empty(field: str, empty: str | None) -> None:
    assert [(item.field, item.clause) for item in missing_items({**COMPLETE, field: empty})] == [
        (field, CLAUSES[field])
    ]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"replies": ""}, ["replies"]),
        ({"replies": None}, ["replies"]),
        ({"replies": "none"}, []),
        ({"replies": "some"}, ["reply_note"]),
        ({"replies": "some", "reply_note": " "}, ["reply_note"]),
        ({"replies": "some", "reply_note": "平日の日中"}, []),
    ],
)
def test_the_reply_choice_is_explicit(values: dict[str, str | None], missing: list[str]) -> None:
    assert [item.field for item in missing_items({**COMPLETE, **values})] == missing


def test_the_reply_choice_has_no_default() -> None:
    assert MediaPolicy().replies == ""


def test_every_item_is_a_column_with_its_label() -> None:
    labels = {field.name: field.verbose_name for field in MediaPolicy._meta.concrete_fields}
    assert {item.field: labels[item.field] for item in ITEMS} == {item.field: item.label for item in ITEMS}
    assert set(FIELDS) <= set(labels)

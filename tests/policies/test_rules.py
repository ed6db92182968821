"""The items of a media policy (4-2-(1)) and the reply choice (4-2-(2)), as plain values."""

from datetime import date
from typing import Any

import pytest

from policies.forms import VersionForm
from policies.models import REPLY_CHOICES, MediaPolicy
from policies.rules import FIELDS, ITEMS, missing_items, review_due

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
        ({"replies": "all"}, []),
        ({"replies": "all", "reply_note": "3開庁日のうちに"}, []),
        ({"replies": "some"}, ["reply_note"]),
        ({"replies": "some", "reply_note": " "}, ["reply_note"]),
        ({"replies": "some", "reply_note": "平日の日中"}, []),
    ],
)
def test_the_reply_choice_is_explicit(values: dict[str, str | None], missing: list[str]) -> None:
    assert [item.field for item in missing_items({**COMPLETE, **values})] == missing


def test_the_reply_choice_has_no_default() -> None:
    assert MediaPolicy().replies == ""


def test_the_reply_choice_has_three_answers_that_no_page_can_mistake_for_one_another() -> None:
    words = dict(REPLY_CHOICES)
    assert list(words) == ["all", "some", "none"]
    assert [one for one in words.values() for other in words.values() if one != other and one in other] == []


def test_forms_offer_the_three_and_choose_none_beforehand() -> None:
    field: Any = VersionForm().fields["replies"]
    assert [value for value, _ in field.choices if value] == ["all", "some", "none"]
    assert VersionForm()["replies"].value() in {None, ""}


def test_every_item_is_a_column_with_its_label() -> None:
    labels = {field.name: field.verbose_name for field in MediaPolicy._meta.concrete_fields}
    assert {item.field: labels[item.field] for item in ITEMS} == {item.field: item.label for item in ITEMS}
    assert set(FIELDS) <= set(labels)


@pytest.mark.parametrize(
    ("event", "months", "due"),
    [
        ("2026-06-01", 12, "2027-06-01"),
        ("2026-11-24", 12, "2027-11-24"),
        ("2027-02-28", 12, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-28", 12, "2029-02-28"),
        ("2027-03-31", 12, "2028-03-31"),
        ("2026-04-01", 12, "2027-04-01"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2024-02-29", 60, "2029-02-28"),
    ],
)
def test_review_is_due_on_the_last_day_of_the_interval(event: str, months: int, due: str) -> None:
    assert review_due(date.fromisoformat(event), months=months) == date.fromisoformat(due)


def test_interval_of_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        review_due(date(2026, 6, 1), months=0)

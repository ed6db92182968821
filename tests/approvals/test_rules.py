"""What a request lacks before submission: everything at once, in order, and from plain values alone."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import differences, operator_problems, problems_before_submission

ON = date(2026, 11, 24)
COMPLETE: dict[str, Any] = {
    "platform_id": 1,
    "account_name": "いわき観光だより",
    "reason": "早く知らせるため",
    "planned_start": ON,
    "operators": [{"person": 1, "access": "shared_password", "reason": "投稿"}],
    "purpose": "届ける",
    "topics": "催し",
    "in_charge": "職員2人",
    "frequency": "週に2回",
    "timing": "開庁時間",
    "method": "端末から",
    "opinions": "電話で受ける",
    "replies": "none",
}
MISSING = [
    ("platform", "第4-2-(1)②"),
    ("account_name", "第2"),
    ("reason", "第4-1-(2)"),
    ("planned_start", "第4-1-(2)"),
    ("operators", "第4-1-(3)"),
    ("purpose", "第4-2-(1)①"),
    ("topics", "第4-2-(1)③"),
    ("in_charge", "第4-2-(1)④"),
    ("frequency", "第4-2-(1)④"),
    ("timing", "第4-2-(1)④"),
    ("method", "第4-2-(1)④"),
    ("opinions", "第4-2-(1)④"),
    ("replies", "第4-2-(2)"),
]


def found(on: date = ON, **values: Any) -> list[tuple[str, str]]:
    """Return field and clause of the problems of a complete request with some values changed."""
    return [(problem.field, problem.clause) for problem in problems_before_submission({**COMPLETE, **values}, on)]


def test_problems_of_a_complete_request_are_none() -> None:
    assert found() == []


def test_problems_of_an_empty_request_are_all_of_them_in_order() -> None:
    assert [(p.field, p.clause) for p in problems_before_submission({}, ON)] == MISSING


@pytest.mark.parametrize("empty", ["", "  ", "　", None])
@pytest.mark.parametrize("field", ["account_name", "reason", *(field for field, _ in MISSING[5:12])])
def test_problem_of_one_missing_text(field: str, empty: str | None) -> None:
    assert found(ON, **{field: empty}) == [entry for entry in MISSING if entry[0] == field]


@pytest.mark.parametrize("key", ["platform_id", "planned_start", "replies"])
def test_problem_of_one_missing_choice(key: str) -> None:
    assert [field for field, _ in found(ON, **{key: None})] == [key.removesuffix("_id")]


def test_problem_of_a_planned_start_in_the_past() -> None:
    assert [found(planned_start=ON + timedelta(days=n)) for n in (-1, 0, 1)] == [
        [("planned_start", "第4-1-(2)")],
        [],
        [],
    ]


def test_problem_of_replies_without_their_conditions() -> None:
    assert found(replies="some", reply_note=" ") == [("reply_note", "第4-2-(2)")]
    assert found(replies="some", reply_note="平日に返信する") == []


def test_sentences_say_what_to_do() -> None:
    sentences = [problem.sentence for problem in problems_before_submission({}, ON)]
    assert sentences[0] == "サービスを選んでください。"
    assert sentences[-1] == "「返信の有無」を選んでください。"
    assert all(sentence.endswith("ください。") for sentence in sentences)


@pytest.mark.parametrize(
    ("rows", "clauses"),
    [
        ([], ["第4-1-(3)"]),
        ([{"person": 1, "access": "drafts_only", "reason": ""}], []),
        ([{"person": 1, "access": "personal_role", "reason": " "}], ["第4-3-(1)"]),
        ([{"person": 1, "access": "tool_token", "reason": ""}], ["第4-3-(1)"]),
        ([{"person": 1, "access": "", "reason": "投稿"}], ["第4-3-(1)"]),
        ([{"person": 1, "access": None, "reason": "投稿"}], ["第4-3-(1)"]),
        ([{"person": 1, "access": "drafts_only"}, {"person": 2, "access": "", "reason": "投稿"}], ["第4-3-(1)"]),
        ([{"person": 1, "access": "drafts_only"}, {"person": 2, "access": "drafts_only"}], []),
        ([{"person": 1, "access": "drafts_only"}, {"person": 1, "access": "drafts_only"}], ["第4-1-(3)"]),
        (
            [{"person": 1, "access": "shared_password"}, {"person": 1, "access": "drafts_only"}],
            ["第4-1-(3)", "第4-3-(1)"],
        ),
    ],
)
def test_problems_of_operators(rows: list[dict[str, Any]], clauses: list[str]) -> None:
    problems = operator_problems(rows)
    assert [problem.clause for problem in problems] == clauses
    assert {problem.field for problem in problems} <= {"operators"}


VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.none() | st.text(max_size=3) for name in COMPLETE if name not in {"operators", "planned_start"}},
        "planned_start": st.none() | st.dates(),
        "operators": st.lists(
            st.fixed_dictionaries(
                {"person": st.integers(1, 3)}, optional={"access": st.text(max_size=2), "reason": st.text(max_size=2)}
            ),
            max_size=3,
        ),
    },
)


@given(values=VALUES, on=st.dates())
def test_problems_before_submission_change_nothing_and_depend_on_nothing_else(values: dict[str, Any], on: date) -> None:
    before = deepcopy(values)
    first = problems_before_submission(values, on)
    assert (problems_before_submission(values, on), values) == (first, before)


@given(values=VALUES, on=st.dates(), name=st.sampled_from(sorted(COMPLETE)))
def test_mending_one_field_never_brings_a_new_problem_elsewhere(values: dict[str, Any], on: date, name: str) -> None:
    field = name.removesuffix("_id")
    before = {problem.field for problem in problems_before_submission(values, on)}
    after = {p.field for p in problems_before_submission({**values, name: {**COMPLETE, "planned_start": on}[name]}, on)}
    assert after <= before - ({field} if name != "replies" else set())


@pytest.mark.parametrize(
    ("permitted", "acquired", "names"),
    [
        ({"name": "a", "handle": "b"}, {"name": "a", "handle": "b"}, []),
        ({"name": "a", "handle": "b"}, {"name": "x", "handle": "y"}, ["name", "handle"]),
        ({"name": "a", "handle": ""}, {"name": "a", "handle": "y"}, []),
        ({"name": "a", "handle": "b"}, {"name": "a"}, ["handle"]),
    ],
)
def test_differences(permitted: dict[str, str], acquired: dict[str, str], names: list[str]) -> None:
    assert differences(permitted, acquired) == names

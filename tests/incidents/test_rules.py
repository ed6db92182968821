"""Instants, what keeps an incident open, where a text argues back, what no playbook leaves out."""

from datetime import timedelta

import pytest

from incidents.playbooks import SHIPPED, Step
from incidents.rules import (
    REQUIRED,
    argues_back,
    hours_after,
    left_out,
    problems_with_step,
    span_words,
    still_open,
)
from incidents.states import Grade, IncidentKind, TaskState
from tests.factories import AT

ARGUING = (
    *("言いがかり", "事実無根", "誤解です", "誤解されて", "心外", "遺憾", "そちらの", "あなたの", "言い訳", "反論"),
    *("抗議", "いやがらせ", "嫌がらせ", "誹謗", "中傷", "クレーム", "問題ありません", "問題はありません", "訴え"),
    *("非はありません", "責任はありません", "落ち度はありません", "法的措置", "ご理解いただけない"),
)
"""What 7-2-(1) warns of, in words."""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-3, "0分"),
        (59, "59分"),
        (60, "1時間0分"),
        (85, "1時間25分"),
        (2879, "47時間59分"),
        (2880, "2日0時間"),
    ],
)
def test_a_span_in_words(minutes: int, words: str) -> None:
    assert span_words(timedelta(minutes=minutes)) == words


def test_hours_run_through_the_night() -> None:
    assert hours_after(AT, 26) - AT == timedelta(hours=26)


def test_judgements_and_doings_keep_an_incident_open() -> None:
    assert still_open(TaskState) == 2
    assert still_open([TaskState.DONE, TaskState.UNNEEDED, TaskState.LISTED, TaskState.VOID]) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ご指摘は事実無根であり、言いがかりです。", ["言いがかり", "事実無根"]),
        ("ご不快な思いをおかけしました。おわびします。", []),
        ("確かめて、あすまでにお知らせします。", []),
    ],
)
def test_words_that_argue_back_are_found(text: str, words: list[str]) -> None:
    assert argues_back(text) == words


@pytest.mark.parametrize("word", ARGUING)
def test_each_word_that_argues_back_is_found(word: str) -> None:
    assert argues_back(f"今回の件は{word}と考えています。") == [word]


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_the_shipped_playbooks_leave_nothing_out(kind: IncidentKind) -> None:
    assert left_out(kind, {step.code: step.grade for step in SHIPPED[kind]}) == []


def test_what_no_playbook_leaves_out_is_what_clauses_7_1_to_7_4_name() -> None:
    assert {kind: left_out(kind, {}) for kind in IncidentKind if left_out(kind, {})} == {
        IncidentKind.LEAK: ["security"],
        IncidentKind.FLAMING: ["no_rebuttal", "correct", "apologise", "interim"],
        IncidentKind.IMPERSONATION: ["delete", "outcome", "announce", "bodies"],
        IncidentKind.FALSEHOOD: ["inform", "homepage"],
    }


@pytest.mark.parametrize(
    ("code", "weakened"), [("security", True), ("delete", True), ("outcome", True), ("bodies", False)]
)
def test_what_is_demanded_without_a_judgement_is_not_made_one(code: str, *, weakened: bool) -> None:
    kind = IncidentKind.LEAK if code == "security" else IncidentKind.IMPERSONATION
    grades = dict.fromkeys(REQUIRED[kind], Grade.MUST) | {code: Grade.SITUATION}
    assert left_out(kind, grades) == ([code] if weakened else [])


@pytest.mark.parametrize("kind", list(REQUIRED))
def test_what_the_guideline_names_is_neither_left_out_nor_weakened(kind: IncidentKind) -> None:
    assert left_out(kind, {}) == list(REQUIRED[kind])
    weak = dict.fromkeys(REQUIRED[kind], Grade.MIND)
    assert left_out(kind, weak) == [code for code in REQUIRED[kind] if code != "no_rebuttal"]
    judged = dict.fromkeys(REQUIRED[kind], Grade.SITUATION)
    assert left_out(kind, judged) == [code for code in REQUIRED[kind] if code in {"security", "delete", "outcome"}]
    assert left_out(kind, dict.fromkeys(REQUIRED[kind], Grade.MUST)) == []


def test_what_clause_7_asks_a_judgement_for_stays_in_its_playbook() -> None:
    named = {
        IncidentKind.IMPERSONATION: "bodies",
        IncidentKind.FALSEHOOD: "homepage",
        IncidentKind.FLAMING: "no_rebuttal",
    }
    for kind, code in named.items():
        grades = {step.code: step.grade for step in SHIPPED[kind] if step.code != code}
        assert left_out(kind, grades) == [code]


@pytest.mark.parametrize(
    ("wrong", "sentences"),
    [
        ({}, {}),
        ({"title": " "}, {"title": "入力してください。"}),
        ({"grade": ""}, {"grade": "入力してください。"}),
        ({"bearer": "", "clause": ""}, {"bearer": "入力してください。", "clause": "入力してください。"}),
        ({"title": "あ" * 81}, {"title": "80字以内で入力してください。"}),
        ({"hours": 0}, {"hours": "1時間以上の期限を入力してください。"}),
        ({"hours": None}, {"hours": "1時間以上の期限を入力してください。"}),
        ({"hours": 721}, {"hours": "720時間以内で入力してください。"}),
        ({"again_hours": -1}, {"again_hours": "720時間以内で入力してください。"}),
        ({"grade": "mind"}, {"hours": "心得には期限を入れません。"}),
        ({"grade": "mind", "hours": 0, "again_hours": 4}, {"again_hours": "心得はくり返しません。"}),
    ],
)
def test_a_step_says_what_is_wrong_with_it(wrong: dict[str, object], sentences: dict[str, str]) -> None:
    sound = {"title": "確かめる", "grade": "must", "bearer": "manager", "clause": "第7", "hours": 4, "again_hours": 0}
    assert problems_with_step(sound | wrong) == sentences


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_the_shipped_steps_are_sound(kind: IncidentKind) -> None:
    assert [problems_with_step(step.stored()) for step in SHIPPED[kind]] == [{} for _ in SHIPPED[kind]]


def test_a_step_is_stored_and_read_again() -> None:
    for step in (step for steps in SHIPPED.values() for step in steps):
        assert Step.read(step.stored()) == step


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_what_is_asked_for_has_hours_and_what_is_borne_in_mind_has_none(kind: IncidentKind) -> None:
    assert {step.code for step in SHIPPED[kind] if (step.hours > 0) == (step.grade == Grade.MIND)} == set()

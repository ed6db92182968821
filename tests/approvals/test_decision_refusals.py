"""Decisions that are refused, each leaving everything as it was (4-1-(2))."""

from typing import Any

import pytest

from approvals.actions import edit_request, submit_request
from approvals.moves.decision import DENY, RETURN
from core.lifecycle.act import perform
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from tests.approvals.pages import a_world, ago, also_staff, errors_of, post_decision, refused, submitted, text_of, to
from tests.factories import AT
from tests.factories.approvals import a_draft, a_request, again, an_office_world, pending_step, step_at

pytestmark = pytest.mark.django_db


def test_steps_are_decided_in_order() -> None:
    world, request = submitted()

    answer = refused(world.department_head, request, "permit", step_at(request, 2))

    assert answer.status_code == 409


def test_policy_director_does_not_see_what_has_not_come_to_him() -> None:
    world, request = submitted()

    answer = refused(world.policy_director, request, "permit", step_at(request, 3))

    assert answer.status_code == 404


def test_other_office_does_not_decide() -> None:
    world, request = submitted()

    answer = refused(world.department_head, request, "consent", opinion="そのまま進めたい")

    words = text_of(answer)
    assert answer.status_code == 403
    assert f"この段階を決めるのは{world.section.name}長です。" in words
    assert "根拠:第4-1-(2)" in words
    assert ("回議済とする" in words, "そのまま進めたい" in words) == (True, True)


def test_consent_step_is_not_permitted() -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "permit")

    assert errors_of(answer) == {"move": ["一覧にあるものから選んでください。"]}


def test_drafter_does_not_decide() -> None:
    world = a_world()
    drafter = also_staff(world.section_head, world)
    request = submit_request(a_draft(world, by=drafter, when=ago(hours=2)), by=world.staff, at=ago(hours=1))

    page = to(world.section_head, "request_detail", request.pk)
    answer = refused(world.section_head, request, "consent")

    assert page.context["panel"].refusal.reason == "自分が作った、または直した起案は決められません。"
    assert "form" not in page.context
    assert answer.status_code == 403
    assert f"{world.department.name}長が決めてください。" in text_of(answer)


def test_editor_does_not_decide() -> None:
    world = a_world()
    request = a_draft(world, when=ago(hours=2))
    edit_request(request, by=also_staff(world.section_head, world), at=ago(hours=2), frequency="毎日")
    submit_request(again(request), by=world.staff, at=ago(hours=1))

    assert refused(world.section_head, request, "consent").status_code == 403


def test_next_higher_office_decides_instead_of_a_barred_one() -> None:
    world = a_world()
    drafter = also_staff(world.section_head, world)
    request = submit_request(a_draft(world, by=drafter, when=ago(hours=2)), by=world.staff, at=ago(hours=1))

    page = to(world.department_head, "request_detail", request.pk)
    post_decision(world.department_head, request, "consent")

    assert page.context["panel"].steps_in is True
    assert step_at(request, 1).decided_as == f"{world.department.name}長"


@pytest.mark.parametrize("move", ["return", "deny"])
def test_refusal_needs_its_reason(move: str) -> None:
    world, request = submitted(decided=1)

    answer = refused(world.department_head, request, move, opinion="  ")

    word = {"return": "差し戻す", "deny": "不許可とする"}[move]
    assert answer.status_code == 200
    assert errors_of(answer) == {"opinion": [f"{word}理由を入力してください。第4-1-(2)"]}
    assert answer.context["form"]["move"].value() == move


def test_decision_needs_choice_and_confirmation() -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "", confirmed="", opinion="残る文")

    assert errors_of(answer) == {
        "move": ["選んでください。"],
        "confirmed": ["内容を確かめて、印を付けてください。"],
    }
    assert "残る文" in answer.content.decode()


def test_everything_to_mend_is_said_at_once() -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "return", confirmed="")

    assert sorted(errors_of(answer)) == ["confirmed", "opinion"]


@pytest.mark.parametrize("bad", ["x\x00y", "あ" * 1001])
def test_impossible_opinions_are_kept_out(bad: str) -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "return", opinion=bad)

    assert (answer.status_code, list(errors_of(answer))) == (200, ["opinion"])


def test_section_is_told_who_can_decide_instead_of_the_barred() -> None:
    world = a_world()
    drafter = also_staff(world.section_head, world)
    request = submit_request(a_draft(world, by=drafter, when=ago(hours=2)), by=world.staff, at=ago(hours=1))
    other = a_request(world=world, when=ago(hours=1))

    barred, free = (to(world.staff, "request_detail", one.pk).context["panel"].barred for one in (request, other))

    assert barred == (
        f"{world.section.name}長の職員は、みなこの起案を作った、または直したため、決められません。"
        f"代決者を定めるか、{world.department.name}長が決めてください。"
    )
    assert (free, barred in text_of(to(world.second_staff, "request_detail", request.pk))) == ("", True)


@pytest.mark.parametrize("facts", [{}, {"opinion": None}, {"opinion": " \u3000"}])
@pytest.mark.parametrize("move", [RETURN, DENY])
def test_refusal_without_its_reason_is_refused_whatever_page_it_comes_from(move: Move, facts: dict[str, Any]) -> None:
    world = an_office_world()
    step = pending_step(a_request(world=world, decided=1))
    with pytest.raises(Denied) as denied:
        perform(step, move, by=world.department_head, at=AT, seen=step.fingerprint(), **facts)
    assert (denied.value.field, again(step).state) == ("opinion", "pending")

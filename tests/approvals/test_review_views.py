"""The principal's later review of what a deputy decided (代決・後閲)."""

from typing import Any

import pytest
from django.urls import reverse

from approvals.models import LaterReview
from core.lifecycle.actor import Actor
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, also_staff, errors_of, send, text_of, to
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_review, again

pytestmark = pytest.mark.django_db


def a_case() -> tuple[OfficeWorld, LaterReview]:
    """Return a world and the review that waits for its section head."""
    world = a_world()
    return world, a_review(world=world, when=ago(minutes=10))


def answered(by: Actor, review: LaterReview, **data: str) -> Any:
    """Post an answer to the review as it stands, unless `data` says otherwise."""
    return send(by, "review_detail", review.pk, **({"seen": review.fingerprint()} | data))


def test_principal_sees_both_names() -> None:
    world, review = a_case()

    page = to(world.section_head, "review_detail", review.pk)

    words = text_of(page)
    assert page.context["may_answer"] is True
    assert f"{review.principal.name}に代わって、{review.deputy.name}が決めました。" in words
    assert "回議済" in words


def test_principal_confirms() -> None:
    world, review = a_case()

    answer = answered(world.section_head, review, answer="confirm", note="")

    assert answer["Location"] == reverse("approvals:review_detail", args=[review.pk])
    assert again(review).state == "reviewed"


def test_principal_objects_with_a_note() -> None:
    world, review = a_case()

    answered(world.section_head, review, answer="object", note="人数が多すぎます。")
    page = text_of(to(world.staff, "request_detail", review.step.request_id))

    assert (again(review).state, again(review).note) == ("objected", "人数が多すぎます。")
    assert ("異議あり" in page, "人数が多すぎます。" in page) == (True, True)


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_answer_to_what_was_not_seen_is_a_conflict(seen: str) -> None:
    world, review = a_case()
    before = everything()

    answer = answered(world.section_head, review, answer="confirm", note="", seen=seen)

    assert (answer.status_code, everything()) == (409, before)


def test_page_carries_what_its_reader_sees() -> None:
    world, review = a_case()

    page = to(world.section_head, "review_detail", review.pk)

    assert f'name="seen" value="{review.fingerprint()}"' in page.content.decode()


def test_objection_needs_its_note() -> None:
    world, review = a_case()

    answer = answered(world.section_head, review, answer="object", note=" ")

    assert errors_of(answer) == {"note": ["異議の内容を入力してください。第4-1-(2)"]}
    assert again(review).state == "awaiting"


@pytest.mark.parametrize(("answer", "note"), [("", ""), ("both", ""), ("confirm", "x\x00"), ("confirm", "あ" * 301)])
def test_wrong_input_changes_nothing(answer: str, note: str) -> None:
    world, review = a_case()

    page = answered(world.section_head, review, answer=answer, note=note)

    assert (page.status_code, again(review).state) == (200, "awaiting")


@pytest.mark.parametrize("office", [Office.STAFF, Office.DEPARTMENT_HEAD, Office.AUDITOR])
def test_others_do_not_review(office: Office) -> None:
    world, review = a_case()
    before = everything()

    page = to(world.people[office], "review_detail", review.pk)
    answer = answered(world.people[office], review, answer="confirm", note="")

    assert everything() == before
    assert (page.status_code, page.context["may_answer"], answer.status_code) == (200, False, 403)


def test_second_answer_is_a_conflict() -> None:
    world, review = a_case()
    answered(world.section_head, review, answer="confirm", note="")

    answer = answered(world.section_head, review, answer="object", note="やはり")

    assert (answer.status_code, again(review).state) == (409, "reviewed")


def test_principal_reviews_in_any_own_office() -> None:
    world, review = a_case()

    answered(also_staff(world.section_head, world), review, answer="confirm", note="")

    assert again(review).state == "reviewed"


def test_foreign_and_missing_reviews_answer_alike() -> None:
    world, review = a_case()

    found = [to(world.foreign[Office.STAFF], "review_detail", pk).status_code for pk in (review.pk, 10**30)]

    assert found == [404, 404]

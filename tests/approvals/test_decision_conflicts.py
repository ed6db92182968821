"""Decisions on what is not there any more: 409, nothing recorded, everything shown and kept."""

from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import edit_request, pull_back_request, submit_request
from approvals.models import Request
from approvals.moves.decision import CONSENT
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import (
    LONG_AGO,
    ago,
    refused,
    submitted,
    text_of,
    to,
)
from tests.factories.approvals import (
    again,
    decide,
    pending_step,
)
from tests.factories.core import a_person, an_appointment, the_actor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seen", ["", "\x00", "0" * 64])
def test_decision_names_what_was_seen(seen: str) -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "consent", seen=seen)

    assert answer.status_code == 409


def resubmitted(world: Any, request: Request, **values: Any) -> Request:
    """Pull a request back, edit it and submit it again."""
    pull_back_request(again(request), by=world.staff, at=ago(minutes=50))
    edit_request(again(request), by=world.staff, at=ago(minutes=40), **values)
    return submit_request(again(request), by=world.staff, at=ago(minutes=30))


def test_stale_page_shows_what_changed_and_what_was_typed() -> None:
    world, request = submitted()
    seen, step = pending_step(request).fingerprint(), pending_step(request)
    resubmitted(world, request, frequency="毎日", handle="iwaki_new")

    answer = refused(world.section_head, request, "return", step, seen=seen, opinion="夜間の扱いを")

    found = answer.context["difference"]
    assert answer.status_code == 409
    assert found.banner == "あなたが見ていたのは第1版、いまは第2版です"
    assert [item["name"] for item in found.items] == ["希望するアカウントID", "④ 発信の頻度"]
    assert answer.context["kept"] == [("決裁", "差し戻す"), ("理由・意見", "夜間の扱いを")]
    assert [line["what"] for line in answer.context["since"]] == ["第2版を提出した", "起案を直した", "起案を引き戻した"]
    assert "もう一度決裁してください。" in text_of(answer)


def test_stale_page_comes_before_input_errors() -> None:
    world, request = submitted()
    seen, step = pending_step(request).fingerprint(), pending_step(request)
    resubmitted(world, request, frequency="毎日")

    assert refused(world.section_head, request, "", step, seen=seen).status_code == 409


def test_pulled_back_request_hides_the_draft_from_outsiders() -> None:
    world, request = submitted(decided=1)
    seen, step = pending_step(request).fingerprint(), pending_step(request)
    pull_back_request(again(request), by=world.staff, at=ago(minutes=50))
    edit_request(again(request), by=world.staff, at=ago(minutes=40), reason="秘密の理由", account_name="秘密の名前")

    answer = refused(world.department_head, request, "permit", step, seen=seen)

    words = text_of(answer)
    assert answer.context["difference"].banner == "この起案は引き戻されています"
    assert answer.context["difference"].items == []
    assert ("秘密" in words, world.staff.name in words) == (False, True)


def test_step_decided_by_somebody_else_says_who_and_what() -> None:
    world, request = submitted()
    other = the_actor(
        an_appointment(a_person("もう 一人"), Office.SECTION_HEAD, world.section, LONG_AGO, at=now()), now()
    )
    seen, step = pending_step(request).fingerprint(), pending_step(request)
    decide(request, CONSENT, other, when=ago(minutes=30))

    answer = refused(world.section_head, request, "consent", step, seen=seen)

    assert answer.context["title"] == "決裁していません。すでに決まっていました"
    assert answer.context["difference"].sentence.startswith(f"{other.name}が、")
    assert "「回議済」としました。" in answer.context["difference"].sentence


def test_step_page_leads_to_the_request() -> None:
    world, request = submitted()

    answer = to(world.section_head, "step_decide", pending_step(request).pk)

    assert answer["Location"] == reverse("approvals:request_detail", args=[request.pk])

"""The decision sheet of a request (起案用紙): content, boxes and course, for whom the request's page exists."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.actions import edit_request
from approvals.models import Filing, Request
from approvals.moves.decision import CONSENT, DENY
from approvals.presentation.boxes import box_time
from approvals.states import FilingState, RequestState
from core.audit.models import Event
from core.periods.clock import now
from core.records import short_code
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, to, today
from tests.factories.approvals import a_deputy, a_filing, a_request, again, agreed, decide, errand_of

pytestmark = pytest.mark.django_db


def stamps(context: Any) -> list[tuple[str, str]]:
    return [(box.title.partition("(")[0], box.stamp) for row in context["boxes"] for box in row]


def test_boxes_name_office_person_day_and_what_was_decided() -> None:
    world = a_world()
    filing = a_filing(FilingState.RECEIVED, world=world, when=now())
    request = errand_of(filing)

    context = to(world.staff, "request_sheet", request.pk).context

    head, director = world.section_head.person, world.general_affairs_director.person
    assert stamps(context) == [
        ("起案者", str(world.staff.person)),
        ("アカウント管理者", f"回議済 {head}"),
        ("情報管理者", f"許可 {world.department_head.person}"),
        ("総合政策部長", f"許可 {world.policy_director.person}"),
        ("届出の受理", f"受理 {director}"),
    ]
    step = request.steps.get(position=1)
    assert context["boxes"][0][1].lines == [world.section_head.label, box_time(step.decided_at)]


def test_code_is_that_of_the_last_event_and_content_code_that_of_what_was_submitted() -> None:
    world = a_world()
    request = agreed(a_request(world=world, when=now()), world, when=now())

    shown = to(world.staff, "request_sheet", request.pk)

    last = Event.objects.filter(stream=request.stream).order_by("-number")[0]
    assert (shown.context["code"], shown.context["shown"].code) == (short_code(last.hash), request.code)
    text = shown.content.decode()
    assert all(
        words in text
        for words in (request.document_number, request.reason, request.purpose, world.staff.name, "第4-1-(2)")
    )


def test_undecided_steps_say_whose_turn_it_is() -> None:
    world = a_world()
    request = a_request(world=world, when=now())

    boxes = to(world.staff, "request_sheet", request.pk).context["boxes"]

    assert [(box.stamp, box.lines) for box in boxes[0][1:]] == [
        ("", ["決裁待ち"]),
        ("", ["順番待ち"]),
        ("", ["順番待ち"]),
        ("", ["総務部長", "取得の後に届出"]),
    ]


def test_deputy_and_later_review_stand_in_the_box() -> None:
    world = a_world()
    request = a_request(world=world, when=now())
    deputy = a_deputy(world.section_head, today(), today(), when=now())
    decide(request, CONSENT, deputy, when=now())

    box = to(world.staff, "request_sheet", request.pk).context["boxes"][0][1]

    assert box.stamp == f"回議済 {deputy.person}"
    assert box.lines[:3] == [deputy.label, f"代決({world.section_head.person}に代わって)", "後閲待ち"]


def test_course_tells_each_round_and_opinions_their_reasons() -> None:
    world = a_world()
    request = a_request(world=world, rounds=2, when=now())
    decide(request, CONSENT, world.section_head, when=now())
    decide(request, DENY, world.department_head, opinion="いまは人手がありません。", when=now())

    shown = to(world.staff, "request_sheet", request.pk)

    words = [part.split(" ", 2)[2] for part in shown.context["course"].split(" → ")]
    assert words == ["第1版を提出", "起案が差し戻された", "第2版を提出", "起案が不許可となった"]
    assert [step.opinion for step, _ in shown.context["opinions"]] == [
        "頻度を具体的に書いてください。",
        "いまは人手がありません。",
    ]


def test_draft_has_a_sheet_for_its_section_alone() -> None:
    world = a_world()
    request = a_request(RequestState.DRAFT, world=world, when=now())

    assert "提出のときに付きます" in to(world.staff, "request_sheet", request.pk).content.decode()
    assert to(world.policy_director, "request_sheet", request.pk).status_code == 404


@pytest.mark.parametrize("state", [RequestState.SUBMITTED, RequestState.APPROVED])
def test_sheet_exists_for_whom_the_page_exists(state: RequestState) -> None:
    world = a_world()
    request = a_request(state, world=world, when=now())

    for actor in (*world.people.values(), world.foreign[Office.STAFF]):
        page = to(actor, "request_detail", request.pk).status_code
        assert to(actor, "request_sheet", request.pk).status_code == page, actor.office


def test_what_was_changed_since_a_return_does_not_show_outside_the_section() -> None:
    world = a_world()
    request = a_request(RequestState.RETURNED, world=world, when=now())
    edit_request(again(request), by=world.staff, at=now(), seen=again(request).fingerprint(), reason="直した理由")

    assert "直した理由" in to(world.staff, "request_sheet", request.pk).content.decode()
    assert "直した理由" not in to(world.policy_director, "request_sheet", request.pk).content.decode()


def test_page_of_the_request_leads_to_its_sheet() -> None:
    world = a_world()
    request = a_request(world=world, when=now())

    text = to(world.staff, "request_detail", request.pk).content.decode()

    assert f'href="{reverse("approvals:request_sheet", args=[request.pk])}"' in text


def test_queries_do_not_follow_the_number_of_rounds() -> None:
    world = a_world()
    one, three = a_request(world=world, when=now()), a_request(world=world, rounds=3, when=now())

    assert queries(world, one) == queries(world, three)
    assert Filing.objects.count() == 0


def queries(world: Any, request: Request) -> int:
    browser = browser_of(world.staff)
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse("approvals:request_sheet", args=[request.pk]))
    return len(captured)

"""The decision page: what a decider sees, and the right acts in order (4-1-(2), 4-1-(4))."""

from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import add_attachment, edit_request, pull_back_request, submit_request
from approvals.models import Step
from approvals.states import RequestState, StepKind
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import (
    LONG_AGO,
    a_world,
    ago,
    also_staff,
    browser_of,
    post_decision,
    queries_of,
    said,
    send,
    submitted,
    text_of,
    to,
)
from tests.factories.approvals import (
    a_draft,
    a_request,
    a_route_step,
    again,
    agreed,
    pending_step,
    returned,
    step_at,
)

pytestmark = pytest.mark.django_db


def stages(response: Any) -> list[tuple[str, str]]:
    """Return name and state of each stage of the stepper."""
    return [(stage["name"], stage["state"]) for stage in response.context["stages"]]


def test_whole_way_through_the_pages() -> None:
    world, request = submitted()

    consent = post_decision(world.section_head, request, "consent")
    permit = post_decision(world.department_head, request, "permit")
    last = post_decision(world.policy_director, request, "permit", opinion="方針が明らかです。")

    done = again(request)
    assert [answer["Location"] for answer in (consent, permit, last)] == [
        reverse("approvals:request_detail", args=[request.pk])
    ] * 3
    assert said(last) == ["「許可する」を記録しました。"]
    assert (done.state, step_at(done, 3).opinion) == ("approved", "方針が明らかです。")


def test_page_of_a_decider() -> None:
    world, request = submitted()

    page = to(world.section_head, "request_detail", request.pk)

    words = text_of(page)
    assert page.context["panel"].title == f"{world.section.name}長として回議する"
    assert list(page.context["form"].fields["move"].choices) == [("consent", "回議済とする"), ("return", "差し戻す")]
    assert page.context["form"]["move"].value() is None
    assert page.context["seen"] == pending_step(request).fingerprint()
    assert request.revisions.get().digest[:4].upper() in words
    assert f"次の段階({world.department.name}長)へ進みます。" in words
    assert [duty["due"] for duty in page.context["duties"]] == [
        "許可の日から20開庁日",
        "取得の日から5開庁日",
        "記録の日から20開庁日",
    ]
    assert {duty["due_note"] for duty in page.context["duties"]} == {"市の内部目標"}


def test_stepper_through_the_states() -> None:
    world, request = submitted()
    section, department = f"アカウント管理者({world.section.name}長)", f"情報管理者({world.department.name}長)"
    after = [("取得", "todo"), ("届出", "todo"), ("運用開始", "todo")]

    at_first = stages(to(world.staff, "request_detail", request.pk))
    agreed(request, world, steps=1, when=now())
    at_second = stages(to(world.staff, "request_detail", request.pk))
    returned(request, by=world.department_head, when=now())
    back = stages(to(world.staff, "request_detail", request.pk))

    route = [("起案", "done"), (section, "now"), (department, "todo"), ("総合政策部長", "todo"), *after]
    assert at_first == route
    assert at_second == [("起案", "done"), (section, "done"), (department, "now"), ("総合政策部長", "todo"), *after]
    assert back == [("起案", "now"), (section, "done"), (department, "back"), ("総合政策部長", "todo"), *after]


def test_stepper_ends_with_a_denial() -> None:
    world = a_world()
    request = a_request(RequestState.DENIED, world=world, when=ago(hours=1))

    found = stages(to(world.staff, "request_detail", request.pk))

    assert [state for _, state in found] == ["done", "done", "now"]


def test_vacant_office_is_said() -> None:
    world, request = submitted(a_world(without=[Office.POLICY_DIRECTOR]))

    page = to(world.section_head, "request_detail", request.pk)

    note = next(stage["note"] for stage in page.context["stages"] if stage["name"] == "総合政策部長")
    assert note == "就いている職員がいません"


def test_changes_since_the_last_return() -> None:
    world, request = submitted()
    returned(request, by=world.section_head, when=ago(minutes=50), opinion="頻度を直してください。")
    edit_request(again(request), by=world.staff, at=ago(minutes=40), frequency="毎日")
    submit_request(again(request), by=world.staff, at=ago(minutes=30))

    page = to(world.section_head, "request_detail", request.pk)

    changes = page.context["changes"]
    assert [(item["name"], item["clause"]) for item in changes.items] == [("④ 発信の頻度", "第4-2-(1)④")]
    assert (changes.before, changes.after, changes.returned.opinion) == ("第1版", "第2版", "頻度を直してください。")
    assert "<ins>毎日</ins>" in page.content.decode()


def test_no_changes_are_shown_on_the_first_round() -> None:
    world, request = submitted()

    assert to(world.section_head, "request_detail", request.pk).context["changes"] is None


def test_changes_since_a_pull_back_name_who_took_it_back() -> None:
    world, request = submitted()
    pull_back_request(request, by=world.second_staff, at=ago(minutes=50))
    submit_request(again(request), by=world.staff, at=ago(minutes=30))

    changes = to(world.section_head, "request_detail", request.pk).context["changes"]

    assert changes.items == []
    assert changes.pulled_back.who == world.second_staff.name


def test_unsubmitted_draft_stays_inside_the_section() -> None:
    world, request = submitted()
    pull_back_request(request, by=world.staff, at=ago(minutes=50))
    unsubmitted: dict[str, Any] = {"account_name": "まだ出していない名前", "reason": "秘密の理由"}
    edit_request(again(request), by=world.staff, at=ago(minutes=40), **unsubmitted)
    file: dict[str, Any] = {"name": "秘密の表.pdf", "content_type": "application/pdf", "content": b"%PDF-1.4"}
    add_attachment(again(request), by=world.staff, at=ago(minutes=40), **file)

    inside = text_of(to(world.staff, "request_detail", request.pk))
    outside = text_of(to(world.department_head, "request_detail", request.pk))
    listed = text_of(to(world.department_head, "request_list", show="all"))

    assert [word in inside for word in ("秘密の理由", "秘密の表", "まだ出していない名前")] == [True] * 3
    assert [word in outside + listed for word in ("秘密", "まだ出していない名前", "直したところ")] == [False] * 3
    assert "いわき観光だより" in outside


def test_timeline_names_people_with_offices_and_codes() -> None:
    world, request = submitted()
    post_decision(world.section_head, request, "consent", opinion="よいと思います。")

    newest, *older = to(world.staff, "request_detail", request.pk).context["timeline"]

    who, opinion, code = newest["note"].split("\n")
    assert (newest["what"], who, opinion) == ("回議した", world.section_head.name, "「よいと思います。」")
    assert code.startswith("短い符号 ")
    assert [line["what"] for line in older] == ["第1版を提出した", "起案を作り始めた"]


def test_circulation_is_read() -> None:
    world = a_world()
    a_route_step(world.section, StepKind.CIRCULATE, Office.STAFF, world.foreign_section, when=now(), starts_on=LONG_AGO)
    request = a_request(RequestState.APPROVED, world=world, when=ago(hours=1))
    reader, step = world.foreign[Office.STAFF], request.steps.get(kind="circulate")

    page = to(reader, "request_detail", request.pk)
    answer = send(reader, "step_read", step.pk)
    twice = send(reader, "step_read", step.pk)

    assert [reading.open for reading in page.context["readings"]] == [True]
    assert (answer.status_code, Step.objects.get(pk=step.pk).state) == (302, "read")
    assert said(twice) == ["この供覧は、すでに記録されています。今回は何も記録していません。"]


def test_circulation_is_not_read_by_others() -> None:
    world = a_world()
    a_route_step(world.section, StepKind.CIRCULATE, Office.STAFF, world.foreign_section, when=now(), starts_on=LONG_AGO)
    request = a_request(RequestState.APPROVED, world=world, when=ago(hours=1))
    step = request.steps.get(kind="circulate")

    answer = send(world.staff, "step_read", step.pk)

    assert (answer.status_code, Step.objects.get(pk=step.pk).state) == (403, "pending")
    assert f"この供覧を受けるのは{world.foreign_section.name}の職員です。" in text_of(answer)


MOST_QUERIES = 25
"""Of a decision page, for a decider in the one office that is asked."""
FOR_AUTHORS = 4
"""More at most, where it must be read who could answer and who is an author, or for a second office."""


@pytest.mark.parametrize(("decided", "who"), [(0, "section_head"), (1, "department_head"), (2, "policy_director")])
def test_decision_page_costs_few_queries(decided: int, who: str) -> None:
    world, request = submitted(decided=decided)
    decider = getattr(world, who)

    cost = queries_of(browser_of(decider), reverse("approvals:request_detail", args=[request.pk]))

    assert to(decider, "request_detail", request.pk).context["panel"].moves != {}
    assert cost <= MOST_QUERIES


@pytest.mark.parametrize("who", ["section_head", "department_head", "staff"])
def test_page_of_a_barred_step_costs_few_queries(who: str) -> None:
    world = a_world()
    drafter = also_staff(world.section_head, world)
    request = submit_request(a_draft(world, by=drafter, when=ago(hours=2)), by=world.staff, at=ago(hours=1))

    cost = queries_of(browser_of(getattr(world, who)), reverse("approvals:request_detail", args=[request.pk]))

    assert cost <= MOST_QUERIES + FOR_AUTHORS

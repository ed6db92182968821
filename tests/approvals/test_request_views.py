"""The list of requests, and which requests exist for whom."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from approvals.models import Request
from approvals.states import RequestState
from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import (
    a_world,
    ago,
    browser_of,
    post_decision,
    queries_of,
    send,
    submitted,
    to,
)
from tests.factories.approvals import (
    a_draft,
    a_request,
    returned,
)

pytestmark = pytest.mark.django_db


def test_foreign_and_missing_requests_answer_alike() -> None:
    world, request = submitted()
    outsider = world.foreign[Office.STAFF]

    found = [to(outsider, "request_detail", pk) for pk in (request.pk, 999_999, 10**30)]

    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert post_decision(outsider, request, "consent").status_code == 404
    assert send(outsider, "step_decide", 10**30).status_code == 404


def test_buttons_of_the_section_come_from_the_moves() -> None:
    world, request = submitted()

    def labels(actor: Actor) -> list[str]:
        return [act.label for act in to(actor, "request_detail", request.pk).context["buttons"].acts]

    while_submitted = labels(world.staff)
    returned(request, by=world.section_head, when=ago(minutes=50))
    while_returned, of_the_head = labels(world.staff), labels(world.department_head)

    assert while_submitted == ["引き戻す", "取り下げる"]
    assert while_returned == ["直して提出する", "取り下げる"]
    assert of_the_head == []


def test_list_shows_who_has_it_now() -> None:
    world, request = submitted(decided=1)

    line = to(world.staff, "request_list").context["lines"][0]

    assert world.department_head.person is not None
    assert (line.request, line.holder, line.holder_note) == (
        request,
        f"{world.department.name}長",
        world.department_head.person.name,
    )


def test_list_in_cuts() -> None:
    world, request = submitted()
    draft = a_draft(world, when=now())

    def shown(actor: Actor, cut: str) -> list[Request]:
        return [line.request for line in to(actor, "request_list", show=cut).context["lines"]]

    assert shown(world.staff, "mine") == [draft, request]
    assert shown(world.staff, "open") == [request]
    assert shown(world.staff, "section") == [draft]
    assert shown(world.section_head, "turn") == [request]
    assert shown(world.staff, "turn") == []
    assert shown(world.staff, "ended") == []
    assert shown(world.foreign[Office.STAFF], "all") == []
    assert shown(world.staff, "nonsense") == [draft, request]


def test_list_offers_drafting_to_sections_only() -> None:
    world = a_world()

    offered = [to(actor, "request_list").context["may_draft"] for actor in (world.staff, world.policy_director)]

    assert offered == [True, False]


@pytest.mark.parametrize("actor", ["staff", "policy_director"])
def test_list_costs_the_same_for_one_and_three(actor: str, django_assert_num_queries: Any) -> None:
    world = a_world()
    browser = browser_of(getattr(world, actor))
    a_request(world=world, decided=2, when=ago(hours=1))
    one = queries_of(browser, reverse("approvals:request_list") + "?show=all")
    a_request(world=world, decided=2, when=ago(hours=1))
    a_request(RequestState.RETURNED, world=world, when=ago(hours=1))

    with django_assert_num_queries(one):
        browser.get(reverse("approvals:request_list") + "?show=all")


def test_page_costs_the_same_after_one_and_three_rounds(django_assert_num_queries: Any) -> None:
    world = a_world()
    second = a_request(world=world, rounds=2, when=ago(hours=1))
    fourth = a_request(world=world, rounds=4, when=ago(hours=1))
    browser = browser_of(world.section_head)
    cost = queries_of(browser, reverse("approvals:request_detail", args=[second.pk]))

    with django_assert_num_queries(cost):
        browser.get(reverse("approvals:request_detail", args=[fourth.pk]))


def test_anonymous_person_is_asked_to_sign_in() -> None:
    url = reverse("approvals:request_list")

    assert Client().get(url)["Location"] == f"{reverse('people:signin')}?next={url}"

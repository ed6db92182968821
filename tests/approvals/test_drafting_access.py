"""Who may open the drafting pages, and the ways out of them: pulled back, withdrawn."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from approvals.models import Request
from approvals.states import RequestState
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from tests.approvals.drafting_help import (
    a_world,
    account_data,
    browser_of,
    edit_url,
    rows_data,
    seen,
    soon,
    text_of,
    url,
)
from tests.factories.approvals import OfficeWorld, a_draft, a_request, again
from tests.factories.core import a_unit, an_appointment, the_actor

pytestmark = pytest.mark.django_db

NEW = "/approvals/requests/new/"


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


@pytest.fixture
def client(world: OfficeWorld) -> Client:
    return browser_of(world.staff)


def _draft(world: OfficeWorld, **values: Any) -> Request:
    return a_draft(world, when=now(), **({"planned_start": soon()} | values))


def _person(world: OfficeWorld) -> Person:
    assert world.staff.person is not None
    return world.staff.person


PAGES = ["request_edit", "request_submit", "request_pull_back", "request_withdraw", "attachment_add"]


@pytest.mark.parametrize("name", PAGES)
def test_another_section_finds_nothing(world: OfficeWorld, name: str) -> None:
    request, other = _draft(world), browser_of(world.foreign[Office.STAFF])
    assert other.get(url(name, request.pk)).status_code == 404
    assert other.post(url(name, request.pk)).status_code == 404
    assert other.get(url(name, 10**20)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_sees_the_request_but_is_not_of_the_section_is_refused(world: OfficeWorld, name: str) -> None:
    request, auditor = _draft(world), browser_of(world.people[Office.AUDITOR])
    assert auditor.post(url(name, request.pk), {"seen": "x"}).status_code in {403, 409}
    assert again(request).state == RequestState.DRAFT


@pytest.mark.parametrize("part", ["account", "people", "policy", "confirm"])
def test_a_submitted_request_is_not_edited(client: Client, world: OfficeWorld, part: str) -> None:
    request = a_request(world=world, when=now(), planned_start=soon())
    page = client.get(edit_url(request, part))
    assert page.status_code == 403
    assert "引き戻してから直してください。" in text_of(page)
    data = rows_data() if part == "people" else {}
    assert client.post(edit_url(request, part), data | seen(request)).status_code == 403


def test_an_unknown_part_is_not_found(client: Client, world: OfficeWorld) -> None:
    assert client.get(edit_url(_draft(world), "secret")).status_code == 404


def test_an_office_without_a_section_is_told_how_to_go_on(world: OfficeWorld) -> None:
    director = browser_of(world.policy_director)
    page = director.get(NEW)
    assert page.status_code == 403
    assert "運用する課の職員に起案を依頼してください。" in text_of(page)
    assert director.post(NEW, account_data()).status_code == 403
    assert Request.objects.count() == 0


def test_staff_of_a_group_drafts_for_its_section(world: OfficeWorld) -> None:
    group = a_unit("group", parent=world.section, starts_on=world.section.starts_on, at=now())
    member = the_actor(an_appointment(None, Office.STAFF, group, world.section.starts_on, at=now()), at=now())
    browser_of(member).post(NEW, account_data())
    assert Request.objects.get().section == world.section


@pytest.mark.parametrize("part", ["account", "people", "policy", "confirm"])
def test_the_reason_of_a_return_stands_on_every_part(client: Client, world: OfficeWorld, part: str) -> None:
    request = a_request(RequestState.RETURNED, world=world, when=now(), planned_start=soon())
    page = text_of(client.get(edit_url(request, part)))
    assert "頻度を具体的に書いてください。" in page
    assert f"{world.section_head.person}({world.section_head.label})" in page


def test_a_submitted_request_is_pulled_back_and_edited(client: Client, world: OfficeWorld) -> None:
    request = a_request(world=world, when=now(), planned_start=soon())
    assert client.post(url("request_pull_back", request.pk))["Location"] == edit_url(request, "confirm")
    assert again(request).state == RequestState.DRAFT
    assert client.post(url("request_pull_back", request.pk)).status_code == 409


def test_a_request_is_withdrawn_with_a_reason(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    assert "元には戻せません" in text_of(client.get(url("request_withdraw", request.pk)))
    assert client.post(url("request_withdraw", request.pk), {"reason": "あ\x00"}).status_code == 200
    assert client.post(url("request_withdraw", request.pk), {"reason": "あ" * 301}).status_code == 200
    done = client.post(url("request_withdraw", request.pk), {"reason": "計画が変わったため"})
    assert done["Location"] == url("request_detail", request.pk)
    assert again(request).state == RequestState.WITHDRAWN
    assert client.post(url("request_withdraw", request.pk), {"reason": ""}).status_code == 409


def test_a_page_asks_for_a_sign_in() -> None:
    assert Client().get(NEW)["Location"].startswith(reverse("people:signin"))


@pytest.mark.parametrize("state", [RequestState.APPROVED, RequestState.DENIED, RequestState.WITHDRAWN])
def test_a_request_that_has_ended_is_not_edited(client: Client, world: OfficeWorld, state: RequestState) -> None:
    page = client.get(edit_url(a_request(state, world=world, when=now(), planned_start=soon()), "account"))
    assert page.status_code == 403
    assert "内容を変えるときは、新しく起案してください。" in text_of(page)

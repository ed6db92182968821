"""The drafting pages through the browser's requests: parts, problems at their fields, who may, what is refused."""

from typing import Any

import pytest
from django.test import Client

from approvals.actions import edit_request
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
    policy_data,
    rows_data,
    seen,
    soon,
    text_of,
    url,
)
from tests.factories.approvals import OfficeWorld, a_draft, a_request, again
from tests.factories.drafts import a_platform

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


def test_a_whole_draft_is_made_by_parts_and_submitted(client: Client, world: OfficeWorld) -> None:
    made = client.post(NEW, account_data())
    request = Request.objects.get()
    assert made["Location"] == edit_url(request, "people")
    row = {"person": _person(world).pk, "access": "shared_password", "reason": "投稿するため"}
    people = client.post(edit_url(request, "people"), rows_data(row) | seen(request))
    assert people["Location"] == edit_url(request, "policy")
    policy = client.post(edit_url(request, "policy"), policy_data() | seen(request))
    assert policy["Location"] == edit_url(request, "confirm")
    confirm = client.get(edit_url(request, "confirm"))
    assert "必要なものはそろっています" in text_of(confirm)
    done = client.post(url("request_submit", request.pk), seen(request))
    assert done["Location"] == url("request_detail", request.pk)
    request = again(request)
    assert (request.state, request.round, request.handle) == (RequestState.SUBMITTED, 1, "@iwaki_guide")
    assert request.operators == [row]
    assert request.drafter == _person(world)
    assert request.section == world.section


def test_an_empty_draft_is_kept_and_closed(client: Client) -> None:
    made = client.post(NEW, {"go": "close"})
    request = Request.objects.get()
    assert made["Location"] == url("request_detail", request.pk)
    assert (request.state, request.platform, request.account_name) == ("draft", None, "")


@pytest.mark.parametrize("part", ["account", "people", "policy"])
def test_every_part_is_saved_incomplete(client: Client, world: OfficeWorld, part: str) -> None:
    request = _draft(world)
    data = rows_data() if part == "people" else {}
    saved = client.post(edit_url(request, part), data | seen(request) | {"go": "close"})
    assert saved["Location"] == url("request_detail", request.pk)
    fresh = again(request)
    assert {"account": fresh.account_name, "people": fresh.operators, "policy": fresh.purpose}[part] in ("", [])


def test_an_open_draft_leads_to_what_is_missing_first(client: Client, world: OfficeWorld) -> None:
    whole, without_staff = _draft(world), _draft(world, operators=[])
    assert client.get(url("request_edit", whole.pk))["Location"] == edit_url(whole, "confirm")
    led = client.get(url("request_edit", without_staff.pk))["Location"]
    assert led == edit_url(without_staff, "people")


def test_submission_lists_everything_missing_with_its_field(client: Client, world: OfficeWorld) -> None:
    request = _draft(
        world,
        account_name="",
        purpose="",
        replies="",
        operators=[{"person": _person(world).pk, "access": "shared_password", "reason": ""}],
    )
    refused = client.post(url("request_submit", request.pk), seen(request))
    page = text_of(refused)
    assert refused.status_code == 200
    assert "4か所を直すと提出できます" in page
    for part, target in (
        ("account", "id_account_name"),
        ("people", "id_operators-0-reason"),
        ("policy", "id_purpose"),
        ("policy", "id_replies_0"),
    ):
        link = f"{edit_url(request, part)}?missing=1#{target}"
        assert f'href="{link}"' in page
        assert f'id="{target}"' in text_of(client.get(link))
    assert again(request).state == RequestState.DRAFT


def test_a_part_opened_from_the_list_says_what_is_missing_at_the_field(client: Client, world: OfficeWorld) -> None:
    page = text_of(client.get(edit_url(_draft(world, purpose=""), "policy") + "?missing=1"))
    assert 'id="id_purpose_error"' in page
    assert "「① 目的」を入力してください。第4-2-(1)①" in page


def test_a_planned_start_in_the_past_is_said_at_its_field(client: Client, world: OfficeWorld) -> None:
    request = _draft(world, planned_start="2021-04-01")
    page = text_of(client.post(url("request_submit", request.pk), seen(request)))
    assert "運用開始の予定日は、きょう以後の日にしてください。" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("planned_start", "1900-01-01", "1949年から2149年までの日を入力してください。"),
        ("planned_start", "2150-01-01", "1949年から2149年までの日を入力してください。"),
        ("planned_start", "9999-12-31", "1949年から2149年までの日を入力してください。"),
        ("planned_start", "2027-02-30", "実在する年月日"),
        ("planned_start", "\x00", "実在する年月日"),
        ("account_name", "あ" * 81, "80文字以内"),
        ("account_name", "い\x00わき", "使えない文字が入っています"),
        ("reason", "あ" * 1001, "1000文字以内"),
        ("handle", "https://x.com/iwaki", "アカウントIDだけを"),
        ("handle", "iwaki kanko", "空白は使えません"),
        ("platform", "999999999999999999999999", "一覧にあるものから"),
        ("platform", "x\x00", "入力してください"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(client: Client, field: str, value: str, sentence: str) -> None:
    refused = client.post(NEW, account_data(**{"common_name": "残る通称", field: value}))
    page = text_of(refused)
    assert refused.status_code == 200
    assert f'id="id_{field}_error"' in page
    assert sentence in page
    assert "残る通称" in page
    assert Request.objects.count() == 0


def test_a_known_handle_is_warned_about_when_saved_and_refused_at_submission(
    client: Client, world: OfficeWorld
) -> None:
    known = a_request(world=world, when=now(), handle="iwaki_known", planned_start=soon())
    request = _draft(world)
    data = account_data(handle="@IWAKI_known") | seen(request)
    assert "すでに台帳にあります" in text_of(client.post(edit_url(request, "account"), data, follow=True))
    assert f"/accounts/{known.account_id}/" in text_of(client.get(edit_url(request, "account")))
    page = text_of(client.post(url("request_submit", request.pk), seen(request)))
    assert f"{edit_url(request, 'account')}?missing=1#id_handle" in page
    assert again(request).state == RequestState.DRAFT


def test_a_known_account_that_may_not_be_seen_has_no_link(world: OfficeWorld) -> None:
    known = a_request(world=world, when=now(), handle="iwaki_known", planned_start=soon())
    other = browser_of(world.foreign[Office.STAFF])
    other.post(NEW, account_data(handle="iwaki_known"))
    request = Request.objects.get(section=world.foreign_section)
    page = text_of(other.get(edit_url(request, "account")))
    assert "すでに台帳にあります" in page
    assert f"/accounts/{known.account_id}/" not in page


def test_a_known_name_is_a_warning_only(client: Client, world: OfficeWorld) -> None:
    a_request(world=world, when=now(), account_name="いわき観光案内", planned_start=soon())
    request = _draft(world, account_name="いわき観光案内")
    assert "同じアカウント名が、すでに台帳にあります" in text_of(client.get(edit_url(request, "confirm")))
    client.post(url("request_submit", request.pk), seen(request))
    assert again(request).state == RequestState.SUBMITTED


def test_the_policy_part_shows_the_service_and_its_limit(client: Client, world: OfficeWorld) -> None:
    request = _draft(world, replies="")
    page = text_of(client.get(edit_url(request, "policy")))
    assert f"プロフィール欄は{a_platform().profile_limit}文字まで" in page
    assert f'href="{edit_url(request, "account")}"' in page
    assert "checked" not in page


# -- two people at one draft


def test_a_stale_edit_is_a_conflict_with_the_difference_and_what_was_typed(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    before = seen(request)
    row = {"person": _person(world).pk, "access": "drafts_only", "reason": ""}
    values: dict[str, Any] = {"account_name": "ほかの人の名前", "operators": [row]}
    edit_request(request, by=world.second_staff, at=now(), **values)
    answer = client.post(edit_url(request, "account"), account_data(account_name="わたしの名前") | before)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "ほかの人の名前" in page.replace("<ins>", "").replace("</ins>", "")
    assert 'value="わたしの名前"' in page
    assert '"person"' not in page
    assert again(request).account_name == "ほかの人の名前"


def test_a_stale_submission_is_a_conflict(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    before = seen(request)
    edit_request(request, by=world.second_staff, at=now(), account_name="別の名前")
    answer = client.post(url("request_submit", request.pk), before)
    assert answer.status_code == 409
    assert again(request).state == RequestState.DRAFT


def test_a_second_submission_is_a_conflict(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    before = seen(request)
    client.post(url("request_submit", request.pk), before)
    assert client.post(url("request_submit", request.pk), before).status_code == 409
    assert again(request).round == 1


def test_an_edit_without_what_was_seen_is_a_conflict(client: Client, world: OfficeWorld) -> None:
    assert client.post(edit_url(_draft(world), "account"), account_data()).status_code == 409


def test_a_failed_save_still_carries_what_was_first_seen(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    before = seen(request)
    edit_request(request, by=world.second_staff, at=now(), account_name="別の名前")
    page = text_of(client.post(edit_url(request, "account"), account_data(handle="a b") | before))
    assert f'name="seen" value="{before["seen"]}"' in page

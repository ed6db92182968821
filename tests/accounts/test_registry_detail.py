"""One account's page: who may open it, and what it shows of duties, people, papers, policy and history."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import edit_request, start_operation, submit_request
from approvals.models import Request
from approvals.permissions import requests_visible_to
from approvals.states import FilingState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM, Actor
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from tests.factories import a_person, an_appointment
from tests.factories.approvals import (
    OfficeWorld,
    a_filing,
    a_request,
    account_of,
    acquired,
    agreed,
    an_account,
    an_office_world,
    returned,
)
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
WHEN = now()
TODAY = japan_date(WHEN)
LONG_AGO = TODAY - timedelta(days=60)


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN, since=LONG_AGO)


def detail(client: Client, actor: Actor, account: Account, status: int = 200) -> str:
    assert actor.person is not None
    client.force_login(actor.person)
    response = client.get(f"/accounts/{account.pk}/")
    assert response.status_code == status
    return unescape(response.content.decode())


def without_token(content: bytes) -> str:
    """Return a page without the form token, masked anew for each page, and without the seconds the session lasts."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|data-left="\d+"', "", content.decode())


def part(page: str, anchor: str) -> str:
    """Return the section of a page under a heading."""
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def test_foreign_planned_account_is_like_one_that_does_not_exist(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.PLANNED, world=world, when=WHEN)
    person = world.foreign[Office.SECTION_HEAD].person
    assert person is not None
    client.force_login(person)
    foreign, missing = client.get(f"/accounts/{account.pk}/"), client.get("/accounts/999999/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_token(foreign.content) == without_token(missing.content)


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_impossible_keys_do_not_exist(client: Client, world: OfficeWorld, pk: str) -> None:
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    assert client.get(f"/accounts/{pk}/").status_code == 404


@pytest.mark.parametrize("state", list(AccountState))
def test_every_state_has_a_page(client: Client, world: OfficeWorld, state: AccountState) -> None:
    account = an_account(state, world=world, when=WHEN)
    for actor in (world.staff, world.section_head, world.people[Office.AUDITOR]):
        assert account.get_state_display() in detail(client, actor, account)


def test_data_names_the_offices(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN)
    data = part(detail(client, world.staff, account), "data")
    head, officer = world.section_head.person, world.department_head.person
    assert head is not None
    assert officer is not None
    assert f"{head.name}({world.section.name}長)" in data
    assert LONG_AGO.isoformat() in data
    assert f"{officer.name}({world.department.name}長)" in data
    assert f'<a class="mono" href="{account.url}" rel="noopener noreferrer">{account.url}</a>' in data
    assert "原則として返信しない" in data


def test_address_of_another_kind_is_no_link(client: Client, world: OfficeWorld) -> None:
    values = {"platform": a_platform("other", when=WHEN), "name": "古い登録", "section": world.section}
    account = create(Account, by=SYSTEM, at=WHEN, url="javascript:alert(1)", **values)
    page = detail(client, world.staff, account)
    assert 'href="javascript' not in page
    assert '<span class="mono">javascript:alert(1)</span>' in page


def test_duties_lead_only_those_who_owe_them(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, when=WHEN)
    start = f'href="/approvals/accounts/{account.pk}/start/"'
    pages = {actor: detail(client, actor, account) for actor in (world.section_head, world.staff)}
    auditor = detail(client, world.people[Office.AUDITOR], account)
    assert [start in pages[world.section_head], start in pages[world.staff], start in auditor] == [True, False, False]
    assert all(f"運用を始める:{account.title}" in part(page, "duties") for page in (*pages.values(), auditor))
    assert f"担当:{world.section.name}の職員" in part(auditor, "duties")


def test_acquisition_is_the_main_button_of_the_section(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.AUTHORISED, world=world, when=WHEN)
    button = f'<a class="btn btn--main" href="/approvals/accounts/{account.pk}/acquire/">取得を記録する'
    assert button in detail(client, world.staff, account)
    assert button not in detail(client, world.department_head, account)


def test_step_under_way_is_an_open_duty(client: Client, world: OfficeWorld) -> None:
    account = account_of(a_request(world=world, decided=1, when=WHEN))
    duties = part(detail(client, world.staff, account), "duties")
    officer = world.department_head.person
    assert officer is not None
    assert f"決裁:{account.title}の取得" in duties
    assert f"担当:{officer.name}({world.department.name}長)" in duties
    assert "(市の内部目標)" in duties


def test_late_duty_is_marked(client: Client, world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, when=WHEN - timedelta(days=29))
    assert "期限超過" in part(detail(client, world.staff, account), "duties")


def test_people_with_access(client: Client, world: OfficeWorld) -> None:
    people = [world.staff.person, world.second_staff.person]
    operators = [
        {"person": people[0].pk if people[0] else 0, "access": "shared_password", "reason": "日々の投稿"},
        {"person": people[1].pk if people[1] else 0, "access": "drafts_only", "reason": ""},
    ]
    account = an_account(world=world, when=WHEN, operators=operators)
    shown = part(detail(client, world.staff, account), "people")
    assert "パスワードを扱う人 1人/運用担当 2人" in shown
    assert [words in shown for words in ("日々の投稿", "下書きだけ(アカウントに入らない)")] == [True, True]
    assert "この部署の任用がありません" not in shown


def test_operator_who_left_the_section_is_marked(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN)
    person = world.staff.person
    assert person is not None
    edit(person.appointments.get(), by=SYSTEM, at=WHEN, ends_on=TODAY - timedelta(days=1))
    an_appointment(person, Office.STAFF, world.foreign_section, TODAY, at=WHEN)
    shown = part(detail(client, world.second_staff, account), "people")
    assert shown.count("この部署の任用がありません") == 1


def test_manager_follows_the_office(client: Client) -> None:
    world = an_office_world(WHEN, since=LONG_AGO)
    account = an_account(world=world, when=WHEN)
    head = world.section_head.person
    assert head is not None
    edit(head.appointments.get(), by=SYSTEM, at=WHEN, ends_on=TODAY - timedelta(days=1))
    assert f"{world.section.name}長(いま就いている職員がいません)" in detail(client, world.staff, account)
    new = a_person("後任 花子", at=WHEN)
    an_appointment(new, Office.SECTION_HEAD, world.section, TODAY, at=WHEN)
    assert f"後任 花子({world.section.name}長)" in detail(client, world.staff, account)


def test_papers_are_linked_for_those_who_may_read_them(client: Client, world: OfficeWorld) -> None:
    filing = a_filing(FilingState.RECEIVED, world=world, when=WHEN)
    account = filing.account
    links = [f'href="/approvals/requests/{filing.request_id}/"', f'href="/approvals/filings/{filing.pk}/"']
    readers = [world.staff, world.section_head, world.department_head, world.policy_director]
    readers += [world.general_affairs_director, world.people[Office.AUDITOR]]
    pages = [part(detail(client, actor, account), "docs") for actor in readers]
    assert [[link in page for link in links] for page in pages] == [[True, True]] * len(readers)
    outsider = detail(client, world.people[Office.PR_SECTION_HEAD], account)
    assert [link in outsider for link in links] == [False, False]
    assert "見られる文書はありません" in outsider


def test_history_tells_the_decisions_to_readers_alone(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN)
    told = part(detail(client, world.staff, account), "history")
    for words in ("起案を提出した", "回議した", "許可した", "アカウントを取得した", "運用を始めた"):
        assert words in told
    assert told.index("運用を始めた") < told.index("起案を提出した")
    foreign = part(detail(client, world.foreign[Office.STAFF], account), "history")
    assert ["起案を提出した" in foreign, "許可した" in foreign, "運用を始めた" in foreign] == [False, False, True]


def test_policy_of_an_active_account_is_open_to_all(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN, purpose="観光の情報を届ける。<b>")
    for actor in (world.staff, world.foreign[Office.STAFF]):
        page = part(detail(client, actor, account), "policy")
        assert "観光の情報を届ける。" in page
        assert "第1版" in page


def test_texts_are_escaped(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN, account_name="<script>x</script>", purpose="<img src=x>")
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert ["<script>x" in page, "<img src=x" in page] == [False, False]


def test_queries_do_not_grow_with_papers(client: Client, world: OfficeWorld) -> None:
    def count(account: Account) -> int:
        detail(client, world.staff, account)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/accounts/{account.pk}/")
        return len(queries)

    once = account_of(a_request(world=world, when=WHEN))
    thrice = account_of(a_request(world=world, round=3, when=WHEN))
    assert (count(once), count(thrice)) == (5, 5)


def test_requests_of_other_accounts_stay_out(client: Client, world: OfficeWorld) -> None:
    account, other = an_account(world=world, when=WHEN), an_account(world=world, when=WHEN)
    number = Request.objects.get(account=other).document_number
    page = detail(client, world.staff, account)
    assert number not in page
    assert world.staff.person is not None
    assert requests_visible_to(world.staff.person, TODAY).count() == 2


def test_history_keeps_unsubmitted_edits_with_the_section(client: Client, world: OfficeWorld) -> None:
    request = agreed(a_request(world=world, when=WHEN), world, steps=1, when=WHEN)
    request = returned(request, by=world.department_head, when=WHEN)
    edit_request(request, by=world.staff, at=WHEN, purpose="ひみつの目的", handle="himitsu_id")
    account = account_of(request)
    for actor in (world.staff, world.section_head, world.department_head, world.people[Office.AUDITOR]):
        page = detail(client, actor, account)
        assert ["ひみつの目的" in page, "himitsu_id" in page, "起案を直した" in page] == [False, False, False]
        assert "頻度を具体的に書いてください。" in part(page, "history")


def test_history_of_an_active_account_tells_no_values_of_earlier_versions(client: Client, world: OfficeWorld) -> None:
    request = returned(a_request(world=world, when=WHEN, purpose="前の目的"), by=world.section_head, when=WHEN)
    request = edit_request(request, by=world.staff, at=WHEN, purpose="後の目的")
    request = agreed(submit_request(request, by=world.staff, at=WHEN), world, when=WHEN)
    account = acquired(account_of(request), by=world.staff, when=WHEN)
    account = start_operation(account, by=world.section_head, at=WHEN)
    page = detail(client, world.foreign[Office.STAFF], account)
    assert ["前の目的" in page, "後の目的" in part(page, "policy")] == [False, True]

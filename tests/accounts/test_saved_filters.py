"""Saved filters: kept, opened, renamed, handed on and ended, each person's own."""

from html import unescape

import pytest
from django.test import Client

from accounts.models import Account
from accounts.saved import SavedFilter
from accounts.states import AccountState
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, an_account, an_office_world

pytestmark = pytest.mark.django_db
WHEN = now()
QUERY = "state=planned&order=name"
NEW = f"/accounts/filters/new/?{QUERY}"


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN)


def enter(client: Client, actor: Actor) -> None:
    assert actor.person is not None
    client.force_login(actor.person)


def saved(client: Client, world: OfficeWorld, name: str = "いま手続中") -> SavedFilter:
    enter(client, world.staff)
    answer = client.post(NEW, {"name": name})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/?{QUERY}")
    kept: SavedFilter = SavedFilter.objects.get(name=name)
    return kept


def test_filter_is_kept_by_an_act_and_offered_to_its_person_alone(client: Client, world: OfficeWorld) -> None:
    kept = saved(client, world)
    assert Event.objects.get(stream=kept.stream).label == "絞り込みを保存した"
    assert f'href="/accounts/?{QUERY}" aria-current="true">いま手続中</a>' in unescape(
        client.get(f"/accounts/?{QUERY}").content.decode()
    )
    enter(client, world.second_staff)
    assert "いま手続中" not in client.get("/accounts/").content.decode()


def test_link_shows_each_person_what_is_his_own(client: Client, world: OfficeWorld) -> None:
    account: Account = an_account(AccountState.PLANNED, world=world, when=WHEN)
    kept = saved(client, world)
    shown = []
    for actor in (world.second_staff, world.foreign[Office.STAFF]):
        enter(client, actor)
        shown.append(f'href="/accounts/{account.pk}/"' in client.get(kept.url).content.decode())
    assert shown == [True, False]


def test_page_to_save_names_the_filters(client: Client, world: OfficeWorld) -> None:
    enter(client, world.staff)
    page = client.get(NEW).content.decode()
    assert ["状態 取得手続中" in page, "並び順 名前の順" in page] == [True, True]


@pytest.mark.parametrize("query", ["", "?state=zzz", "?q=a"])
def test_nothing_to_keep_leads_back_to_the_list(client: Client, world: OfficeWorld, query: str) -> None:
    enter(client, world.staff)
    answer = client.get(f"/accounts/filters/new/{query}")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/")


def test_same_name_twice_is_refused_in_words(client: Client, world: OfficeWorld) -> None:
    saved(client, world)
    page = client.post(NEW, {"name": "いま手続中"}).content.decode()
    assert "同じ内容がすでに登録されています。" in page
    assert SavedFilter.objects.count() == 1


def test_filter_is_renamed_and_its_link_shown(client: Client, world: OfficeWorld) -> None:
    kept = saved(client, world)
    page = f"/accounts/filters/{kept.pk}/"
    assert f"http://testserver/accounts/?{QUERY}" in unescape(client.get(page).content.decode())
    client.post(page, {"name": "取得の途中", "seen": kept.fingerprint(), "seen_version": 1})
    assert SavedFilter.objects.get().name == "取得の途中"


def test_filter_is_ended_by_its_person(client: Client, world: OfficeWorld) -> None:
    kept = saved(client, world)
    client.post(f"/accounts/filters/{kept.pk}/end/", {"seen": kept.fingerprint(), "seen_version": 1})
    assert SavedFilter.objects.get().ended_on == japan_date(WHEN)
    assert client.get(f"/accounts/filters/{kept.pk}/").status_code == 404
    assert "いま手続中" not in client.get("/accounts/").content.decode()


def test_filter_of_somebody_else_does_not_exist(client: Client, world: OfficeWorld) -> None:
    kept = saved(client, world)
    enter(client, world.second_staff)
    pages = [f"/accounts/filters/{kept.pk}/", f"/accounts/filters/{kept.pk}/end/"]
    answers = [call(page).status_code for page in pages for call in (client.get, client.post)]
    assert answers == [404] * 4

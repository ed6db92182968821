"""The page of an account stands in the site of its section (4-4-(1)); elsewhere only with a reason on the record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Account
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Denied
from core.staff.models import Unit
from core.staff.offices import Office
from core.staff.sites import SiteRefused, site_of
from publications.checking.reach import usual_reach
from publications.checking.sites import lies_in
from publications.checking.targets import target_of
from publications.models import Publication
from publications.posting.actions import record_publication
from publications.posting.places import own_site
from publications.posting.states import Kind, PublicationState
from tests.approvals.pages import a_world, ago, browser_of, text_of, today
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.publications import CITY_PAGE, a_publication

pytestmark = pytest.mark.django_db
CITY = "https://www.city.iwaki.lg.jp"
SITE = f"{CITY}/kanko/"


def has_site(unit: Unit, site: str = SITE) -> None:
    edit(unit, by=SYSTEM, at=AT, site=site)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def recorded(account: Account, world: OfficeWorld, **values: Any) -> Publication:
    return record_publication(account, Kind.HOMEPAGE, by=world.staff, at=AT, posted_on=ON, **values)


@pytest.mark.parametrize(
    "typed",
    [SITE, f"{CITY}/kanko", f" {CITY}/kanko/index.html ", f"{CITY}:443/kanko/", "HTTPS://WWW.CITY.iwaki.lg.jp/kanko/"],
)
def test_the_address_of_a_site_is_kept_in_one_form(typed: str) -> None:
    assert site_of(typed) == SITE


@pytest.mark.parametrize(
    "typed",
    [
        CITY,
        f"{CITY}/",
        f"{CITY}/index.html",
        f"{CITY}/kanko/?a=1",
        f"{CITY}/kanko/#top",
        f"{CITY}/kanko/../",
        f"{CITY}/kanko/%2e%2e/",
        f"{CITY}/a%2fb/",
        "http://www.city.iwaki.lg.jp/kanko/",
        "https://www.example.jp/kanko/",
        "https://bit.ly/kanko",
        f"{CITY}/{'a' * 300}/",
        f"{CITY}/{'a' * (299 - len(CITY))}",
        "観光",
    ],
)
def test_what_can_not_be_a_units_own_site_is_refused(typed: str) -> None:
    with pytest.raises(SiteRefused, match="入力してください"):
        site_of(typed)


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/kanko/sns.html", True),
        ("/kanko/a/b/sns.html?x=1", True),
        ("/kanko", True),
        ("/kanko2/sns.html", False),
        ("/KANKO/sns.html", False),
        ("/sns/kanko/sns.html", False),
        ("/kanko/../doro/sns.html", False),
        ("/kanko/%2e%2E/doro/sns.html", False),
        ("/kanko/..%2fdoro/sns.html", False),
        ("/sns.html?/kanko/", False),
    ],
)
def test_a_page_lies_in_the_folder_it_is_written_in(path: str, inside: bool) -> None:
    assert lies_in(target_of(f"{CITY}{path}", usual_reach()), SITE) is inside


def test_a_site_on_a_host_that_is_the_citys_no_more_holds_nobody() -> None:
    assert lies_in(target_of(CITY_PAGE, usual_reach()), "https://old.city.iwaki.lg.jp/kanko/")


def test_a_page_in_the_sections_site_is_recorded_and_keeps_no_reason(world: OfficeWorld) -> None:
    account = an_account(world=world)
    has_site(world.section)
    done = recorded(account, world, url=f"{SITE}sns.html", place_reason="CMSのため")
    assert (done.state, done.place_reason) == (PublicationState.POSTED, "")


def test_a_page_elsewhere_is_refused_with_clause_and_way_and_leaves_nothing(world: OfficeWorld) -> None:
    account = an_account(world=world)
    has_site(world.section)
    before = everything()
    for reason in ("", "  "):
        with pytest.raises(Denied, match="の外のページです") as refused:
            recorded(account, world, url=CITY_PAGE, place_reason=reason)
        assert (refused.value.clause, refused.value.field) == ("第4-4-(1)", "url")
        assert "理由" in refused.value.way
    assert everything() == before


def test_a_page_elsewhere_is_recorded_with_its_reason(world: OfficeWorld) -> None:
    account = an_account(world=world)
    has_site(world.section)
    done = recorded(account, world, url=CITY_PAGE, place_reason=" 全庁のSNS一覧に置くため ")
    assert done.place_reason == "全庁のSNS一覧に置くため"
    later = recorded(account, world, url=f"{SITE}sns.html")
    assert later.place_reason == ""


def test_without_a_site_of_its_own_the_nearest_unit_above_counts(world: OfficeWorld) -> None:
    account = an_account(world=world)
    assert own_site(account, ON) is None
    has_site(world.department)
    with pytest.raises(Denied, match=world.department.name):
        recorded(account, world, url=CITY_PAGE)
    has_site(again(world.section), f"{CITY}/kanko/shinko/")
    with pytest.raises(Denied, match="kanko/shinko/"):
        recorded(account, world, url=f"{SITE}sns.html")
    assert recorded(account, world, url=f"{CITY}/kanko/shinko/sns.html").state == PublicationState.POSTED


def test_a_section_that_follows_brings_its_own_site(world: OfficeWorld) -> None:
    account = an_account(world=world)
    has_site(world.section)
    after = {"level": "section", "parent": world.department, "starts_on": date(2020, 4, 1)}
    new = create(Unit, by=SYSTEM, at=AT, name="観光交流課", site=f"{CITY}/koryu/", **after)
    edit(again(world.section), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1), successor=new)
    found = own_site(account, ON)
    assert found is not None
    assert (found.unit, found.url) == ("観光交流課", f"{CITY}/koryu/")


def test_the_free_text_field_asks_for_no_place(world: OfficeWorld) -> None:
    account = an_account(world=world)
    a_publication(PublicationState.POSTED, world=world, account=account)
    has_site(world.section)
    done = record_publication(account, Kind.PROFILE, by=world.staff, at=AT, posted_on=ON)
    assert (done.state, done.place_reason) == (PublicationState.POSTED, "")


def test_the_page_asks_for_the_reason_and_shows_it_afterwards() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=1))
    form_url = reverse("publications:record_homepage", args=[account.pk])
    browser: Any = browser_of(world.staff)
    assert "place_reason" not in browser.get(form_url).context["form"].fields
    edit(world.section, by=SYSTEM, at=ago(minutes=30), site=SITE)
    assert SITE in text_of(browser.get(form_url))
    policy = account.policies.get(number=1)
    typed: dict[str, Any] = {"url": CITY_PAGE, "posted_on": today(), "policy": policy.pk}
    refused: Any = browser.post(form_url, typed)
    assert "の外のページです" in text_of(refused)
    assert "第4-4-(1)" in text_of(refused)
    answer = browser.post(form_url, typed | {"place_reason": "全庁の一覧に置くため"})
    assert answer.status_code == 302
    assert "全庁の一覧に置くため" in text_of(browser.get(answer["Location"]))
    assert browser.get(form_url).context["form"]["place_reason"].value() == "全庁の一覧に置くため"


def test_administrators_enter_the_site_of_a_unit_in_its_one_form() -> None:
    world = a_world()
    browser: Any = browser_of(world.people[Office.ADMINISTRATOR])
    address = reverse("people:unit_edit", args=[world.section.pk])
    form: Any = browser.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed |= {"seen": world.section.fingerprint()}
    refused: Any = browser.post(address, typed | {"site": "https://example.jp/kanko/"})
    assert "別のサイト" in text_of(refused) or "市ホームページではありません" in text_of(refused)
    assert browser.post(address, typed | {"site": f"{CITY}/kanko"}).status_code == 302
    assert again(world.section).site == SITE

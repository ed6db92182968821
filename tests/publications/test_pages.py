"""What an account shows, through its pages: texts, recording, wrong acts, checks; and who reads what."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.lifecycle.actor import Actor
from core.staff.offices import Office
from policies.models import MediaPolicy
from publications.checking.contents import points
from publications.checking.looking import Look, Seen, items_of, note_look
from publications.checking.markup import shown
from publications.models import CheckAsked, Publication
from publications.posting.states import Kind, Outcome, PublicationState
from publications.texts.homepage import fragment, whole_page
from publications.texts.profile import length_of, profile_text
from tests.approvals.pages import a_world, ago, browser_of, queries_of, text_of, today
from tests.factories import everything
from tests.factories.approvals import again, an_account
from tests.factories.drafts import a_platform
from tests.factories.publications import CITY_PAGE, a_publication

pytestmark = pytest.mark.django_db
S = PublicationState
MOST_QUERIES = 8


def to(actor: Actor, name: str, key: int) -> Any:
    return browser_of(actor).get(reverse(f"publications:{name}", args=[key]))


def send(actor: Actor, name: str, key: int, **data: Any) -> Any:
    return browser_of(actor).post(reverse(f"publications:{name}", args=[key]), data)


def record(actor: Actor, account: Any, kind: str = "homepage", **data: Any) -> Any:
    """Send the form of recording: today, with the newest version, at the usual page."""
    version = account.policies.newest_first().first().pk
    usual = {"policy": version, "posted_on": today()} | ({"url": CITY_PAGE} if kind == "homepage" else {})
    return send(actor, f"record_{kind}", account.pk, **usual | data)


def a_page(at: PublicationState = S.POSTED, kind: Kind = Kind.HOMEPAGE, **values: Any) -> tuple[Any, Publication]:
    world = a_world()
    account = an_account(world=world, when=ago(hours=1), **values)
    return world, a_publication(at, kind, world=world, account=account, when=ago(hours=1))


def test_the_section_finds_the_text_to_paste_and_records_the_page() -> None:
    world, required = a_page(S.REQUIRED)
    account = required.account
    page = to(world.staff, "account", account.pk)
    assert fragment(account, account.policies.get()) == page.context["texts"].homepage
    assert "先に、市ホームページへの掲載を記録してください" in text_of(page)
    answer = record(world.staff, account)
    assert answer["Location"] == reverse("publications:account", args=[account.pk])
    assert again(required).state == "posted"
    assert CITY_PAGE in to(world.staff, "account", account.pk).context["texts"].profile.text


@pytest.mark.parametrize(
    ("url", "said_at_field"),
    [
        ("https://bit.ly/a", "短縮URLは使えません"),
        ("https://www.city.iwaki.lg.jp", "表紙です"),
        ("https://www.city.iwaki.lg.jp/INDEX.html?a=1#b", "表紙です"),
        ("https://evil.example/", "市ホームページではありません"),
        ("http://www.city.iwaki.lg.jp/a", "https://"),
        ("https://www.city.iwaki.lg.jp@evil.example/", "「@」"),
        ("https://www.city.iwaki.lg.jp.evil.example/a", "別のサイト"),
    ],
)
def test_a_wrong_address_is_refused_at_its_field_and_kept(url: str, said_at_field: str) -> None:
    world, required = a_page(S.REQUIRED)
    before = everything()
    answer = record(world.staff, required.account, url=url)
    assert everything() == before
    assert said_at_field in str(answer.context["form"].errors["url"])
    assert answer.context["form"]["url"].value() == url


@pytest.mark.parametrize(
    ("hosts", "stand_in", "named"),
    [
        (["www.city.iwaki.lg.jp"], [], "https://www.city.iwaki.lg.jp/ で始まるページです。"),
        ([], ["127.0.0.1:8001"], "http://127.0.0.1:8001/ で始まるページです。"),
    ],
)
def test_the_form_says_where_pages_may_stand(settings: Any, hosts: list[str], stand_in: list[str], named: str) -> None:
    settings.CITY_HOSTS, settings.CITY_STAND_IN, settings.DEMONSTRATION_SIGN_IN = hosts, stand_in, True
    world, required = a_page(S.REQUIRED)
    assert named in text_of(to(world.staff, "record_homepage", required.account_id))


def test_a_day_to_come_is_refused_at_its_field() -> None:
    world, required = a_page(S.REQUIRED)
    later = today() + timedelta(days=1)
    answer = record(world.staff, required.account, posted_on=later)
    assert "きょう以前" in str(answer.context["form"].errors["posted_on"])


def test_people_outside_read_what_stands_and_not_the_texts() -> None:
    world, shown = a_page()
    page = to(world.people[Office.AUDITOR], "account", shown.account_id)
    assert (page.context["texts"], CITY_PAGE in text_of(page)) == (None, True)
    assert [place.record_url for place in page.context["places"]] == ["", ""]
    assert to(world.people[Office.AUDITOR], "page_file", shown.account_id).status_code == 403


def test_the_free_text_field_is_recorded_and_its_early_end_too() -> None:
    world, shown = a_page()
    record(world.staff, shown.account, "profile")
    profile = Publication.objects.get(account=shown.account, kind="profile")
    assert (profile.state, profile.url) == ("posted", shown.account.url)
    answer = send(world.staff, "remove_early", profile.pk, removed_on=today(), reason="")
    assert "入力してください" in str(answer.context["form"].errors["reason"])
    send(world.staff, "remove_early", profile.pk, removed_on=today(), reason="文字数が減ったため")
    assert again(profile).state == "removed_early"
    assert "文字数が減ったため" in text_of(to(world.staff, "account", shown.account_id))


def test_what_must_stand_is_not_taken_down_for_good() -> None:
    world, shown = a_page()
    answer = send(world.staff, "remove", shown.pk, removed_on=today())
    assert (answer.status_code, again(shown).state) == (403, "posted")
    assert "第4-4-(1)" in text_of(answer)


def test_a_look_is_asked_for_by_a_button() -> None:
    world, shown = a_page()
    CheckAsked.objects.all().delete()
    send(world.staff, "check", shown.pk)
    assert CheckAsked.objects.filter(publication=shown).exists()
    assert "確認を待っています" in text_of(to(world.staff, "account", shown.account_id))


@pytest.mark.parametrize("looks", [1, 3])
def test_the_page_shows_what_was_found_with_constant_queries(looks: int) -> None:
    world, shown = a_page()
    found = {one.code: one.code != "url" for one in Look.at(again(shown)).wanted}
    for number in range(looks):
        seen = Seen(Outcome.LACKING, "ページに見当たりません:アカウントのURL", "ab" * 32, found)
        note_look(Look.at(again(shown)), seen, ago(minutes=30 - number))
    page = to(world.staff, "account", shown.account_id)
    assert len(page.context["checks"]) == looks
    assert [label for label, is_found, _ in page.context["points"] if not is_found] == ["アカウントのURL"]
    own = queries_of(browser_of(world.staff), reverse("publications:account", args=[shown.account_id]))
    assert own <= MOST_QUERIES


def a_policy(**values: Any) -> tuple[Any, MediaPolicy]:
    account = an_account(**values)
    return account, account.policies.get()


def test_hostile_words_are_only_words_in_every_text() -> None:
    hostile = "<script>alert(1)</script>\"'>&"
    account, policy = a_policy(account_name=hostile[:80], purpose=hostile, common_name="<b>")
    for text in (fragment(account, policy), whole_page(account, policy)):
        assert "<script" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_page_is_plain_html_with_everything_that_must_stand() -> None:
    account, policy = a_policy()
    text = fragment(account, policy)
    assert not any(mark in text for mark in ("class=", "style=", "<script", "id=", "onclick"))
    assert f'<a href="{account.url}">{account.url}</a>' in text
    assert whole_page(account, policy).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("あ", 1), ("a\r\nb", 3), ("が", 1), ("か\u3099", 1), ("😀", 2), ("👨‍👩‍👧", 8)]
)
def test_a_length_counts_as_the_services_forms_count(text: str, length: int) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("limit", "first", "is_whole"),
    [
        (0, "観光振興課", True),
        (5000, "観光振興課", True),
        (160, "観光振興課", False),
        (101, "観光振興課", False),
        (60, "メディアポリシー:", False),
        (45, "https://", False),
    ],
)
def test_the_longest_text_that_fits_is_offered(limit: int, first: str, is_whole: bool) -> None:
    account, policy = a_policy(platform=a_platform("other", hosts=[]))
    account.platform.profile_limit = limit
    found = profile_text(account, policy, CITY_PAGE)
    assert (found.fits, found.is_whole, found.text.startswith(first)) == (True, is_whole, True)
    assert found.text.endswith(CITY_PAGE)
    assert found.length == length_of(found.text)


REPLYING = {
    "all": ("原則として返信する", "原則として返信します。"),
    "some": ("場合を決めて返信する", "返信します(場合は方針に記載)。"),
    "none": ("原則として返信しない", "返信は原則としてしません。"),
}


@pytest.mark.parametrize("replies", REPLYING)
def test_the_choice_about_replies_is_said_in_the_texts_and_looked_for_on_the_page(replies: str) -> None:
    account, policy = a_policy(replies=replies, reply_note="平日に" if replies == "some" else "")
    whole, short = REPLYING[replies]
    assert whole in fragment(account, policy)
    account.platform.profile_limit = 140
    assert short in profile_text(account, policy, CITY_PAGE).text
    found = points(shown(whole_page(account, policy)), items_of(policy))
    assert set(found.values()) == {True}
    opposite = REPLYING["all" if replies == "none" else "none"][0]
    assert not points(shown(f"<p>{opposite}</p>"), items_of(policy))["policy.replies"]


def test_a_page_pasted_while_there_were_two_answers_is_still_confirmed() -> None:
    _, policy = a_policy(replies="some", reply_note="平日に")
    assert points(shown("<p>返信する</p><p>平日に</p>"), items_of(policy))["policy.replies"]


def test_a_limit_below_the_url_is_told() -> None:
    account, policy = a_policy()
    account.platform.profile_limit = 20
    found = profile_text(account, policy, CITY_PAGE)
    assert (found.fits, found.text) == (False, CITY_PAGE)


def test_an_address_that_would_run_is_text_and_no_link() -> None:
    account = an_account(world=a_world())
    account.url = "javascript:alert(1)"
    for text in (fragment(account, account.policies.get()), whole_page(account, account.policies.get())):
        assert "javascript:alert(1)" in text
        assert 'href="javascript' not in text

"""What an account owes to show, how it is recorded, and which wrong acts are refused with their clause."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import start_operation
from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.lifecycle.act import acting, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.staff.offices import Office
from policies.actions import publish_policy
from policies.states import PolicyState
from publications.models import CheckAsked, PageCheck, Publication
from publications.moves import CONFIRM_MISSING, FOUND_AGAIN, POST, PUT_BACK, REMOVE, REMOVE_EARLY, RENEW
from publications.posting.actions import ask_check, record_publication
from publications.posting.duties import require_publications
from publications.posting.states import PLACES, Kind, PublicationState
from tests.approvals.attempts import everybody, outcome
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.policies import a_version, first_version
from tests.factories.publications import CITY_PAGE, a_publication

pytestmark = pytest.mark.django_db
S = PublicationState
MOVES = (POST, RENEW, PUT_BACK, CONFIRM_MISSING, FOUND_AGAIN, REMOVE_EARLY, REMOVE)
SECTION = {"staff", "section_head", "deputy"}
CLOCK = {"system"}
TABLE: dict[str, dict[str, set[str]]] = {
    "required": {"post": SECTION},
    "posted": {"renew": SECTION, "confirm_missing": CLOCK, "remove_early": SECTION},
    "missing": {"renew": SECTION, "found_again": CLOCK, "remove_early": SECTION},
    "removed_early": {"put_back": SECTION},
}
"""Of an account in operation. `remove` waits for accounts that end: until then nobody may (4-4-(1))."""


def owed(account: Account) -> list[tuple[str, str, str]]:
    """Return rule, place and note of what is owed to show an account."""
    streams = [one.stream for one in Publication.objects.filter(account=account)]
    rows = Obligation.objects.open().filter(about__in=streams).order_by("rule")
    return [(one.rule, one.debtor_office, one.note) for one in rows]


def an_account_in_operation() -> tuple[OfficeWorld, Account]:
    world = an_office_world()
    return world, an_account(AccountState.ACTIVE, world=world)


def record(account: Account, by: Actor, kind: Kind = Kind.HOMEPAGE, **facts: Any) -> Publication:
    return record_publication(account, kind, by=by, at=AT, **{"posted_on": ON, "url": CITY_PAGE, **facts})


def test_the_start_of_operation_opens_what_is_owed_to_the_public() -> None:
    _, account = an_account_in_operation()
    reason = "運用を始めたため"
    assert owed(account) == [("publications.homepage", "staff", reason), ("publications.profile", "staff", reason)]
    due = set(Obligation.objects.open().filter(rule__startswith="publications.").values_list("due_on", flat=True))
    assert due == {ON + timedelta(days=7)}
    assert list(account.publications.values_list("state", flat=True)) == ["required"] * 2


def test_nothing_is_owed_before_the_start() -> None:
    account = an_account(AccountState.ACQUIRED)
    assert owed(account) == []


def test_recording_ends_what_is_owed_publishes_the_policy_and_has_the_page_looked_at() -> None:
    world, account = an_account_in_operation()
    done = record(account, world.staff)
    assert (done.state, done.url, done.posted_on, done.posted_by) == ("posted", CITY_PAGE, ON, world.staff.person)
    assert done.policy == first_version(account)
    assert first_version(account).state == PolicyState.PUBLISHED
    assert [rule for rule, _, _ in owed(account)] == ["publications.profile"]
    assert list(CheckAsked.objects.values_list("publication", flat=True)) == [done.pk]
    record(account, world.staff, Kind.PROFILE)
    assert owed(account) == []
    assert account.publications.get(kind="profile").url == account.url


def test_what_is_recorded_before_the_start_is_not_owed_after_it() -> None:
    world = an_office_world()
    account = an_account(AccountState.ACQUIRED, world=world)
    assert record(account, world.section_head).state == "posted"
    assert owed(account) == []
    start_operation(account, by=world.section_head, at=AT)
    assert [rule for rule, _, _ in owed(account)] == ["publications.profile"]


def test_a_policy_that_comes_out_before_the_start_opens_nothing_yet() -> None:
    world = an_office_world()
    account = an_account(AccountState.ACQUIRED, world=world)
    publish_policy(first_version(account), by=world.staff, at=AT, on=ON)
    assert owed(account) == []


def test_another_page_asks_for_the_free_text_field_anew() -> None:
    world, account = an_account_in_operation()
    record(account, world.staff)
    record(account, world.staff, Kind.PROFILE)
    record(account, world.staff)
    assert owed(account) == []
    record(account, world.staff, url="https://www.city.iwaki.lg.jp/moved.html")
    reason = "市ホームページのページのURLが変わったため"
    assert owed(account) == [("publications.profile", "staff", reason)]
    record(account, world.staff, Kind.PROFILE)
    assert owed(account) == []


def test_a_change_of_what_must_stand_asks_for_both_anew() -> None:
    world, account = an_account_in_operation()
    record(account, world.staff)
    record(account, world.staff, Kind.PROFILE)
    with acting(by=SYSTEM, at=AT) as act:
        require_publications(act, act.lock(account), "アカウント名が変わったため", anew=True)
    assert [rule for rule, _, _ in owed(account)] == ["publications.homepage", "publications.profile"]


def test_what_was_waived_may_be_owed_again_on_the_same_day() -> None:
    world, account = an_account_in_operation()
    record(account, world.staff)
    waived = Obligation.objects.open().get(rule="publications.profile", about__startswith="publications.")
    perform(waived, WAIVE, by=world.section_head, at=AT, ended_on=ON, waive_reason="重複のため")
    a_version(PolicyState.PUBLISHED, world=world, account=account)
    assert [rule for rule, _, _ in owed(account)] == ["publications.homepage", "publications.profile"]


def test_a_new_version_renews_both_and_one_that_is_shown_already_renews_nothing() -> None:
    world, account = an_account_in_operation()
    record(account, world.staff)
    record(account, world.staff, Kind.PROFILE)
    a_version(PolicyState.PUBLISHED, world=world, account=account)
    note = "メディアポリシー第2版が出たため"
    assert [(rule, why) for rule, _, why in owed(account)] == [
        ("publications.homepage", note),
        ("publications.profile", note),
    ]
    renewed = record(account, world.second_staff)
    assert renewed.policy is not None
    assert (renewed.policy.number, [rule for rule, _, _ in owed(account)]) == (2, ["publications.profile"])


def test_a_version_that_comes_out_with_its_page_leaves_only_the_free_text_field() -> None:
    world, account = an_account_in_operation()
    record(account, world.staff)
    record(account, world.staff, Kind.PROFILE)
    version = a_version(PolicyState.APPROVED, world=world, account=account)
    record(account, world.staff)
    assert again(version).state == PolicyState.PUBLISHED
    assert [rule for rule, _, _ in owed(account)] == ["publications.profile"]


def test_what_is_required_twice_is_owed_once() -> None:
    _, account = an_account_in_operation()
    before = owed(account)
    with acting(by=SYSTEM, at=AT + timedelta(days=1)) as act:
        require_publications(act, act.lock(account), "アカウント名が変わったため")
    assert owed(account) == before


def refusal(account: Account, by: Actor, kind: Kind = Kind.HOMEPAGE, **facts: Any) -> Denied:
    """Return why a recording is refused; nothing has changed."""
    before = everything()
    with pytest.raises(Denied) as denied:
        record(account, by, kind, **facts)
    assert everything() == before
    return denied.value


@pytest.mark.parametrize(
    ("url", "clause", "words"),
    [
        ("https://bit.ly/iwaki", "第4-4-(4)", "短縮URL"),
        ("https://evil.example/sns", "第4-4-(1)", "市ホームページではありません"),
        ("http://www.city.iwaki.lg.jp/sns", "第4-4-(1)", "https://"),
        ("https://www.city.iwaki.lg.jp@evil.example/", "第4-4-(1)", "「@」"),
        ("https://www.city.iwaki.lg.jp.evil.example/", "第4-4-(1)", "別のサイト"),
        ("https://www.city.iwakі.lg.jp/", "第4-4-(1)", "全角の文字"),
        ("https://127.0.0.1/", "第4-4-(1)", "市ホームページではありません"),
        ("", "第4-4-(1)", "入力してください"),
    ],
)
def test_a_page_that_is_none_of_the_city_is_refused_at_its_field(url: str, clause: str, words: str) -> None:
    world, account = an_account_in_operation()
    refused = refusal(account, world.staff, url=url)
    assert (refused.field, refused.clause, words in refused.sentence) == ("url", clause, True)


def test_days_that_can_not_be_are_refused_at_their_field() -> None:
    world, account = an_account_in_operation()
    for day in (ON + timedelta(days=1), ON - timedelta(days=1)):
        assert refusal(account, world.staff, posted_on=day).field == "posted_on"


def test_the_free_text_field_needs_the_page_first() -> None:
    world, account = an_account_in_operation()
    refused = refusal(account, world.staff, Kind.PROFILE)
    assert (refused.clause, "市ホームページへの掲載" in refused.way) == ("第4-4-(3)", True)


def test_an_account_that_is_not_acquired_shows_nothing() -> None:
    world = an_office_world()
    assert "取得を記録した後" in refusal(an_account(AccountState.AUTHORISED, world=world), world.staff).way


def sound(move: Any, publication: Publication, by: Actor) -> dict[str, Any]:
    """Return facts that a move has nothing to say against."""
    policy = first_version(publication.account)
    person = by.person or publication.posted_by
    facts = {
        "url": CITY_PAGE,
        "policy": policy,
        "posted_on": ON,
        "posted_by": person,
        "page_url": "",
        "place_reason": "",
        "recorded_at": AT,
        "removed_on": ON,
        "reason": "改修",
    }
    return {name: facts[name] for name in move.takes}


@pytest.mark.parametrize("state", list(TABLE))
@pytest.mark.parametrize("kind", PLACES)
def test_office_and_move(state: str, kind: Kind) -> None:
    world = an_office_world()
    publication = a_publication(S(state), kind, world=world)
    people = everybody(world) | {"deputy": a_deputy(world.section_head)}
    if kind == Kind.PROFILE and state == "required":
        record(publication.account, world.staff)
    done = {
        move.name: {
            who
            for who, by in people.items()
            if outcome(partial(perform, publication, move, by=by, at=AT, **sound(move, publication, by))) == "done"
        }
        for move in MOVES
    }
    assert {name: who for name, who in done.items() if who} == TABLE[state]


def test_a_page_taken_down_early_is_owed_again_and_put_back() -> None:
    world, account = an_account_in_operation()
    page = record(account, world.staff)
    down = perform(page, REMOVE_EARLY, by=world.staff, at=AT, removed_on=ON, reason="サイトの改修")
    assert (down.state, owed(account)[0]) == (
        "removed_early",
        ("publications.homepage", "staff", "掲載が早く終わったため(サイトの改修)"),
    )
    back = record(account, world.staff)
    assert (back.state, back.reason, back.removed_on) == ("posted", "", None)
    assert [rule for rule, _, _ in owed(account)] == ["publications.profile"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"removed_on": ON + timedelta(days=1)}, "removed_on"),
        ({"removed_on": ON - timedelta(days=1)}, "removed_on"),
    ],
)
def test_an_early_end_without_reason_or_possible_day_is_refused(facts: dict[str, Any], field: str) -> None:
    world, account = an_account_in_operation()
    page = record(account, world.staff)
    with pytest.raises(Denied) as refused:
        perform(page, REMOVE_EARLY, by=world.staff, at=AT, **{"removed_on": ON, "reason": "改修", **facts})
    assert refused.value.field == field


def test_the_section_is_told_of_a_missing_page_and_owes_to_look_after_it() -> None:
    world = an_office_world()
    page = a_publication(S.MISSING, world=world)
    told = Message.objects.filter(title__startswith="掲載を確認できませんでした").values_list("person", flat=True)
    people = [world.staff, world.second_staff, world.section_head]
    assert set(told) == {one.person.pk for one in people if one.person}
    assert ("publications.restore", "staff", "見当たりません") in owed(page.account)
    perform(page, FOUND_AGAIN, by=SYSTEM, at=AT)
    assert "publications.restore" not in [rule for rule, _, _ in owed(page.account)]


def test_a_look_is_asked_for_by_the_section_and_asked_once() -> None:
    world = an_office_world()
    page = a_publication(S.POSTED, world=world)
    CheckAsked.objects.all().delete()
    for _ in range(2):
        ask_check(page, by=world.staff, at=AT)
    assert CheckAsked.objects.count() == 1
    with pytest.raises(Denied):
        ask_check(page, by=world.people[Office.AUDITOR], at=AT)
    with pytest.raises(Denied):
        ask_check(a_publication(S.POSTED, Kind.PROFILE, world=world), by=world.staff, at=AT)
    assert PageCheck.objects.count() == 0


def test_what_came_down_did_not_stand_again_before_that() -> None:
    world, account = an_account_in_operation()
    page = record(account, world.staff)
    later = ON + timedelta(days=10)
    at = AT + timedelta(days=12)
    perform(page, REMOVE_EARLY, by=world.staff, at=at, removed_on=later, reason="サイトの改修")
    facts: dict[str, Any] = {"by": world.staff, "at": at, "url": CITY_PAGE}
    with pytest.raises(Denied, match="掲載がなくなった日") as refusal:
        record_publication(account, Kind.HOMEPAGE, posted_on=later - timedelta(days=1), **facts)
    assert refusal.value.field == "posted_on"
    assert record_publication(account, Kind.HOMEPAGE, posted_on=later, **facts).state == "posted"

"""Giving up an account that was permitted and never acquired (取得をやめる)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import abandon_account, acquire_account, add_to_account, end_on_account
from approvals.moves.account import ABANDON
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, errors_of, send, text_of, to
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_request, account_of, again, an_account, an_office_world

pytestmark = pytest.mark.django_db
WHY = "催しがなくなったため。"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def permitted(world: OfficeWorld) -> Account:
    return an_account(AccountState.AUTHORISED, world=world, handle="iwaki_free")


def test_giving_up_ends_the_duty_and_tells_those_concerned(world: OfficeWorld) -> None:
    account = abandon_account(permitted(world), by=world.second_staff, at=AT, reason=f" {WHY} ")
    assert account.state == AccountState.ABANDONED
    assert Obligation.objects.get(rule="approvals.acquire").state == "void"
    told = Message.objects.filter(title__startswith="取得をやめました")
    people = (world.staff, world.section_head, world.policy_director)
    assert sorted(told.values_list("person", flat=True)) == sorted(by.person.pk for by in people if by.person)
    assert set(told.values_list("body", flat=True)) == {f"理由:{WHY}"}


def test_the_handle_is_free_again(world: OfficeWorld) -> None:
    abandon_account(permitted(world), by=world.staff, at=AT, reason=WHY)
    assert permitted(world).handle == "iwaki_free"


def test_those_who_were_to_operate_do_so_no_more(world: OfficeWorld) -> None:
    account = permitted(world)
    assert world.second_staff.person is not None
    add_to_account(account, by=world.staff, at=AT, person=world.second_staff.person, access="tool_token", reason="投稿")
    abandon_account(account, by=world.staff, at=AT, reason=WHY)
    assert account.operators.filter(ends_on=None).count() == 0


def test_who_operated_no_more_before_keeps_the_last_day(world: OfficeWorld) -> None:
    account, earlier = permitted(world), AT - timedelta(days=3)
    assert world.second_staff.person is not None
    given: dict[str, Any] = {"person": world.second_staff.person, "access": "tool_token", "reason": "投稿"}
    operator = add_to_account(account, by=world.staff, at=earlier, **given)
    end_on_account(operator, by=world.staff, at=earlier, reason="交代")
    abandon_account(account, by=world.staff, at=AT, reason=WHY)
    assert again(operator).ends_on == ON - timedelta(days=3)


@pytest.mark.parametrize("reason", ["", " 　"])
def test_giving_up_without_a_reason_is_refused(world: OfficeWorld, reason: str) -> None:
    account = permitted(world)
    before = everything()
    with pytest.raises(Denied) as refused:
        abandon_account(account, by=world.staff, at=AT, reason=reason)
    assert (refused.value.field, everything()) == ("reason", before)


def test_only_the_section_gives_up(world: OfficeWorld) -> None:
    account = permitted(world)
    others = [actor for office, actor in world.people.items() if office not in {Office.STAFF, Office.SECTION_HEAD}]
    for by in (*others, world.foreign[Office.STAFF]):
        with pytest.raises(Denied):
            abandon_account(account, by=by, at=AT, reason=WHY)
    assert again(account).state == AccountState.AUTHORISED


def test_a_planned_account_ends_with_its_request_alone(world: OfficeWorld) -> None:
    account = account_of(a_request(world=world))
    with pytest.raises(Denied, match="起案が、まだ終わっていません。"):
        abandon_account(account, by=world.staff, at=AT, reason=WHY)
    assert ABANDON.why_not(account, world.staff, ON) is not None


@pytest.mark.parametrize("at", [AccountState.ACQUIRED, AccountState.ACTIVE, AccountState.ABANDONED])
def test_what_was_acquired_or_ended_is_not_given_up(world: OfficeWorld, at: AccountState) -> None:
    with pytest.raises(Conflict):
        abandon_account(an_account(at, world=world), by=world.staff, at=AT, reason=WHY)


def test_acquiring_after_giving_up_is_a_conflict(world: OfficeWorld) -> None:
    account = abandon_account(permitted(world), by=world.staff, at=AT, reason=WHY)
    with pytest.raises(Conflict):
        acquire_account(
            account, by=world.staff, at=AT, url="https://x.com/iwaki_free", handle="", name="い", acquired_on=ON
        )


def test_the_page_is_reached_from_request_account_and_duty() -> None:
    world = a_world()
    account = an_account(AccountState.AUTHORISED, world=world, when=ago(hours=1))
    link = f'href="/approvals/accounts/{account.pk}/abandon/"'
    request = account.requests.get()
    pages = [
        to(world.staff, "request_detail", request.pk).content.decode(),
        to(world.staff, "acquire", account.pk).content.decode(),
        to(world.staff, "acquire", account.pk).client.get(f"/accounts/{account.pk}/").content.decode(),
    ]
    assert [link in page for page in pages] == [True, True, True]
    assert link not in to(world.policy_director, "request_detail", request.pk).content.decode()


def test_the_page_gives_up_and_the_histories_tell_it() -> None:
    world = a_world()
    account = an_account(AccountState.AUTHORISED, world=world, when=ago(hours=1))
    empty = send(world.staff, "abandon", account.pk, reason="")
    done = send(world.staff, "abandon", account.pk, reason=WHY)
    assert (list(errors_of(empty)), done["Location"]) == (["reason"], f"/accounts/{account.pk}/")
    story = text_of(to(world.staff, "request_detail", account.requests.get().pk))
    assert ["取得を取りやめた" in story, f"「{WHY}」" in story] == [True, True]
    assert WHY in text_of(done.client.get(done["Location"]))


def test_the_page_refuses_others_and_is_not_there_for_strangers() -> None:
    world = a_world()
    account = an_account(AccountState.AUTHORISED, world=world, when=ago(hours=1))
    assert to(world.department_head, "abandon", account.pk).status_code == 403
    assert send(world.department_head, "abandon", account.pk, reason=WHY).status_code == 403
    assert to(world.foreign[Office.STAFF], "abandon", account.pk).status_code == 404

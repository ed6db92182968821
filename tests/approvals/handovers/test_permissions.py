"""What stands in the way of a hand-over, and to whom an account can be handed over (所管替え)."""

from datetime import timedelta

import pytest

from approvals.actions import ask_correction
from approvals.handovers.actions import settle_hand_over, withdraw_hand_over
from approvals.handovers.permissions import visible_to
from approvals.handovers.states import HandOverState
from approvals.models import HandOver
from approvals.notices.states import NoticeKind, NoticeState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from tests.factories import AT, ON, a_person
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.hand_overs import a_hand_over, filed_account, taken_over
from tests.factories.notices import a_notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_is_not_filed_about_the_acquisition_is_named_with_its_office_and_clause() -> None:
    world = an_office_world()
    account = an_account(world=world)

    with pytest.raises(Denied, match=r"^総務部長への届出か、その補正が、まだ済んでいません。$") as refusal:
        a_hand_over(world=world, account=account)

    assert refusal.value.clause == "第4-1-(2)"


@pytest.mark.parametrize(("at", "office"), [(NoticeState.SETTLED, "総合政策部長"), (NoticeState.ANNOUNCED, "総務部長")])
def test_what_is_not_filed_about_a_notice_is_named_with_its_office_and_clause(at: NoticeState, office: str) -> None:
    world = an_office_world()
    account = filed_account(world)
    a_notice(at, world=world, account=account)

    with pytest.raises(Denied, match=rf"^{office}への届出か、その補正が、まだ済んでいません。$") as refusal:
        a_hand_over(world=world, account=again(account))

    assert refusal.value.clause == "第4-5-(1)"


def test_a_section_that_carries_on_the_work_of_the_giver_by_now_takes_nothing_over() -> None:
    world = an_office_world()
    sent = a_hand_over(HandOverState.SETTLED, world=world)
    edit(again(world.section), by=SYSTEM, at=AT, ends_on=ON, successor=world.foreign_section)

    with pytest.raises(Denied, match="いま運用している課です"):
        taken_over(sent, world, when=AT + DAY)


def gone_on(waiting: HandOver, world: OfficeWorld) -> HandOver:
    """Take the next step: settle a draft, take over what is settled."""
    if waiting.state == HandOverState.SETTLED:
        return taken_over(again(waiting), world)
    return settle_hand_over(again(waiting), by=world.section_head, at=AT, seen=again(waiting).fingerprint())


@pytest.mark.parametrize("at", [HandOverState.DRAFT, HandOverState.SETTLED])
def test_papers_that_came_back_meanwhile_are_put_right_first(at: HandOverState) -> None:
    world = an_office_world()
    waiting = a_hand_over(at, world=world)
    director = world.people[Office.GENERAL_AFFAIRS_DIRECTOR]
    ask_correction(waiting.account.filings.get(), by=director, at=AT, correction="取得日を直してください。")

    with pytest.raises(Denied, match=r"^総務部長への届出か、その補正が、まだ済んでいません。$"):
        gone_on(waiting, world)


@pytest.mark.parametrize("at", [HandOverState.DRAFT, HandOverState.SETTLED])
def test_an_account_that_ended_meanwhile_is_not_handed_over(at: HandOverState) -> None:
    world = an_office_world()
    waiting = a_hand_over(at, world=world)
    a_notice(NoticeState.EFFECTED, NoticeKind.CLOSURE, world=world, account=again(waiting.account))

    with pytest.raises(Denied, match="のアカウントは、所管替えできません"):
        gone_on(waiting, world)


def test_nobody_of_another_section_takes_a_draft_back() -> None:
    world = an_office_world()
    with pytest.raises(Denied, match=r"^所管替えを取り下げるのは"):
        withdraw_hand_over(a_hand_over(world=world), by=world.foreign[Office.STAFF], at=AT, ended_for="見送るため")


def test_who_holds_no_office_sees_none() -> None:
    a_hand_over(HandOverState.SETTLED)
    assert list(visible_to(a_person(), ON)) == []

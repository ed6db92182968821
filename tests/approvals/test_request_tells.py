"""Whom the end of a round tells: those who decided or were asked, and of the section who still belongs to it."""

from datetime import timedelta

import pytest

from approvals.actions import edit_request, pull_back_request, withdraw_request
from approvals.moves.decision import DENY
from approvals.states import RequestState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.notifications.models import Message
from core.staff.offices import Office
from tests.factories import AT, ON, an_appointment
from tests.factories.approvals import OfficeWorld, a_request, agreed, an_office_world, appointment_of, decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def told(start: str) -> list[str]:
    """Return the names of those told something, in order of name."""
    return sorted(Message.objects.filter(title__startswith=start).values_list("person__name", flat=True))


def names(*actors: Actor) -> list[str]:
    return sorted(actor.person.name for actor in actors if actor.person)


def test_pulling_back_tells_who_decided_and_who_was_asked(world: OfficeWorld) -> None:
    pull_back_request(a_request(world=world, decided=1), by=world.staff, at=AT)
    assert told("引き戻されました") == names(world.section_head, world.department_head)


def test_withdrawing_tells_who_decided_and_who_was_asked_with_the_reason(world: OfficeWorld) -> None:
    withdraw_request(a_request(world=world, decided=2), by=world.staff, at=AT, reason="催しの中止")
    asked = (world.section_head, world.department_head, world.policy_director)
    assert told("取り下げられました") == names(*asked)
    assert set(Message.objects.filter(title__startswith="取り下げ").values_list("body", flat=True)) == {
        "理由:催しの中止"
    }


def test_withdrawing_after_a_return_tells_who_returned_it_under_the_submitted_name(world: OfficeWorld) -> None:
    request = a_request(RequestState.RETURNED, world=world, account_name="出した名前")
    edit_request(request, by=world.staff, at=AT, account_name="まだ出していない名前")
    withdraw_request(request, by=world.staff, at=AT)
    assert told("取り下げられました") == names(world.section_head)
    assert Message.objects.get(title__startswith="取り下げ").title == "取り下げられました:X「出した名前」の取得"


def test_withdrawing_a_draft_tells_nobody(world: OfficeWorld) -> None:
    withdraw_request(a_request(RequestState.DRAFT, world=world), by=world.staff, at=AT)
    assert Message.objects.count() == 0


def test_a_drafter_who_has_gone_is_not_told_of_the_decision(world: OfficeWorld) -> None:
    request = a_request(world=world)
    assert world.staff.person is not None
    edit(appointment_of(world.staff), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    an_appointment(world.staff.person, Office.STAFF, world.foreign_section, ON)
    decide(agreed(request, world, steps=1), DENY, world.department_head, opinion="人数が足りません。")
    assert told("不許可となりました") == names(world.section_head)

"""A unit ends, its successor carries the accounts: the clock asks for what a new section responsible owes."""

from datetime import timedelta

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.handovers.following import ask_successors
from approvals.tasks import follow_units
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Heartbeat
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.hand_overs import filed_account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW = AT + DAY
RULES = ["approvals.password", "policies.renew", "publications.homepage", "publications.profile"]


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def end(world: OfficeWorld) -> None:
    """End the section today; the roads section follows it."""
    edit(again(world.section), by=SYSTEM, at=AT, ends_on=ON, successor=world.foreign_section)


def opened_for(account: Account) -> list[tuple[str, int | None]]:
    about = [account.stream, *(one.stream for one in account.publications.all())]
    found = Obligation.objects.open().about(*about).filter(opened_on=ON + DAY)
    return sorted((one.rule, one.debtor_unit_id) for one in found)


def test_the_successor_owes_what_a_hand_over_opens(world: OfficeWorld) -> None:
    account = filed_account(world)
    shown = Obligation.objects.open().filter(rule__startswith="publications.").count()
    end(world)
    assert ask_successors(TOMORROW) == 1
    new = world.foreign_section.pk
    assert opened_for(account) == [("approvals.password", new), ("policies.renew", new)]
    assert (shown, again(account).section) == (2, world.section)


def test_nothing_is_asked_before_the_unit_has_ended(world: OfficeWorld) -> None:
    filed_account(world)
    end(world)
    before = everything()
    assert ask_successors(AT) == 0
    assert everything() == before


def test_asking_twice_asks_once(world: OfficeWorld) -> None:
    filed_account(world)
    end(world)
    ask_successors(TOMORROW)
    before = everything()
    assert ask_successors(TOMORROW + DAY) == 0
    assert everything() == before


def test_accounts_that_are_not_held_are_left_alone(world: OfficeWorld) -> None:
    an_account(AccountState.AUTHORISED, world=world)
    end(world)
    assert ask_successors(TOMORROW) == 0


def test_every_account_is_asked_for_in_batches(world: OfficeWorld) -> None:
    for _ in range(3):
        an_account(world=world)
    end(world)
    assert ask_successors(TOMORROW, batch=2) == 3


def test_what_ended_long_ago_is_not_asked_for(world: OfficeWorld) -> None:
    filed_account(world)
    end(world)
    assert ask_successors(AT + 91 * DAY) == 0
    assert ask_successors(AT + 90 * DAY) == 1


def test_a_unit_without_a_successor_asks_nobody(world: OfficeWorld) -> None:
    filed_account(world)
    edit(again(world.section), by=SYSTEM, at=AT, ends_on=ON)
    assert ask_successors(TOMORROW) == 0


def test_the_task_shows_itself_on_the_operations_page() -> None:
    follow_units()
    assert Heartbeat.objects.get(name="successors").failing_since is None

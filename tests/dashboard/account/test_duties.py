"""What is open about an account is the same on its page as in the registry, whatever it is about."""

import re
from datetime import timedelta

import pytest

from accounts.finding import Finding
from accounts.models import Account
from accounts.states import AccountState
from core.periods.clock import now
from core.staff.offices import Office
from publications.posting.actions import record_publication
from publications.posting.states import Kind
from tests.approvals.pages import a_world, browser_of, today
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.publications import CITY_PAGE

pytestmark = pytest.mark.django_db
WHEN = now() - timedelta(hours=1)


def listed(world: OfficeWorld, account: Account) -> int:
    """Return how many duties the page lists."""
    page = browser_of(world.people[Office.AUDITOR]).get(f"/accounts/{account.pk}/").content.decode()
    (number,) = re.findall(r'id="duties">残る義務\s*<small>(\d+)件', page)
    return int(number)


@pytest.mark.parametrize("state", [state for state in AccountState if state != AccountState.ABANDONED])
def test_the_page_lists_what_the_registry_counts(state: AccountState) -> None:
    world = a_world()
    account = an_account(state, world=world, when=WHEN)
    assert listed(world, account) == Finding.objects.get(account=account).open_duties > 0


def test_what_is_owed_to_be_shown_is_listed_until_it_stands() -> None:
    world = a_world()
    account = an_account(world=world, when=WHEN)
    before = listed(world, account)
    record_publication(account, Kind.HOMEPAGE, by=world.staff, at=now(), posted_on=today(), url=CITY_PAGE)
    page = browser_of(world.people[Office.AUDITOR]).get(f"/accounts/{account.pk}/").content.decode()
    assert listed(world, account) < before
    assert "掲載を記録した" in page.partition('id="history"')[2]

"""Who sees which accounts: a literal table by office and state."""

from datetime import timedelta

import pytest

from accounts.permissions import visible_to
from accounts.states import AccountState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Person, UnitLevel
from core.staff.offices import Office
from tests.approvals.attempts import everybody
from tests.factories import AT, ON, a_person, a_unit, an_actor, an_appointment
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.notices import account_in

pytestmark = pytest.mark.django_db
EVERYTHING = {"policy_director", "general_affairs_director", "deputy_mayor", "pr_section_head", "auditor"}
WITHIN = EVERYTHING | {"staff", "section_head", "department_head"}
ALL = WITHIN | {
    "personnel_officer",
    "records_officer",
    "administrator",
    "foreign staff",
    "foreign section_head",
    "foreign department_head",
}
TABLE = {
    AccountState.PLANNED: WITHIN,
    AccountState.AUTHORISED: WITHIN,
    AccountState.ACQUIRED: WITHIN,
    AccountState.ACTIVE: ALL,
    AccountState.SUSPENDED: ALL,
    AccountState.ABANDONED: WITHIN,
    AccountState.CLOSING: ALL,
    AccountState.CLOSED: ALL,
    AccountState.RETIRED: ALL,
}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def someone(office: Office, world: OfficeWorld) -> Person:
    """Return the world's person of an office."""
    person = world.people[office].person
    assert person is not None
    return person


@pytest.mark.parametrize("state", list(AccountState))
def test_who_sees_an_account(world: OfficeWorld, state: AccountState) -> None:
    account = account_in(state, world=world)
    people = {who: actor.person for who, actor in everybody(world).items() if actor.person is not None}
    assert {who for who, one in people.items() if visible_to(one, ON).filter(pk=account.pk).exists()} == TABLE[state]


def test_nobody_without_an_office_sees_an_account(world: OfficeWorld) -> None:
    an_account(world=world)
    assert list(visible_to(a_person(), ON)) == []


def test_an_operator_of_another_section_sees_the_account_until_the_end(world: OfficeWorld) -> None:
    operator = world.foreign[Office.STAFF].person
    assert operator is not None
    rows = [{"person": operator.pk, "access": "shared_password", "reason": "応援"}]
    account = an_account(AccountState.ACQUIRED, world=world, operators=rows)
    assert list(visible_to(operator, ON)) == [account]
    edit(account.operators.get(), by=SYSTEM, at=AT, ends_on=ON)
    assert list(visible_to(operator, ON + timedelta(days=1))) == []


def test_staff_of_a_group_see_their_sections_accounts(world: OfficeWorld) -> None:
    member = an_actor(Office.STAFF, a_unit(UnitLevel.GROUP, parent=world.section)).person
    assert member is not None
    account = an_account(AccountState.PLANNED, world=world)
    assert list(visible_to(member, ON)) == [account]


def test_one_row_each_however_many_operators_and_offices(world: OfficeWorld) -> None:
    person = someone(Office.SECTION_HEAD, world)
    an_appointment(person, Office.STAFF, world.section)
    rows = [{"person": p.pk, "access": "drafts_only", "reason": ""} for p in (person, a_person(), a_person())]
    account = an_account(AccountState.ACTIVE, world=world, operators=rows)
    assert list(visible_to(person, ON)) == [account]


def test_visibility_follows_a_reorganisation(world: OfficeWorld) -> None:
    account = an_account(AccountState.PLANNED, world=world)
    yesterday = ON - timedelta(days=1)
    department = a_unit(UnitLevel.DEPARTMENT, starts_on=ON)
    section = a_unit(parent=department, starts_on=ON)
    edit(world.section, by=SYSTEM, at=AT, ends_on=yesterday, successor=section)
    edit(world.department, by=SYSTEM, at=AT, ends_on=yesterday, successor=department)
    for office, unit in ((Office.STAFF, section), (Office.DEPARTMENT_HEAD, department)):
        assert list(visible_to(an_appointment(office=office, unit=unit, starts_on=ON).person, ON)) == [account]
    assert list(visible_to(someone(Office.STAFF, world), ON)) == []

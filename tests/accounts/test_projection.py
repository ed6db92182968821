"""The index of the registry: every act leaves it as a rebuild would make it, and a difference is found and told."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.finding import NEVER, Finding
from accounts.models import Account
from accounts.projection import differing, rebuild, worked_out
from accounts.reconciliation import report_stale_index
from accounts.states import AccountState
from approvals.states import FilingState, RequestState
from core.audit.models import Event
from core.lifecycle.act import acting, create, edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message
from core.staff.models import UnitLevel
from core.staff.offices import Office
from tests.accounts.importing import a_row, imported
from tests.factories import a_unit
from tests.factories.approvals import (
    OfficeWorld,
    a_filing,
    a_request,
    a_review,
    again,
    an_account,
    an_office_world,
    pulled_back,
    returned,
)
from tests.factories.core import AT, ON
from tests.factories.drafts import a_platform
from tests.factories.notices import account_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held."""
    return an_office_world()


def stale() -> list[int]:
    """Return the accounts whose row a rebuild would change."""
    return differing(worked_out(list(Account.objects.values_list("pk", flat=True))))


def only() -> Finding:
    return Finding.objects.get()


@pytest.mark.parametrize("state", list(AccountState))
def test_index_follows_an_account_to_every_state(world: OfficeWorld, state: AccountState) -> None:
    account_in(state, world=world)
    assert (only().state, stale()) == (state, [])


def test_index_follows_a_registration_and_finds_its_document(world: OfficeWorld) -> None:
    a_platform()
    imported([a_row(1, world.section.name)], world.general_affairs_director)
    assert (only().state, "26総第1号" in only().text.split("\n"), stale()) == ("active", True, [])


@pytest.mark.parametrize("state", list(FilingState))
def test_index_follows_a_filing(world: OfficeWorld, state: FilingState) -> None:
    a_filing(state, world=world)
    assert stale() == []


@pytest.mark.parametrize("state", [s for s in RequestState if s != RequestState.DRAFT])
def test_index_follows_a_request(world: OfficeWorld, state: RequestState) -> None:
    request = a_request(state, world=world, rounds=2)
    found = only() if request.account_id else None
    assert stale() == []
    assert (
        found is None
        or found.open_duties == (state in {RequestState.SUBMITTED, RequestState.RETURNED})
        or (state == RequestState.APPROVED and found.open_duties == 1)
    )


def test_index_follows_a_review_and_a_request_pulled_back(world: OfficeWorld) -> None:
    a_review(world=world)
    pulled_back(world)
    returned(a_request(world=world), by=world.section_head)
    assert (Finding.objects.count(), stale()) == (3, [])


def test_index_holds_the_folded_values(world: OfficeWorld) -> None:
    section = a_unit(UnitLevel.SECTION, "髙久支所", parent=world.department)
    values = {"handle": "Takaku", "url": "http://twitter.com/Takaku/", "common_name": "たかく"}
    create(Account, by=SYSTEM, at=AT, platform=a_platform(), name="髙久 だより", section=section, **values)
    lines = only().text.split("\n")
    assert lines[:4] == ["高久ダヨリ", "タカク", "takaku", "@takaku"]
    assert lines[4:] == ["http://twitter.com/takaku/", "x.com/takaku", "高久支所", *lines[7:]]
    assert Account.objects.get().name == "髙久 だより"


def test_renamed_units_are_found_at_once(world: OfficeWorld) -> None:
    an_account(world=world)
    edit(world.section, by=SYSTEM, at=AT, name="渡邉課")
    edit(world.department, by=SYSTEM, at=AT, name="濵部")
    assert ("渡辺課" in only().text or "渡邉課" in only().text, stale()) == (True, [])
    assert [line for line in only().text.split("\n") if "部" in line and line.startswith(("浜", "濵", "濱"))] != []


def test_successor_is_among_the_names(world: OfficeWorld) -> None:
    an_account(world=world)
    edit(world.section, by=SYSTEM, at=AT, ends_on=ON, successor=world.foreign_section)
    assert (world.foreign_section.name in only().text, stale()) == (True, [])


def test_forerunner_is_among_the_names_as_long_as_its_work_is_carried_on(world: OfficeWorld) -> None:
    an_account(world=world)
    old = a_unit(UnitLevel.SECTION, "観光誘致課", parent=world.foreign_section.department)
    older = a_unit(UnitLevel.SECTION, "連携課", parent=world.foreign_section.department)
    edit(older, by=SYSTEM, at=AT, ends_on=ON, successor=old)
    assert ("連携課" in only().text, stale()) == (False, [])
    edit(old, by=SYSTEM, at=AT, ends_on=ON, successor=world.section)
    assert ({"観光誘致課", "連携課"} <= set(only().text.split("\n")), stale()) == (True, [])
    edit(again(old), by=SYSTEM, at=AT, successor=world.foreign_section)
    assert ("観光誘致課" in only().text, "連携課" in only().text, stale()) == (False, False, [])


def test_forerunner_of_the_department_is_among_the_names(world: OfficeWorld) -> None:
    an_account(world=world)
    old = a_unit(UnitLevel.DEPARTMENT, "商工観光部")
    edit(old, by=SYSTEM, at=AT, ends_on=ON, successor=world.department)
    assert ("商工観光部" in only().text.split("\n"), stale()) == (True, [])


def test_service_moved_in_the_order_is_sorted_there_at_once(world: OfficeWorld) -> None:
    account = an_account(world=world)
    edit(account.platform, by=SYSTEM, at=AT, position=7)
    assert (only().service_key, stale()) == ("00007x", [])


def test_last_act_is_the_newest_and_duties_are_the_nearest(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    found = only()
    assert (found.open_duties, found.last_act_on, found.due_on < NEVER) == (2, ON, True)
    edit(account, by=SYSTEM, at=AT + timedelta(days=9), common_name="あとから")
    assert (only().last_act_on, stale()) == (ON + timedelta(days=9), [])


def test_a_refused_act_leaves_the_index(world: OfficeWorld) -> None:
    account = an_account(world=world)
    before = only().text
    with suppress(RuntimeError), acting(by=SYSTEM, at=AT) as act:
        act.edit(account, name="消えるもの")
        raise RuntimeError
    assert (only().text, stale()) == (before, [])


def test_rebuild_mends_what_went_past_the_acts(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    Finding.objects.filter(pk=accounts[0].pk).update(text="x", due_on=ON)
    Finding.objects.filter(pk=accounts[1].pk).delete()
    assert stale() == [accounts[0].pk, accounts[1].pk]
    call_command("rebuild_registry", verbosity=0)
    assert stale() == []


def test_rebuild_goes_in_batches(world: OfficeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        an_account(world=world)
    monkeypatch.setattr("accounts.projection.BATCH", 2)
    assert list(rebuild()) == [2, 3]


def test_difference_is_told_once_a_day(world: OfficeWorld) -> None:
    account = an_account(world=world)
    assert report_stale_index(AT) == []
    Finding.objects.filter(pk=account.pk).update(name_key="x")
    told = Message.objects.count()
    assert [report_stale_index(AT), report_stale_index(AT)] == [[account.pk], [account.pk]]
    people = {world.people[office].person for office in (Office.ADMINISTRATOR, Office.AUDITOR)}
    assert (Message.objects.count() - told, Event.objects.filter(move="index").count()) == (len(people), 1)

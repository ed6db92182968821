"""A registered account owes its first policy: asked for with the registration, and by the clock of those before it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import followers
from accounts.finding import Finding
from accounts.models import Account
from core.audit.models import Event
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import WAIVE
from core.deadlines.sweep import sweep
from core.lifecycle.act import acting, edit, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.rulebook.parameters import PARAMETERS
from core.staff.models import Appointment
from core.staff.offices import Office
from policies.calls import carry_all
from policies.first import ask_first, never_asked
from policies.states import PolicyState
from tests.accounts.importing import a_row, imported
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, at_nine, everything
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.policies import a_version, published
from tests.publications.citizens import a_public_account

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {
    "purpose": "催しを知らせる",
    "topics": "催し",
    "in_charge": "企画係",
    "frequency": "週に3回",
    "timing": "開庁時間",
    "method": "課の端末から",
    "opinions": "電話で受ける",
    "replies": "none",
}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def before_the_chapter_asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let accounts be registered as they were before; call what is returned to end that time."""
    now = list(followers._registered)
    monkeypatch.setattr(followers, "_registered", [])
    return lambda: monkeypatch.setattr(followers, "_registered", now)


def page(by: Actor, address: str) -> Any:
    return browser_of(by).get(address)


def first(account: Account) -> Obligation:
    return Obligation.objects.get(about=account.stream, rule="policies.first")


def owed(account: Account) -> list[str]:
    found = Obligation.objects.filter(about=account.stream, rule="policies.first")
    return list(found.values_list("state", flat=True))


def test_registration_asks_the_manager_for_the_first_policy_in_its_own_act(world: OfficeWorld) -> None:
    account = a_public_account(world)
    duty = first(account)
    term = PARAMETERS["first_policy_target_days"].default
    assert (duty.state, duty.debtor_office, duty.debtor_unit, duty.due_on, duty.internal_target, duty.endeavour) == (
        "open",
        "section_head",
        world.section,
        add_opening_days(ON, term),
        True,
        False,
    )
    assert (duty.clause, duty.link_name, duty.link_pk) == ("第4-2-(1)", "policies:policy_list", account.pk)
    assert Telling.objects.filter(obligation=duty).exists()
    assert len({Event.objects.get(stream=one.stream).act_id for one in (account, duty)}) == 1


def test_registry_counts_it(world: OfficeWorld) -> None:
    account = a_public_account(world)
    row = Finding.objects.get(account=account)
    assert (row.open_duties, row.due_on) == (1, first(account).due_on)


def test_publication_of_the_first_version_meets_it_and_nothing_before_does(world: OfficeWorld) -> None:
    account = a_public_account(world)
    a_version(PolicyState.APPROVED, world=world, account=account, reason="", **WORDS)
    assert owed(account) == ["open"]
    published(account.policies.get(), world)
    assert owed(account) == ["fulfilled"]
    assert Finding.objects.get(account=account).open_duties == 2  # 第4-4: both places are to show it


def test_overdue_it_is_told_to_the_department_head(world: OfficeWorld) -> None:
    account = a_public_account(world)
    late = first(account).due_on
    assert late is not None
    sweep(at_nine(add_opening_days(late, 8)))
    told = Message.objects.filter(link_name="policies:policy_list", link_pk=account.pk)
    assert world.people[Office.DEPARTMENT_HEAD].person in [message.person for message in told]


def test_account_that_a_request_brought_owes_none(world: OfficeWorld) -> None:
    account = an_account(world=world)
    assert (carry_all(AT), owed(account)) == (0, [])


def test_registered_account_of_before_is_asked_once_by_the_clock(
    world: OfficeWorld, before_the_chapter_asked: Callable[[], None]
) -> None:
    accounts = [a_public_account(world, handle=f"iwaki_{number}") for number in range(3)]
    before_the_chapter_asked()
    assert [owed(one) for one in accounts] == [[], [], []]
    assert carry_all(AT, batch=2) == 3
    assert [owed(one) for one in accounts] == [["open"]] * 3
    stood = everything()
    assert (carry_all(AT, batch=2), everything()) == (0, stood)


def test_clock_stopped_between_batches_goes_on(
    world: OfficeWorld, before_the_chapter_asked: Callable[[], None]
) -> None:
    accounts = [a_public_account(world, handle=f"iwaki_{number}") for number in range(3)]
    before_the_chapter_asked()
    with acting(by=SYSTEM, at=AT) as act:
        ask_first(act, act.lock_all(Account, pk__in=[accounts[0].pk, accounts[1].pk]))
    assert [owed(one) for one in accounts] == [["open"], ["open"], []]
    assert carry_all(AT) == 1
    assert [owed(one) for one in accounts] == [["open"]] * 3


def test_registered_account_whose_policy_is_out_is_not_asked(
    world: OfficeWorld, before_the_chapter_asked: Callable[[], None]
) -> None:
    account = a_public_account(world)
    a_version(PolicyState.PUBLISHED, world=world, account=account, **WORDS | {"reason": ""})
    before_the_chapter_asked()
    assert (list(never_asked()), carry_all(AT), owed(account)) == ([], 0, [])


def test_waived_it_is_not_asked_for_again(world: OfficeWorld) -> None:
    account = a_public_account(world)
    by = world.people[Office.DEPARTMENT_HEAD]
    perform(first(account), WAIVE, by=by, at=AT, ended_on=ON, waive_reason="まもなく廃止するため")
    assert (carry_all(AT), owed(account)) == (0, ["waived"])


def test_import_asks_for_all_rows_at_once(world: OfficeWorld) -> None:
    section = world.section.full_name
    a_platform("x")

    def asked(first_number: int, number: int) -> int:
        rows = [a_row(one, section) for one in range(first_number, first_number + number)]
        with CaptureQueriesContext(connection) as queries:
            imported(rows, world.general_affairs_director)
        return len([one for one in queries if 'INTO "deadlines_obligation"' in one["sql"]])

    assert (asked(0, 3), asked(10, 40)) == (1, 1)  # SQLite takes some 50 of them at once
    assert Obligation.objects.filter(rule="policies.first").count() == Account.objects.count() == 43


def test_administrators_are_told_once_of_a_section_without_head_however_many_accounts_it_has(
    world: OfficeWorld,
) -> None:
    head = world.section_head.person
    assert head is not None
    edit(Appointment.objects.get(person=head), by=SYSTEM, at=AT, ends_on=ON)
    a_platform("x")
    later = at_nine(ON + timedelta(days=1))
    imported([a_row(one, world.section.full_name) for one in range(3)], world.general_affairs_director, later)
    told = Message.objects.filter(person=world.people[Office.ADMINISTRATOR].person)
    assert [one.title for one in told if world.section.name in one.title] == [
        f"{world.section.name} 課長に就いている職員がいません"
    ]


def test_it_stands_in_the_managers_inbox_and_on_the_page_of_the_account() -> None:
    world = a_world()
    account = a_public_account(world, when=ago(hours=1))
    title = f"最初のメディアポリシーを作り、掲載する:{account.title}"
    assert title in text_of(page(world.section_head, "/"))
    shown = text_of(page(world.section_head, f"/accounts/{account.pk}/"))
    assert title in shown
    assert "版の一覧から最初の版を作り" in shown
    versions = text_of(page(world.section_head, f"/policies/accounts/{account.pk}/"))
    assert "ここで作り、アカウント管理者が決めて、掲載します" in versions

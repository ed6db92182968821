"""Acquiring an account and starting its operation: 4-1-(2) to (4), 4-2, 4-3, 4-4-(4)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Account, AccountGrant
from accounts.operators import OPERATE, end_operator
from accounts.states import Access, AccountState
from approvals.actions import start_operation
from approvals.models import Filing
from approvals.moves.account import reasons_not_to_start
from approvals.states import FilingState, RequestState
from core.deadlines.models import Obligation
from core.lifecycle.act import acting, create
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.grants import holds
from core.staff.offices import Office
from policies.models import MediaPolicy
from tests.factories import AT, ON, a_person, a_version, an_appointment, at_nine, everything
from tests.factories.approvals import (
    OfficeWorld,
    a_request,
    account_of,
    acquired,
    again,
    an_account,
    an_office_world,
    filing_of,
)
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def authorised(world: OfficeWorld) -> Account:
    return an_account(AccountState.AUTHORISED, world=world)


def refusal(account: Account, world: OfficeWorld, **facts: Any) -> tuple[str, str]:
    """Try to record an acquisition, assert that nothing was written; return field and clause of the refusal."""
    before = everything()
    with pytest.raises(Denied) as refused:
        acquired(account, by=world.staff, **facts)
    assert everything() == before
    return refused.value.field, refused.value.clause


def test_acquisition_records_what_was_acquired(world: OfficeWorld, authorised: Account) -> None:
    account = acquired(authorised, by=world.second_staff)
    assert (account.state, account.acquired_on, account.acquired_by) == ("acquired", ON, world.second_staff.person)
    assert (account.url, account.difference) == (f"https://x.com/{account.handle}", "")
    assert account.url_key == f"x.com/{account.handle}"


@pytest.mark.parametrize("decided", [0, 1, 2])
def test_acquisition_before_both_permissions_is_refused(world: OfficeWorld, decided: int) -> None:
    account = account_of(a_request(world=world, decided=decided))
    assert refusal(account, world) == ("", "第4-1-(2)")


@pytest.mark.parametrize("at", [RequestState.DENIED, RequestState.WITHDRAWN, RequestState.RETURNED])
def test_acquisition_without_permission_is_refused(world: OfficeWorld, at: RequestState) -> None:
    assert refusal(account_of(a_request(at, world=world)), world) == ("", "第4-1-(2)")


def test_acquisition_twice_is_a_conflict(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    before = everything()
    with pytest.raises(Conflict):
        acquired(account, by=world.staff)
    assert everything() == before


@pytest.mark.parametrize(
    "url",
    [
        "https://bit.ly/iwaki",
        "https://lin.ee/iwaki",
        "https://iwaki@x.com/",
        "https://x.com.evil.example/iwaki",
        "https://evil.example\\.x.com/iwaki",
        "https://facebook.com/iwaki",
        "x.com/iwaki",
    ],
)
def test_acquisition_under_another_address_is_refused(world: OfficeWorld, authorised: Account, url: str) -> None:
    assert refusal(authorised, world, url=url) == ("url", "第4-4-(4)")


def test_acquisition_under_the_services_own_short_host(world: OfficeWorld) -> None:
    account = an_account(AccountState.AUTHORISED, world=world, platform=a_platform("line"))
    assert acquired(account, by=world.staff, url="https://lin.ee/abcdef").state == "acquired"


def test_acquisition_before_the_permission_or_after_today_is_refused(world: OfficeWorld, authorised: Account) -> None:
    assert refusal(authorised, world, acquired_on=ON - DAY) == ("acquired_on", "第4-1-(2)")
    assert refusal(authorised, world, acquired_on=ON + DAY) == ("acquired_on", "第4-1-(2)")


def test_acquisition_recorded_later_keeps_its_date(world: OfficeWorld, authorised: Account) -> None:
    account = acquired(authorised, by=world.staff, acquired_on=ON + DAY, when=at_nine(ON + 3 * DAY))
    assert account.acquired_on == ON + DAY


@pytest.mark.parametrize("fact", ["name", "handle"])
def test_acquisition_other_than_permitted_is_explained(world: OfficeWorld, authorised: Account, fact: str) -> None:
    changed: dict[str, Any] = {fact: "iwaki_other"}
    if fact == "handle":
        changed["url"] = "https://x.com/iwaki_other"
    assert refusal(authorised, world, **changed) == ("difference", "第4-1-(2)")
    assert refusal(authorised, world, difference=" 　", **changed) == ("difference", "第4-1-(2)")
    account = acquired(authorised, by=world.staff, difference="希望したIDが使われていたため。", **changed)
    assert (getattr(account, fact), account.difference) == ("iwaki_other", "希望したIDが使われていたため。")


def test_acquisition_whose_address_carries_another_handle_is_refused(world: OfficeWorld, authorised: Account) -> None:
    assert refusal(authorised, world, url="https://x.com/somebody_else") == ("handle", "第4-1-(1)")


def test_acquisition_with_the_sign_before_the_handle_is_no_difference(world: OfficeWorld, authorised: Account) -> None:
    assert acquired(authorised, by=world.staff, handle=f"@{authorised.handle}").state == "acquired"


def test_acquisition_of_what_was_left_open_is_no_difference(world: OfficeWorld) -> None:
    account = an_account(AccountState.AUTHORISED, world=world, handle="")
    account = acquired(account, by=world.staff, handle="iwaki_new", url="https://x.com/iwaki_new")
    assert account.handle_key == "iwaki_new"


def test_acquisition_without_a_name_is_refused(world: OfficeWorld, authorised: Account) -> None:
    assert refusal(authorised, world, name="  ", difference="名前なし")[0] == "name"


@pytest.mark.parametrize(
    "facts",
    [
        {"url": "https://twitter.com/Iwaki_Known/"},
        {"url": "http://mobile.twitter.com/iwaki_known?s=20"},
        {"url": "https://x.com/ｉｗａｋｉ_known"},
        {"handle": "@IWAKI_KNOWN", "difference": "変わったため"},
        {"handle": "＠ｉｗａｋｉ_known", "difference": "変わったため"},
    ],
)
def test_acquisition_of_a_registered_account_is_refused(
    world: OfficeWorld, authorised: Account, facts: dict[str, str]
) -> None:
    an_account(world=world, handle="iwaki_known")
    assert refusal(authorised, world, **facts) == ("url", "第4-1-(1)")


def test_operators_and_their_grants_are_written_together(world: OfficeWorld) -> None:
    second = an_appointment(a_person("助川"), Office.STAFF, world.foreign_section).person
    rows = [
        {"person": world.staff.person.pk if world.staff.person else 0, "access": "shared_password", "reason": "投稿"},
        {"person": second.pk, "access": "drafts_only", "reason": ""},
    ]
    account = an_account(AccountState.ACQUIRED, world=world, operators=rows)
    written = account.operators.order_by("id").values_list("person", "access", "reason", "starts_on", "ends_on")
    assert list(written) == [
        (rows[0]["person"], "shared_password", "投稿", ON, None),
        (second.pk, "drafts_only", "", ON, None),
    ]
    granted = AccountGrant.objects.filter(content_object=account).values_list("user", flat=True)
    assert set(granted) == {row["person"] for row in rows}


def test_before_the_acquisition_nobody_operates(authorised: Account) -> None:
    assert (authorised.operators.count(), AccountGrant.objects.count()) == (0, 0)


def test_acquisition_opens_filing_and_start_and_ends_its_own_duty(world: OfficeWorld, authorised: Account) -> None:
    account = acquired(authorised, by=world.staff)
    filing = filing_of(account)
    opened = Obligation.objects.open().order_by("id")
    assert [(duty.rule, duty.about, duty.debtor_office, duty.debtor_unit) for duty in opened] == [
        ("approvals.file", filing.stream, "staff", world.section),
        ("approvals.start", account.stream, "section_head", world.section),
    ]
    assert Obligation.objects.get(rule="approvals.acquire").state == "fulfilled"


def test_the_filing_is_due_five_opening_days_after_the_acquisition(world: OfficeWorld, authorised: Account) -> None:
    filing = filing_of(acquired(authorised, by=world.staff, when=at_nine(ON + 8 * DAY), acquired_on=ON + DAY))
    duty = Obligation.objects.get(rule="approvals.file")
    assert (filing.due_on, duty.due_on) == (date(2026, 12, 2), date(2026, 12, 2))
    assert filing.due_on == add_opening_days(ON + DAY, 5)


def test_the_filings_target_is_the_one_of_the_version_in_force(world: OfficeWorld) -> None:
    a_version(date(2026, 4, 1), settings={"filing_target_days": 2})
    a_version(ON + DAY, settings={"filing_target_days": 8})
    today, tomorrow = (an_account(AccountState.AUTHORISED, world=world) for _ in range(2))
    due = [
        filing_of(acquired(today, by=world.staff)).due_on,
        filing_of(acquired(tomorrow, by=world.staff, when=at_nine(ON + DAY))).due_on,
    ]
    assert due == [add_opening_days(ON, 2), add_opening_days(ON + DAY, 8)]


def test_start_by_the_account_manager(world: OfficeWorld) -> None:
    account = start_operation(an_account(AccountState.ACQUIRED, world=world), by=world.section_head, at=AT)
    assert (account.state, account.started_on) == (AccountState.ACTIVE, ON)
    assert Obligation.objects.get(rule="approvals.start").state == "fulfilled"
    told = Message.objects.filter(title__startswith="運用を始めました").values_list("person", flat=True)
    offices = (Office.STAFF, Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)
    assert sorted(told) == sorted(person.pk for o in offices if (person := world.people[o].person))


def test_start_does_not_wait_for_the_filing(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACTIVE, world=world)
    assert (account.state, Filing.objects.get(account=account).state) == (AccountState.ACTIVE, FilingState.DUE)


def test_start_by_anybody_else_is_refused(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    for office in set(Office) - {Office.SECTION_HEAD}:
        with pytest.raises(Denied) as refused:
            start_operation(account, by=world.people[office], at=AT)
        assert refused.value.clause == "第4-1-(4)"
    assert again(account).state == AccountState.ACQUIRED


@pytest.mark.parametrize("at", [AccountState.PLANNED, AccountState.AUTHORISED, AccountState.ACTIVE])
def test_start_before_the_acquisition_or_twice_is_a_conflict(world: OfficeWorld, at: AccountState) -> None:
    account = an_account(at, world=world)
    with pytest.raises(Conflict):
        start_operation(account, by=world.section_head, at=AT)


def test_start_without_operators_is_refused(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    with acting(by=SYSTEM, at=AT) as act:
        for operator in account.operators.all():
            end_operator(act, operator, ON)
    with pytest.raises(Denied) as refused:
        start_operation(account, by=world.section_head, at=AT)
    assert (refused.value.reason, refused.value.clause) == ("運用担当が決まっていません。", "第4-1-(3)")
    assert again(account).state == AccountState.ACQUIRED


def bare_account(world: OfficeWorld, **values: Any) -> Account:
    """Enter an account without request or policy, as no errand would."""
    return create(Account, by=SYSTEM, at=AT, platform=a_platform(), name="仮", section=world.section, **values)


def test_reasons_not_to_start_name_everything_missing(world: OfficeWorld) -> None:
    assert list(reasons_not_to_start(bare_account(world), ON)) == [
        ("決定したメディアポリシーがありません。", "第4-2-(1)"),
        ("運用担当が決まっていません。", "第4-1-(3)"),
    ]


def test_a_policy_that_is_not_settled_does_not_allow_the_start(world: OfficeWorld) -> None:
    account = bare_account(world)
    create(MediaPolicy, by=SYSTEM, at=AT, account=account, number=1)
    assert ("決定したメディアポリシーがありません。", "第4-2-(1)") in list(reasons_not_to_start(account, ON))


def test_nothing_stands_against_the_start_of_an_acquired_account(world: OfficeWorld) -> None:
    assert list(reasons_not_to_start(an_account(AccountState.ACQUIRED, world=world), ON)) == []


def test_ending_an_operator_takes_the_grant_back(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACTIVE, world=world)
    operator = account.operators.get()
    assert (operator.access, holds(OPERATE, operator.person, account)) == (Access.SHARED_PASSWORD, True)
    with acting(by=SYSTEM, at=AT) as act:
        ended = end_operator(act, operator, ON)
    assert (ended.ends_on, holds(OPERATE, operator.person, account)) == (ON, False)


@pytest.mark.parametrize(
    ("planned", "due"), [(ON + DAY, date(2026, 12, 22)), (ON + 60 * DAY, ON + 60 * DAY)], ids=["soon", "later"]
)
def test_operation_is_to_start_on_the_day_permitted_for_it_where_that_is_later(
    world: OfficeWorld, planned: date, due: date
) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, planned_start=planned)
    assert Obligation.objects.open().get(rule="approvals.start", about=account.stream).due_on == due

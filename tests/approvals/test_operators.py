"""Who operates an account: leavers stay out, people join and end, the shared password changes (4-1-(3), 4-3)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account, AccountGrant, Operator
from accounts.operators import OPERATE
from accounts.states import AccountState
from approvals.actions import (
    add_to_account,
    end_on_account,
    file_filing,
    record_password_change,
    start_operation,
)
from approvals.models import PasswordChange
from approvals.states import FilingState
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.grants import holds
from core.staff.models import Person
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, send, text_of, to, today
from tests.factories import AT, ON, a_person, an_appointment, at_nine, everything
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    acquired,
    again,
    an_account,
    an_office_world,
    appointment_of,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def staffed(world: OfficeWorld, *people: Person) -> list[dict[str, Any]]:
    return [{"person": one.pk, "access": "shared_password", "reason": "投稿"} for one in people]


def authorised(world: OfficeWorld, *people: Person) -> Account:
    return an_account(AccountState.AUTHORISED, world=world, operators=staffed(world, *people))


def disable(person: Person) -> None:
    edit(again(person), by=SYSTEM, at=AT, is_active=False)


def end_appointment(actor: Actor) -> None:
    edit(appointment_of(actor), by=SYSTEM, at=AT, ends_on=ON - DAY)


@pytest.mark.parametrize("how", ["disabled", "without appointment"])
def test_a_leaver_does_not_become_an_operator(world: OfficeWorld, how: str) -> None:
    stays, leaves = person_of(world.staff), person_of(world.second_staff)
    account = authorised(world, stays, leaves)
    if how == "disabled":
        disable(leaves)
    else:
        end_appointment(world.second_staff)
    acquired(account, by=world.staff)
    assert list(account.operators.values_list("person", flat=True)) == [stays.pk]
    assert list(AccountGrant.objects.values_list("user", flat=True)) == [stays.pk]


def test_an_acquisition_that_nobody_would_operate_is_refused_until_somebody_is_added(world: OfficeWorld) -> None:
    account = authorised(world, person_of(world.second_staff))
    end_appointment(world.second_staff)
    before = everything()
    with pytest.raises(Denied, match="任用がありません。") as refused:
        acquired(account, by=world.staff)
    assert (refused.value.clause, everything()) == ("第4-1-(3)", before)
    assert "運用担当を加える" in refused.value.way
    join(account, world, person_of(world.staff))
    assert acquired(account, by=world.staff).state == AccountState.ACQUIRED
    assert account.operators.get().person == world.staff.person
    assert Obligation.objects.filter(rule="approvals.password").count() == 0


def join(account: Account, world: OfficeWorld, person: Person, access: str = "shared_password") -> Operator:
    return add_to_account(account, by=world.staff, at=AT, person=person, access=access, reason="投稿するため")


def test_operation_does_not_start_with_leavers_alone(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    disable(person_of(world.staff))
    with pytest.raises(Denied, match="運用担当が決まっていません。"):
        start_operation(account, by=world.section_head, at=AT)


def test_the_start_is_due_on_the_day_permitted_when_that_is_later(world: OfficeWorld) -> None:
    target = add_opening_days(ON, 20)
    for planned, due in ((ON + DAY, target), (target + 30 * DAY, target + 30 * DAY)):
        account = an_account(AccountState.ACQUIRED, world=world, planned_start=planned)
        assert Obligation.objects.get(rule="approvals.start", about=account.stream).due_on == due


def test_joining_writes_record_and_grant_and_asks_for_a_new_password(world: OfficeWorld) -> None:
    account = an_account(world=world)
    operator = join(account, world, person_of(world.second_staff))
    assert (operator.starts_on, holds(OPERATE, operator.person, account)) == (ON, True)
    duty = Obligation.objects.open().get(rule="approvals.password")
    assert (duty.about, duty.debtor_office, duty.debtor_unit) == (account.stream, "section_head", world.section)
    assert (duty.due_on, duty.clause) == (add_opening_days(ON, 5), "第4-3-(2)")
    told = Message.objects.filter(title__startswith="運用担当に加わりました").values_list("person", flat=True)
    assert sorted(told) == sorted(person_of(by).pk for by in (world.second_staff, world.section_head))


@pytest.mark.parametrize("access", ["personal_role", "tool_token", "drafts_only"])
def test_other_kinds_of_access_leave_the_password(world: OfficeWorld, access: str) -> None:
    account = an_account(world=world)
    operator = join(account, world, person_of(world.second_staff), access)
    end_on_account(operator, by=world.section_head, at=AT, reason="異動")
    assert Obligation.objects.filter(rule="approvals.password").count() == 0


def test_ending_takes_the_grant_and_asks_for_a_new_password(world: OfficeWorld) -> None:
    account = an_account(world=world)
    ended = end_on_account(account.operators.get(), by=world.section_head, at=AT, reason=" 異動のため ")
    assert (ended.ends_on, holds(OPERATE, ended.person, account)) == (ON, False)
    assert Obligation.objects.open().filter(rule="approvals.password").count() == 1


def test_wrong_people_and_words_are_refused_when_joining(world: OfficeWorld) -> None:
    account = an_account(world=world)
    gone, here = a_person("退職"), person_of(world.second_staff)
    before = everything()
    tries: list[tuple[Person, str, str, str]] = [
        (gone, "shared_password", "投稿", "person"),
        (person_of(world.staff), "shared_password", "投稿", "person"),
        (here, "", "投稿", "access"),
        (here, "tool_token", " 　", "reason"),
    ]
    for person, access, reason, field in tries:
        with pytest.raises(Denied) as refused:
            add_to_account(account, by=world.staff, at=AT, person=person, access=access, reason=reason)
        assert refused.value.field == field
    assert everything() == before


def test_only_the_section_changes_its_operators(world: OfficeWorld) -> None:
    account = an_account(world=world)
    operator, before = account.operators.get(), everything()
    for by in (world.department_head, world.policy_director, world.foreign[Office.STAFF]):
        with pytest.raises(Denied):
            add_to_account(account, by=by, at=AT, person=person_of(world.second_staff), access="drafts_only", reason="")
        with pytest.raises(Denied):
            end_on_account(operator, by=by, at=AT, reason="異動")
        with pytest.raises(Denied):
            record_password_change(account, by=by, at=AT, changed_by=person_of(world.staff), changed_on=ON)
    assert everything() == before


@pytest.mark.parametrize("at", [AccountState.PLANNED, AccountState.ABANDONED])
def test_an_account_before_or_after_has_no_operators_to_change(world: OfficeWorld, at: AccountState) -> None:
    with pytest.raises(Denied, match="運用担当を登録できません。"):
        join(an_account(at, world=world), world, person_of(world.second_staff))


@pytest.mark.parametrize("at", [AccountState.AUTHORISED, AccountState.ACQUIRED, AccountState.ACTIVE])
def test_an_account_has_operators_from_its_permission_on(world: OfficeWorld, at: AccountState) -> None:
    joined = join(an_account(at, world=world), world, person_of(world.second_staff))
    assert (joined.person, joined.ends_on) == (person_of(world.second_staff), None)


@pytest.mark.parametrize("at", [AccountState.PLANNED, AccountState.AUTHORISED, AccountState.ABANDONED])
def test_where_there_is_no_account_no_password_was_changed(world: OfficeWorld, at: AccountState) -> None:
    account = an_account(at, world=world)
    with pytest.raises(Denied, match="変えるパスワードがありません。"):
        record_password_change(account, by=world.section_head, at=AT, changed_by=person_of(world.staff), changed_on=ON)
    assert PasswordChange.objects.count() == 0


def test_ending_twice_or_without_a_reason_is_refused(world: OfficeWorld) -> None:
    operator = an_account(world=world).operators.get()
    with pytest.raises(Denied, match="外す理由を入力してください。"):
        end_on_account(operator, by=world.staff, at=AT, reason=" ")
    end_on_account(operator, by=world.staff, at=AT, reason="異動")
    with pytest.raises(Denied, match="すでに運用担当から外れています。"):
        end_on_account(operator, by=world.staff, at=AT, reason="異動")


def test_the_change_of_the_password_ends_what_was_due_up_to_that_day(world: OfficeWorld) -> None:
    account, later = an_account(world=world), ON + 2 * DAY
    operator = join(account, world, person_of(world.second_staff))
    end_on_account(operator, by=world.staff, at=at_nine(later), reason="異動")
    record_password_change(
        account, by=world.section_head, at=at_nine(later), changed_by=person_of(world.staff), changed_on=ON + DAY
    )
    owed = Obligation.objects.filter(rule="approvals.password").order_by("id").values_list("state", flat=True)
    assert list(owed) == ["fulfilled", "open"]
    change = PasswordChange.objects.get()
    assert (change.changed_by, change.changed_on) == (world.staff.person, ON + DAY)


def test_a_change_before_the_staff_changed_or_to_come_is_refused(world: OfficeWorld) -> None:
    account = an_account(world=world)
    join(account, world, person_of(world.second_staff))
    for day in (ON - DAY, ON + DAY):
        with pytest.raises(Denied) as refused:
            record_password_change(
                account, by=world.section_head, at=AT, changed_by=person_of(world.staff), changed_on=day
            )
        assert refused.value.field == "changed_on"
    with pytest.raises(Denied) as refused:
        record_password_change(account, by=world.section_head, at=AT, changed_by=a_person("退職"), changed_on=ON)
    assert (refused.value.field, PasswordChange.objects.count()) == ("changed_by", 0)


def test_a_deputys_start_is_told_to_the_principal(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    start_operation(account, by=a_deputy(world.section_head), at=AT)
    told = Message.objects.get(title__startswith="代わって運用を始めました")
    assert Message.objects.filter(title__contains="運用を始めました", person=told.person).count() == 1
    assert (told.person, told.link_pk) == (world.section_head.person, account.pk)


def test_a_drafter_who_has_gone_is_not_told_of_the_start(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, operators=staffed(world, person_of(world.second_staff)))
    end_appointment(world.staff)
    an_appointment(person_of(world.staff), Office.STAFF, world.foreign_section, ON)
    start_operation(account, by=world.section_head, at=AT)
    told = Message.objects.filter(title__startswith="運用を始めました").values_list("person", flat=True)
    assert person_of(world.staff).pk not in set(told)


def test_the_filing_of_a_foreign_section_stays_theirs(world: OfficeWorld) -> None:
    filing = a_filing(FilingState.DUE, world=world)
    with pytest.raises(Denied):
        file_filing(filing, by=world.foreign[Office.STAFF], at=AT)


def test_the_acquisition_page_lists_who_has_left() -> None:
    world = a_world()
    leaver = person_of(world.second_staff)
    account = an_account(
        AccountState.AUTHORISED,
        world=world,
        when=ago(hours=1),
        operators=staffed(world, person_of(world.staff), leaver),
    )
    edit(again(leaver), by=SYSTEM, at=ago(minutes=1), is_active=False)
    page = to(world.staff, "acquire", account.pk)
    assert [person.pk for person in page.context["staffing"].left] == [leaver.pk]
    assert f"外れます {leaver.name}" in text_of(page)


def test_pages_change_operators_and_record_the_password() -> None:
    world = a_world()
    account, second = an_account(world=world, when=ago(hours=1)), person_of(world.second_staff)
    added = send(
        world.section_head,
        "operator_add",
        account.pk,
        person=second.pk,
        staff_number="",
        access="shared_password",
        reason="投稿",
    )
    assert added["Location"] == f"/accounts/{account.pk}/#people"
    operator = account.operators.get(person=second)
    shown = added.client.get(f"/accounts/{account.pk}/").content.decode()
    assert f'href="/approvals/operators/{operator.pk}/end/"' in shown
    assert f'href="/approvals/accounts/{account.pk}/password/"' in shown
    assert send(world.section_head, "operator_end", operator.pk, reason="異動のため").status_code == 302
    change = {"changed_by": second.pk, "changed_on": today().isoformat()}
    assert send(world.section_head, "password_changed", account.pk, **change).status_code == 302
    assert Obligation.objects.open().filter(rule="approvals.password").count() == 0
    story = text_of(added.client.get(f"/accounts/{account.pk}/"))
    for words in ("運用担当に加えた", "運用担当から外した", "異動のため", "共用のパスワードの変更を記録した"):
        assert words in story


def test_pages_refuse_outsiders_and_strangers() -> None:
    world = a_world()
    account = an_account(AccountState.ACQUIRED, world=world, when=ago(hours=1))
    operator = account.operators.get()
    for name, pk in (("operator_add", account.pk), ("password_changed", account.pk), ("operator_end", operator.pk)):
        assert to(world.staff, name, pk).status_code == 200
        assert to(world.department_head, name, pk).status_code == 403
        assert to(world.foreign[Office.STAFF], name, pk).status_code == 404
        assert send(world.foreign[Office.STAFF], name, pk).status_code == 404


@pytest.mark.parametrize("who", ["", "x", "999999"])
def test_pages_say_wrong_people_at_their_field(who: str) -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=1))
    answer = send(world.staff, "operator_add", account.pk, person=who, access="drafts_only", reason="")
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["person"])

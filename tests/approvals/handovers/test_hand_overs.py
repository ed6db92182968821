"""A section hands its account over, another one takes it over: what follows, what is refused (所管替え)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import record_password_change
from approvals.handovers.actions import decline_hand_over, edit_hand_over, settle_hand_over, withdraw_hand_over
from approvals.handovers.permissions import visible_to
from approvals.handovers.states import HandOverState
from approvals.models import HandOver
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.era import era_date
from core.periods.opening_days import add_opening_days
from core.staff.models import Person, UnitLevel
from core.staff.offices import Office
from policies.actions import draft_policy, first_words, settle_policy, submit_policy
from policies.states import PolicyState
from publications.posting.states import PublicationState
from tests.factories import AT, ON, a_person, a_unit, an_appointment, everything, the_actor
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.hand_overs import REASON, a_hand_over, filed_account, new_staff, receiver, taken_over
from tests.factories.policies import a_version
from tests.factories.publications import a_publication

pytestmark = pytest.mark.django_db
S = HandOverState
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def settle(hand_over: HandOver, by: Actor) -> HandOver:
    return settle_hand_over(hand_over, by=by, at=AT, seen=again(hand_over).fingerprint())


def open_about(account: Account) -> dict[str, tuple[str, int | None]]:
    """Return the open duties about an account and what it shows, by rule: office and unit."""
    about = [account.stream, *(one.stream for one in account.publications.all())]
    found = Obligation.objects.open().about(*about)
    return {one.rule: (one.debtor_office, one.debtor_unit_id) for one in found}


def test_a_sheet_waits_for_the_account_manager(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    duty = Obligation.objects.get(about=drafted.stream)
    assert (drafted.giving, drafted.receiving, drafted.state) == (world.section, world.foreign_section, "draft")
    assert (duty.rule, duty.debtor_office, duty.debtor_unit) == (
        "approvals.hand_over_settle", "section_head", world.section,
    )  # fmt: skip


def test_the_settled_sheet_holds_what_stands_and_waits_for_the_receiving_head(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    duty = Obligation.objects.open().get(about=sent.stream)
    assert [one["name"] for one in sent.sheet["people"]] == [person_of(world.staff).name]
    assert sent.sheet["duties"] != []
    assert {one["place"] for one in sent.sheet["pages"]} == {"市ホームページ", "自由記述欄"}
    note = f"{world.section.name}から。予定日は{era_date(ON)}"
    assert (duty.rule, duty.debtor_unit, duty.note, duty.due_on) == (
        "approvals.hand_over_accept", world.foreign_section, note, add_opening_days(ON, 5),
    )  # fmt: skip
    told = Message.objects.filter(person=person_of(receiver(world)), link_pk=sent.pk)
    assert [one.title.split(":")[0] for one in told] == ["所管替えの引継書が届きました"]


def test_acceptance_is_due_on_the_planned_day_where_that_is_later(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world, planned_on=ON + 60 * DAY)
    assert Obligation.objects.open().get(about=sent.stream).due_on == ON + 60 * DAY


def test_acceptance_makes_the_receiving_section_responsible(world: OfficeWorld) -> None:
    done = a_hand_over(S.ACCEPTED, world=world)
    account = again(done.account)
    assert (done.state, done.accepted_on, account.section) == ("accepted", ON, world.foreign_section)
    assert not Obligation.objects.open().about(done.stream).exists()
    acts = Event.objects.filter(stream__in=[done.stream, account.stream]).order_by("-pk").values_list("act_id")[:2]
    assert len(set(acts)) == 1


def test_what_the_section_owes_anew_is_open_and_owed_by_the_receiver(world: OfficeWorld) -> None:
    account = again(a_hand_over(S.ACCEPTED, world=world).account)
    assert open_about(account) == {
        "approvals.password": ("section_head", world.foreign_section.pk),
        "policies.renew": ("section_head", world.foreign_section.pk),
        "publications.homepage": ("staff", world.foreign_section.pk),
        "publications.profile": ("staff", world.foreign_section.pk),
    }


def test_publications_that_stood_are_owed_anew(world: OfficeWorld) -> None:

    account = filed_account(world)
    a_publication(PublicationState.POSTED, world=world, account=account)
    assert "publications.homepage" not in open_about(account)
    sent = a_hand_over(S.SETTLED, world=world, account=account)
    taken_over(sent, world)
    assert open_about(account)["publications.homepage"] == ("staff", world.foreign_section.pk)


def test_open_work_of_the_old_section_moves_and_the_offices_work_stays(world: OfficeWorld) -> None:
    account = filed_account(world)
    a_version(PolicyState.SUBMITTED, world=world, account=account)
    assert open_about(account)["policies.decide"] == ("section_head", world.section.pk)
    receipt = Obligation.objects.open().get(rule="approvals.receive", about=account.filings.get().stream)
    taken_over(a_hand_over(S.SETTLED, world=world, account=account), world)
    assert open_about(account)["policies.decide"] == ("section_head", world.foreign_section.pk)
    assert again(receipt).debtor_unit == receipt.debtor_unit


def test_a_new_version_ends_what_is_owed_about_the_policy(world: OfficeWorld) -> None:
    account = again(a_hand_over(S.ACCEPTED, world=world).account)
    clerk = world.foreign[Office.STAFF]
    words = first_words(account) | {"in_charge": "道路管理課の職員"}
    drafted = submit_policy(draft_policy(account, by=clerk, at=AT, reason="所管替え", **words), by=clerk, at=AT)
    settle_policy(drafted, by=receiver(world), at=AT, seen=again(drafted).fingerprint())
    assert "policies.renew" not in open_about(account)
    assert open_about(account)["policies.publish"] == ("staff", world.foreign_section.pk)


def test_the_receiver_records_the_change_of_the_password(world: OfficeWorld) -> None:
    account = again(a_hand_over(S.ACCEPTED, world=world).account)
    clerk = world.foreign[Office.STAFF]
    record_password_change(account, by=clerk, at=AT, changed_by=person_of(clerk), changed_on=ON)
    assert "approvals.password" not in open_about(account)


def test_both_sections_and_the_offices_above_are_told(world: OfficeWorld) -> None:
    done = a_hand_over(S.ACCEPTED, world=world)
    told = Message.objects.filter(title__startswith="所管が替わりました", link_pk=done.pk)
    people = (world.staff, world.section_head, world.policy_director, world.people[Office.PR_SECTION_HEAD])
    assert set(told.values_list("person", flat=True)) == {person_of(one).pk for one in people}


def test_before_the_planned_day_nobody_takes_over(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world, planned_on=ON + DAY)
    with pytest.raises(Denied, match="予定日"):
        taken_over(sent, world)
    assert taken_over(sent, world, when=AT + DAY).state == "accepted"


@pytest.mark.parametrize("who", ["staff", "section_head", "department_head", "policy_director"])
def test_nobody_but_the_receiving_head_takes_over(world: OfficeWorld, who: str) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    with pytest.raises(Denied, match="引き継ぐ課の課長です"):
        taken_over(sent, world, by=getattr(world, who))


def test_an_account_that_nobody_would_operate_is_not_taken_over(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    before = everything()
    with pytest.raises(Denied, match="運用担当を、一人は"):
        taken_over(sent, world, operators=[])
    assert everything() == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"access": ""}, "アクセスの種類"), ({"reason": " "}, "理由を入力"), ({"person": 0}, "在職していない")],
)
def test_who_is_named_has_access_reason_and_office(world: OfficeWorld, changed: dict[str, Any], words: str) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    with pytest.raises(Denied, match=words):
        taken_over(sent, world, operators=[new_staff(world)[0] | changed])


def test_only_the_account_manager_settles(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    for by in (world.staff, receiver(world), world.department_head):
        with pytest.raises(Denied, match="引き渡しを決めるのは"):
            settle(drafted, by)
    assert settle(drafted, world.section_head).settled_as == world.section_head.label


@pytest.mark.parametrize("values", [{"recovery_is_city": False}, {"recovery": " "}])
def test_a_sheet_without_the_citys_recovery_contacts_is_not_settled(world: OfficeWorld, values: dict[str, Any]) -> None:
    drafted = a_hand_over(world=world, **values)
    with pytest.raises(Denied, match="市のものであること"):
        settle(drafted, world.section_head)


def test_a_sheet_whose_day_has_passed_is_not_settled(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    with pytest.raises(Denied, match="予定日が過ぎています"):
        settle_hand_over(drafted, by=world.section_head, at=AT + DAY, seen=again(drafted).fingerprint())


def test_the_same_section_and_one_that_is_none_are_refused(world: OfficeWorld) -> None:
    with pytest.raises(Denied, match="いま運用している課") as refusal:
        a_hand_over(world=world, receiving=world.section)
    assert refusal.value.field == "receiving"
    gone = a_unit(UnitLevel.SECTION, "昨日までの課", ends_on=ON - DAY)
    for unit in (gone, world.department):
        with pytest.raises(Denied, match="その日にない課"):
            a_hand_over(world=world, receiving=unit)


def test_a_section_that_ends_before_the_planned_day_is_refused(world: OfficeWorld) -> None:
    ending = a_unit(UnitLevel.SECTION, "月末までの課", ends_on=ON + DAY)
    assert a_hand_over(world=world, receiving=ending).state == "draft"
    with pytest.raises(Denied, match="その日にない課"):
        a_hand_over(world=an_office_world(), receiving=ending, planned_on=ON + 2 * DAY)


def test_a_day_that_has_been_and_no_reason_are_refused(world: OfficeWorld) -> None:
    for values, field in (({"planned_on": ON - DAY}, "planned_on"), ({"reason": " "}, "reason")):
        with pytest.raises(Denied) as refusal:
            a_hand_over(world=world, **values)
        assert refusal.value.field == field


def test_nobody_of_another_section_hands_over(world: OfficeWorld) -> None:
    account = filed_account(world)
    others = replace(world, people=world.people | {Office.STAFF: receiver(world)})
    with pytest.raises(Denied, match="引継書を作る"):
        a_hand_over(world=others, account=account)


@pytest.mark.parametrize("state", [AccountState.AUTHORISED, AccountState.ABANDONED])
def test_an_account_that_is_not_held_is_not_handed_over(world: OfficeWorld, state: AccountState) -> None:
    account = an_account(state, world=world)
    with pytest.raises(Denied, match="所管替えできません"):
        a_hand_over(world=world, account=account)


def test_one_hand_over_at_a_time(world: OfficeWorld) -> None:
    first = a_hand_over(world=world)
    with pytest.raises(Denied, match="すでに進んでいます"):
        a_hand_over(world=world, account=again(first.account))
    withdraw_hand_over(first, by=world.staff, at=AT, ended_for="見送るため")
    assert a_hand_over(world=world, account=again(first.account)).state == "draft"


def test_the_database_holds_one_at_a_time(world: OfficeWorld) -> None:
    ended = a_hand_over(S.WITHDRAWN, world=world)
    a_hand_over(world=world, account=again(ended.account))
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=ended.pk).update(state="draft")


def test_what_is_not_filed_yet_is_filed_first(world: OfficeWorld) -> None:
    account = an_account(world=world)
    with pytest.raises(Denied, match="届出か、その補正"):
        a_hand_over(world=world, account=account)


def test_a_declined_account_stays_where_it_is(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    with pytest.raises(Denied, match="引き継がない理由"):
        decline_hand_over(sent, by=receiver(world), at=AT, seen=again(sent).fingerprint(), ended_for=" ")
    done = decline_hand_over(sent, by=receiver(world), at=AT, seen=again(sent).fingerprint(), ended_for="担当がいない")
    assert (done.state, again(sent.account).section) == ("declined", world.section)
    duty = Obligation.objects.get(about=done.stream, rule="approvals.hand_over_accept")
    assert duty.state == "fulfilled"
    assert Message.objects.filter(person=person_of(world.section_head), body__contains="担当がいない").exists()


def test_a_settled_sheet_is_withdrawn_by_the_head_and_never_written(world: OfficeWorld) -> None:
    sent = a_hand_over(S.SETTLED, world=world)
    with pytest.raises(Denied, match="送った引継書を取り下げる"):
        withdraw_hand_over(sent, by=world.staff, at=AT, ended_for="見送るため")
    values = {"receiving": world.foreign_section, "planned_on": ON, "reason": REASON}
    with pytest.raises(Denied, match="送った引継書は直せません"):
        edit_hand_over(sent, by=world.staff, at=AT, seen=None, **values)
    done = withdraw_hand_over(sent, by=world.section_head, at=AT, ended_for="見送るため")
    assert Obligation.objects.get(about=done.stream, rule="approvals.hand_over_accept").state == "void"
    with pytest.raises(Conflict):
        taken_over(done, world)


def test_a_sheet_that_changed_since_it_was_seen_is_not_settled(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world)
    seen = drafted.fingerprint()
    values = {"receiving": world.foreign_section, "planned_on": ON, "reason": "別の理由"}
    edit_hand_over(drafted, by=world.staff, at=AT, seen=seen, **values)
    with pytest.raises(Conflict):
        settle_hand_over(drafted, by=world.section_head, at=AT, seen=seen)


def test_who_sees_a_hand_over(world: OfficeWorld) -> None:
    everybody = {one.value: world.people[one] for one in Office}
    everybody |= {f"foreign {one.value}": actor for one, actor in world.foreign.items()}

    def seeing(hand_over: HandOver) -> set[str]:
        return {name for name, actor in everybody.items() if hand_over in visible_to(person_of(actor), ON)}

    inside = {"staff", "section_head", "department_head", "auditor"}
    assert seeing(a_hand_over(world=world)) == inside
    assert seeing(a_hand_over(S.SETTLED, world=world)) == inside | {
        *("foreign staff", "foreign section_head", "foreign department_head"),
        *("policy_director", "general_affairs_director", "deputy_mayor", "pr_section_head"),
    }


def test_the_giving_section_acts_no_more_after_the_hand_over(world: OfficeWorld) -> None:
    account = again(a_hand_over(S.ACCEPTED, world=world).account)
    with pytest.raises(Denied):
        record_password_change(account, by=world.staff, at=AT, changed_by=person_of(world.staff), changed_on=ON)
    back = the_actor(an_appointment(a_person("道路 二人目"), Office.STAFF, world.foreign_section))
    assert (
        record_password_change(
            account, by=back, at=AT, changed_by=person_of(world.foreign[Office.STAFF]), changed_on=ON
        ).changed_on
        == ON
    )


def test_what_is_under_way_about_another_account_stands_in_no_ones_way(world: OfficeWorld) -> None:
    an_account(world=world)  # its filing is still to be made
    a_hand_over(world=world)
    assert a_hand_over(world=world).state == "draft"


def test_a_sheet_whose_receiver_ends_before_the_day_is_not_settled(world: OfficeWorld) -> None:
    drafted = a_hand_over(world=world, planned_on=ON + 5 * DAY)
    edit(again(world.foreign_section), by=SYSTEM, at=AT, ends_on=ON + 2 * DAY)
    with pytest.raises(Denied, match="その日にない課"):
        settle(drafted, world.section_head)


def test_who_begins_and_who_ends_to_operate_is_told(world: OfficeWorld) -> None:
    taken_over(a_hand_over(S.SETTLED, world=world), world)
    told = Message.objects.filter(title__startswith="所管替えで運用担当が替わりました")
    people = (world.staff, world.foreign[Office.STAFF])
    assert {one.person_id for one in told} == {person_of(one).pk for one in people}


@pytest.mark.parametrize(("at", "hears"), [(S.SETTLED, True), (S.DRAFT, False)])
def test_the_receiver_hears_of_an_end_only_of_what_was_sent(world: OfficeWorld, at: HandOverState, hears: bool) -> None:
    withdraw_hand_over(a_hand_over(at, world=world), by=world.section_head, at=AT, ended_for="見送るため")
    told = Message.objects.filter(person=receiver(world).person, title__startswith="所管替えは行われません")
    assert told.exists() == hears

"""The versions of a policy: made, submitted, returned, decided, published, replaced; and every wrong way refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Operator
from accounts.states import AccountState
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.trails import facts_of
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from policies.actions import (
    draft_policy,
    edit_policy,
    first_words,
    keep_policy,
    publish_policy,
    pull_back_policy,
    return_policy,
    settle_policy,
    submit_policy,
    withdraw_policy,
)
from policies.models import MediaPolicy
from policies.queries import approved_policy
from policies.rules import FIELDS
from policies.states import PolicyState, Replies
from tests.factories import AT, ON, a_version, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.policies import a_version as a_policy
from tests.factories.policies import first_version, kept, published, settled
from tests.publications.citizens import a_public_account

pytestmark = pytest.mark.django_db
S = PolicyState
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def owed(policy: MediaPolicy) -> list[tuple[str, str, date | None]]:
    """Return rule, office and date of what is open about the account by this chapter."""
    found = Obligation.objects.open().filter(about=policy.account.stream, rule__startswith="policies.")
    return list(found.order_by("pk").values_list("rule", "debtor_office", "due_on"))


def told(policy: MediaPolicy) -> list[tuple[str, str]]:
    """Return who was told what with a link to the version."""
    found = Message.objects.filter(link_name="policies:policy_detail", link_pk=policy.pk).order_by("pk")
    return [(message.person.name, message.title.partition(":")[0]) for message in found]


def seen(policy: MediaPolicy) -> str:
    return again(policy).fingerprint()


def test_new_version_begins_with_the_words_of_the_last_and_the_next_number(world: OfficeWorld) -> None:
    account = an_account(world=world)
    policy = draft_policy(account, by=world.staff, at=AT, **first_words(account))
    assert (policy.number, policy.state, policy.drafted_by) == (2, S.DRAFT, world.staff.person)
    assert policy.items() == first_version(account).items()


def test_draft_may_be_incomplete_and_is_kept(world: OfficeWorld) -> None:
    policy = a_policy(world=world, opinions="", replies="")
    written = edit_policy(policy, by=world.second_staff, at=AT, seen=seen(policy), timing="")
    assert [item.field for item in again(written).missing_items()] == ["timing", "opinions", "replies"]


def test_submission_asks_the_account_manager_and_tells_him(world: OfficeWorld) -> None:
    policy = a_policy(S.SUBMITTED, world=world)
    assert owed(policy) == [("policies.decide", "section_head", add_opening_days(ON, 5))]
    assert told(policy) == [(world.section_head.person.name, "メディアポリシーの決定をお願いします")]  # type: ignore[union-attr]


def test_decision_names_who_in_which_office_and_asks_for_the_publication(world: OfficeWorld) -> None:
    policy = settled(a_policy(S.SUBMITTED, world=world), world)
    assert (policy.state, policy.decided_by, policy.decided_as, policy.decided_on) == (
        S.APPROVED,
        world.section_head.person,
        world.section_head.label,
        ON,
    )
    assert (policy.self_decided, policy.review_on) == (False, date(ON.year + 1, ON.month, ON.day))
    assert owed(policy) == [("policies.publish", "staff", add_opening_days(ON, 5))]


def test_publication_replaces_the_version_that_was_out_in_the_same_act(world: OfficeWorld) -> None:
    account = an_account(world=world)
    first = published(first_version(account), world)
    second = published(a_policy(S.APPROVED, world=world, account=account), world, when=AT + DAY)
    first, second = again(first), again(second)
    assert (first.state, first.superseded_on) == (S.SUPERSEDED, ON + DAY)
    assert (second.state, second.published_on, owed(second)) == (S.PUBLISHED, ON + DAY, [])
    acts = [Event.objects.filter(stream=one.stream).latest("number").act_id for one in (first, second)]
    assert acts[0] == acts[1]


def test_first_version_of_the_request_is_published_the_same_way(world: OfficeWorld) -> None:
    first = published(first_version(an_account(world=world)), world)
    assert (first.state, first.published_on, first.review_on) == (S.PUBLISHED, ON, date(ON.year + 1, ON.month, ON.day))


def test_version_decided_over_an_unpublished_one_replaces_it_and_its_duty(world: OfficeWorld) -> None:
    second = a_policy(S.APPROVED, world=world)
    third = a_policy(S.APPROVED, world=world, account=second.account)
    assert (again(second).state, again(second).published_on) == (S.SUPERSEDED, None)
    assert [rule for rule, _, _ in owed(third)] == ["policies.publish"]
    assert approved_policy(third.account) == third


def test_return_asks_the_section_with_the_reason_and_a_new_submission_ends_it(world: OfficeWorld) -> None:
    policy = a_policy(S.RETURNED, world=world)
    assert (policy.opinion, [rule for rule, _, _ in owed(policy)]) == ("時間帯を書いてください。", ["policies.revise"])
    assert told(policy)[-1] == (world.staff.person.name, "メディアポリシーが差し戻されました")  # type: ignore[union-attr]
    policy = submit_policy(policy, by=world.staff, at=AT)
    assert [rule for rule, _, _ in owed(policy)] == ["policies.decide"]


def test_pulling_back_and_withdrawing_leave_nothing_open_and_free_the_place(world: OfficeWorld) -> None:
    policy = pull_back_policy(a_policy(S.SUBMITTED, world=world), by=world.staff, at=AT)
    assert (policy.state, owed(policy)) == (S.DRAFT, [])
    policy = withdraw_policy(policy, by=world.staff, at=AT, given_up_for="やめる")
    following = a_policy(world=world, account=policy.account)
    assert (policy.state, following.number) == (S.WITHDRAWN, policy.number + 1)
    assert facts_of(Event.objects.filter(stream=policy.stream).latest("number"))["given_up_for"] == "やめる"


def test_manager_decides_his_own_words_only_knowingly_and_it_is_marked(world: OfficeWorld) -> None:
    policy = a_policy(world=world)
    edit_policy(policy, by=world.section_head, at=AT, timing="夜間")
    policy = submit_policy(policy, by=world.section_head, at=AT)
    before = everything()
    with pytest.raises(Denied) as refused:
        settle_policy(policy, by=world.section_head, at=AT, seen=seen(policy))
    assert (refused.value.field, refused.value.clause, everything()) == ("knows_own", "第4-2-(1)", before)
    done = settle_policy(policy, by=world.section_head, at=AT, seen=seen(policy), knows_own=True)
    event = Event.objects.filter(stream=policy.stream).latest("number")
    assert (done.self_decided, facts_of(event)["self_decided"]) == (True, True)


def test_decision_is_on_the_content_seen(world: OfficeWorld) -> None:
    policy = a_policy(S.SUBMITTED, world=world)
    old = seen(policy)
    policy = pull_back_policy(policy, by=world.staff, at=AT)
    policy = edit_policy(policy, by=world.staff, at=AT, timing="早朝")
    policy = submit_policy(policy, by=world.staff, at=AT)
    with pytest.raises(Conflict):
        settle_policy(policy, by=world.section_head, at=AT, seen=old)
    assert again(policy).state == S.SUBMITTED


def test_operating_staff_of_another_section_writes_but_does_not_decide(world: OfficeWorld) -> None:
    helper = world.foreign[Office.STAFF]
    rows = [{"person": one.person.pk, "access": "shared_password", "reason": "投稿"} for one in (world.staff, helper)]  # type: ignore[union-attr]
    account = an_account(world=world, operators=rows)
    policy = draft_policy(account, by=helper, at=AT, **first_words(account), reason="理由")
    policy = submit_policy(policy, by=helper, at=AT)
    with pytest.raises(Denied, match="アカウント管理者"):
        settle_policy(policy, by=helper, at=AT, seen=seen(policy))
    Operator.objects.filter(person=helper.person).update(ends_on=ON)
    with pytest.raises(Denied, match="運用担当"):
        pull_back_policy(policy, by=helper, at=AT)


def refused(world: OfficeWorld, what: str) -> tuple[str, str]:
    """Do one wrong thing and return the clause and the field it was refused with."""
    day = {"on": ON}
    acts: dict[str, Any] = {
        "second draft": lambda: a_policy(world=world, account=a_policy(world=world).account),
        "draft by others": lambda: _draft(world, world.foreign[Office.STAFF]),
        "draft before acquisition": lambda: _draft(world, world.staff, AccountState.AUTHORISED),
        "draft in planning": lambda: _draft(world, world.staff, AccountState.PLANNED),
        "draft of abandoned": lambda: _draft(world, world.staff, AccountState.ABANDONED),
        "edit submitted": lambda: edit_policy(a_policy(S.SUBMITTED, world=world), by=world.staff, at=AT, timing="夜"),
        "edit decided": lambda: edit_policy(a_policy(S.APPROVED, world=world), by=world.staff, at=AT, timing="夜"),
        "submit incomplete": lambda: a_policy(S.SUBMITTED, world=world, opinions=" "),
        "submit without reply choice": lambda: a_policy(S.SUBMITTED, world=world, replies=""),
        "submit without reason": lambda: a_policy(S.SUBMITTED, world=world, reason=" "),
        "return without reason": lambda: _return(world, " "),
        "publish to come": lambda: publish_policy(
            a_policy(S.APPROVED, world=world), by=world.staff, at=AT, on=ON + DAY
        ),
        "publish before decision": lambda: publish_policy(
            a_policy(S.APPROVED, world=world), by=world.staff, at=AT, on=ON - DAY
        ),
        "publish before the account": lambda: publish_policy(
            first_version(an_account(world=world)), by=world.staff, at=AT, on=ON - DAY
        ),
        "publish by others": lambda: publish_policy(
            a_policy(S.APPROVED, world=world), by=world.foreign[Office.STAFF], at=AT, **day
        ),
        "publish before acquisition": lambda: publish_policy(
            first_version(an_account(AccountState.AUTHORISED, world=world)), by=world.staff, at=AT, **day
        ),
        "keep without note": lambda: _keep(world, world.section_head, " "),
        "keep by staff": lambda: _keep(world, world.staff, "合っている"),
        "keep beside a draft": lambda: _keep_beside_draft(world),
    }
    with pytest.raises(Denied) as denied:
        acts[what]()
    return denied.value.clause, denied.value.field


def _draft(world: OfficeWorld, by: Actor, state: AccountState = AccountState.ACTIVE) -> MediaPolicy:
    return draft_policy(an_account(state, world=world), by=by, at=AT)


def _return(world: OfficeWorld, opinion: str) -> MediaPolicy:
    policy = a_policy(S.SUBMITTED, world=world)
    return return_policy(policy, by=world.section_head, at=AT, seen=seen(policy), opinion=opinion)


def _keep(world: OfficeWorld, by: Actor, note: str) -> MediaPolicy:
    policy = a_policy(S.PUBLISHED, world=world)
    return keep_policy(policy, by=by, at=AT, seen=seen(policy), review_note=note)


def _keep_beside_draft(world: OfficeWorld) -> MediaPolicy:
    policy = a_policy(S.PUBLISHED, world=world)
    a_policy(world=world, account=policy.account)
    return kept(policy, world)


@pytest.mark.parametrize(
    ("what", "clause", "field"),
    [
        ("second draft", "第4-2-(1)", ""),
        ("draft by others", "第4-2-(1)", ""),
        ("draft before acquisition", "第4-2-(1)", ""),
        ("draft in planning", "第4-2-(1)", ""),
        ("draft of abandoned", "第4-2-(1)", ""),
        ("edit submitted", "第4-2-(1)", ""),
        ("edit decided", "第4-2-(1)", ""),
        ("submit incomplete", "第4-2-(1)④", "opinions"),
        ("submit without reply choice", "第4-2-(2)", "replies"),
        ("submit without reason", "第4-2-(3)", "reason"),
        ("return without reason", "第4-2-(1)", "opinion"),
        ("publish to come", "第4-2-(3)", "published_on"),
        ("publish before decision", "第4-2-(1)", "published_on"),
        ("publish before the account", "第4-2-(1)", "published_on"),
        ("publish by others", "第4-2-(1)", ""),
        ("publish before acquisition", "第4-2-(1)", ""),
        ("keep without note", "第4-2-(3)", "review_note"),
        ("keep by staff", "第4-2-(3)", ""),
        ("keep beside a draft", "第4-2-(3)", ""),
    ],
)
def test_wrong_act_is_refused_with_its_clause(world: OfficeWorld, what: str, clause: str, field: str) -> None:
    assert refused(world, what) == (clause, field)


def test_review_without_change_moves_the_date_on_and_says_why(world: OfficeWorld) -> None:
    policy = a_policy(S.PUBLISHED, world=world)
    later = AT + timedelta(days=200)
    done = kept(policy, world, when=later)
    assert (done.state, done.reviewed_on, done.review_on) == (S.PUBLISHED, date(2027, 6, 12), date(2028, 6, 12))
    assert done.review_note == "内容はいまの運用と合っています。"


def test_first_version_is_reviewed_a_year_after_it_came_out_however_late_that_is_recorded(world: OfficeWorld) -> None:
    first = first_version(an_account(world=world))
    done = publish_policy(first, by=world.staff, at=AT + 30 * DAY, on=ON + 2 * DAY)
    assert (done.published_on, done.review_on) == (date(2026, 11, 26), date(2027, 11, 26))


def test_interval_is_the_rulebooks_of_the_day(world: OfficeWorld) -> None:
    a_version(ON, settings={"policy_review_months": 6})
    policy = a_policy(S.APPROVED, world=world)
    assert policy.review_on == date(2027, 5, 24)


def test_account_registered_on_paper_writes_its_first_version_here(world: OfficeWorld) -> None:
    account = an_account(world=world)
    MediaPolicy._base_manager.filter(account=account).delete()  # stands for an account that came without a request
    policy = draft_policy(account, by=world.staff, at=AT, **first_words(account))
    assert (policy.number, policy.items()["purpose"]) == (1, "")


def test_a_first_version_needs_no_reason_also_after_another_one_was_withdrawn(world: OfficeWorld) -> None:
    account = a_public_account(world)
    for given_up in (True, False):
        words = dict.fromkeys(FIELDS, "文") | {"replies": Replies.NONE.value}
        policy = draft_policy(account, by=world.staff, at=AT, **words)
        if given_up:
            withdraw_policy(policy, by=world.staff, at=AT, given_up_for="やめる")
    proposed = submit_policy(policy, by=world.staff, at=AT)
    assert (proposed.number, proposed.state) == (2, PolicyState.SUBMITTED)

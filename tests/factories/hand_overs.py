"""Hand-overs brought to a state by legal acts alone; `at` is the state to reach, `when` the instant of all acts."""

from datetime import datetime
from typing import Any

from accounts.models import Account
from approvals.actions import file_filing
from approvals.handovers.actions import (
    accept_hand_over,
    decline_hand_over,
    prepare_hand_over,
    review_hand_over,
    settle_hand_over,
    withdraw_hand_over,
)
from approvals.handovers.states import HandOverState
from approvals.models import HandOver, HandOverReview
from approvals.states import FilingState
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.reviews.states import ReviewState
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.core import AT, an_appointment
from tests.factories.kept import keeps

S = HandOverState
REASON = "観光の情報を道路の課がまとめて発信するため"


def receiver(world: OfficeWorld) -> Actor:
    """Return the head of the section that receives."""
    return world.foreign[Office.SECTION_HEAD]


def new_staff(world: OfficeWorld) -> list[dict[str, Any]]:
    """Return who operates after the hand-over, as the acceptance takes it."""
    person = world.foreign[Office.STAFF].person
    assert person is not None
    return [{"person": person.pk, "access": "shared_password", "reason": "投稿するため"}]


@keeps
def filed_account(world: OfficeWorld, when: datetime = AT, **values: Any) -> Account:
    """Return an account in operation of which the section has filed what it owes."""
    account = an_account(world=world, when=when, **values)
    filing = account.filings.get()
    if filing.state == FilingState.DUE:
        file_filing(filing, by=world.staff, at=when)
    return again(account)


@keeps
def a_hand_over(
    at: HandOverState = S.DRAFT,
    *,
    world: OfficeWorld | None = None,
    account: Account | None = None,
    when: datetime = AT,
    **values: Any,
) -> HandOver:
    """Hand an account over to the foreign section and bring that to a state."""
    world = world or an_office_world(when)
    account = account or filed_account(world, when)
    given: dict[str, Any] = {
        "receiving": world.foreign_section,
        "planned_on": japan_date(when),
        "reason": REASON,
        "matters": "毎週の催しの案内が続いています。",
        "recovery": "課の代表のメールアドレスと電話",
        "recovery_is_city": True,
    }
    made = prepare_hand_over(account, by=world.staff, at=when, **(given | values))
    if at == S.DRAFT:
        return made
    if at == S.WITHDRAWN:
        return withdraw_hand_over(made, by=world.staff, at=when, ended_for="見送るため")
    made = settle_hand_over(made, by=world.section_head, at=when, seen=again(made).fingerprint())
    if at == S.ACCEPTED:
        return taken_over(made, world, when=when)
    if at == S.DECLINED:
        seen = again(made).fingerprint()
        return decline_hand_over(made, by=receiver(world), at=when, seen=seen, ended_for="担当がいないため")
    return made


def taken_over(
    hand_over: HandOver, world: OfficeWorld, *, by: Actor | None = None, when: datetime = AT, **values: Any
) -> HandOver:
    """Have the receiving head take the account over as it stands."""
    given = {"operators": new_staff(world), "seen": again(hand_over).fingerprint(), **values}
    return accept_hand_over(hand_over, by=by or receiver(world), at=when, **given)


def a_hand_over_review(
    at: ReviewState = ReviewState.AWAITING, *, world: OfficeWorld | None = None, when: datetime = AT
) -> HandOverReview:
    """Have a deputy of the receiving head take an account over, and bring the review of that to a state.

    A new colleague of the receiving section operates it afterwards.
    """
    world = world or an_office_world(when)
    sent = a_hand_over(S.SETTLED, world=world, when=when)
    day = japan_date(when)
    joining = an_appointment(office=Office.STAFF, unit=world.foreign_section, at=when).person
    given = [{"person": joining.pk, "access": "shared_password", "reason": "投稿するため"}]
    taken_over(sent, world, by=a_deputy(receiver(world), day, day, when=when), when=when, operators=given)
    review = sent.reviews.get()
    if at == ReviewState.AWAITING:
        return review
    objects = at == ReviewState.OBJECTED
    note = "運用担当が多すぎます。" if objects else ""
    seen = review.fingerprint()
    return review_hand_over(review, by=receiver(world), at=when, seen=seen, objects=objects, note=note)

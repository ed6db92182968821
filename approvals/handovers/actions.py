"""Writing a sheet, settling, taking over, leaving, giving up, reviewing later; each is one act (所管替え)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Account
from accounts.operators import present
from accounts.states import Access
from approvals.handovers.permissions import check_edit, check_prepare, check_receiving
from approvals.handovers.sheet import sheet_of
from approvals.models import HandOver, HandOverReview
from approvals.moves.hand_over import ACCEPT, DECLINE, OPERATORS, SETTLE, WITHDRAW, ask_settling
from approvals.moves.hand_over_review import ANSWERS
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor, hold_people
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date
from core.reviews.acts import answer
from core.staff.authority import current_unit
from core.staff.models import Person


def prepare_hand_over(account: Account, *, by: Actor, at: datetime, **values: Any) -> HandOver:
    """Begin the sheet by which the section hands an account over.

    Args:
        values: `receiving`, `planned_on`, `reason`, and what stands on the sheet.

    Raises:
        Denied: for people outside, beside something under way, for the same section or one that does not exist.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(account)
        check_prepare(held, by, act.on)
        giving = current_unit(held.section, act.on)
        _examine(act, giving, values)
        made = act.create(HandOver, account=held, giving=giving, drafted_by=by.person, **values)
        ask_settling(act, made)
        return made


def _examine(act: Act, giving: Any, values: Mapping[str, Any]) -> None:
    if values["planned_on"] < act.on:
        raise Denied("所管替えの予定日は、きょう以後の日を入力してください。", "第4-1-(4)", field="planned_on")
    if not str(values["reason"]).strip():
        raise Denied("所管替えの理由を入力してください。", "第4-1-(4)", field="reason")
    check_receiving(giving, values["receiving"], act.on, values["planned_on"])


def edit_hand_over(hand_over: HandOver, *, by: Actor, at: datetime, seen: str | None, **values: Any) -> HandOver:
    """Write a sheet that is not settled yet.

    Raises:
        Denied: as for beginning one, and once it is settled.
        Conflict: somebody else wrote it since.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(hand_over)
        check_edit(held, by, act.on)
        _examine(act, held.giving, values)
        return act.edit(held, seen=seen, **values)


def settle_hand_over(hand_over: HandOver, *, by: Actor, at: datetime, seen: str) -> HandOver:
    """Send the sheet to the section that receives, with what stands about the account now.

    Raises:
        Denied: for everybody but the account manager and the deputy, and for a sheet that is not in order.
        Conflict: the sheet is not what was seen.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(hand_over)
        facts: dict[str, Any] = {"settled_by": by.person, "settled_as": by.label, "settled_on": act.on}
        return act.perform(held, SETTLE, seen=seen, sheet=sheet_of(held.account), **facts)


def accept_hand_over(
    hand_over: HandOver, *, by: Actor, at: datetime, seen: str, operators: Sequence[Mapping[str, Any]]
) -> HandOver:
    """Take the account over: the section responsible, its people and its open work change in this act.

    Args:
        operators: rows of `person` (key), `access`, `reason`, of those who operate from today on.

    Raises:
        Denied: for everybody but the receiving head and the deputy, before the planned day, without operating staff.
        Conflict: the sheet is not what was seen, or ended already.
    """
    with acting(by=by, at=at) as act:
        hold_people(row["person"] for row in operators)
        held = act.lock(hand_over)
        facts: dict[str, Any] = {"accepted_by": by.person, "accepted_as": by.label, "accepted_on": act.on}
        return act.perform(held, ACCEPT, seen=seen, named=_named(act, held, operators), **facts)


def _named(act: Act, hand_over: HandOver, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with their people.

    Raises:
        Denied: somebody is not there, or what is said of the access is not enough (4-3-(1)).
    """
    keys = [row["person"] for row in rows]
    people, here = Person.objects.in_bulk(keys), present(keys, act.on)
    for row in rows:
        person = people.get(row["person"])
        if person is None or person.pk not in here:
            name = f"{person.name}さん" if person is not None else "選んだ職員"
            raise Denied(f"{name}は在職していないか、きょう有効な任用がありません。", OPERATORS)
        if row["access"] not in set(Access):
            raise Denied(f"{person.name}さんのアクセスの種類を選んでください。", "第4-3-(1)")
        if row["access"] != Access.DRAFTS_ONLY and not str(row["reason"]).strip():
            raise Denied(f"アカウントに入る{person.name}さんには、理由を入力してください。", "第4-3-(1)")
    return [{**row, "person": people[row["person"]]} for row in rows]


def decline_hand_over(hand_over: HandOver, *, by: Actor, at: datetime, seen: str, ended_for: str) -> HandOver:
    """Leave the account where it is, as the section that was to receive it."""
    reason = ended_for.strip()
    return perform(hand_over, DECLINE, by=by, at=at, seen=seen, ended_for=reason, ended_on=japan_date(at))


def withdraw_hand_over(hand_over: HandOver, *, by: Actor, at: datetime, ended_for: str) -> HandOver:
    """Give a hand-over up before it is taken over."""
    reason = ended_for.strip()
    return perform(hand_over, WITHDRAW, by=by, at=at, ended_for=reason, ended_on=japan_date(at))


def review_hand_over(
    review: HandOverReview, *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> HandOverReview:
    """Answer for what a deputy did, see `core.reviews.acts.answer`; the hand-over stands."""
    return answer(review, ANSWERS, by=by, at=at, seen=seen, objects=objects, note=note)

"""The later review (後閲) of what a deputy decided on a notice."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from approvals.notices import duties
from approvals.notices.following import PAGE
from approvals.notices.models import ChangeNotice
from approvals.notices.permissions import ORDER, check_later_review
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office


def deputised(by: Actor) -> dict[str, Any]:
    """Return the facts of a decision that a deputy makes: who, and in whose name; none in person."""
    return {"deputy": by.person, "deputy_for": by.on_behalf_of} if by.on_behalf_of is not None else {}


def ask_later_review(act: Act, notice: ChangeNotice) -> None:
    """Ask the principal to look afterwards at what a deputy decides; what waited before waits with it."""
    principal = act.by.on_behalf_of
    if principal is None:
        return
    void_duties(act, notice, duties.LATER_REVIEW)
    title = f"代決の後閲:{notice}"
    open_duty(
        act,
        duties.LATER_REVIEW,
        notice,
        Debtor(person=principal),
        title=title,
        link=(PAGE, notice.pk),
        occurrence=str(notice.version),
    )
    act.tell(Tell([principal], title, f"{act.by.name}が代わって決めました。", PAGE, notice.pk, topic="review"))


def examine_objection(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to object without saying to what.

    Raises:
        Denied: at the field.
    """
    if not str(facts.get("later_note") or "").strip():
        raise Denied("異議の内容を入力してください。", ORDER, field="later_note")


def end_later_review(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    fulfil_duty(act, duties.LATER_REVIEW, notice)


def tell_objection(act: Act, notice: ChangeNotice, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy, the account manager and the auditors that the principal objects."""
    managers = people_answering(Office.SECTION_HEAD, notice.account.section, act.on)
    people = [notice.deputy, *managers, *people_answering(Office.AUDITOR, None, act.on)]
    told = [one for one in dict.fromkeys(people) if one is not None and one != act.by.person]
    yield Tell(told, f"後閲で異議がありました:{notice}", notice.later_note, PAGE, notice.pk, topic="objection")


CONFIRM = Move(
    ChangeNotice.confirm,
    "後閲済とする",
    "後閲した",
    check=check_later_review,
    effects=end_later_review,
    official=True,
    takes=("later_note",),
    tone="ok",
)
OBJECT = Move(
    ChangeNotice.raise_objection,
    "異議を記録する",
    "後閲で異議を記録した",
    check=check_later_review,
    examine=examine_objection,
    effects=end_later_review,
    tells=tell_objection,
    official=True,
    takes=("later_note",),
    tone="warn",
)

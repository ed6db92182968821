"""The later review (後閲) of what a deputy decided on a version: one for a version, of all that waits for it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import Debtor, fulfil_duty, hold_duties, open_duty
from core.deadlines.models import Obligation
from core.deadlines.moves import VOID
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office
from policies import duties
from policies.models import MediaPolicy
from policies.permissions import CLAUSE, check_later_review

PAGE = "policies:policy_detail"


def deputised(by: Actor) -> dict[str, Any]:
    """Return the facts of a decision that a deputy makes: who, and in whose name; none in person."""
    return {"deputy": by.person, "deputy_for": by.on_behalf_of} if by.on_behalf_of is not None else {}


def ask_later_review(act: Act, policy: MediaPolicy) -> None:
    """Ask the principal to look afterwards at what a deputy decides, and tell him or her.

    What waited for another principal's eyes waits for this one's now; what waits for the same goes on.
    """
    principal = act.by.on_behalf_of
    if principal is None:
        return
    waiting = _waiting(act, policy)
    for one in waiting:
        if one.debtor_person_id != principal.pk:
            act.perform(one, VOID, ended_on=act.on)
    title = f"代決の後閲:{policy.account.title}のメディアポリシー"
    if not any(one.debtor_person_id == principal.pk for one in waiting):
        open_duty(
            act,
            duties.LATER_REVIEW,
            policy.account,
            Debtor(person=principal),
            title=title,
            note=f"第{policy.number}版",
            link=(PAGE, policy.pk),
            occurrence=f"{policy.number}.{policy.version}",
        )
    act.tell(Tell([principal], title, f"{act.by.name}が代わって決めました。", PAGE, policy.pk, topic="review"))


def _waiting(act: Act, policy: MediaPolicy) -> list[Obligation]:
    hold_duties(act, policy.account)
    asked = (duties.LATER_REVIEW.rule, policy.account.stream, ObligationState.OPEN)
    found = [one for one in act.held(Obligation) if (one.rule, one.about, one.state) == asked]
    return [one for one in found if one.occurrence.startswith(f"{policy.number}.")]


def examine_objection(policy: MediaPolicy, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to object without saying to what.

    Raises:
        Denied: at the field.
    """
    if not str(facts.get("later_note") or "").strip():
        raise Denied("異議の内容を入力してください。", CLAUSE, field="later_note")


def end_later_review(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    for one in _waiting(act, policy):
        fulfil_duty(act, duties.LATER_REVIEW, policy.account, occurrence=one.occurrence)


def tell_objection(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy, the section's manager and the auditors that the principal objects."""
    managers = people_answering(Office.SECTION_HEAD, policy.account.section, act.on)
    people = [policy.deputy, *managers, *people_answering(Office.AUDITOR, None, act.on)]
    told = [one for one in dict.fromkeys(people) if one is not None and one != act.by.person]
    title = f"後閲で異議がありました:{policy.account.title}のメディアポリシー"
    yield Tell(told, title, policy.later_note, PAGE, policy.pk, topic="objection")


CONFIRM = Move(
    MediaPolicy.confirm,
    "後閲済とする",
    "後閲した",
    check=check_later_review,
    effects=end_later_review,
    official=True,
    takes=("later_note",),
    tone="ok",
)
OBJECT = Move(
    MediaPolicy.raise_objection,
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

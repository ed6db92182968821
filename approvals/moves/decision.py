"""The decisions: consent, permit, return, deny - and what each sets going."""

from collections.abc import Mapping
from typing import Any

from approvals import duties
from approvals.models import LaterReview, Step
from approvals.moves import request as request_moves
from approvals.moves.step import ACTIVATE, DECISION_FACTS, PAGE, answered
from approvals.moves.words import needs_text
from approvals.permissions import check_consent, check_permit, check_send_back
from approvals.states import StepState
from core.deadlines.duties import Debtor, hold_duties, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.models import Person


def go_on(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """Put the question to the next office, or end the round with both permissions."""
    waiting = [one for one in act.held(Step) if one.follows(step) and one.state == StepState.WAITING]
    following = min(waiting, key=lambda one: one.position, default=None)
    hold_duties(act, step, *([following] if following else []))
    _answered(act, step)
    if following is not None:
        act.perform(following, ACTIVATE)
    else:
        act.perform(step.request, request_moves.APPROVE, decided_at=act.at)


def go_back(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """Give the request back to its section; the next round starts at the first step."""
    _answered(act, step)
    act.perform(step.request, request_moves.SEND_BACK, opinion=step.opinion)


def end(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """End the request without permission."""
    _answered(act, step)
    act.perform(step.request, request_moves.DENY, opinion=step.opinion, decided_at=act.at)


def _answered(act: Act, step: Step) -> None:
    answered(act, step)
    if act.by.on_behalf_of is not None:
        _ask_later_review(act, step, act.by.on_behalf_of)


def _ask_later_review(act: Act, step: Step, principal: Person) -> None:
    """Ask the principal to look afterwards at what the deputy decided (代決 → 後閲)."""
    review = act.create(LaterReview, step=step, principal=principal, deputy=act.by.person)
    title = f"代決の後閲:{step.request.title}"
    link = ("approvals:review_detail", review.pk)
    open_duty(act, duties.LATER_REVIEW, review, Debtor(person=principal), title=title, link=link)
    act.tell(Tell([principal], title, f"{act.by.name}が代わって決めました。", *link, topic="review"))


RETURN_REASON = needs_text("opinion", "差し戻す理由を入力してください。", "第4-1-(2)")
DENIAL_REASON = needs_text("opinion", "不許可とする理由を入力してください。", "第4-1-(2)")

CONSENT = Move(
    Step.consent,
    "回議済とする",
    "回議した",
    check=check_consent,
    effects=go_on,
    decides=True,
    takes=DECISION_FACTS,
    tone="ok",
)
PERMIT = Move(
    Step.permit,
    "許可する",
    "許可した",
    check=check_permit,
    effects=go_on,
    decides=True,
    takes=DECISION_FACTS,
    tone="ok",
)
RETURN = Move(
    Step.send_back,
    "差し戻す",
    "差し戻した",
    check=check_send_back,
    examine=RETURN_REASON,
    effects=go_back,
    decides=True,
    takes=DECISION_FACTS,
    tone="warn",
)
DENY = Move(
    Step.deny,
    "不許可とする",
    "不許可とした",
    check=check_permit,
    examine=DENIAL_REASON,
    effects=end,
    decides=True,
    takes=DECISION_FACTS,
    tone="stop",
)
DECISIONS = {"consent": CONSENT, "permit": PERMIT, "return": RETURN, "deny": DENY}
__all__ = ["CONSENT", "DECISIONS", "DENY", "PAGE", "PERMIT", "RETURN"]

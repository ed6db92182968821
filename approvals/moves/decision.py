"""The decisions: consent, permit, return, deny - and what each sets going."""

from collections.abc import Mapping
from typing import Any

from approvals.models import Step
from approvals.moves import request as request_moves
from approvals.moves.review import ASKING
from approvals.moves.step import ACTIVATE, DECISION_FACTS, PAGE, answered
from approvals.permissions import check_consent, check_permit, check_send_back
from approvals.states import StepState
from core.deadlines.duties import hold_duties
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text


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
    ASKING.ask(act, step=step)


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

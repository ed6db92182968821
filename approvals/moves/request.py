"""The moves of a request (起案)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accounts.moves import AUTHORISE
from accounts.states import AccountState
from approvals import duties
from approvals.audience import people_of_round, section_people
from approvals.models import Request, Revision, Step
from approvals.moves.account import ABANDON
from approvals.moves.step import ACTIVATE, LAPSE
from approvals.permissions import check_pull_back, check_submit, check_withdraw
from approvals.routes import route_of
from approvals.rules import problems_before_submission
from approvals.states import StepKind, StepState
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.offices import Office
from policies.moves import APPROVE as APPROVE_POLICY
from policies.moves import SEND_BACK as SEND_BACK_POLICY
from policies.queries import latest_policy
from policies.states import PolicyState

PAGE = "approvals:request_detail"


def examine_submit(request: Request, facts: Mapping[str, Any], on: date) -> None:
    """Refuse an incomplete request; the form lists everything at once, this is the last guard.

    Raises:
        Denied: naming the first problem.
    """
    for problem in problems_before_submission({**request.columns(), **request.items()}, on):
        raise Denied(problem.sentence, problem.clause, field=problem.field)


def open_round(act: Act, request: Request, facts: Mapping[str, Any]) -> None:
    """Keep what was submitted, lay out the round's steps, and put the first question."""
    act.create(
        Revision,
        request=request,
        number=request.round,
        digest=request.digest,
        fingerprint_seen=request.fingerprint(),
        body=request.content(),
        submitted_by=act.by.person,
        submitted_at=act.at,
    )
    steps = [
        act.create(
            Step,
            request=request,
            round=request.round,
            position=position,
            kind=stop.kind,
            office=stop.office,
            unit=stop.unit,
            drafter=request.drafter,
        )
        for position, stop in enumerate(route_of(request.section, act.on), start=1)
    ]
    fulfil_duty(act, duties.REVISE, request)
    act.perform(steps[0], ACTIVATE)


def close_round(act: Act, request: Request, facts: Mapping[str, Any]) -> None:
    """End the round: its open steps lapse, what waited for them is void, the policy goes back."""
    for step in request.steps.filter(round=request.round, state__in=[StepState.WAITING, StepState.PENDING]).order_by(
        "position"
    ):
        act.perform(step, LAPSE)
        void_duties(act, step)
    policy = latest_policy(request.account) if request.account else None
    if policy is not None and policy.state == PolicyState.SUBMITTED:
        act.perform(policy, SEND_BACK_POLICY)


def return_to_section(act: Act, request: Request, facts: Mapping[str, Any]) -> None:
    """End the round and ask the section to mend the request."""
    close_round(act, request, facts)
    open_duty(
        act,
        duties.REVISE,
        request,
        Debtor(Office.STAFF, request.section),
        title=f"差し戻された起案を直す:{request.title}",
        note=str(facts.get("opinion", ""))[:300],
        link=(PAGE, request.pk),
        occurrence=str(request.round),
    )


def end_without_account(act: Act, request: Request, facts: Mapping[str, Any]) -> None:
    """End the round, what the section was to mend, and the planned account."""
    close_round(act, request, facts)
    void_duties(act, request)
    if request.account is not None and request.account.state == AccountState.PLANNED:
        act.perform(request.account, ABANDON)


def authorise_account(act: Act, request: Request, facts: Mapping[str, Any]) -> None:
    """Settle the policy, authorise the account, ask the section to acquire it, circulate."""
    planned = request.account
    policy = latest_policy(planned) if planned else None
    if planned is None or policy is None:
        raise RuntimeError(f"{request.stream} was submitted without account or policy")
    act.perform(policy, APPROVE_POLICY)
    account = act.perform(planned, AUTHORISE)
    open_duty(
        act,
        duties.ACQUIRE,
        account,
        Debtor(Office.STAFF, request.section),
        title=f"アカウントを取得し、記録する:{account.title}",
        link=("approvals:acquire", account.pk),
    )
    for step in request.steps.filter(round=request.round, kind=StepKind.CIRCULATE).order_by("position"):
        act.perform(step, ACTIVATE)


def _tell_section(act: Act, request: Request, title: str, body: str) -> Iterator[Tell]:
    people = section_people(request.section, request.drafter, act.on)
    yield Tell([person for person in people if person != act.by.person], title, body, PAGE, request.pk, topic="section")


def _tell_round(act: Act, request: Request, what: str, body: str = "") -> Iterator[Tell]:
    """Tell those who had decided or were asked; the draft's own title is not theirs to read, the account's is."""
    if request.account is not None:
        people = [person for person in people_of_round(request, act.on) if person != act.by.person]
        yield Tell(people, f"{what}:{request.account.title}の取得", body, PAGE, request.pk, topic="round")


def tell_pulled_back(act: Act, request: Request, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell those who had decided or were asked that the request is with its section again."""
    return _tell_round(act, request, "引き戻されました", "直して提出されると、最初の段階から回ります。")


def tell_withdrawn(act: Act, request: Request, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell those who had decided or were asked that the request has ended."""
    reason = str(facts.get("reason") or "").strip()
    return _tell_round(act, request, "取り下げられました", f"理由:{reason}" if reason else "")


def tell_approved(act: Act, request: Request, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell drafter and section head that the account may be acquired."""
    return _tell_section(
        act, request, f"許可されました:{request.title}", "アカウントを取得して、記録してください。第4-1-(2)"
    )


def tell_returned(act: Act, request: Request, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell drafter and section head why the request came back."""
    return _tell_section(act, request, f"差し戻されました:{request.title}", f"理由:{facts.get('opinion', '')}")


def tell_denied(act: Act, request: Request, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell drafter and section head why the request was denied."""
    return _tell_section(act, request, f"不許可となりました:{request.title}", f"理由:{facts.get('opinion', '')}")


SUBMIT = Move(
    Request.submit,
    "提出する",
    "起案を提出した",
    check=check_submit,
    examine=examine_submit,
    effects=open_round,
    takes=("document_number", "account", "submitted_at"),
)
PULL_BACK = Move(
    Request.pull_back,
    "引き戻す",
    "起案を引き戻した",
    check=check_pull_back,
    effects=close_round,
    tells=tell_pulled_back,
    tone="end",
)
WITHDRAW = Move(
    Request.withdraw,
    "取り下げる",
    "起案を取り下げた",
    check=check_withdraw,
    effects=end_without_account,
    tells=tell_withdrawn,
    tone="end",
)
SEND_BACK = Move(
    Request.send_back, "差し戻す", "起案が差し戻された", effects=return_to_section, tells=tell_returned, tone="warn"
)
APPROVE = Move(
    Request.approve,
    "許可する",
    "取得が許可された",
    effects=authorise_account,
    tells=tell_approved,
    takes=("decided_at",),
    tone="ok",
)
DENY = Move(
    Request.deny,
    "不許可とする",
    "起案が不許可となった",
    effects=end_without_account,
    tells=tell_denied,
    takes=("decided_at",),
    tone="stop",
)

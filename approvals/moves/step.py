"""The moves of a step that concern the step alone: being asked, lapsing, reading."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals import duties
from approvals.models import Step
from approvals.permissions import check_read, office_to_answer
from approvals.states import StepKind
from core.deadlines.duties import Debtor, Duty, fulfil_duty, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering

PAGE = "approvals:request_detail"
DECISION_FACTS = ("decided_by", "decided_as", "decided_at", "on_behalf_of", "opinion")
DUTY_OF_KIND: dict[str, Duty] = {
    StepKind.CONSENT: duties.CONSENT,
    StepKind.JOINT: duties.CONSENT,
    StepKind.PERMIT: duties.PERMIT,
    StepKind.CIRCULATE: duties.CIRCULATE,
}


def ask_office(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """Open the obligation to answer, for the office that can."""
    open_duty(
        act,
        DUTY_OF_KIND[step.kind],
        step,
        Debtor(office_to_answer(step, act.on), step.unit),
        title=f"{step.get_kind_display()}:{step.request.title}",
        note=f"{step.request.document_number} {step.request.section.name} {step.request.drafter.name}から",
        link=(PAGE, step.request_id),
    )


def tell_office(act: Act, step: Step, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the holders of the office and their deputies."""
    people = people_answering(office_to_answer(step, act.on), step.unit, act.on)
    title = f"{step.get_kind_display()}をお願いします:{step.request.title}"
    yield Tell(people, title, step.request.document_number, PAGE, step.request_id, topic=f"step{step.position}")


def fulfil_reading(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """End the obligation to read."""
    fulfil_duty(act, duties.CIRCULATE, step)


ACTIVATE = Move(Step.activate, "回す", "順番が来た", effects=ask_office, tells=tell_office, tone="wait")
LAPSE = Move(Step.lapse, "打ち切る", "回が終わり打ち切られた", tone="end")
READ = Move(
    Step.read,
    "読んだことを記録する",
    "供覧した",
    check=check_read,
    effects=fulfil_reading,
    takes=DECISION_FACTS,
    tone="ok",
)

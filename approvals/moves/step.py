"""The moves of a step that concern the step alone: being asked, lapsing, reading."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals import duties
from approvals.models import Step
from approvals.permissions import asked, check_read, office_stepping_in, way_round
from approvals.sight import REQUEST_PAGE
from approvals.states import StepKind
from core.deadlines.duties import Debtor, Duty, fulfil_duties, fulfil_duty, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering

PAGE = REQUEST_PAGE
BARRED = "作った、または直した本人は決められません。"
DECISION_FACTS = ("decided_by", "decided_as", "decided_at", "on_behalf_of", "opinion")
DUTY_OF_KIND: dict[str, Duty] = {
    StepKind.CONSENT: duties.CONSENT,
    StepKind.JOINT: duties.CONSENT,
    StepKind.PERMIT: duties.PERMIT,
    StepKind.CIRCULATE: duties.CIRCULATE,
}


def ask_office(act: Act, step: Step, facts: Mapping[str, Any]) -> None:
    """Open the obligation to answer, for the office asked; where only the next higher one can, for that too.

    The office asked owes in any case: who holds it, and with that who can answer, may change any day.
    """
    _open(act, step, DUTY_OF_KIND[step.kind], step.office, step.get_kind_display())
    if (higher := office_stepping_in(step, act.on)) is not None:
        _open(act, step, duties.STEP_IN, higher, f"{step.get_kind_display()}(上位の職として)")


def _open(act: Act, step: Step, duty: Duty, office: str, what: str) -> None:
    open_duty(
        act,
        duty,
        step,
        Debtor(office, step.unit),
        title=f"{what}:{step.request.title}",
        note=f"{step.request.document_number} {step.request.section.name} {step.request.drafter.name}から",
        link=(PAGE, step.request_id),
    )


def answered(act: Act, step: Step) -> None:
    """End the obligations to answer, whichever office did."""
    fulfil_duties(act, step, DUTY_OF_KIND[step.kind], duties.STEP_IN)


def tell_office(act: Act, step: Step, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the holders of the office and their deputies, and those of the next higher one where it steps in."""
    title = f"{step.get_kind_display()}をお願いします:{step.request.title}"
    number, topic = step.request.document_number, f"step{step.position}"
    told, higher = people_answering(step.office, step.unit, act.on), office_stepping_in(step, act.on)
    barred = asked(step, act.on).all_barred if step.kind != StepKind.CIRCULATE else False
    yield Tell(told, title, f"{number} {BARRED}{way_round(step, act.on)}" if barred else number, *_page(step), topic)
    if higher is not None:
        above = [one for one in people_answering(higher, step.unit, act.on) if one not in told]
        why = f"{number} {step.office_name}がこの起案を作った、または直したため、上位の職にお願いします。"
        yield Tell(above, title, why, *_page(step), topic=f"{topic}:above")


def _page(step: Step) -> tuple[str, int]:
    return PAGE, step.request_id


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

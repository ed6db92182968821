"""Consultations brought to a state by legal acts alone; `at` is the state to reach, `when` the instant of all acts."""

from datetime import datetime
from typing import Any

from approvals.consultations.actions import answer_consultation, close_consultation, consult, withdraw_consultation
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from core.lifecycle.actor import Actor
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.core import AT
from tests.factories.kept import keeps

S = ConsultationState
QUESTION: dict[str, Any] = {
    "topic": "急な廃止の周知",
    "clause": "第4-5",
    "question": "サービスが来週終わります。周知をどうしますか。",
}
REPLY = "ホームページで直ちに周知し、理由を記録してください。"


def consulted(world: OfficeWorld) -> Actor:
    """Return ふるさと発信課長."""
    return world.people[Office.PR_SECTION_HEAD]


@keeps
def a_consultation(
    at: ConsultationState = S.ASKED,
    *,
    world: OfficeWorld | None = None,
    by: Actor | None = None,
    answered_by: Actor | None = None,
    when: datetime = AT,
    **values: Any,
) -> Consultation:
    """Ask as the section's staff (unless told otherwise) and bring the consultation to a state."""
    world = world or an_office_world(when)
    asker = by or world.staff
    asked = consult(by=asker, at=when, **(QUESTION | values))
    if at == S.WITHDRAWN:
        return withdraw_consultation(asked, by=asker, at=when, withdrawn_for="分かったため")
    if at == S.ASKED:
        return asked
    asked = answered(asked, answered_by or consulted(world), when=when)
    return close_consultation(asked, by=asker, at=when) if at == S.CLOSED else asked


def answered(consultation: Consultation, by: Actor, *, when: datetime = AT, reply: str = REPLY) -> Consultation:
    """Answer a consultation as it stands."""
    seen = again(consultation).fingerprint()
    return answer_consultation(consultation, by=by, at=when, seen=seen, reply=reply)

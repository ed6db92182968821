"""The duty to answer follows the office that answers: who asked may come to hold it, or leave it (第10).

Nobody answers his own question, whenever he came into the office. The check of the answer holds that by itself; this
lets the inbox follow. A function of the database and of today's date, that may run twice, late, or be killed.
"""

from datetime import date, datetime

from approvals.consultations import duties
from approvals.consultations.permissions import office_to_answer
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from approvals.moves.consultation import pass_on
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.memo import remembering
from core.periods.clock import japan_date


def pass_on_questions(at: datetime) -> int:
    """Let each question that waits for another office than answers it today go there, one act each; return how many."""
    passed = 0
    for one in _strayed(japan_date(at)):
        with acting(by=SYSTEM, at=at) as act:
            held = act.lock(one)
            passed += held.state == ConsultationState.ASKED and pass_on(act, held)
    return passed


def _strayed(on: date) -> list[Consultation]:
    """Return the open questions whose duty is owed by another office than answers them on a day."""
    owing = dict(Obligation.objects.open().filter(rule=duties.ANSWER.rule).values_list("link_pk", "debtor_office"))
    asked = Consultation.objects.filter(state=ConsultationState.ASKED).select_related("asked_by").order_by("pk")
    with remembering():
        return [one for one in asked if owing.get(one.pk) not in {None, office_to_answer(one.asked_by, on)}]

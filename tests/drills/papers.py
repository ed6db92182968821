"""Further stages on which acts meet: a consultation, and an account that passes from one section to another."""

from functools import partial
from typing import Any

from approvals.actions import add_to_account, end_on_account, record_password_change
from approvals.consultations.actions import answer_consultation, ask_on, close_consultation, withdraw_consultation
from approvals.consultations.states import ConsultationState
from approvals.handovers.actions import accept_hand_over, decline_hand_over, withdraw_hand_over
from approvals.handovers.states import HandOverState
from core.staff.offices import Office
from tests.drills.stages import Stage, disable, person_of
from tests.factories import AT, ON, a_person, an_appointment
from tests.factories.approvals import OfficeWorld, a_deputy, again
from tests.factories.consultations import REPLY, a_consultation, consulted
from tests.factories.hand_overs import a_hand_over, new_staff, receiver


def asked(world: OfficeWorld) -> Stage:
    """Set up a question that waits for its answer."""
    question = a_consultation(world=world)
    deputy, seen = a_deputy(consulted(world)), again(question).fingerprint()
    answer = partial(answer_consultation, question, at=AT, seen=seen, reply=REPLY)
    return Stage(
        {
            "answer": partial(answer, by=consulted(world)),
            "answer by deputy": partial(answer, by=deputy),
            "withdraw": partial(withdraw_consultation, question, by=world.staff, at=AT, withdrawn_for="分かったため"),
            "disabling the asker": disable(person_of(world.staff), world.people[Office.ADMINISTRATOR]),
        },
        [question],
    )


def answered(world: OfficeWorld) -> Stage:
    """Set up an answer that waits to be taken up."""
    answer = a_consultation(ConsultationState.ANSWERED, world=world)
    return Stage(
        {
            "close": partial(close_consultation, answer, by=world.staff, at=AT),
            "close by the head": partial(close_consultation, answer, by=world.section_head, at=AT),
            "ask on": partial(ask_on, answer, by=world.staff, at=AT, question="期間はどれだけですか。"),
        },
        [answer],
    )


def handed_over(world: OfficeWorld) -> Stage:
    """Set up a sheet that waits for the receiving head."""
    sent = a_hand_over(HandOverState.SETTLED, world=world)
    account, seen, by = again(sent.account), again(sent).fingerprint(), receiver(world)
    newcomer = an_appointment(a_person("加わる 人"), Office.STAFF, world.section).person
    rows, operator = new_staff(world), account.operators.get()
    accept = partial(accept_hand_over, sent, at=AT, seen=seen, operators=rows)
    joins: dict[str, Any] = {"person": newcomer, "access": "shared_password", "reason": "投稿するため"}
    changed: dict[str, Any] = {"changed_by": person_of(world.staff), "changed_on": ON}
    return Stage(
        {
            "accept": partial(accept, by=by),
            "accept by deputy": partial(accept, by=a_deputy(by)),
            "decline": partial(decline_hand_over, sent, by=by, at=AT, seen=seen, ended_for="担当がいないため"),
            "withdraw": partial(withdraw_hand_over, sent, by=world.section_head, at=AT, ended_for="見送るため"),
            "add an operator": partial(add_to_account, account, by=world.staff, at=AT, **joins),
            "end the operator": partial(end_on_account, operator, by=world.staff, at=AT, reason="異動のため"),
            "change of password": partial(record_password_change, account, by=world.staff, at=AT, **changed),
            "disabling the new operator": disable(
                person_of(world.foreign[Office.STAFF]), world.people[Office.ADMINISTRATOR]
            ),
        },
        [sent],
    )


PAPERS = {"asked": asked, "answered": answered, "handed over": handed_over}

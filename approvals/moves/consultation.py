"""The moves of a consultation (第10): answered, taken up, taken back, and the later review of a deputy's answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals.audience import person_or_head, section_people, still_of, tell_principal
from approvals.consultations import duties
from approvals.consultations.permissions import (
    CLAUSE,
    check_answer,
    check_close,
    check_later_review,
    check_withdraw,
    office_to_answer,
)
from approvals.models import Consultation
from core.deadlines.duties import Debtor, fulfil_duty, hold_duties, open_duty, void_duties
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

PAGE = "approvals:consultation_detail"


def ask_answer(act: Act, consultation: Consultation) -> None:
    """Open the obligation to answer, and tell who answers."""
    office = office_to_answer(consultation.asked_by, act.on)
    title = f"協議に回答する:{consultation.topic}"
    open_duty(
        act,
        duties.ANSWER,
        consultation,
        Debtor(office),
        title=title,
        note=f"{consultation.section.name} {consultation.asked_by.name}",
        link=(PAGE, consultation.pk),
    )
    act.tell(_tell(act, consultation, people_answering(office, None, act.on), title, consultation.question))
    act.tell(*tell_principal(act, f"代わって協議しました:{consultation.topic}", (PAGE, consultation.pk)))


def pass_on(act: Act, consultation: Consultation) -> bool:
    """Let the obligation to answer go to the office that answers today, and tell it; tell whether it went.

    Whoever calls holds the consultation.
    """
    hold_duties(act, consultation)
    office = office_to_answer(consultation.asked_by, act.on)
    asked = (duties.ANSWER.rule, consultation.stream, ObligationState.OPEN)
    found = [one for one in act.held(Obligation) if (one.rule, one.about, one.state) == asked]
    strayed = [one for one in found if one.debtor_office != office]
    for one in strayed:
        act.edit(one, why={"reason": "尋ねた人の職が変わったため"}, debtor_office=office)
        act.tell(_tell(act, consultation, people_answering(office, None, act.on), one.title, consultation.question))
    return bool(strayed)


def ask_reading(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> None:
    """End the obligation to answer; open those to take the answer up, and to review what a deputy answered."""
    fulfil_duty(act, duties.ANSWER, consultation)
    own = still_of(consultation.section, consultation.asked_by, act.on)
    section = Debtor(Office.SECTION_HEAD, consultation.section)
    open_duty(
        act,
        duties.READ,
        consultation,
        Debtor(person=consultation.asked_by) if own else section,
        title=f"協議の回答を読み、終える:{consultation.topic}",
        link=(PAGE, consultation.pk),
    )
    _ask_later_review(act, consultation)


def _ask_later_review(act: Act, consultation: Consultation) -> None:
    principal = act.by.on_behalf_of
    if principal is None:
        return
    title = f"代決の後閲:{consultation}"
    open_duty(
        act,
        duties.LATER_REVIEW,
        consultation,
        Debtor(person=principal),
        title=title,
        link=(PAGE, consultation.pk),
    )
    body = f"{act.by.name}が代わって回答しました。"
    act.tell(Tell([principal], title, body, PAGE, consultation.pk, topic="review"))


def tell_answer(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell who asked, and the head of the section, what was answered."""
    people = section_people(consultation.section, consultation.asked_by, act.on)
    yield _tell(act, consultation, people, f"協議に回答がありました:{consultation.topic}", consultation.reply)


def end_reading(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> None:
    """End the obligation to take the answer up."""
    fulfil_duty(act, duties.READ, consultation)


def tell_closed(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell who answered what the section goes on to do; nobody where it says nothing. A deputy's principal too."""
    yield from tell_principal(act, f"代わって協議を終えました:{consultation.topic}", (PAGE, consultation.pk))
    if consultation.outcome and consultation.answered_by is not None:
        title = f"協議が終わりました:{consultation.topic}"
        yield _tell(act, consultation, [consultation.answered_by], title, consultation.outcome)


def end_asking(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> None:
    """Nothing waits for an answer any more."""
    void_duties(act, consultation)


def tell_withdrawn(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell who was to answer, and who asked, that the question is taken back; a deputy's principal too."""
    yield from tell_principal(act, f"代わって協議を取り下げました:{consultation.topic}", (PAGE, consultation.pk))
    answering = people_answering(office_to_answer(consultation.asked_by, act.on), None, act.on)
    people = [*answering, *person_or_head(consultation.section, consultation.asked_by, act.on)]
    title = f"協議が取り下げられました:{consultation.topic}"
    yield _tell(act, consultation, people, title, f"理由:{consultation.withdrawn_for}")


def end_later_review(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> None:
    """End the obligation to review."""
    fulfil_duty(act, duties.LATER_REVIEW, consultation)


def tell_objection(act: Act, consultation: Consultation, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the deputy, who asked with the head of the section, and the auditors that the principal objects."""
    deputy = [consultation.deputy] if consultation.deputy is not None else []
    section = section_people(consultation.section, consultation.asked_by, act.on)
    people = [*deputy, *section, *people_answering(Office.AUDITOR, None, act.on)]
    title = f"後閲で異議がありました:{consultation}"
    yield _tell(act, consultation, people, title, consultation.later_note)


def _tell(act: Act, consultation: Consultation, people: list[Person], title: str, body: str) -> Tell:
    told = [one for one in dict.fromkeys(people) if one != act.by.person]
    return Tell(told, title, body, PAGE, consultation.pk)


ANSWER = Move(
    Consultation.answer,
    "回答する",
    "協議に回答した",
    check=check_answer,
    examine=needs_text("reply", "回答を入力してください。", CLAUSE),
    effects=ask_reading,
    tells=tell_answer,
    decides=True,
    takes=("reply", "answered_by", "answered_as", "answered_on", "deputy", "deputy_for"),
    tone="ok",
)
CLOSE = Move(
    Consultation.close,
    "協議を終える",
    "回答を受けて、協議を終えた",
    check=check_close,
    effects=end_reading,
    tells=tell_closed,
    takes=("outcome", "ended_on"),
    tone="end",
)
WITHDRAW = Move(
    Consultation.withdraw,
    "協議を取り下げる",
    "協議を取り下げた",
    check=check_withdraw,
    examine=needs_text("withdrawn_for", "取り下げる理由を入力してください。", CLAUSE),
    effects=end_asking,
    tells=tell_withdrawn,
    takes=("withdrawn_for", "ended_on"),
    tone="end",
)
CONFIRM = Move(
    Consultation.confirm,
    "後閲済とする",
    "回答を後閲した",
    check=check_later_review,
    effects=end_later_review,
    official=True,
    takes=("later_note",),
    tone="ok",
)
OBJECT = Move(
    Consultation.raise_objection,
    "異議を記録する",
    "回答への異議を記録した",
    check=check_later_review,
    examine=needs_text("later_note", "異議の内容を入力してください。", CLAUSE),
    effects=end_later_review,
    tells=tell_objection,
    official=True,
    takes=("later_note",),
    tone="warn",
)

"""Asking ふるさと発信課長, answering, taking the answer up, asking on, taking back; each is one act (第10)."""

from datetime import datetime
from typing import Any

from accounts.models import Account
from approvals.consultations.clauses import CHOICES
from approvals.consultations.permissions import CLAUSE, check_about, check_ask, check_close
from approvals.models import Consultation, Request
from approvals.moves.consultation import ANSWER, CLOSE, CONFIRM, OBJECT, WITHDRAW, ask_answer
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date


def consult(
    *,
    by: Actor,
    at: datetime,
    topic: str,
    clause: str,
    question: str,
    account: Account | None = None,
    request: Request | None = None,
) -> Consultation:
    """Ask what the guideline leaves open, about an account, a request, or a case in general.

    A question about a request is one about its account too, where it has one already.

    Raises:
        Denied: for who acts for no section or may not see what is asked about, without a topic or a question.
    """
    with acting(by=by, at=at) as act:
        check_about(account, request, by, act.on)
        asked_about = {"account": account or (request.account if request is not None else None), "request": request}
        return _ask(act, topic=topic, clause=clause, question=question, **asked_about)


def _ask(act: Act, **values: Any) -> Consultation:
    section = check_ask(act.by, act.on)
    _examine(values)
    values |= {"topic": values["topic"].strip(), "question": values["question"].strip()}
    asked = act.create(Consultation, section=section, asked_by=act.by.person, asked_on=act.on, **values)
    ask_answer(act, asked)
    return asked


def _examine(values: dict[str, Any]) -> None:
    if not values["topic"].strip():
        raise Denied("件名を入力してください。", CLAUSE, field="topic")
    if not values["question"].strip():
        raise Denied("尋ねることを入力してください。", CLAUSE, field="question")
    if values["clause"] not in dict(CHOICES):
        raise Denied("関わる条項を選んでください。", CLAUSE, field="clause")


def answer_consultation(consultation: Consultation, *, by: Actor, at: datetime, seen: str, reply: str) -> Consultation:
    """Answer the question that was seen; what a deputy answers is reviewed later by the principal (代決 → 後閲).

    Raises:
        Denied: for everybody but ふるさと発信課長 and the deputy, for who asked, and without words.
        Conflict: it is answered already, or taken back.
    """
    facts: dict[str, Any] = {"reply": reply.strip(), "answered_by": by.person}
    facts |= {"answered_as": by.label, "answered_on": japan_date(at)}
    if by.on_behalf_of is not None:
        facts |= {"deputy": by.person, "deputy_for": by.on_behalf_of}
    return perform(consultation, ANSWER, by=by, at=at, seen=seen, **facts)


def close_consultation(consultation: Consultation, *, by: Actor, at: datetime, outcome: str = "") -> Consultation:
    """Take the answer up and end the consultation."""
    return perform(consultation, CLOSE, by=by, at=at, outcome=outcome.strip(), ended_on=japan_date(at))


def ask_on(consultation: Consultation, *, by: Actor, at: datetime, question: str) -> Consultation:
    """Ask further after an answer: this consultation ends, and one that follows it is asked in the same act.

    Raises:
        Denied: for everybody but who asked and the head of the section, and without words.
        Conflict: it is not answered, or ended already.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(consultation)
        check_close(held, by, act.on)
        act.perform(held, CLOSE, ended_on=act.on)
        kept = {name: getattr(held, name) for name in ("topic", "clause", "account", "request")}
        return _ask(act, follows=held, question=question, **kept)


def withdraw_consultation(consultation: Consultation, *, by: Actor, at: datetime, withdrawn_for: str) -> Consultation:
    """Take a question back that is not answered."""
    reason = withdrawn_for.strip()
    return perform(consultation, WITHDRAW, by=by, at=at, withdrawn_for=reason, ended_on=japan_date(at))


def review_answer(
    consultation: Consultation, *, by: Actor, at: datetime, seen: str, objects: bool, note: str = ""
) -> Consultation:
    """Confirm what a deputy answered, or record an objection (後閲); the answer stands.

    Raises:
        Denied: for everybody but the principal and who follows him or her, an objection without words.
        Conflict: it is not what was seen, or reviewed already.
    """
    return perform(consultation, OBJECT if objects else CONFIRM, by=by, at=at, seen=seen, later_note=note.strip())

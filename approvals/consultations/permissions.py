"""Who asks, answers, takes up, withdraws and reviews a consultation (第10); who sees which.

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from accounts.permissions import visible_to as accounts_visible_to
from approvals.audience import still_of
from approvals.consultations.sight import consultations_seen
from approvals.drafting import section_of
from approvals.models import Consultation, ConsultationQuerySet, Request
from approvals.permissions import requests_visible_to
from approvals.sight import terms_of, values_for
from core.audit.history import authors
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.reviewing import check_reviewer
from core.staff.authority import Capacity, capacities, current_unit, people_answering
from core.staff.models import Person, Unit
from core.staff.offices import NEXT_HIGHER, Office, office_label

CLAUSE = "第10"


def check_ask(by: Actor, on: date) -> Unit:
    """Let staff and heads of sections ask, each for the own section; return it.

    Raises:
        Denied: for every other office.
    """
    section = section_of(by, on)
    if section is None:
        raise Denied("協議するのは、課の職員です。", CLAUSE, "課の職員か課長としての職を選んでから、協議してください。")
    return section


def accounts_to_ask_about(person: Person, on: date) -> QuerySet[Account]:
    """Return the accounts about which a person may ask: those he or she may see, disposed ones left out."""
    return accounts_visible_to(person, on).filter(disposed_on=None)


def requests_to_ask_about(person: Person, on: date) -> QuerySet[Request]:
    """Return the requests about which a person may ask, in the same way."""
    return requests_visible_to(person, on).filter(disposed_on=None)


def check_about(account: Account | None, request: Request | None, by: Actor, on: date) -> None:
    """Refuse a question about an account or a request that is not for the asker's eyes.

    Raises:
        Denied: without telling which of the two it was, or whether it exists.
    """
    named = ((account, accounts_to_ask_about), (request, requests_to_ask_about))
    hidden = (record for record, seen in named if record is not None and not _among(record, seen, by, on))
    if next(hidden, None) is not None:
        raise Denied(
            "尋ねられるのは、見られるアカウントと起案についてです。", CLAUSE, "一覧にあるものを選んでください。"
        )


def _among(record: Account | Request, seen: Callable[[Person, date], QuerySet[Any]], by: Actor, on: date) -> bool:
    return by.person is not None and seen(by.person, on).filter(pk=record.pk).exists()


def may_ask(by: Actor, on: date) -> bool:
    """Tell whether somebody acts for a section that asks."""
    return section_of(by, on) is not None


def office_to_answer(asker: Person, on: date) -> Office:
    """Return the office that answers: ふるさと発信課長, or the next higher one where only the asker would answer.

    It is asked anew each day: who asked may come to hold the office, or leave it (`following` lets the duty go along).
    """
    office = Office.PR_SECTION_HEAD
    while office in NEXT_HIGHER and _only_the_asker(asker, people_answering(office, None, on)):
        office = NEXT_HIGHER[office]
    return office


def _only_the_asker(asker: Person, people: Sequence[Person]) -> bool:
    return bool(people) and all(person.pk == asker.pk for person in people)


def check_answer(consultation: Consultation, by: Actor, on: date) -> None:
    """Let ふるさと発信課長 answer, or who deputises: that is reviewed later. Nobody answers himself.

    Raises:
        Denied: for every other office, and for who asked.
    """
    office = office_to_answer(consultation.asked_by, on)
    if not by.holds(office):
        raise Denied(f"協議に回答するのは、{office_label(office)}です。", CLAUSE, "回答があるまで、お待ちください。")
    if by.person is not None and by.person.pk == consultation.asked_by_id:
        raise Denied("自分が尋ねた協議には、回答できません。", CLAUSE, "代決者か、上位の職に依頼してください。")


def check_close(consultation: Consultation, by: Actor, on: date) -> None:
    """Let who asked take the answer up, or ask on; the head of the section too, and its staff once the asker has gone.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(consultation.section, on)
    asker = by.person is not None and by.person.pk == consultation.asked_by_id
    if by.belongs_to(unit) and (asker or by.holds(Office.SECTION_HEAD, unit)):
        return
    if by.belongs_to(unit) and not still_of(unit, consultation.asked_by, on):
        return
    raise Denied(
        "回答を受けて進めるのは、尋ねた人とその課長です。",
        CLAUSE,
        f"{consultation.asked_by.name}さんに依頼してください。",
    )


def check_withdraw(consultation: Consultation, by: Actor, on: date) -> None:
    """Let the section that asked take its question back.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(consultation.section, on)
    if not by.belongs_to(unit):
        raise Denied(f"協議を取り下げるのは、{unit.name}の職員です。", CLAUSE, f"{unit.name}に依頼してください。")


def check_later_review(consultation: Consultation, by: Actor, on: date) -> None:
    """Let the principal review what the deputy answered, and who follows him or her (`core.lifecycle.reviewing`).

    Raises:
        Denied: for everybody else, and where no deputy has answered.
    """
    if consultation.deputy_for is None:
        raise Denied("代決されていない回答に、後閲はありません。", CLAUSE)

    def barred() -> set[int | None]:
        return {consultation.deputy_id, *authors(consultation)}

    check_reviewer(consultation.deputy_for, Office.PR_SECTION_HEAD, None, barred, by, on, CLAUSE)


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> ConsultationQuerySet:
    """Return the consultations a person may see on a day; none without a capacity.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return Consultation.objects.none()
    return Consultation.objects.filter(consultations_seen(terms_of(values_for(person, on, kept)), on))

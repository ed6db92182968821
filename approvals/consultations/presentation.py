"""A consultation as its page shows it: question and answer, what can be done, in which other office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.consultations.permissions import may_ask
from approvals.models import Consultation
from approvals.moves.consultation import ANSWER, CLOSE, CONFIRM, WITHDRAW
from core.lifecycle.actor import Actor
from core.ui.links import link

Rows = list[tuple[str, Any]]


@dataclass(frozen=True)
class Acts:
    """What the person at the page can do with a consultation."""

    answer: bool
    close: bool
    withdraw: bool
    review: bool

    @classmethod
    def of(cls, consultation: Consultation, actor: Actor, on: date) -> "Acts":
        """Ask the moves."""
        found = (move.why_not(consultation, actor, on) is None for move in (ANSWER, CLOSE, WITHDRAW, CONFIRM))
        return cls(*found)

    def offers_more_than(self, chosen: "Acts") -> bool:
        """Tell whether something can be done here that can not be done in the chosen capacity."""
        return any(getattr(self, name) and not getattr(chosen, name) for name in vars(self))


def switches_of(consultation: Consultation, acts: Acts, others: Sequence[Actor], on: date) -> list[Actor]:
    """Return the person's other capacities in which more can be done."""
    return [one for one in others if Acts.of(consultation, one, on).offers_more_than(acts)]


def answer_rows(consultation: Consultation) -> Rows:
    """Return who answered and what became of the answer; what has not come yet is left out."""
    answered, deputy = consultation.answered_by, consultation.deputy
    principal = consultation.deputy_for
    words = f"{answered.name}({consultation.answered_as})" if answered is not None else ""
    later = f"{consultation.get_later_review_display()}({principal.name})" if deputy and principal else ""
    rows: Rows = [
        ("回答した人", words),
        ("回答した日", consultation.answered_on),
        ("後閲", f"{later} {consultation.later_note}".strip()),
        ("回答を受けて行うこと", consultation.outcome),
        ("取り下げた理由", consultation.withdrawn_for),
        ("終えた日", consultation.ended_on),
    ]
    return [(name, value) for name, value in rows if value]


def about_link(consultation: Consultation, *, linked: bool) -> tuple[str, str]:
    """Return the words for what was asked about, and its address where it is `linked`: the reader may open it."""
    request, account = consultation.request, consultation.account
    if request is not None:
        url = link("approvals:request_detail", request.pk) if linked else ""
        return request.document_number or "番号の付いていない起案", url
    if account is not None:
        return account.title, link("accounts:account_detail", account.pk) if linked else ""
    return "特定のアカウントについてではありません", ""


def consult_url(name: str, pk: int, actor: Actor, on: date) -> str:
    """Return where an actor asks about an account or a request; empty for those who act for no section.

    Args:
        name: `account` or `request`, of which `pk` is the key.
    """
    return f"{link('approvals:consultation_new')}?{name}={pk}" if may_ask(actor, on) else ""

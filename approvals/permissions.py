"""Who may do what with requests, steps, filings and acquisitions; who sees which.

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import Account
from approvals.models import Filing, Request, Step
from approvals.models.step import office_name
from approvals.sight import ALL_FILINGS, filings_seen, requests_seen, terms_of, values_for
from approvals.states import RequestState, StepKind
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import (
    Capacity,
    answering_unit,
    capacities,
    current_unit,
    people_answering,
)
from core.staff.models import Person, Unit
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office

PERMISSION = "第4-1-(2)"


def check_section(section: Unit, by: Actor, on: date, what: str) -> None:
    """Let only the section itself act.

    Raises:
        Denied: for anybody outside it.
    """
    unit = current_unit(section, on)
    if not by.belongs_to(unit):
        raise Denied(f"{what}のは{unit.name}の職員です。", PERMISSION, f"{unit.name}に依頼してください。")


def check_draft(section: Unit, by: Actor, on: date) -> None:
    """Let the staff of an existing section draft a request."""
    check_section(section, by, on, "起案する")


def check_edit(request: Request, by: Actor, on: date) -> None:
    """Let the section edit while the request is with it."""
    check_section(request.section, by, on, "起案を直す")
    if request.state == RequestState.SUBMITTED:
        raise Denied("提出した起案は、このままでは直せません。", PERMISSION, "引き戻してから直してください。")
    if request.state not in {RequestState.DRAFT, RequestState.RETURNED}:
        raise Denied("終わった起案は直せません。", PERMISSION, "内容を変えるときは、新しく起案してください。")


def check_submit(request: Request, by: Actor, on: date) -> None:
    """Let the section submit."""
    check_section(request.section, by, on, "起案を提出する")


def check_pull_back(request: Request, by: Actor, on: date) -> None:
    """Let the section take its request back."""
    check_section(request.section, by, on, "起案を引き戻す")


def check_withdraw(request: Request, by: Actor, on: date) -> None:
    """Let the section withdraw its request."""
    check_section(request.section, by, on, "起案を取り下げる")


def authors_of(request: Request) -> set[int]:
    """Return the keys of those who drafted or edited a request or its attachments, from the trail itself."""
    return request.writers()


class Asked:
    """Who can answer one step on one day; read when first asked for, then the same for every move and office."""

    def __init__(self, step: Step, on: date) -> None:
        self._step = step
        self.on = on

    @cached_property
    def authors(self) -> set[int]:
        """Return the keys of those who drafted or edited what is decided."""
        return authors_of(self._step.request)

    @cached_property
    def people(self) -> list[Person]:
        """Return the holders of the office asked and their deputies."""
        return people_answering(self._step.office, self._step.unit, self.on)

    @property
    def free(self) -> list[Person]:
        """Return those of them who may decide: nobody who is an author."""
        return [person for person in self.people if person.pk not in self.authors]

    @property
    def all_barred(self) -> bool:
        """Tell whether everybody who could answer is an author; an office that nobody holds is vacant, not barred."""
        return bool(self.people) and not self.free


def asked(step: Step, on: date) -> Asked:
    """Return who can answer a step, kept with the step in hand."""
    known: Asked | None = step.asked
    if known is None or known.on != on:
        known = step.asked = Asked(step, on)
    return known


def asked_next(step: Step, following: Step, on: date) -> Asked:
    """Return who can answer the step after another one of the same request, which has the same authors."""
    found = asked(following, on)
    found.authors = asked(step, on).authors
    return found


def check_decide(step: Step, by: Actor, on: date) -> None:
    """Let only the office asked answer, and never for what the same person drafted or edited.

    Raises:
        Denied: another office, or the drafter or an editor (4-1-(2)), administrators included.
    """
    if not (answers(step, by, on) or steps_in(step, by, on)):
        raise Denied(
            f"この段階を決めるのは{step.office_name}です。",
            PERMISSION,
            "いまの段階と担当者は、上の段階の図で確かめられます。",
        )
    if by.person is not None and by.person.pk in asked(step, on).authors:
        raise Denied("自分が作った、または直した起案は決められません。", PERMISSION, way_round(step, on))


def answers(step: Step, by: Actor, on: date) -> bool:
    """Tell whether the actor holds the office asked, in person or as deputy."""
    return by.holds(step.office, _unit_answering(step, step.office, on))


def _unit_answering(step: Step, office: str, on: date) -> Unit | None:
    return None if office in CITY_WIDE else answering_unit(office, step.unit, on)


def steps_in(step: Step, by: Actor, on: date) -> bool:
    """Tell whether the actor's office is next above and all who could answer are barred as authors."""
    higher = NEXT_HIGHER.get(Office(step.office))
    if higher is None or not by.holds(higher, _unit_answering(step, higher, on)):
        return False
    return asked(step, on).all_barred


def office_stepping_in(step: Step, on: date) -> Office | None:
    """Return the next higher office when it may answer: all who were asked to decide are authors."""
    if step.kind == StepKind.CIRCULATE or not asked(step, on).all_barred:
        return None
    return NEXT_HIGHER.get(Office(step.office))


def office_to_answer(step: Step, on: date) -> Office:
    """Return the office that can answer now: the one asked, or the next higher one when it steps in."""
    return office_stepping_in(step, on) or Office(step.office)


def way_round(step: Step, on: date) -> str:
    """Say who can decide instead of an author: another holder or deputy, or the next higher office."""
    free = [person.name for person in asked(step, on).free]
    if free:
        return f"{'、'.join(free)}が決められます。"
    higher = NEXT_HIGHER.get(Office(step.office))
    if higher is None:
        return "代決者を定めてください。"
    title = office_name(higher, _unit_answering(step, higher, on) or step.unit)
    return f"代決者を定めるか、{title}が決めてください。"


def check_consent(step: Step, by: Actor, on: date) -> None:
    """Consent is for the section head and joint consents."""
    _require_kind(step, StepKind.CONSENT, StepKind.JOINT)
    check_decide(step, by, on)


def check_permit(step: Step, by: Actor, on: date) -> None:
    """Permission and denial are for the two offices of 4-1-(2)."""
    _require_kind(step, StepKind.PERMIT)
    check_decide(step, by, on)


def check_send_back(step: Step, by: Actor, on: date) -> None:
    """Every deciding step may return the request."""
    _require_kind(step, StepKind.CONSENT, StepKind.JOINT, StepKind.PERMIT)
    check_decide(step, by, on)


def check_read(step: Step, by: Actor, on: date) -> None:
    """Circulation is read by the office it goes to; having drafted does not matter."""
    _require_kind(step, StepKind.CIRCULATE)
    if not answers(step, by, on):
        raise Denied(f"この供覧を受けるのは{step.office_name}です。", "第1")


def _require_kind(step: Step, *kinds: StepKind) -> None:
    if step.kind not in kinds:
        raise Denied("この段階では、その操作はできません。", PERMISSION)


def check_acquire(account: Account, by: Actor, on: date) -> None:
    """Let the section record what it acquired; both permissions stand in the account's state."""
    check_section(account.section, by, on, "取得を記録する")


def check_start(account: Account, by: Actor, on: date) -> None:
    """Operation starts by the account manager's own act (4-1-(4))."""
    if not by.holds(Office.SECTION_HEAD, current_unit(account.section, on)):
        raise Denied(
            "運用を始めるのはアカウント管理者です。",
            "第4-1-(4)",
            f"{current_unit(account.section, on).name}長に依頼してください。",
        )


def check_file(filing: Filing, by: Actor, on: date) -> None:
    """The section files, unless the change or closure that it tells of was given up, or the office knows it already."""
    check_section(filing.account.section, by, on, "届け出る")
    if filing.is_wanted:
        return
    if filing.is_moot:
        raise Denied(
            "先に届け出た内容から、改めるところはありません。",
            filing.clause,
            "実施の日が、先に届け出た日と同じになりました。届け出ることはありません。",
        )
    if filing.has_lapsed:
        raise Denied(
            "実施の前にアカウントを廃止したので、予定日の訂正は届け出ません。",
            filing.clause,
            "廃止を、同じ届出先に届け出ます。",
        )
    if filing.notice is not None:
        raise Denied(
            f"この届出のもとになった変更・廃止は「{filing.notice.get_state_display()}」です。",
            filing.clause,
            "届け出ることはありません。",
        )


def check_receive(filing: Filing, by: Actor, on: date) -> None:
    """The office that the filing goes to receives: 総務部長, before an announcement 総合政策部長."""
    if not by.holds(filing.office):
        raise Denied(f"届出を受理するのは{filing.get_office_display()}です。", filing.clause)


def requests_visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> QuerySet[Request]:
    """Return the requests a person may see: the section's own, those of the route, those owed; all for auditors.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if Office.AUDITOR in {capacity.office for capacity in kept}:
        return Request.objects.all()
    return Request.objects.filter(requests_seen(terms_of(values_for(person, on, kept))))


def filings_visible_to(person: Person, on: date) -> QuerySet[Filing]:
    """Return the filings a person may see: those of visible requests and own notices, all for 総務部長."""
    kept = capacities(person, on)
    if ALL_FILINGS & {capacity.office for capacity in kept}:
        return Filing.objects.all()
    return Filing.objects.filter(filings_seen(terms_of(values_for(person, on, kept))))

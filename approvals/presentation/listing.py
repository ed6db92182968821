"""The rows of the list of requests: where each stands and who has it now, with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.states import AccountState
from approvals.models import Request, Step
from approvals.presentation.page import title_for
from approvals.presentation.people import Holders
from approvals.presentation.viewer import Viewer
from approvals.states import RequestState, StepKind, StepState
from core.staff.authority import office_filter, units_answered_by
from core.staff.models import UnitLevel
from core.staff.offices import Office

S = RequestState
DRAFTERS = frozenset({Office.STAFF, Office.SECTION_HEAD})
OPEN, ENDED = (S.DRAFT, S.SUBMITTED, S.RETURNED), (S.APPROVED, S.DENIED, S.WITHDRAWN)


@dataclass(frozen=True)
class Line:
    """One request as the list shows it."""

    request: Request
    title: str
    holder: str
    holder_note: str


@dataclass(frozen=True)
class Segment:
    """One cut of the list: its slug in the address, its label, its condition, and what to say when it is empty."""

    slug: str
    label: str
    condition: Q
    empty: str


def segments_of(viewer: Viewer) -> list[Segment]:
    """Return the cuts that mean something to the viewer, the first one shown at first."""
    found = []
    if viewer.actor.office in DRAFTERS:
        found.append(Segment("mine", "自分の課が出したもの", _own(viewer), "自分の課が作った起案は、まだありません。"))
    found += [
        Segment("turn", "自分の番", _turn(viewer), "いま、あなたの決裁や供覧を待っている起案はありません。"),
        Segment("open", "決裁中", Q(state=S.SUBMITTED), "決裁中の起案はありません。"),
        Segment("section", "作成中・差戻し", Q(state__in=[S.DRAFT, S.RETURNED]), "部署で書いている起案はありません。"),
        Segment("ended", "終わったもの", Q(state__in=ENDED), "許可・不許可・取下げで終わった起案はありません。"),
        Segment("all", "すべて", Q(), "見られる起案はありません。"),
    ]
    return found


def _own(viewer: Viewer) -> Q:
    """Return the condition that a request is of the actor's section."""
    unit = viewer.actor.unit
    sections = [above for above in unit.lineage() if above.level != UnitLevel.DEPARTMENT] if unit else []
    return Q(section__in=[pk for section in sections for pk in units_answered_by(section, viewer.on)])


def _turn(viewer: Viewer) -> Q:
    """Return the condition that a step waits for one of the viewer's offices."""
    asked = office_filter(viewer.capacities, viewer.on)
    return Q(Exists(Step.objects.filter(asked, request=OuterRef("pk"), state=StepState.PENDING)))


def lines_of(requests: Sequence[Request], viewer: Viewer) -> list[Line]:
    """Return the rows of one page."""
    pending = Step.objects.filter(request__in=requests, state=StepState.PENDING).exclude(kind=StepKind.CIRCULATE)
    steps = {step.request_id: step for step in pending.select_related("unit__parent__parent")}
    holders = Holders([(step.office, step.unit) for step in steps.values()], viewer.on)
    return [_line(request, steps.get(request.pk), holders, viewer) for request in requests]


def _line(request: Request, step: Step | None, holders: Holders, viewer: Viewer) -> Line:
    title = title_for(request, reads_draft=viewer.reads_drafts_of(request))
    if step is not None:
        return Line(request, title, step.office_name, holders.names(step.office, step.unit))
    return Line(request, title, *_after(request))


def _after(request: Request) -> tuple[str, str]:
    """Name who has a request that waits for no decision."""
    section = request.section.name
    if request.state in OPEN:
        return section, f"{request.drafter.name}(起案者)"
    if request.state != S.APPROVED or request.account is None:
        return "", ""
    state = request.account.state
    if state == AccountState.AUTHORISED:
        return section, "取得の記録"
    return (f"{section}長", "運用開始") if state == AccountState.ACQUIRED else ("", "")

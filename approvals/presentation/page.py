"""Everything the page of one request shows, gathered once."""

from typing import Any

from django.urls import reverse

from accounts.permissions import visible_to
from approvals.changes import changes_since_return
from approvals.consultations.presentation import consult_url
from approvals.models import Request
from approvals.presentation.buttons import buttons_of
from approvals.presentation.content import rows_of, shown_version
from approvals.presentation.decided import decisions_of
from approvals.presentation.matter import Matter
from approvals.presentation.panel import Panel, panel_of, readings_of
from approvals.presentation.people import Holders
from approvals.presentation.preview import preview_of_duties
from approvals.presentation.stepper import stepper_of
from approvals.presentation.trail import timeline_of
from approvals.presentation.viewer import UNSUBMITTED, Viewer
from approvals.states import RequestState


def title_for(request: Request, *, reads_draft: bool) -> str:
    """Return a request's title; outside its section under the name it was last submitted with."""
    if reads_draft or request.state not in UNSUBMITTED or request.account is None:
        return request.title
    return f"{request.account.title}の取得"


def decision_page(matter: Matter, viewer: Viewer) -> dict[str, Any]:
    """Return the context of a request's page for a viewer."""
    request, steps, holders = matter.request, matter.steps, matter.holders
    reads_draft = viewer.reads_drafts_of(request)
    shown = shown_version(request, matter.revisions, reads_draft=reads_draft)
    panel = panel_of(request, steps, viewer)
    mine = panel.step.pk if panel and panel.moves else None
    filing = matter.filing if request.state == RequestState.APPROVED else None
    return {
        "record": request,
        "heading": title_for(request, reads_draft=reads_draft),
        "reads_draft": reads_draft,
        "last": matter.revisions[-1] if matter.revisions else None,
        "stages": stepper_of(request, matter.stops, holders, viewer.on, filing=filing, mine=mine),
        "changes": changes_since_return(matter, reads_draft=reads_draft),
        "shown": shown,
        "content_title": "提出された内容" if shown.submitted else "いまの内容",
        "rows": rows_of(request, shown, holders, matter.naming, matter.attachments),
        "duties": preview_of_duties(request, viewer.on) if request.state == RequestState.SUBMITTED else [],
        "decisions": decisions_of(steps),
        "timeline": timeline_of(matter.trail, reads_draft=reads_draft),
        "panel": panel,
        "asked": _asked(panel, holders),
        "readings": readings_of(steps, viewer),
        "buttons": buttons_of(request, filing, viewer),
        "filing": filing,
        "consultations": matter.consultations,
        "consult_url": consult_url("request", request.pk, viewer.actor, viewer.on),
        "account_url": _account_url(request, viewer),
        "seen": request.fingerprint(),
    }


def _account_url(request: Request, viewer: Viewer) -> str:
    """Return the address of the account once it is acquired; nothing for those who read the request alone."""
    account, person = request.account, viewer.actor.person
    if account is None or account.acquired_on is None or person is None:
        return ""
    seen = visible_to(person, viewer.on, viewer.capacities).filter(pk=account.pk).exists()
    return reverse("accounts:account_detail", args=[account.pk]) if seen else ""


def _asked(panel: Panel | None, holders: Holders) -> str:
    """Name the office whose turn it is and who holds it."""
    if panel is None:
        return ""
    step = panel.step
    return f"{step.office_name}({holders.names(step.office, step.unit)})"

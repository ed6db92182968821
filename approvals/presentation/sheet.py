"""The decision sheet of a request (起案用紙): what its page says, arranged for one page of A4."""

from collections.abc import Sequence
from typing import Any

from approvals.models import Filing
from approvals.presentation.boxes import box_time, boxes_of
from approvals.presentation.content import rows_of, shown_version
from approvals.presentation.matter import Matter
from approvals.presentation.page import title_for
from approvals.presentation.stepper import decider
from approvals.presentation.viewer import Viewer
from core.audit.history import Entry

CLAUSE = "第4-1-(2)"
TOLD = frozenset({"submit", "pull_back", "withdraw", "send_back", "approve", "deny"})
"""Moves of a request that its course names; what was written in between is the section's own."""


def sheet_of(matter: Matter, viewer: Viewer) -> dict[str, Any]:
    """Return the context of a request's sheet for a viewer."""
    request, steps, revisions = matter.request, matter.steps, matter.revisions
    reads_draft = viewer.reads_drafts_of(request)
    shown = shown_version(request, revisions, reads_draft=reads_draft)
    course = [entry for entry in matter.trail if entry.move.startswith(f"{request._meta.label_lower}.")]
    return {
        "record": request,
        "heading": title_for(request, reads_draft=reads_draft),
        "clause": CLAUSE,
        "shown": shown,
        "boxes": boxes_of(request, steps, revisions[-1] if revisions else None, matter.filing),
        "rows": rows_of(request, shown, matter.holders, matter.naming, matter.attachments),
        "filing": _filed(matter.filing),
        "course": _course(course),
        "opinions": [(step, decider(step)) for step in steps if step.opinion],
        "code": course[0].code,
    }


def _filed(filing: Filing | None) -> str:
    if filing is None or filing.filed_at is None:
        return ""
    return f"{filing.document_number} {box_time(filing.filed_at)} {filing.get_state_display()}"


def _course(entries: Sequence[Entry]) -> str:
    """Return the moves of a request from the first on, each with its day; several of one act are one."""
    told = [entry for entry in reversed(entries) if TOLD & set(entry.move.rpartition(".")[2].split("+"))]
    return " → ".join(f"{box_time(entry.at)} {_words(entry)}" for entry in told)


def _words(entry: Entry) -> str:
    number = (entry.facts.get("changes") or {}).get("round")
    return f"第{number[1]}版を提出" if number else entry.label

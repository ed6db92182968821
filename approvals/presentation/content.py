"""The submitted content as the fact rows of a page, and which version of it a reader is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from approvals.models import Attachment, Request, Revision
from approvals.presentation.bodies import FIELDS, Body, Naming, day_of, headcount, label_of, text_of
from approvals.presentation.people import Holders
from approvals.presentation.viewer import UNSUBMITTED
from core.records import digest_of, short_code
from core.staff.offices import Office
from core.ui.markup import era

Row = tuple[str, Any, str]
HIDDEN_WHEN_EMPTY = {"common_name", "handle", "reply_note", "further"}


@dataclass(frozen=True)
class Shown:
    """One version of the content: what it says, its name and its code."""

    body: Body
    label: str
    code: str
    submitted: bool


def shown_version(request: Request, revisions: Sequence[Revision], *, reads_draft: bool) -> Shown:
    """Return the version a reader is shown: the last submitted one, or the draft for those who write it."""
    unsubmitted = request.state in UNSUBMITTED and reads_draft
    if revisions and not unsubmitted:
        last = revisions[-1]
        return Shown(last.body, str(last), short_code(last.digest), True)
    body = request.content() if reads_draft else {}
    return Shown(body, "未提出", short_code(digest_of(body)), False)


def rows_of(request: Request, shown: Shown, holders: Holders, naming: Naming, files: Sequence[Attachment]) -> list[Row]:
    """Return label, value and note of each field that a version fills, for `{% facts %}`.

    Args:
        holders: who holds offices, the section's head among them.
        naming: the names of what the version points to.
        files: the attachments of the request, removed ones included.
    """
    rows: list[Row] = []
    for name in FIELDS:
        value = _value(name, files, shown.body, naming)
        if value or name not in HIDDEN_WHEN_EMPTY:
            rows.append((label_of(name), value, headcount(shown.body) if name == "operators" else ""))
        if name == "section_id":
            rows.append(_manager(request, holders))
    return rows


def _manager(request: Request, holders: Holders) -> Row:
    """Return the account manager, who is the head of the section whoever that is (4-1-(4))."""
    names = holders.names(Office.SECTION_HEAD, request.section)
    return "アカウント管理者", f"{names}({request.section.name}長)", "課長の職に従います。第4-1-(4)"


def _value(name: str, files: Sequence[Attachment], body: Body, naming: Naming) -> str | SafeString:
    if name == "attachments":
        return _files(files, body)
    if name == "planned_start":
        day = day_of(body.get(name))
        return era(day) if day else ""
    return text_of(name, body, naming)


def _files(files: Sequence[Attachment], body: Body) -> SafeString | str:
    """Return the attachments of a version as links; one taken out since keeps its name without a link."""
    listed = [(str(name), str(sha256)) for name, sha256 in body.get("attachments") or []]
    if not listed:
        return ""
    removed_last = sorted(files, key=lambda one: (one.removed_at is None, one.removed_at))
    kept = {(one.name, one.sha256): one for one in removed_last}
    return format_html_join(SafeString("<br>"), "{}", ((_file(kept.get(pair), pair[0]),) for pair in listed))


def _file(found: Any, name: str) -> SafeString | str:
    if found is None:
        return f"{name}(外されています)"
    size = f"{max(found.size // 1024, 1):,} KB"
    return format_html('<a href="{}">{}</a> ({})', reverse("approvals:attachment", args=[found.pk]), name, size)

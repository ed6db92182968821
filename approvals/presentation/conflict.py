"""What a decider is shown when nothing was recorded: what was seen, what is now, what happened between."""

from dataclasses import dataclass
from typing import Any

from approvals.changes import changes_between
from approvals.models import Request, Revision, Step
from approvals.permissions import answers
from approvals.presentation.page import title_for
from approvals.presentation.panel import panel_of
from approvals.presentation.stepper import decider, steps_of
from approvals.presentation.trail import history_of, timeline_of
from approvals.presentation.viewer import Viewer
from approvals.states import RequestState, StepKind, StepState
from core.records import short_code
from core.ui.diffing import DiffItem
from core.ui.eras import era_datetime

CHANGED = "決裁していません。見ていた間に内容が変わりました"
DECIDED = "決裁していません。すでに決まっていました"
MOVED = "決裁していません。見ていた間に起案の状態が変わりました"


@dataclass(frozen=True)
class Difference:
    """The heading and the sentence of the banner, and the fields that differ where both versions may be read."""

    title: str
    banner: str
    sentence: str
    items: list[DiffItem]


def conflict_page(request: Request, step: Step, seen: str, viewer: Viewer) -> dict[str, Any]:
    """Return the context of the conflict page for a step that a viewer tried to decide."""
    revisions = list(request.revisions.order_by("number"))
    old = next((revision for revision in revisions if revision.fingerprint_seen == seen), None)
    steps, trail = steps_of(request), history_of(request)
    now = next((one for one in steps if one.pk == step.pk), step)
    reads_draft = viewer.reads_drafts_of(request)
    since = [entry for entry in trail if old is not None and entry.at > old.submitted_at]
    difference = _difference(request, now, old, revisions)
    return {
        "record": request,
        "heading": title_for(request, reads_draft=reads_draft),
        "difference": difference,
        "title": difference.title,
        "before": _version(old, "見ていた内容"),
        "after": _version(revisions[-1] if revisions else None, "いまの内容"),
        "since": timeline_of(since, reads_draft=reads_draft),
        "next_steps": _next_steps(request, steps, viewer),
        "read_label": f"{revisions[-1]}を読む" if difference.title == CHANGED else "起案を読む",
    }


def _version(revision: Revision | None, words: str) -> str:
    return f"{words}({revision} {short_code(revision.digest)})" if revision else words


def _difference(request: Request, step: Step, old: Revision | None, revisions: list[Revision]) -> Difference:
    """Say what is otherwise than it was seen; unsubmitted content is never compared."""
    if step.decided_at is not None:
        result = f"{decider(step)}が、{era_datetime(step.decided_at)}に「{step.get_state_display()}」としました。"
        return Difference(DECIDED, f"{step.office_name}の段階は、すでに済んでいます", result, [])
    if request.state != RequestState.SUBMITTED:
        return Difference(MOVED, *_moved(request), [])
    last = revisions[-1]
    if old is None:
        return Difference(CHANGED, f"いまの内容は{last}です", "どの版を見ていたのかは、確かめられませんでした。", [])
    if old.pk == last.pk:
        return Difference(MOVED, "ほかの操作と重なりました", "内容は変わっていません。", [])
    items = changes_between(old.body, last.body)
    sentence = "引き戻しまたは差戻しの後に、出し直されています。"
    same = "" if items else "書かれている内容は同じです。"
    return Difference(CHANGED, f"あなたが見ていたのは{old}、いまは{last}です", sentence + same, items)


def _moved(request: Request) -> tuple[str, str]:
    if request.state == RequestState.DRAFT:
        return (
            "この起案は引き戻されています",
            "部署で直しているところです。直した内容は、出し直されると読めるようになります。",
        )
    if request.state == RequestState.WITHDRAWN:
        return "この起案は取り下げられています", "決裁はもう要りません。"
    return f"この起案は「{request.get_state_display()}」になっています", "この段階の決裁は、もう要りません。"


def _next_steps(request: Request, steps: list[Step], viewer: Viewer) -> list[str]:
    """Say what the person can do now."""
    panel = panel_of(request, steps, viewer)
    if panel is None:
        waits = request.state in {RequestState.DRAFT, RequestState.RETURNED}
        return (
            ["出し直されて順番が来ると、受信箱に届きます。"]
            if waits
            else ["この起案について、決裁することはもうありません。"]
        )
    if panel.moves:
        return ["いまの内容を読み、変わったところを確かめてから、もう一度決裁してください。"]
    waiting = [one for one in steps if one.state == StepState.WAITING and one.kind != StepKind.CIRCULATE]
    mine = any(answers(one, actor, viewer.on) for one in waiting for actor in viewer.all)
    later = ["あなたの順番が来ると、受信箱に届きます。"] if mine else []
    return [f"いまは{panel.step.office_name}の段階です。あなたの番ではありません。", *later]

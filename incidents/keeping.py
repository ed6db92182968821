"""Making versions of playbooks: the data that the keeper of the guideline maintains (第7)."""

from collections.abc import Sequence
from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from incidents.models import Playbook
from incidents.models.incident import KIND_CHOICES
from incidents.permissions import CLAUSE, check_keep_playbooks
from incidents.playbooks import COLUMNS, SHIPPED, Step
from incidents.rules import left_out, problems_with_step
from incidents.states import IncidentKind
from incidents.tasking import ruling


def adopt_playbook(
    kind: str, *, by: Actor, at: datetime, steps: Sequence[Step], reason: str, seen: int | None = None
) -> Playbook:
    """Make the version of a playbook that rules from now on; incidents under way keep their tasks.

    Args:
        seen: the number of the version that the new one was written from, 0 for the shipped one; None asks nothing.

    Raises:
        Denied: for everybody but 総合政策部長, without a reason or steps, with two steps of one code, with a step that
            is not sound, and when a task that the guideline asks for is left out or weakened (7-1 to 7-4).
        Conflict: somebody else has made a version meanwhile.
    """
    with acting(by=by, at=at) as act:
        check_keep_playbooks(by)
        _examine(kind, steps, reason)
        last = ruling(kind)
        number = last.number if last is not None else 0
        if seen is not None and seen != number:
            raise Conflict(_made_meanwhile(last), last)
        made = {"made_by": by.person, "made_as": by.label, "made_on": act.on}
        stored = [step.stored() for step in steps]
        return act.create(Playbook, kind=kind, number=number + 1, steps=stored, reason=reason.strip(), **made)


def _made_meanwhile(last: Playbook | None) -> str:
    if last is None:
        return "はじめの手順のままです。"
    return f"{last.made_by.name}さんが第{last.number}版を定めました(理由:{last.reason})。"


def _examine(kind: str, steps: Sequence[Step], reason: str) -> None:
    if kind not in dict(KIND_CHOICES):
        raise Denied("問題の種類を選んでください。", CLAUSE, field="kind")
    if not reason.strip():
        raise Denied("直す理由を入力してください。", CLAUSE, field="reason")
    codes = [step.code for step in steps]
    if not steps or len(set(codes)) != len(codes):
        raise Denied("手順を1つ以上、それぞれ違う記号で入力してください。", CLAUSE)
    for step in steps:
        for column, sentence in problems_with_step(step.stored()).items():
            raise Denied(f"手順「{step.title}」の「{COLUMNS[column]}」を直してください。{sentence}", CLAUSE)
    weak = left_out(IncidentKind(kind), {step.code: step.grade for step in steps})
    if weak:
        named = {step.code: step for step in SHIPPED[IncidentKind(kind)]}
        words = "、".join(f"「{named[code].title}」" for code in weak)
        raise Denied(f"{words}は、ガイドラインが求めるので、外すことも弱めることもできません。", named[weak[0]].clause)

"""Making versions of playbooks: the data that the keeper of the guideline maintains (第7)."""

from collections.abc import Sequence
from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from incidents.models import Playbook
from incidents.models.incident import KIND_CHOICES
from incidents.permissions import CLAUSE, check_keep_playbooks
from incidents.playbooks import SHIPPED, Step
from incidents.rules import left_out
from incidents.states import IncidentKind
from incidents.tasking import ruling


def adopt_playbook(kind: str, *, by: Actor, at: datetime, steps: Sequence[Step], reason: str) -> Playbook:
    """Make the version of a playbook that rules from now on; incidents under way keep their tasks.

    Raises:
        Denied: for everybody but 総合政策部長, without a reason or steps, with two steps of one code, and when a task
            that the guideline asks for is left out or weakened (7-1 to 7-4).
    """
    with acting(by=by, at=at) as act:
        check_keep_playbooks(by)
        _examine(kind, steps, reason)
        last = ruling(kind)
        number = 1 if last is None else last.number + 1
        made = {"made_by": by.person, "made_as": by.label, "made_on": act.on}
        stored = [step.stored() for step in steps]
        return act.create(Playbook, kind=kind, number=number, steps=stored, reason=reason.strip(), **made)


def _examine(kind: str, steps: Sequence[Step], reason: str) -> None:
    if kind not in dict(KIND_CHOICES):
        raise Denied("問題の種類を選んでください。", CLAUSE, field="kind")
    if not reason.strip():
        raise Denied("直す理由を入力してください。", CLAUSE, field="reason")
    codes = [step.code for step in steps]
    if not steps or len(set(codes)) != len(codes):
        raise Denied("手順を1つ以上、それぞれ違う記号で入力してください。", CLAUSE)
    weak = left_out(IncidentKind(kind), {step.code: step.grade for step in steps})
    if weak:
        named = {step.code: step for step in SHIPPED[IncidentKind(kind)]}
        words = "、".join(f"「{named[code].title}」" for code in weak)
        raise Denied(f"{words}は、ガイドラインが求めるので、外すことも弱めることもできません。", named[weak[0]].clause)

"""Undoing that a problem was linked by mistake with what stood before it: a public warning, a closure (7-3, 第7).

What was begun from the problem itself stays: it is ended, or called off, by its own acts.
"""

from collections.abc import Sequence
from datetime import date, datetime

from approvals.notices.permissions import visible_to as notices_visible_to
from core.audit.history import Entry, history
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from incidents.audience import tell_represented
from incidents.chronicle import CLOSURE, IMITATION, linked_by
from incidents.doubles import goes_on_as, hold_with_target
from incidents.models import Incident, Task
from incidents.permissions import CLAUSE, check_lead, leads, way_on
from incidents.states import OVER, WORKED_ON, TaskState
from incidents.tasking import place_anew
from incidents.warning import CLAUSE as OF_WARNING
from incidents.warning import CODE

NO_WARNING = "この問題に結び付けた公開の警告はありません。"
NO_CLOSURE = "この問題に結び付けた廃止はありません。"
LOOK = "すでに外されていないか、問題の画面の経過で確かめてください。"


def check_unlink(incident: Incident, by: Actor, on: date) -> None:
    """Let who leads, and so may link, undo a link until the problem is over; of a double who leads what it goes on as.

    Raises:
        Denied: for everybody else, and afterwards.
    """
    if incident.merged_into is not None:
        _check_of_double(incident, by, on)
        return
    if incident.state in OVER:
        raise Denied(
            f"{incident.get_state_display()}の問題では、結び付きを外せません。",
            CLAUSE,
            way_on(incident, "誤って結び付けたものは、対応を再開してから外してください。"),
        )
    check_lead(incident, by, on)


def _check_of_double(incident: Incident, by: Actor, on: date) -> None:
    """Tell who may not read what it goes on as nothing of it: neither where it stands nor who leads it."""
    target = goes_on_as(incident)
    if not leads(target, by, on):
        raise Denied(
            "統合した問題の結び付きを外すのは、統合した先の対応を決める人です。",
            CLAUSE,
            "統合した先は、問題の画面に出ています。統合した先の対応を決める人に知らせてください。",
        )
    if target.state in OVER:
        raise Denied(
            f"統合した先が「{target.get_state_display()}」なので、結び付きを外せません。",
            CLAUSE,
            way_on(target, "誤って結び付けたものは、統合した先の対応を再開してから外してください。"),
        )


def linked_warning(incident: Incident) -> list[Entry]:
    """Return the acts that linked a warning with a problem, that of the present one first.

    Raises:
        Denied: where there is none, and where it was entered from the problem.
    """
    if incident.imitation_id is None:
        raise Denied(NO_WARNING, OF_WARNING, LOOK)
    given = linked_by(incident, IMITATION, history([incident.stream]))
    if not given:
        raise Denied(
            "この公開の警告は、この問題から登録したものなので、外せません。",
            OF_WARNING,
            "警告が要らないときは、ふるさと発信課が警告を終えてください。",
        )
    return given


def ended_by_link(incident: Incident, given: Sequence[Entry]) -> Task | None:
    """Return the step that was done by linking a warning, this one or one before; None where it was done otherwise.

    Args:
        given: the acts that linked one.
    """
    done = Task.objects.filter(incident=incident, code=CODE, state=TaskState.DONE).order_by("turn")
    last = {task.position: task for task in done}.values()
    by_link = [task for task in last if task.ended_at in {one.at for one in given}]
    return by_link[0] if by_link else None


def check_linked_closure(incident: Incident, by: Actor, on: date) -> None:
    """Refuse where no closure is linked that exists for the person, and where it was begun from the problem.

    Raises:
        Denied: with the way on.
    """
    assert by.person is not None
    key = incident.closure_id
    if key is None or not notices_visible_to(by.person, on).filter(pk=key).exists():
        raise Denied(NO_CLOSURE, CLAUSE, LOOK)
    if not linked_by(incident, CLOSURE, history([incident.stream])):
        raise Denied(
            "この廃止は、この問題から始めたものなので、外せません。",
            CLAUSE,
            "廃止をやめるときは、廃止の画面で中止してください。",
        )


def unlink_warning(
    incident: Incident, *, by: Actor, at: datetime, reason: str, puts_again: bool = False, seen: str | None = None
) -> Incident:
    """Let a warning that was linked by mistake be the problem's no more; it goes on warning.

    Args:
        puts_again: put the step that the linking did on the list once more; it stays done otherwise.
        seen: of the problem.

    Raises:
        Denied: as `check_unlink` and `linked_warning`; without a reason; to put again what is not worked on, or what
            the linking did not do.
        Conflict: the problem is another one than the person saw, or is merged just now.
    """
    with acting(by=by, at=at) as act:
        held = hold_with_target(act, incident)
        check_unlink(held, by, act.on)
        given = linked_warning(held)
        assert held.imitation is not None
        why = {"unlinked": held.imitation.title, "reason": _reason(reason, OF_WARNING)}
        if puts_again:
            _put_again(act, held, given)
        act.tell(*tell_represented(act, held, "公開の警告との結び付きを外しました"))
        return act.edit(held, seen=seen, why=why, imitation=None)


def _put_again(act: Act, incident: Incident, given: Sequence[Entry]) -> None:
    """Ask anew, as at first, for the step that a link did."""
    task = ended_by_link(incident, given)
    if task is None or incident.state not in WORKED_ON:
        raise Denied(
            "手順は、もう一度載せられません。",
            CLAUSE,
            "印を外して、結び付きだけを外してください。",
        )
    place_anew(act, task)


def unlink_closure(incident: Incident, *, by: Actor, at: datetime, reason: str, seen: str | None = None) -> Incident:
    """Let a closure that was linked by mistake be the problem's no more; its procedure goes on.

    Args:
        seen: of the problem.

    Raises:
        Denied: as `check_unlink` and `check_linked_closure`, and without a reason.
        Conflict: the problem is another one than the person saw, or is merged just now.
    """
    with acting(by=by, at=at) as act:
        held = hold_with_target(act, incident)
        check_unlink(held, by, act.on)
        check_linked_closure(held, by, act.on)
        act.tell(*tell_represented(act, held, "アカウントの廃止との結び付きを外しました"))
        return act.edit(held, seen=seen, why={"reason": _reason(reason, CLAUSE)}, closure=None)


def _reason(typed: str, clause: str) -> str:
    if not typed.strip():
        raise Denied("外す理由を入力してください。", clause, field="reason")
    return typed.strip()

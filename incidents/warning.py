"""Warning the public of an imitation out of an incident: the warning, the judgement and the doing in one act (7-3)."""

from datetime import date, datetime
from typing import Any

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from incidents.models import Task
from incidents.moves.task import DO, LAST, NEED
from incidents.states import TaskState
from publications.imitations.actions import AGAIN, open_imitation
from publications.imitations.models import Imitation
from publications.imitations.permissions import check_keep

CODE = "list"
"""The task of a playbook that a warning does."""
CLAUSE = "第7-3"
STANDS = "このアカウントには、すでに警告しています。"


def check_warns(task: Task) -> None:
    """Let this task alone be done by a warning, and none of a drill.

    Raises:
        Denied: for another task, and in a drill.
    """
    if task.code != CODE:
        raise Denied("この手順は、公開の警告で済ませるものではありません。", CLAUSE)
    if task.incident.is_drill:
        raise Denied("訓練では、公開の一覧に載せません。", CLAUSE, "載せたものとして、したことを記録してください。")


def check_warn(task: Task, by: Actor, on: date) -> None:
    """Let who keeps the warnings do this task by one, while it waits.

    Raises:
        Denied: the wrong person, task or moment.
    """
    check_warns(task)
    check_keep(by, on)
    if refusal := first_move(task).why_not(task, by, on):
        raise refusal


def first_move(task: Task) -> Move:
    """Return the move by which a warning does the task: the judgement, where it waits."""
    return NEED if task.state == TaskState.JUDGING else DO


def warn_public(task: Task, *, by: Actor, at: datetime, **values: Any) -> Task:
    """Enter a warning, and record the task as judged needed and done by it; where it recurs, for the last time.

    Args:
        values: of the warning, as `open_imitation` takes them.

    Raises:
        Denied: for everybody but ふるさと発信課長, in a drill, and where the warning itself is refused.
        Conflict: the task is done already, or was judged not needed.
    """
    with acting(by=by, at=at) as act:
        check_warns(task)
        imitation = _opened(act, values)
        held = act.lock(task)
        act.edit(held.incident, imitation=imitation)
        return finish_by(act, act.lock(task), f"公開の一覧で警告しました:{imitation.title}")


def _opened(act: Act, values: dict[str, Any]) -> Imitation:
    """Enter the warning; of one that stands already say how it becomes this problem's."""
    try:
        return open_imitation(act, **values)
    except Denied as refusal:
        if refusal.reason != AGAIN:
            raise
        way = "「登録済みの警告を結び付ける」を使ってください。"
        raise Denied(STANDS, CLAUSE, way, field=refusal.field) from refusal


def finish_by(act: Act, task: Task, result: str) -> Task:
    """Record a task as judged needed, where that waits, and done by a warning, for the last time."""
    if first_move(task) is NEED:
        task = act.perform(task, NEED, needed_by=act.by.person, needed_as=act.by.label, needed_at=act.at)
    ended: dict[str, Any] = {"ended_by": act.by.person, "ended_as": act.by.label, "ended_at": act.at}
    return act.perform(task, DO, result=result, next=LAST, **ended)

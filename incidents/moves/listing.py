"""The moves of a task that follow from others: put on the list, asked for, dropped with its incident or its kind."""

from collections.abc import Mapping
from typing import Any

from core.deadlines.duties import Debtor, Duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.periods.clock import japan_date
from incidents import duties
from incidents.models import Task
from incidents.models.incident import PAGE
from incidents.permissions import OF_BEARER, manager_office
from incidents.states import Bearer

WORDS = {duties.JUDGE: "必要か判断する", duties.WORK: "対応する"}
"""How the obligations about a task begin."""


def debtor_of(task: Task) -> Debtor:
    """Return the office that bears a task."""
    office = OF_BEARER.get(Bearer(task.bearer))
    if office is not None:
        return Debtor(office)
    return Debtor(manager_office(task.incident), task.incident.section)


def titles_of(task: Task) -> dict[Duty, str]:
    """Return what the obligations about a task are called; of a leak no title tells what is to be done."""
    incident = task.incident
    what = "" if incident.is_confidential else f" {task}"
    return {duty: f"{words}:{incident.shown}{what}" for duty, words in WORDS.items()}


def open_for(act: Act, duty: Duty, task: Task) -> None:
    """Open the obligation about a task; a drill puts nothing into anybody's inbox."""
    incident = task.incident
    if incident.is_drill:
        return
    assert task.due_at is not None
    open_duty(
        act,
        duty,
        task,
        debtor_of(task),
        title=titles_of(task)[duty],
        note="期限の時刻は、問題の画面にあります。",
        link=(PAGE, incident.pk),
        due_on=japan_date(task.due_at),
    )


def ask_work(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """Open the obligation to do it."""
    open_for(act, duties.WORK, task)


def ask_judgement(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """Open the obligation to judge."""
    open_for(act, duties.JUDGE, task)


def end_all(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """Nothing about it waits any more."""
    void_duties(act, task)


OWE = Move(Task.owe, "行うこととする", "必須の対応とした", effects=ask_work)
ASK = Move(Task.ask, "判断を求める", "必要かどうかの判断を求めた", effects=ask_judgement, tone="wait")
DROP = Move(Task.drop, "やめる", "行わないこととした", effects=end_all, tone="end")

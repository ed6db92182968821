"""Which playbook rules, and its steps copied to an incident (第7)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from core.audit.models import Event
from core.lifecycle.act import Act
from incidents.models import Incident, Playbook, Task
from incidents.moves.listing import ASK, OWE
from incidents.playbooks import SHIPPED, Step
from incidents.rules import ACCESS_TASKS, hours_after
from incidents.states import OPEN, Grade, IncidentKind, TaskState


def ruling(kind: str) -> Playbook | None:
    """Return the version of the playbook of a kind that rules, None while the shipped one does."""
    return Playbook.objects.filter(kind=kind).order_by("-number").first()


def standing(kind: str) -> tuple[int, tuple[Step, ...]]:
    """Return the steps that rule for a kind of problem with the number of their version, 0 for the shipped ones."""
    version = ruling(kind)
    if version is None:
        return 0, SHIPPED[IncidentKind(kind)]
    return version.number, tuple(map(Step.read, version.steps))


def steps_of(kind: str) -> tuple[Step, ...]:
    """Return the steps that rule for a kind of problem."""
    return standing(kind)[1]


def asks_for(kind: str, code: str) -> bool:
    """Tell whether the playbook that rules for a kind of problem has a step."""
    return any(step.code == code for step in steps_of(kind))


def copy_playbook(act: Act, incident: Incident, since: datetime) -> list[Task]:
    """Put the steps that rule on an incident's list; what must be done is owed, what depends is asked."""
    steps = enumerate(steps_of(incident.kind), 1)
    return [place(act, incident, step.stored() | {"position": position}, since) for position, step in steps]


def is_untouched(task: Task) -> bool:
    """Tell whether nobody has judged, done or repeated a task; one of a hijack taken up again comes by itself."""
    is_repeated = task.turn > 1 and task.again_hours > 0
    return not is_repeated and task.needed_at is None and task.ended_at is None and task.state != TaskState.VOID


def stands_in(kind: str) -> Callable[[Task], bool]:
    """Return the question whether a task is one of the steps that rule for a kind."""
    steps = {(step.code, step.title, step.grade) for step in steps_of(kind)}
    return lambda task: (task.code, task.title, task.grade) in steps


def going_on_since(incident: Incident) -> datetime:
    """Return since when it goes on: from its noticing, or from when it was taken up again the last time."""
    taken_up = f"{incident._meta.label_lower}.reopen"  # an act that does more to it says so after the verb
    last = Event.objects.filter(stream=incident.stream, move__startswith=taken_up).order_by("number").last()
    return incident.noticed_at if last is None else last.at


def add_playbook(act: Act, incident: Incident, since: datetime) -> list[Task]:
    """Put the steps that rule on the list of an incident that has tasks, but for those that stand there.

    The access of a hijack that was to be changed once more, and was not, comes once more.
    """
    listed = sorted(act.lock_all(Task, incident=incident.pk), key=attrgetter("turn", "pk"))
    last = max((task.position for task in listed), default=0)
    began_at = going_on_since(incident)
    columns: list[dict[str, Any]] = []
    for step in steps_of(incident.kind):
        same = [task for task in listed if (task.code, task.title) == (step.code, step.title)]
        done = next((task for task in reversed(same) if task.state != TaskState.VOID), None)
        if done is None:
            last += 1
            columns.append(step.stored() | {"position": last})
        elif _is_outdated(done, same, began_at):
            columns.append(step.stored() | {"position": done.position, "turn": same[-1].turn + 1})
    return [place(act, incident, one, since) for one in columns]


def _is_outdated(done: Task, same: Sequence[Task], began_at: datetime) -> bool:
    """Tell whether a settled task of a hijack's access is to be done anew.

    A later turn of it was dropped, or the problem was taken up again after it.

    Args:
        same: the turns of the task, the newest last.
    """
    if done.code not in ACCESS_TASKS or done.ended_at is None:
        return False
    return same[-1].state == TaskState.VOID or done.ended_at < began_at


def place(act: Act, incident: Incident, columns: Mapping[str, Any], since: datetime) -> Task:
    """Put one task on the list, due its hours after an instant."""
    values = {name: value for name, value in columns.items() if name != "hours"}
    minded = values["grade"] == Grade.MIND
    due_at = None if minded else hours_after(since, int(columns["hours"]))
    task = act.create(Task, incident=incident, due_at=due_at, **values)
    if minded:
        return task
    return act.perform(task, OWE if values["grade"] == Grade.MUST else ASK)


def place_again(act: Act, task: Task, since: datetime, hours: int | None = None) -> Task:
    """Put a task on the list once more, to be done without another judgement.

    Args:
        hours: until it is due; as the task itself recurs unless given.
    """
    columns = _once_more(task) | {"grade": Grade.MUST.value, "turn": task.turn + 1}
    columns |= {"hours": task.again_hours if hours is None else hours}
    return place(act, task.incident, columns, since)


def place_anew(act: Act, task: Task) -> Task:
    """Put a task on the list once more as it was asked for at first, a judgement too; its hours count from now."""
    listed = act.lock_all(Task, incident=task.incident_id)
    held = next(one for one in listed if one.pk == task.pk)
    turn = max(one.turn for one in listed if one.position == task.position) + 1
    shipped = (step for steps in SHIPPED.values() for step in steps)
    hours = {step.code: step.hours for step in (*shipped, *steps_of(held.incident.kind))}
    return place(act, held.incident, _once_more(held) | {"turn": turn, "hours": hours[held.code]}, act.at)


def _once_more(task: Task) -> dict[str, Any]:
    """Return the columns of a task that its next turn keeps."""
    kept = ("position", "code", "title", "words", "template", "grade", "bearer", "clause", "again_hours")
    return {name: getattr(task, name) for name in kept}


def access_once_more(act: Act, incident: Incident) -> list[dict[str, Any]]:
    """Return the next turns of the tasks by which a hijack's access is the city's again; all tasks are held."""
    tasks = act.lock_all(Task, incident=incident.pk)
    asked = [
        one for one in tasks if one.code in ACCESS_TASKS and one.grade != Grade.MIND and one.state != TaskState.VOID
    ]
    newest = {(task.code, task.title): task for task in sorted(asked, key=attrgetter("turn"))}
    hours = {step.code: step.hours for step in (*SHIPPED[IncidentKind.HIJACK], *steps_of(IncidentKind.HIJACK))}
    turns = {task.position: task.turn + 1 for task in sorted(tasks, key=attrgetter("turn"))}
    return [
        _once_more(task) | {"turn": turns[task.position], "hours": hours[task.code]}
        for task in sorted(newest.values(), key=attrgetter("position"))
        if task.state not in OPEN
    ]


def all_ruling() -> dict[str, tuple[int, tuple[Step, ...]]]:
    """Return the steps that rule for every kind with the number of their version, 0 for the shipped ones; one query."""
    newest = {one.kind: one for one in Playbook.objects.order_by("number")}
    return {
        kind.value: (newest[kind].number, tuple(map(Step.read, newest[kind].steps)))
        if kind in newest
        else (0, SHIPPED[kind])
        for kind in IncidentKind
    }

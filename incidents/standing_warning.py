"""Linking a problem with a public warning that stood before its task was done (7-3).

A warning stands for one problem that goes on: two problems of one imitation are one, and are merged. What is taken up
again leaves it to the problem that it was linked with since.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.memo import once, tell
from incidents.doubles import goes_on_as
from incidents.models import Incident, Task
from incidents.permissions import check_going_on, check_lead
from incidents.states import OVER, TaskState
from incidents.warning import CLAUSE, check_warns, finish_by, first_move
from publications.imitations.models import Imitation
from publications.imitations.permissions import keeps
from publications.imitations.states import ImitationState
from publications.public.answering import services
from publications.public.asking import loose_keys, read

TASKS = ("incidents.task",)
OFFERED_FOR = (TaskState.JUDGING, TaskState.OWED, TaskState.DONE)


def check_link(task: Task, by: Actor, on: date) -> None:
    """Let who leads link a standing warning, by the task while it waits, and afterwards where it was done otherwise.

    Raises:
        Denied: the wrong person, task or moment, and where a warning is linked already.
    """
    check_warns(task)
    check_going_on(task.incident)
    check_lead(task.incident, by, on)
    if task.incident.imitation_id is not None:
        raise Denied("この問題には、公開の警告がすでに結び付いています。", CLAUSE)
    if task.state not in OFFERED_FOR:
        raise Denied(
            f"この手順は「{task.get_state_display()}」です。公開の警告を結び付けられません。",
            CLAUSE,
            "警告していることを、経過に書き足してください。",
        )
    if task.is_open and (refusal := first_move(task).why_not(task, by, on)):
        raise refusal
    if _came_again(task):
        raise Denied("この手順は、もう一度載っています。", CLAUSE, "新しいほうの手順から結び付けてください。")


def _came_again(task: Task) -> bool:
    """Tell whether a later turn of a task stands on the list."""
    later = Task.objects.filter(incident=task.incident_id, position=task.position, turn__gt=task.turn)
    return once(("came again", task.pk), later.exclude(state=TaskState.VOID).exists, of=TASKS)


def tell_turns(tasks: Sequence[Task]) -> None:
    """Keep `check_link` from asking for what a page has read already.

    Args:
        tasks: all of an incident.
    """
    for task in tasks:
        later = (one.turn > task.turn for one in tasks if one.position == task.position and one.state != TaskState.VOID)
        tell(("came again", task.pk), any(later), of=TASKS)


def warnings_for(incident: Incident, by: Actor, on: date) -> QuerySet[Imitation]:
    """Return the standing warnings that may be linked: of the reported address, of the account that is imitated.

    ふるさと発信課, who reads them all, is offered every one that does not name another account of the city.
    """
    found = Imitation.objects.warned().select_related("platform")
    if incident.account_id is not None:
        found = found.filter(Q(resembles=None) | Q(resembles=incident.account_id))
    if keeps(by, on):
        return found
    reported = incident.post_url.strip()
    keys = [key for key in (read(reported, services()).key, *loose_keys(reported)) if key] if reported else []
    same = Q(key__in=keys) | Q(loose_key__in=keys)
    of_account = Q(resembles=incident.account_id) if incident.account_id is not None else Q()
    return found.filter(same | of_account) if keys or of_account else found.none()


def link_warning(task: Task, *, by: Actor, at: datetime, imitation: Imitation | None) -> Task:
    """Let a standing warning be that of a problem; a task that waits is judged needed and done by it.

    Raises:
        Denied: as `check_link`; without a warning, for one that has ended, that names another account, or that stands
            for another problem that goes on.
        Conflict: the task is done or judged meanwhile.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(task)
        check_link(held, by, act.on)
        warning = _examined(act, held.incident, imitation)
        why = {"linked": warning.title}
        act.edit(held.incident, why=why, imitation=warning)
        if not held.is_open:
            return held
        return finish_by(act, act.lock(held), f"登録済みの公開の警告を結び付けました:{warning.title}")


def _examined(act: Act, incident: Incident, imitation: Imitation | None) -> Imitation:
    """Return the warning, held, if it may be this problem's."""
    found = None
    if imitation is not None:
        found = warnings_for(incident, act.by, act.on).filter(pk=act.lock(imitation).pk).first()
    if found is None:
        raise Denied("結び付ける公開の警告を選んでください。", CLAUSE, field="imitation")
    if _stands_elsewhere(found, incident):
        raise Denied(
            "この警告は、終わっていないほかの問題のものです。同じことの報告なら、その問題に統合してください。",
            CLAUSE,
            field="imitation",
        )
    return act.lock(found)


def left_to_others(act: Act, incident: Incident, *, goes_on: Incident) -> str:
    """Return which warning of a problem, held from here on, stands for another one that goes on by now; else nothing.

    Args:
        goes_on: the problem itself, or what it was merged into.
    """
    if incident.imitation is None:
        return ""
    warning = act.lock(incident.imitation)
    stands = warning.state == ImitationState.WARNED and _stands_elsewhere(warning, goes_on)
    return warning.title if stands else ""


def leave_to_others(act: Act, doubles: Iterable[Incident], *, goes_on: Incident) -> None:
    """Take such warnings from the doubles of a problem that is taken up again."""
    for double in doubles:
        if unlinked := left_to_others(act, double, goes_on=goes_on):
            act.edit(double, why={"unlinked": unlinked}, imitation=None)


def _stands_elsewhere(warning: Imitation, incident: Incident) -> bool:
    """Tell whether a warning stands for another problem that goes on."""
    others = Incident.objects.filter(imitation=warning).exclude(pk=incident.pk).select_related("merged_into")
    return any(_goes_on_elsewhere(one, incident) for one in others.order_by("pk"))


def _goes_on_elsewhere(other: Incident, incident: Incident) -> bool:
    """Tell whether a problem, or what it was merged into, goes on and is not this one."""
    last = goes_on_as(other)
    return last.pk != incident.pk and last.state not in OVER

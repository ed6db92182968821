"""Going on with a public warning from the incident that it was entered for: what came of the requests, its end (7-3).

Where the imitation stands, and whom it resembles, is changed on the warning's own page; here what the public reads.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from incidents.models import Incident, Note, Task
from incidents.moves.task import DO, LAST
from incidents.permissions import check_going_on
from incidents.states import OPEN
from publications.imitations.actions import check_warned
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.permissions import CLAUSE, check_keep

OUTCOME = "outcome"
"""The task of a playbook that asks what came of the request for deletion."""


def update_warning(
    incident: Incident, *, by: Actor, at: datetime, words: str, outcome: str = "", seen: str | None = None
) -> Imitation:
    """Change what the public reads, and write down in the incident's course what came of a request for deletion.

    Args:
        outcome: may be empty; an incident that is over takes none.
        seen: of the warning.

    Raises:
        Denied: for everybody but ふるさと発信課, without words, and once the warning has ended.
        Conflict: the warning is not the one seen.
    """
    with acting(by=by, at=at) as act:
        check_keep(by, act.on)
        held = act.lock(incident)
        imitation = _warning_of(act, held)
        check_warned(imitation)
        if not words.strip():
            raise Denied("公開する説明を入力してください。", CLAUSE, field="words")
        if outcome.strip():
            check_going_on(held)
            written = {"written_by": by.person, "written_as": by.label, "written_at": at}
            act.create(Note, incident=held, words=f"公開の警告({imitation.title}):{outcome.strip()}", **written)
        return act.edit(imitation, seen=seen, words=words.strip())


def end_warning(
    incident: Incident, *, by: Actor, at: datetime, reason: str, settles: bool = False, seen: str | None = None
) -> Imitation:
    """Stop warning the public of the imitation that an incident is about; its course says so.

    Args:
        settles: whether that is also what came of the request for deletion, so that nothing more is asked of it.

    Raises:
        Denied: for everybody but ふるさと発信課, and without a reason; that came of nothing which still waits.
        Conflict: the warning has ended, or is not the one seen.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        ended = act.perform(_warning_of(act, held), END, seen=seen, reason=reason.strip(), ended_on=act.on)
        if settles:
            _settle(act, held, f"公開の警告を終えました({ended.title}):{ended.reason}")
        return ended


def may_settle(requests: Iterable[Task], by: Actor, on: date) -> bool:
    """Tell whether somebody may record what came of a request for deletion, which is still asked.

    Args:
        requests: of one incident, as `queries.requests_for_deletion` returns them.
    """
    return any(task.code == OUTCOME and task.state in OPEN and DO.why_not(task, by, on) is None for task in requests)


def _settle(act: Act, incident: Incident, result: str) -> None:
    """Record the outcome of the request for deletion, for the last time."""
    act.lock_all(Task, incident=incident.pk)
    waiting = [task for task in act.held(Task) if task.code == OUTCOME and task.state in OPEN]
    if not waiting:
        raise Denied(
            "削除の求めの結果は、もう待っていません。",
            CLAUSE,
            "印を外して、警告だけを終えてください。",
        )
    ended: dict[str, Any] = {"ended_by": act.by.person, "ended_as": act.by.label, "ended_at": act.at}
    for task in waiting:
        act.perform(task, DO, result=result, next=LAST, **ended)


def _warning_of(act: Act, incident: Incident) -> Imitation:
    """Return the warning of an incident, held.

    Raises:
        Denied: when none was entered.
    """
    if incident.imitation is None:
        raise Denied("この問題からは、公開の一覧で警告していません。", CLAUSE)
    return act.lock(incident.imitation)

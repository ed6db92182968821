"""Recording a hijack's new password together with the step that asked for it: one act (4-3-(2))."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from approvals.account_permissions import check_password_change
from approvals.actions import note_password_change
from core.deadlines.duties import hold_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import permits
from core.staff.models import Person
from incidents.models import Task
from incidents.moves.task import DO
from incidents.owing import CLAUSE, counts_from, password_owed
from incidents.rules import PASSWORD_TASK

NOT_OWED = "共用のパスワードの変更は、もう待っていません。"


def offers_change(task: Task, by: Actor, on: date) -> bool:
    """Tell whether somebody may record by this step, too, that the account's password was changed."""
    account = task.incident.account
    if task.code != PASSWORD_TASK or account is None or not permits(check_password_change, account, by, on):
        return False
    return bool(password_owed(task.incident))


def do_with_password(
    task: Task,
    *,
    by: Actor,
    at: datetime,
    result: str,
    next_one: str = "",
    changed_by: Person | None,
    changed_on: date | None,
) -> Task:
    """Record the doing of the step and, all or nothing, who changed the password and when; never the password.

    Raises:
        Denied: for another step, where nothing is owed, without person or day, for a day from before the hijack, and
            where the doing or the change itself is refused.
        Conflict: the step is done already.
    """
    with acting(by=by, at=at) as act:
        incident = act.lock(task.incident)
        account = act.lock(incident.account) if incident.account is not None else None
        held = act.lock(task)
        hold_duties(act, held, *([account] if account is not None else []))
        ended: dict[str, Any] = {"ended_by": by.person, "ended_as": by.label, "ended_at": at}
        done = act.perform(held, DO, result=result.strip(), next=next_one, **ended)
        owed = password_owed(incident) if held.code == PASSWORD_TASK else []
        if account is None or not owed:
            raise Denied(NOT_OWED, CLAUSE, "印を外して、したことだけを記録してください。")
        who, day = _examined(owed, changed_by, changed_on)
        note_password_change(act, account, changed_by=who, changed_on=day)
        return done


def _examined(owed: Sequence[Obligation], changed_by: Person | None, changed_on: date | None) -> tuple[Person, date]:
    """Return person and day of a change that does all that the hijack asks for."""
    if changed_by is None:
        raise Denied("変えた人を選んでください。", CLAUSE, field="changed_by")
    first = counts_from(owed)
    if changed_on is None or (first is not None and changed_on < first):
        raise Denied(
            "変えた日は、乗っ取りに気づいた日からきょうまでの日を入力してください。再開したときは、再開の日からです。",
            CLAUSE,
            field="changed_on",
        )
    return changed_by, changed_on

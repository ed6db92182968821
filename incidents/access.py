"""Recording a hijack's new password together with the step that asked for it: one act (4-3-(2))."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import Account
from approvals.account_permissions import check_password_change
from approvals.actions import note_password_change
from core.deadlines.duties import hold_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import permits
from core.periods.era import era_date
from core.staff.models import Person
from incidents.models import Task
from incidents.moves.task import DO
from incidents.owing import CLAUSE, counts_from, password_owed
from incidents.permissions import refuse_other_account
from incidents.rules import PASSWORD_TASK

WHY_FROM = "統合した報告も含めて、気づいた日か再開の日のうち、いちばん後の日からです。"


def first_day_offered(task: Task, by: Actor, on: date) -> date | None:
    """Return from which day on somebody may record by this step, too, that the account's password was changed.

    None where that is not offered: for another step, to who may not, and where nothing is owed.
    """
    account = task.incident.account
    if task.code != PASSWORD_TASK or account is None or not permits(check_password_change, account, by, on):
        return None
    return counts_from(password_owed(task.incident))


def not_owed() -> Denied:
    """Return the refusal of a change that nothing asks for any more."""
    return Denied(
        "共用のパスワードの変更は、もう待っていません。", CLAUSE, "印を外して、したことだけを記録してください。"
    )


def do_with_password(
    task: Task,
    *,
    by: Actor,
    at: datetime,
    account: Account,
    result: str,
    next_one: str = "",
    changed_by: Person | None,
    changed_on: date | None,
) -> Task:
    """Record the doing of the step and, all or nothing, who changed the password and when; never the password.

    Args:
        account: that of the incident, as the person read it.

    Raises:
        Denied: for another step, where nothing is owed, without person or day, for a day from before the hijack, and
            where the doing or the change itself is refused.
        Conflict: the step is done already; the incident is about another account by now, or about none.
    """
    with acting(by=by, at=at) as act:
        incident = act.lock(task.incident)
        refuse_other_account(incident, account)
        locked, held = act.lock(account), act.lock(task)
        hold_duties(act, held, locked)
        ended: dict[str, Any] = {"ended_by": by.person, "ended_as": by.label, "ended_at": at}
        done = act.perform(held, DO, result=result.strip(), next=next_one, **ended)
        owed = password_owed(incident) if held.code == PASSWORD_TASK else []
        if not owed:
            raise not_owed()
        who, day = _examined(owed, changed_by, changed_on)
        note_password_change(act, locked, changed_by=who, changed_on=day)
        return done


def _examined(owed: Sequence[Obligation], changed_by: Person | None, changed_on: date | None) -> tuple[Person, date]:
    """Return person and day of a change that does all that the hijack asks for."""
    if changed_by is None:
        raise Denied("変えた人を選んでください。", CLAUSE, field="changed_by")
    first = counts_from(owed)
    assert first is not None
    if changed_on is None or changed_on < first:
        raise Denied(
            f"変えた日は、{era_date(first)}からきょうまでの日を入力してください。{WHY_FROM}", CLAUSE, field="changed_on"
        )
    return changed_by, changed_on

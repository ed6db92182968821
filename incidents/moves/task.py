"""The moves of a task that people make: judged, done (第7)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import fulfil_duty
from core.lifecycle.act import Act
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from incidents import duties
from incidents.audience import tell_represented
from incidents.models import Task
from incidents.moves.incident import RESPOND
from incidents.moves.listing import ask_work
from incidents.permissions import CLAUSE, check_do, check_judge, way_on
from incidents.states import WORKED_ON, IncidentState
from incidents.tasking import place_again

Check = Callable[[Task, Actor, date], None]
AGAIN, LAST = "again", "last"


def while_worked_on(check: Check) -> Check:
    """Return a check that also refuses once the incident is over."""

    def checked(task: Task, by: Actor, on: date) -> None:
        if task.incident.state not in WORKED_ON:
            raise Denied(
                f"{task.incident.get_state_display()}の問題では、対応の手順を進められません。",
                CLAUSE,
                way_on(task.incident, "まだ終わっていないときは、対応を再開してください。"),
            )
        check(task, by, on)

    return checked


def begin_responding(act: Act, task: Task) -> None:
    """Take the first thing done about an incident as the beginning of the response."""
    incident = act.lock(task.incident)
    if incident.state == IncidentState.ACKNOWLEDGED:
        act.perform(incident, RESPOND)


def go_on(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """End the obligation to judge; its doing is owed."""
    fulfil_duty(act, duties.JUDGE, task)
    ask_work(act, task, facts)
    begin_responding(act, task)


def let_be(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """End the obligation to judge."""
    fulfil_duty(act, duties.JUDGE, task)
    begin_responding(act, task)


def examine_result(task: Task, facts: Mapping[str, Any], on: date) -> None:
    """Ask what was done; of what recurs also whether it is done once more.

    Raises:
        Denied: at the field to mend.
    """
    needs_text("result", "したことを入力してください。", task.clause)(task, facts, on)
    if task.again_hours and facts.get("next") not in {AGAIN, LAST}:
        raise Denied("もう一度行うか、これで終わるかを選んでください。", task.clause, field="next")


def finish(act: Act, task: Task, facts: Mapping[str, Any]) -> None:
    """End the obligation; what recurs comes onto the list once more where that was chosen."""
    fulfil_duty(act, duties.WORK, task)
    begin_responding(act, task)
    if task.again_hours and facts.get("next") == AGAIN:
        assert task.ended_at is not None
        place_again(act, task, task.ended_at)


def tell_needed(act: Act, task: Task, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, task.incident, "対応を必要と判断しました")


def tell_skipped(act: Act, task: Task, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, task.incident, "対応を不要と判断しました")


def tell_done(act: Act, task: Task, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, task.incident, "対応を記録しました")


NEED = Move(
    Task.need,
    "必要と判断する",
    "必要と判断した",
    check=while_worked_on(check_judge),
    effects=go_on,
    tells=tell_needed,
    takes=("needed_for", "needed_by", "needed_as", "needed_at"),
    tone="warn",
)
SKIP = Move(
    Task.skip,
    "不要と判断する",
    "不要と判断した",
    check=while_worked_on(check_judge),
    examine=needs_text("unneeded_for", "不要と判断した理由を入力してください。", CLAUSE),
    effects=let_be,
    tells=tell_skipped,
    takes=("unneeded_for", "ended_by", "ended_as", "ended_at"),
    tone="end",
)
DO = Move(
    Task.do,
    "したことを記録する",
    "対応した",
    check=while_worked_on(check_do),
    examine=examine_result,
    effects=finish,
    tells=tell_done,
    takes=("result", "ended_by", "ended_as", "ended_at"),
    tone="ok",
)

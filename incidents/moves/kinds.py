"""The change of an acknowledged problem's kind: the circle of a leak closes or opens, other tasks come (第7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import hold_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from incidents.audience import overseers, participants, tell, tell_represented
from incidents.models import Incident, Task
from incidents.models.incident import KIND_CHOICES
from incidents.moves.circle import follow_kind
from incidents.moves.examining import examine_kind
from incidents.moves.listing import DROP
from incidents.moves.passwords import follow_access
from incidents.permissions import CLAUSE, check_lead
from incidents.states import IncidentKind
from incidents.tasking import add_playbook, is_untouched, stands_in

KINDS = dict(KIND_CHOICES)


def examine_other_kind(incident: Incident, facts: Mapping[str, Any], on: date) -> None:
    """Ask for another kind than the present one, and why.

    Raises:
        Denied: for none of the kinds, for the present one, and without the reason.
    """
    examine_kind(incident, facts, on)
    if facts["kind"] == incident.kind:
        raise Denied("いまと違う種類を選んでください。", CLAUSE, field="kind")
    needs_text("reason", "種類を改める理由を入力してください。", CLAUSE)(incident, facts, on)


def change_tasks(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """Drop the tasks that nobody has touched and the new playbook does not ask for; put its own on the list.

    What was recorded or decided stays. The account is held before the tasks, these before any obligation (lock order).
    """
    if incident.account is not None:
        act.lock(incident.account)
    tasks = act.lock_all(Task, incident=incident.pk)
    hold_duties(act, incident, *tasks)
    follow_access(act, incident)
    stays = stands_in(incident.kind)
    for task in tasks:
        if is_untouched(task) and not stays(task):
            act.perform(task, DROP)
    add_playbook(act, incident, act.at)
    follow_kind(act, incident)


def tell_retyped(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part; of a leak that is none any more also the offices that look over who leads."""
    before = IncidentKind(facts["kind_before"])
    opened = [] if before != IncidentKind.LEAK else overseers(act, incident)
    words = f"{KINDS[before]} → {incident.get_kind_display()}\n理由:{facts['reason']}"
    yield from tell(act, incident, [*participants(act, incident), *opened], "問題の種類を改めました", words)
    yield from tell_represented(act, incident, "問題の種類を改めました")


RETYPE = Move(
    Incident.retype,
    "種類を改める",
    "種類を改めた",
    check=check_lead,
    examine=examine_other_kind,
    effects=change_tasks,
    tells=tell_retyped,
    takes=("kind",),
    tone="warn",
)

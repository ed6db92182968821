"""The moves of an incident: known, worked on, contained, closed, opened again; a false alarm, a double (第7)."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.periods.clock import japan_date
from incidents import duties
from incidents.audience import participants, tell, tell_represented
from incidents.models import Incident, Task
from incidents.models.incident import PAGE
from incidents.moves.circle import follow_kind
from incidents.moves.examining import examine_double, examine_false_alarm, examine_kind, examine_lessons, examine_open
from incidents.moves.listing import DROP
from incidents.moves.passwords import follow_access, forget_password, owe_access_again
from incidents.permissions import CLAUSE, check_acknowledge, check_lead, manager_office
from incidents.states import OPEN
from incidents.tasking import copy_playbook


def ask_acknowledgement(act: Act, incident: Incident) -> None:
    """Open the obligation to acknowledge a report; none in a drill."""
    if incident.is_drill:
        return
    open_duty(
        act,
        duties.ACKNOWLEDGE,
        incident,
        Debtor(manager_office(incident), incident.section),
        title=duties.title_of(duties.ACKNOWLEDGE, incident.shown),
        note=f"{incident.reported_by.name}からの報告です。目標の時刻は、問題の画面にあります。",
        link=(PAGE, incident.pk),
        due_on=japan_date(incident.acknowledge_by),
    )


def begin_tasks(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End the duty to acknowledge, copy the playbook; of a hijacked account the password's change becomes due.

    Its kind may be another now: then none is due, what its doubles asked for neither.
    """
    follow_access(act, incident)
    follow_kind(act, incident)
    fulfil_duty(act, duties.ACKNOWLEDGE, incident)
    assert incident.acknowledged_at is not None
    copy_playbook(act, incident, incident.acknowledged_at)


def tell_acknowledged(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part that it is known."""
    yield from tell(act, incident, participants(act, incident), "問題を覚知しました")
    yield from tell_represented(act, incident, "問題を覚知しました")


def ask_lessons(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """Open the obligation to look back; none in a drill."""
    if incident.is_drill:
        return
    open_duty(
        act,
        duties.LESSONS,
        incident,
        Debtor(manager_office(incident), incident.section),
        title=duties.title_of(duties.LESSONS, incident.shown),
        link=(PAGE, incident.pk),
        occurrence=str(incident.version),
    )


def tell_contained(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part that the problem itself is over."""
    yield from tell(act, incident, participants(act, incident), "問題が収束しました", incident.contained_words)
    yield from tell_represented(act, incident, "問題を収束としました")


def end_lessons(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End the obligation to look back, open that to take the measures."""
    fulfil_duty(act, duties.LESSONS, incident)
    if incident.measures_due_on is not None and not incident.is_drill:
        open_duty(
            act,
            duties.FOLLOW_UP,
            incident,
            Debtor(manager_office(incident), incident.section),
            title=duties.title_of(duties.FOLLOW_UP, incident.shown),
            link=(PAGE, incident.pk),
            occurrence=str(incident.version),
            due_on=incident.measures_due_on,
        )


def tell_closed(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, incident, "問題を完了としました")


def end_follow_up(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End the obligation to take the measures."""
    fulfil_duty(act, duties.FOLLOW_UP, incident)


def tell_followed_up(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, incident, "再発防止の実施を記録しました")


def take_up(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """Nothing is looked back on while it goes on; a hijack asks for another password and the roles once more."""
    owe_access_again(act, incident)
    void_duties(act, incident, duties.LESSONS, duties.FOLLOW_UP)


def tell_reopened(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part that it goes on."""
    yield from tell(act, incident, participants(act, incident), "問題への対応を再開しました", facts["reason"])
    yield from tell_represented(act, incident, "問題への対応を再開しました")


def drop_all(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End what waits about it and its tasks."""
    for task in act.lock_all(Task, incident=incident.pk):
        if task.state in OPEN:
            act.perform(task, DROP)
    void_duties(act, incident)


def join_other(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End what waits about a double; of a leak its own doubles and all titles follow."""
    drop_all(act, incident, facts)
    follow_kind(act, incident)


def drop_false_alarm(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End what waits about a false alarm, and the new password that its account owed for it."""
    forget_password(act, incident)
    drop_all(act, incident, facts)


def tell_dismissed(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the reporter and everybody with a part why it was no problem."""
    reason = f"理由:{incident.dismissed_for}"
    yield from tell(act, incident, participants(act, incident), "該当なしとしました", reason)
    yield from tell_represented(act, incident, "該当なしとしました")


def tell_merged(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part where it goes on, and those who go on with it."""
    other = incident.merged_into
    assert other is not None
    where = f"統合した先:{other.number}"
    yield from tell(act, incident, participants(act, incident), "ほかの問題に統合しました", where)
    yield from tell(act, other, participants(act, other), "ほかの報告を統合しました", f"統合した報告:{incident.number}")
    yield from tell_represented(act, incident, "問題をほかの問題に統合しました")


ACKNOWLEDGE = Move(
    Incident.acknowledge,
    "覚知する",
    "覚知した",
    check=check_acknowledge,
    examine=examine_kind,
    effects=begin_tasks,
    tells=tell_acknowledged,
    takes=("kind", "acknowledged_by", "acknowledged_as", "acknowledged_at", "review_at"),
    tone="warn",
)
RESPOND = Move(Incident.respond, "対応を始める", "対応を始めた", tone="warn")
CONTAIN = Move(
    Incident.contain,
    "収束にする",
    "収束とした",
    check=check_lead,
    examine=examine_open,
    effects=ask_lessons,
    tells=tell_contained,
    takes=("contained_words", "contained_at"),
    tone="ok",
)
CLOSE = Move(
    Incident.close,
    "完了にする",
    "振り返りを記録し、完了とした",
    check=check_lead,
    examine=examine_lessons,
    effects=end_lessons,
    tells=tell_closed,
    takes=("causes", "measures", "closed_at", "ended_on", "measures_due_on"),
    tone="end",
)
FOLLOW_UP = Move(
    Incident.follow_up,
    "再発防止の実施を記録する",
    "再発防止の実施を記録した",
    check=check_lead,
    examine=needs_text("measures_done", "再発を防ぐためにしたことを入力してください。", CLAUSE),
    effects=end_follow_up,
    tells=tell_followed_up,
    takes=("measures_done",),
    tone="ok",
)
REOPEN = Move(
    Incident.reopen,
    "対応を再開する",
    "対応を再開した",
    check=check_lead,
    examine=needs_text("reason", "再開する理由を入力してください。", CLAUSE),
    effects=take_up,
    tells=tell_reopened,
    takes=("review_at", "unlinked"),
    tone="warn",
)
DISMISS = Move(
    Incident.dismiss,
    "該当なしとする",
    "該当なしとした",
    check=check_lead,
    examine=examine_false_alarm,
    effects=drop_false_alarm,
    tells=tell_dismissed,
    takes=("dismissed_for", "ended_on"),
    tone="end",
)
MERGE = Move(
    Incident.merge,
    "ほかの問題に統合する",
    "ほかの問題に統合した",
    check=check_lead,
    examine=examine_double,
    effects=join_other,
    tells=tell_merged,
    takes=("merged_into", "ended_on"),
    tone="end",
)

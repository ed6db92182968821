"""The moves of an incident: known, worked on, contained, closed, opened again; a false alarm, a double (第7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from approvals import duties as approval_duties
from approvals.account_permissions import HELD
from approvals.moves.words import needs_text
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, retitle_duties, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.periods.clock import japan_date
from core.staff.offices import Office
from incidents import duties
from incidents.audience import participants, tell, tell_represented
from incidents.models import Incident, Statement, Task
from incidents.models.incident import KIND_CHOICES, PAGE
from incidents.moves.listing import DROP
from incidents.permissions import CLAUSE, check_acknowledge, check_lead, manager_office
from incidents.rules import still_open
from incidents.states import OPEN, UNDER_WAY, UNSAID, IncidentKind
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


def examine_kind(incident: Incident, facts: Mapping[str, Any], on: date) -> None:
    """Ask for the kind of problem, by which the playbook is chosen; a leak is taken for another one with a reason.

    Raises:
        Denied: for none of the kinds, and without the reason.
    """
    if facts.get("kind") not in dict(KIND_CHOICES):
        raise Denied("問題の種類を選んでください。", CLAUSE, field="kind")
    if incident.is_confidential and facts["kind"] != IncidentKind.LEAK:
        needs_text("reason", "情報漏えいではないと判断した理由を入力してください。", CLAUSE)(incident, facts, on)


def begin_tasks(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End the duty to acknowledge, copy the playbook; of a hijacked account the password's change becomes due.

    What waits about the report is called anew: its kind may be another now, a leak of which no title tells.
    """
    _ask_password_change(act, incident)
    for duty in duties.TITLES:
        retitle_duties(act, duty, incident, duties.title_of(duty, incident.shown))
    fulfil_duty(act, duties.ACKNOWLEDGE, incident)
    assert incident.acknowledged_at is not None
    copy_playbook(act, incident, incident.acknowledged_at)


def _ask_password_change(act: Act, incident: Incident) -> None:
    """Open the obligation that a change of staff opens; the account is held before any obligation (lock order)."""
    if incident.is_drill or incident.account is None or incident.kind != IncidentKind.HIJACK:
        return
    account = act.lock(incident.account)
    if account.state not in HELD:
        return
    open_duty(
        act,
        approval_duties.PASSWORD,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"共用のパスワードを変える:{account.title}",
        note=f"乗っ取りの報告({incident.number})を覚知しました。",
        link=("approvals:password_changed", account.pk),
        occurrence=incident.stream,
    )


def tell_acknowledged(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part that it is known."""
    yield from tell(act, incident, participants(act, incident), "問題を覚知しました")
    yield from tell_represented(act, incident, "問題を覚知しました")


def examine_open(incident: Incident, facts: Mapping[str, Any], on: date) -> None:
    """Refuse the end of a problem while a task waits.

    Raises:
        Denied: with the number of tasks.
    """
    needs_text("contained_words", "どう収束したかを入力してください。", CLAUSE)(incident, facts, on)
    left = still_open(Task.objects.filter(incident=incident).values_list("state", flat=True))
    if left:
        raise Denied(
            f"済んでいない対応か、記録していない判断が{left}件あるので、収束にできません。",
            CLAUSE,
            "対応したことか、要らないと判断した理由を記録してください。",
        )


def ask_lessons(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """Open the obligation to look back; none in a drill."""
    if incident.is_drill:
        return
    open_duty(
        act,
        duties.LESSONS,
        incident,
        Debtor(manager_office(incident), incident.section),
        title=f"原因と再発防止を振り返る:{incident.shown}",
        link=(PAGE, incident.pk),
        occurrence=str(incident.version),
    )


def tell_contained(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part that the problem itself is over."""
    yield from tell(act, incident, participants(act, incident), "問題が収束しました", incident.contained_words)
    yield from tell_represented(act, incident, "問題を収束としました")


def examine_lessons(incident: Incident, facts: Mapping[str, Any], on: date) -> None:
    """Ask for causes and measures, and that no statement waits.

    Raises:
        Denied: without one of them, with a day that has passed, and with the number of statements that wait.
    """
    needs_text("causes", "原因を入力してください。", CLAUSE)(incident, facts, on)
    needs_text("measures", "再発を防ぐためにすることを入力してください。", CLAUSE)(incident, facts, on)
    due_on = facts.get("measures_due_on")
    if due_on is not None and due_on < on:
        raise Denied("終える予定の日は、きょう以後の日を入力してください。", CLAUSE, field="measures_due_on")
    unsaid = Statement.objects.filter(incident=incident, state__in=UNSAID).count()
    if unsaid:
        raise Denied(
            f"発表していない文が{unsaid}件あるので、完了にできません。",
            CLAUSE,
            "発表を記録するか、取りやめてください。",
        )


def end_lessons(act: Act, incident: Incident, facts: Mapping[str, Any]) -> None:
    """End the obligation to look back, open that to take the measures."""
    fulfil_duty(act, duties.LESSONS, incident)
    if incident.measures_due_on is not None and not incident.is_drill:
        open_duty(
            act,
            duties.FOLLOW_UP,
            incident,
            Debtor(manager_office(incident), incident.section),
            title=f"再発防止の実施を記録する:{incident.shown}",
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
    """Nothing is looked back on while it goes on."""
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


def tell_dismissed(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the reporter and everybody with a part why it was no problem."""
    reason = f"理由:{incident.dismissed_for}"
    yield from tell(act, incident, participants(act, incident), "該当なしとしました", reason)
    yield from tell_represented(act, incident, "該当なしとしました")


def examine_double(incident: Incident, facts: Mapping[str, Any], on: date) -> None:
    """Ask for another incident that goes on; a drill and what is real are never one.

    Raises:
        Denied: without one, for itself, for one that is over, and for one that is confidential otherwise than this.
    """
    other = facts.get("merged_into")
    if other is None or other.pk == incident.pk:
        raise Denied("統合する先の問題を選んでください。", CLAUSE, field="merged_into")
    if other.state not in UNDER_WAY:
        raise Denied("対応の終わった問題には、統合できません。", CLAUSE, field="merged_into")
    if other.is_drill != incident.is_drill:
        raise Denied("訓練と実際の問題は、統合できません。", CLAUSE, field="merged_into")
    if incident.is_confidential and not other.is_confidential:
        raise Denied("情報漏えいの問題は、情報漏えいの問題にだけ統合できます。", CLAUSE, field="merged_into")


def tell_merged(act: Act, incident: Incident, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell everybody with a part where it goes on."""
    other = incident.merged_into
    assert other is not None
    where = f"統合した先:{other.number}"
    yield from tell(act, incident, participants(act, incident), "ほかの問題に統合しました", where)
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
    takes=("review_at",),
    tone="warn",
)
DISMISS = Move(
    Incident.dismiss,
    "該当なしとする",
    "該当なしとした",
    check=check_lead,
    examine=needs_text("dismissed_for", "該当なしとする理由を入力してください。", CLAUSE),
    effects=drop_all,
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
    effects=drop_all,
    tells=tell_merged,
    takes=("merged_into", "ended_on"),
    tone="end",
)

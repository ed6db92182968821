"""What the moves of an incident ask of what was typed, and what keeps a problem from its end (第7).

The refusals that need nothing typed are also given before a form is filled in (`incidents.views.incident`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.lifecycle.errors import Denied
from core.lifecycle.needing import needs_text
from incidents.doubles import doubles_of
from incidents.models import Incident, Statement, Task
from incidents.models.incident import KIND_CHOICES
from incidents.owing import CLAUSE as ACCESS
from incidents.owing import password_owed
from incidents.permissions import CLAUSE
from incidents.rules import still_open
from incidents.states import UNDER_WAY, UNSAID, IncidentKind

Facts = Mapping[str, Any]


def refuse_waiting(incident: Incident) -> None:
    """Refuse that a problem is taken as over while a task waits.

    Raises:
        Denied: with the number of tasks.
    """
    left = still_open(Task.objects.filter(incident=incident).values_list("state", flat=True))
    if left:
        raise Denied(
            f"済んでいない対応か、記録していない判断が{left}件あるので、収束にできません。",
            CLAUSE,
            "対応したことか、不要と判断した理由を記録してください。",
        )


def refuse_password(incident: Incident) -> None:
    """Refuse that a hijack is taken as over while the new password that it asked for is not on record (4-3-(2)).

    Raises:
        Denied: with the way to record it.
    """
    if password_owed(incident):
        raise Denied(
            "乗っ取りの後の、共用のパスワードの変更がまだ記録されていないので、収束にできません。",
            ACCESS,
            "アカウントの課の職員が、アカウントの画面の「パスワードの変更を記録する」から記録してください。",
        )


def refuse_lasting(incident: Incident) -> None:
    """Refuse that a problem is taken as over while something of it lasts.

    Raises:
        Denied: while a task waits, and while a hijack's new password is owed.
    """
    refuse_waiting(incident)
    refuse_password(incident)


def holds_leaks(incident: Incident) -> bool:
    """Tell whether a problem that is no leak any more has doubles that stay leaks: who leads it reads these."""
    merged = () if incident.is_confidential else doubles_of(incident)
    return any(one.merged_into_id == incident.pk and one.is_confidential for one in merged)


def refuse_unsaid(incident: Incident) -> None:
    """Refuse the end of a problem while a statement is neither released nor given up: afterwards neither is recorded.

    Raises:
        Denied: with the number of statements.
    """
    unsaid = Statement.objects.filter(incident=incident, state__in=UNSAID).count()
    if unsaid:
        raise Denied(
            f"発表していない文が{unsaid}件あるので、この問題を終えられません。",
            CLAUSE,
            "発表を記録するか、取りやめてください。",
        )


def examine_kind(incident: Incident, facts: Facts, on: date) -> None:
    """Ask for the kind of problem, by which the playbook is chosen; a leak is taken for another one with a reason.

    Raises:
        Denied: for none of the kinds, and without the reason.
    """
    if facts.get("kind") not in dict(KIND_CHOICES):
        raise Denied("問題の種類を選んでください。", CLAUSE, field="kind")
    if incident.is_confidential and facts["kind"] != IncidentKind.LEAK:
        needs_text("reason", "情報漏えいではないと判断した理由を入力してください。", CLAUSE)(incident, facts, on)


def examine_open(incident: Incident, facts: Facts, on: date) -> None:
    """Ask how the problem came to its end, and that nothing of it lasts.

    Raises:
        Denied: without words, with the number of tasks that wait, and while a hijack's new password is owed.
    """
    needs_text("contained_words", "どう収束したかを入力してください。", CLAUSE)(incident, facts, on)
    refuse_lasting(incident)


def examine_lessons(incident: Incident, facts: Facts, on: date) -> None:
    """Ask for causes and measures, and that no statement waits.

    Raises:
        Denied: without one of them, with a day that has passed, and with the number of statements that wait.
    """
    needs_text("causes", "原因を入力してください。", CLAUSE)(incident, facts, on)
    needs_text("measures", "再発を防ぐためにすることを入力してください。", CLAUSE)(incident, facts, on)
    due_on = facts.get("measures_due_on")
    if due_on is not None and due_on < on:
        raise Denied("終える予定の日は、きょう以後の日を入力してください。", CLAUSE, field="measures_due_on")
    refuse_unsaid(incident)


def examine_false_alarm(incident: Incident, facts: Facts, on: date) -> None:
    """Ask why it was no problem, and that no statement waits.

    Raises:
        Denied: without the reason, and with the number of statements that wait.
    """
    needs_text("dismissed_for", "該当なしとする理由を入力してください。", CLAUSE)(incident, facts, on)
    refuse_unsaid(incident)


def examine_double(incident: Incident, facts: Facts, on: date) -> None:
    """Ask for another incident that goes on, and that no statement waits; a drill and what is real are never one.

    Raises:
        Denied: without one, for itself, for one that is over, for one that is confidential otherwise than this, of a
            hijack for what is none of the same account, for no leak where a leak was merged into this, and with the
            number of statements that wait.
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
    if holds_leaks(incident) and not other.is_confidential:
        raise Denied(
            "情報漏えいが統合されている問題は、情報漏えいの問題にだけ統合できます。", CLAUSE, field="merged_into"
        )
    if incident.kind == IncidentKind.HIJACK and not _is_hijack_too(other, incident):
        raise Denied(
            "乗っ取りの問題は、同じアカウントの乗っ取りの問題にだけ統合できます。別の種類なら、先に種類を改めてください。",
            CLAUSE,
            field="merged_into",
        )
    refuse_unsaid(incident)


def _is_hijack_too(other: Incident, incident: Incident) -> bool:
    """Tell whether the other one asks for the access of the same account; a report may not name any."""
    return other.kind == IncidentKind.HIJACK and incident.account in (None, other.account)

"""Who suspends an account and puts it back, and what stands against its return (第7, 4-3-(2)).

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from accounts.models import Account
from accounts.suspension import CLAUSE
from approvals import duties
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import answering_unit, current_unit
from core.staff.offices import Office, office_label
from incidents.models import Incident, Task
from incidents.owing import OF_INCIDENTS
from incidents.rules import ACCESS_TASKS
from incidents.states import OPEN, OVER, UNDER_WAY, IncidentKind, IncidentState

ACCESS = "第4-3-(2)"


class Obstacle(NamedTuple):
    """What stands against the return of an account, with its clause and the way on."""

    sentence: str
    clause: str
    way: str


def check_manager(account: Account, by: Actor, on: date, what: str) -> None:
    """Let the account manager and the head of the department above act, and their deputies.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(account.section, on)
    above = answering_unit(Office.DEPARTMENT_HEAD, account.section, on)
    if not by.holds(Office.SECTION_HEAD, unit) and not by.holds(Office.DEPARTMENT_HEAD, above):
        raise Denied(
            f"{what}のは、アカウント管理者か{office_label(Office.DEPARTMENT_HEAD)}です。",
            CLAUSE,
            f"{unit.name}長か、その代決者に依頼してください。",
        )


def check_suspend(account: Account, by: Actor, on: date) -> None:
    """Let the account manager suspend the account."""
    check_manager(account, by, on, "アカウントを一時停止する")


def check_renew(account: Account, by: Actor, on: date) -> None:
    """Let the account manager look at the suspension again."""
    check_manager(account, by, on, "一時停止を見直す")


def check_reinstate(account: Account, by: Actor, on: date) -> None:
    """Let the account manager put it back; what stands against that is told when it is tried."""
    check_manager(account, by, on, "アカウントを運用に戻す")


def check_because(incident: Incident) -> None:
    """Refuse to suspend an account because of an incident that is a drill, or over.

    Raises:
        Denied: with the way on.
    """
    if incident.is_drill:
        raise Denied("訓練では、アカウントを一時停止しません。", CLAUSE, "止めたものとして、経過に書き足してください。")
    if incident.state in OVER:
        raise Denied(
            f"{incident.get_state_display()}の問題からは、アカウントを一時停止できません。",
            CLAUSE,
            "アカウントの画面から一時停止するか、対応を再開してください。",
        )


def obstacles(account: Account) -> Iterator[Obstacle]:
    """Yield what stands against putting an account back into operation; nothing when it may return.

    No problem is named: not everybody who manages the account today need read it.
    """
    if any(_goes_on(one) for one in Incident.objects.suspending(account).order_by("pk")):
        yield Obstacle(
            "一時停止のもとになった問題が、まだ収束していません。",
            CLAUSE,
            "問題の画面で、手順を済ませて収束にしてから、運用に戻してください。",
        )
    hijacks = list(Incident.objects.under_way().filter(account=account, kind=IncidentKind.HIJACK, is_drill=False))
    if any(one.state == IncidentState.REPORTED for one in hijacks):
        yield Obstacle(
            "このアカウントの乗っ取りの報告が、まだ覚知されていません。",
            CLAUSE,
            "受信箱の「問題の報告を確かめる」から覚知し、手順を済ませてください。",
        )
    if _owes_access(account, hijacks):
        yield Obstacle(
            "乗っ取りの後の、パスワードの変更と権限の取消しが、まだ記録されていません。",
            ACCESS,
            "パスワードの変更を記録し、問題の手順で、したことを記録してください。",
        )


def _goes_on(incident: Incident) -> bool:
    """Tell whether something is still done about an incident, or about the one that it was a double of."""
    while incident.merged_into is not None:
        incident = incident.merged_into
    return incident.state in UNDER_WAY


def _owes_access(account: Account, hijacks: Sequence[Incident]) -> bool:
    """Tell whether a hijack of an account left its password or its roles to be changed."""
    changes = Obligation.objects.open().about(account.stream).filter(rule=duties.PASSWORD.rule)
    if changes.filter(occurrence__startswith=OF_INCIDENTS).exists():
        return True
    return Task.objects.filter(incident__in=hijacks, code__in=ACCESS_TASKS, state__in=OPEN).exists()

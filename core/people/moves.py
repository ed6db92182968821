"""The moves of appointments, deputyships, passwords and guideline versions: confirmed, declined, adopted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import Duty, fulfil_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.people import permissions
from core.people.telling import password_tells, people_told
from core.records import Record
from core.rulebook.models import Version
from core.staff.models import Appointment, Deputyship, PasswordIssue
from core.staff.models.appointment import Dated
from core.staff.offices import Office
from core.ui.eras import era_date

PASSWORD_DUTY = Duty("people.issue_password", "確認して発行する", permissions.CLAUSE, target="decision_target_days")
CONFIRM_DUTY = Duty("people.confirm", "確認する", permissions.CLAUSE, target="decision_target_days")


def _fulfilled(act: Act, entry: Dated, facts: Mapping[str, Any]) -> None:
    fulfil_duty(act, CONFIRM_DUTY, entry)


def _voided(act: Act, entry: Dated, facts: Mapping[str, Any]) -> None:
    void_duties(act, entry, CONFIRM_DUTY)


def _password_duty_fulfilled(act: Act, issue: PasswordIssue, facts: Mapping[str, Any]) -> None:
    fulfil_duty(act, PASSWORD_DUTY, issue)


def _password_duty_voided(act: Act, issue: PasswordIssue, facts: Mapping[str, Any]) -> None:
    void_duties(act, issue, PASSWORD_DUTY)


def _tell_password(act: Act, issue: PasswordIssue, facts: Mapping[str, Any]) -> Iterable[Tell]:
    return password_tells(
        act, issue.person, f"{issue.asked_by.name}さんの申請を、{act.by.name}が確認して発行しました。"
    )


def _require_reason(entry: Record, facts: Mapping[str, Any], on: date) -> None:
    if not str(facts.get("reason", "")).strip():
        raise Denied("取りやめる理由を入力してください。", permissions.CLAUSE, field="reason")


def _tell_appointment(act: Act, appointment: Appointment, facts: Mapping[str, Any]) -> Iterable[Tell]:
    """Tell the head of the unit, the auditors and the person; silent for staff and for first set-up."""
    if act.by.person is None or appointment.office == Office.STAFF:
        return ()
    people = list(dict.fromkeys([*people_told(appointment.unit, act.on), appointment.person]))
    return (
        Tell(people, f"{appointment.person.name}さんの{appointment.label}への任用が確定しました", _dates(appointment)),
    )


def _tell_deputyship(act: Act, deputyship: Deputyship, facts: Mapping[str, Any]) -> Iterable[Tell]:
    if act.by.person is None:
        return ()
    principal = deputyship.principal
    concerned = [principal.person, deputyship.deputy]
    people = list(dict.fromkeys([*people_told(principal.unit, act.on), *concerned]))
    title = f"{deputyship.deputy.name}さんが{principal.label}の代決者に指定されました"
    return (Tell(people, title, f"{_dates(deputyship)}理由:{deputyship.reason}"),)


def _dates(entry: Dated) -> str:
    end = f"{era_date(entry.ends_on)}まで" if entry.ends_on else "終わりの日は決まっていません"
    return f"{era_date(entry.starts_on)}から、{end}。"


CONFIRM_APPOINTMENT = Move(
    Appointment.confirm,
    "確認して確定する",
    "任用を確定した",
    check=permissions.check_confirm_appointment,
    effects=_fulfilled,
    tells=_tell_appointment,
    empowers=True,
    takes=("confirmed_by",),
    tone="ok",
)
DECLINE_APPOINTMENT = Move(
    Appointment.decline,
    "取りやめる",
    "任用の登録を取りやめた",
    check=permissions.check_decline,
    examine=_require_reason,
    effects=_voided,
    tone="end",
)
CONFIRM_DEPUTYSHIP = Move(
    Deputyship.confirm,
    "確認して確定する",
    "代決者の指定を確定した",
    check=permissions.check_confirm_deputyship,
    effects=_fulfilled,
    tells=_tell_deputyship,
    empowers=True,
    takes=("confirmed_by",),
    tone="ok",
)
DECLINE_DEPUTYSHIP = Move(
    Deputyship.decline,
    "取りやめる",
    "代決者の指定を取りやめた",
    check=permissions.check_decline,
    examine=_require_reason,
    effects=_voided,
    tone="end",
)
REVOKE_APPOINTMENT = Move(
    Appointment.revoke,
    "取り消す",
    "任用を始まる前に取り消した",
    check=permissions.check_revoke,
    examine=_require_reason,
    tone="end",
)
REVOKE_DEPUTYSHIP = Move(
    Deputyship.revoke,
    "取り消す",
    "代決者の指定を始まる前に取り消した",
    check=permissions.check_revoke,
    examine=_require_reason,
    tone="end",
)
ISSUE_PASSWORD = Move(
    PasswordIssue.issue,
    "確認して発行する",
    "パスワードを発行した",
    check=permissions.check_issue_password,
    effects=_password_duty_fulfilled,
    tells=_tell_password,
    empowers=True,
    takes=("issued_by",),
    tone="ok",
)
DECLINE_PASSWORD = Move(
    PasswordIssue.decline,
    "取りやめる",
    "パスワードの発行を取りやめた",
    check=permissions.check_decline_password,
    examine=_require_reason,
    effects=_password_duty_voided,
    tone="end",
)
ADOPT_VERSION = Move(
    Version.adopt,
    "この版の適用を決める",
    "ガイドラインの版の適用を決めた",
    check=permissions.check_adopt,
    decides=True,
    tone="ok",
)

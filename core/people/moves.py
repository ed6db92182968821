"""The moves of appointments, deputyships and guideline versions: confirmed, declined, adopted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import Duty, fulfil_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.people import permissions
from core.rulebook.models import Version
from core.staff.authority import people_answering
from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.models.appointment import Dated
from core.staff.offices import Office

CONFIRM_DUTY = Duty("people.confirm", "確認する", permissions.CLAUSE, target="decision_target_days")


def people_told(unit: Unit, on: date) -> list[Person]:
    """Return whom an appointment of a unit concerns: the head of the unit and the auditors."""
    office = Office.DEPARTMENT_HEAD if unit.level == UnitLevel.DEPARTMENT else Office.SECTION_HEAD
    section = unit.parent if unit.level == UnitLevel.GROUP and unit.parent is not None else unit
    return [*people_answering(office, section, on), *people_answering(Office.AUDITOR, None, on)]


def _fulfilled(act: Act, entry: Dated, facts: Mapping[str, Any]) -> None:
    fulfil_duty(act, CONFIRM_DUTY, entry)


def _voided(act: Act, entry: Dated, facts: Mapping[str, Any]) -> None:
    void_duties(act, entry, CONFIRM_DUTY)


def _require_reason(entry: Dated, facts: Mapping[str, Any], on: date) -> None:
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
    end = f"{entry.ends_on.isoformat()}まで" if entry.ends_on else "終わりの日は決まっていません"
    return f"{entry.starts_on.isoformat()}から、{end}。"


CONFIRM_APPOINTMENT = Move(
    Appointment.confirm,
    "確認して確定する",
    "任用を確定した",
    check=permissions.check_confirm_appointment,
    effects=_fulfilled,
    tells=_tell_appointment,
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
ADOPT_VERSION = Move(
    Version.adopt,
    "この版の適用を決める",
    "ガイドラインの版の適用を決めた",
    check=permissions.check_adopt,
    decides=True,
    tone="ok",
)

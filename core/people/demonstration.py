"""The people of the demonstration by office, for the sign-in page of the embedded run."""

from datetime import date
from typing import Any

from core.staff.models import Appointment
from core.staff.offices import LABELS, ROLES, Office

WORK: dict[Office, str] = {
    Office.STAFF: "起案し、取得や届出を記録します。",
    Office.SECTION_HEAD: "起案に同意し、運用開始と届出の期限を受け持ちます。",
    Office.DEPARTMENT_HEAD: "自分の部の起案を最初に決裁します。",
    Office.POLICY_DIRECTOR: "部長の許可の後に決裁し、ガイドラインの版の適用を決めます。",
    Office.GENERAL_AFFAIRS_DIRECTOR: "取得後の届出を受理します。",
    Office.DEPUTY_MAYOR: "部長が自ら起案したものなど、上位の職の判断が要るものを受け持ちます。",
    Office.PR_SECTION_HEAD: "運用の協議に答え、公式一覧を整えます。",
    Office.PERSONNEL_OFFICER: "任用と代決の登録を確かめます。",
    Office.RECORDS_OFFICER: "記録の保存と廃棄を受け持ちます。",
    Office.AUDITOR: "すべての記録を読みます。何も決裁しません。",
    Office.ADMINISTRATOR: "職員・部署の台帳を整えます。何も決裁しません。",
}


def people_by_office(on: date) -> list[dict[str, Any]]:
    """Return each office with its holders on a day; offices that nobody holds are left out."""
    found = (
        Appointment.objects.in_force_on(on)
        .filter(person__is_active=True)
        .select_related("person", "unit__parent__parent")
        .order_by("id")
    )
    by_office: dict[str, list[Appointment]] = {}
    for appointment in found:
        by_office.setdefault(appointment.office, []).append(appointment)
    return [_office(office, by_office[office]) for office in Office if office in by_office]


def _office(office: Office, holders: list[Appointment]) -> dict[str, Any]:
    role = f"({ROLES[office]})" if office in ROLES else ""
    return {
        "title": f"{LABELS[office]}{role}",
        "work": WORK[office],
        "people": [{"pk": a.person.pk, "key": f"a{a.pk}", "name": a.person.name, "post": _post(a)} for a in holders],
    }


def _post(appointment: Appointment) -> str:
    department = appointment.unit.department.name
    return appointment.label if appointment.label.startswith(department) else f"{department} {appointment.label}"

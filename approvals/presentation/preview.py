"""The obligations that the last permission will set going, with their clauses and target days."""

from datetime import date
from typing import Any

from approvals import duties
from approvals.models import Request
from core.deadlines.duties import Duty
from core.rulebook.parameters import PARAMETERS
from core.rulebook.queries import version_on

TARGET = "市の内部目標"


def preview_of_duties(request: Request, on: date) -> list[dict[str, Any]]:
    """Return what a permission opens, in order, for `{% duties %}`; days by the version in force."""
    version, section = version_on(on), request.section.name

    def line(duty: Duty, name: str, note: str, since: str) -> dict[str, Any]:
        days = version.value(duty.target) if version else PARAMETERS[duty.target].default
        return {
            "name": name,
            "note": note,
            "clause": duty.clause,
            "due": f"{since}から{days}開庁日",
            "due_note": TARGET,
        }

    return [
        line(duties.ACQUIRE, "アカウントを取得し、記録する", f"担当は{section}。", "許可の日"),
        line(duties.FILE, "総務部長へ届け出る", f"担当は{section}。取得した日に始まる。", "取得の日"),
        line(duties.START, "運用を始める", f"担当は{section}長。取得を記録した日に始まる。", "記録の日"),
    ]

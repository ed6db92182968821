"""What a request must hold before it is submitted (4-1, 4-2, 4-3): plain values in, problems out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.rules import missing_items


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the field, the sentence for the person, the clause."""

    field: str
    sentence: str
    clause: str


REQUIRED = (
    ("platform_id", "platform", "サービスを選んでください。", "第4-2-(1)②"),
    ("account_name", "account_name", "アカウント名を入力してください。", "第2"),
    ("reason", "reason", "取得する理由を入力してください。", "第4-1-(2)"),
    ("planned_start", "planned_start", "運用開始の予定日を入力してください。", "第4-1-(2)"),
)


def problems_before_submission(values: Mapping[str, Any], on: date) -> list[Problem]:
    """Return everything that is missing or wrong, in the order of the pages.

    Args:
        values: the request's columns, `operators` as a list of mappings with person, access, reason.
        on: the day of submission.
    """
    found = [Problem(field, text, clause) for key, field, text, clause in REQUIRED if not _given(values.get(key))]
    planned = values.get("planned_start")
    if isinstance(planned, date) and planned < on:
        found.append(Problem("planned_start", "運用開始の予定日は、きょう以後の日にしてください。", "第4-1-(2)"))
    found += operator_problems(values.get("operators") or [])
    found += [
        Problem(item.field, f"「{item.label}」を{_verb(item.field)}ください。", item.clause)
        for item in missing_items(values)
    ]
    return found


def operator_problems(operators: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return what is wrong with the operating staff (4-1-(3), 4-3-(1))."""
    if not operators:
        return [Problem("operators", "運用担当を1人以上決めてください。", "第4-1-(3)")]
    people = [operator.get("person") for operator in operators]
    found = []
    if len(set(people)) != len(people):
        found.append(Problem("operators", "同じ人が2回入っています。1人1行にしてください。", "第4-1-(3)"))
    if not all(_given(operator.get("access") or None) for operator in operators):
        found.append(Problem("operators", "アクセスの種類を、1人ずつ選んでください。", "第4-3-(1)"))
    if any(_needs_reason(operator) for operator in operators):
        found.append(Problem("operators", "アカウントに入る人には、1人ずつ理由を入力してください。", "第4-3-(1)"))
    return found


def _needs_reason(operator: Mapping[str, Any]) -> bool:
    return operator.get("access") != "drafts_only" and not _given(operator.get("reason"))


def differences(permitted: Mapping[str, str], acquired: Mapping[str, str]) -> list[str]:
    """Return the names of what was acquired otherwise than permitted; what was left open can not differ."""
    return [name for name, value in permitted.items() if value and value != acquired.get(name, "")]


def _given(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _verb(field: str) -> str:
    return "選んで" if field == "replies" else "入力して"

"""The offices the guideline speaks of, as roles in code; their titles are data with dates."""

from enum import StrEnum


class Office(StrEnum):
    """An office: the only thing authority is attached to."""

    STAFF = "staff"
    SECTION_HEAD = "section_head"
    DEPARTMENT_HEAD = "department_head"
    POLICY_DIRECTOR = "policy_director"
    GENERAL_AFFAIRS_DIRECTOR = "general_affairs_director"
    DEPUTY_MAYOR = "deputy_mayor"
    PR_SECTION_HEAD = "pr_section_head"
    PERSONNEL_OFFICER = "personnel_officer"
    RECORDS_OFFICER = "records_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LABELS: dict[Office, str] = {
    Office.STAFF: "職員",
    Office.SECTION_HEAD: "課長",
    Office.DEPARTMENT_HEAD: "部長",
    Office.POLICY_DIRECTOR: "総合政策部長",
    Office.GENERAL_AFFAIRS_DIRECTOR: "総務部長",
    Office.DEPUTY_MAYOR: "副市長",
    Office.PR_SECTION_HEAD: "ふるさと発信課長",
    Office.PERSONNEL_OFFICER: "人事担当",
    Office.RECORDS_OFFICER: "文書管理担当",
    Office.AUDITOR: "監査担当",
    Office.ADMINISTRATOR: "システム管理者",
}
"""Titles until the city registers its own in `OfficeTitle`."""

ROLES: dict[Office, str] = {
    Office.SECTION_HEAD: "アカウント管理者",
    Office.DEPARTMENT_HEAD: "情報管理者",
    Office.GENERAL_AFFAIRS_DIRECTOR: "最高情報統括責任者",
}
"""What the guideline calls an office beside its title (4-1)."""

CITY_WIDE = frozenset(Office) - {Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD}
"""Offices that exist once for the whole city: the unit does not narrow them."""

UNIT_WIDE = tuple(office for office in Office if office not in CITY_WIDE)
"""Offices that every section or department has of its own."""

NEXT_HIGHER: dict[Office, Office] = {
    Office.STAFF: Office.SECTION_HEAD,
    Office.SECTION_HEAD: Office.DEPARTMENT_HEAD,
    Office.DEPARTMENT_HEAD: Office.DEPUTY_MAYOR,
    Office.POLICY_DIRECTOR: Office.DEPUTY_MAYOR,
    Office.GENERAL_AFFAIRS_DIRECTOR: Office.DEPUTY_MAYOR,
    Office.PR_SECTION_HEAD: Office.POLICY_DIRECTOR,
    Office.PERSONNEL_OFFICER: Office.GENERAL_AFFAIRS_DIRECTOR,
    Office.RECORDS_OFFICER: Office.GENERAL_AFFAIRS_DIRECTOR,
    Office.ADMINISTRATOR: Office.GENERAL_AFFAIRS_DIRECTOR,
    Office.AUDITOR: Office.DEPUTY_MAYOR,
}
"""Where work goes when the holder may not decide, and where an overdue duty is told."""


def office_label(office: str) -> str:
    """Return the default Japanese title of an office; `system` is the clock's own acts."""
    return "自動処理" if office == "system" else LABELS[Office(office)]

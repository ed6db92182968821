"""The side navigation: what stands in it and for whom. A page that does not exist (yet) is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf

from accounts.presentation import soft_url
from core.staff.offices import Office

EVERYBODY = frozenset(Office)
READERS = frozenset({Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER, Office.AUDITOR})
ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})
RETENTION = frozenset({Office.RECORDS_OFFICER, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR, Office.AUDITOR})
REGISTRARS = frozenset({Office.GENERAL_AFFAIRS_DIRECTOR})
TRAIL = frozenset({Office.ADMINISTRATOR, Office.AUDITOR})
AS_OF = frozenset({Office.AUDITOR, Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR})
AUDITORS = frozenset({Office.AUDITOR})
CALLS = frozenset({Office.SECTION_HEAD, Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD, Office.AUDITOR})


@dataclass(frozen=True)
class Item:
    """One link: its words, its page, the pages that count as inside it, who sees it, whose count it shows."""

    label: str
    page: str
    inside: tuple[str, ...]
    offices: frozenset[Office] = EVERYBODY
    count: str = ""


@dataclass(frozen=True)
class Group:
    """Some links under a heading, with the clause they belong to."""

    title: str
    items: tuple[Item, ...]
    clause: str = ""


CASES = tuple(f"approvals:{name}" for name in ("request", "step", "review", "attachment", "acquire", "start"))
CHAINS = ("people:trail", "dashboard:record_trail", "dashboard:person_trail")
GROUPS = (
    Group(
        "仕事",
        (
            Item("受信箱", "dashboard:inbox", ("dashboard:inbox",), count="waiting"),
            Item("期限の暦", "dashboard:calendar", ("dashboard:calendar", "dashboard:duty")),
            Item("お知らせ", "people:messages", ("people:message",), count="unread"),
        ),
    ),
    Group(
        "アカウント",
        (
            Item("アカウント台帳", "accounts:registry", ("accounts:registry", "accounts:account", "policies:policy")),
            Item("起案・決裁", "approvals:request_list", CASES),
            Item("届出", "approvals:filing_list", ("approvals:filing",)),
            Item("変更・廃止", "approvals:notice_list", ("approvals:notice",)),
            Item("協議", "approvals:consultation_list", ("approvals:consultation",)),
            Item("見直しの求め", "policies:call_list", ("policies:call",), CALLS),
            Item("にせのアカウント", "imitations:imitation_list", ("imitations:",)),
        ),
        clause="第4",
    ),
    Group(
        "問題への対応",
        (
            Item("報告と対応", "incidents:incident_list", ("incidents:incident", "incidents:task", "incidents:report")),
            Item("対応の手順", "incidents:playbook_list", ("incidents:playbook",)),
        ),
        clause="第7",
    ),
    Group(
        "台帳の管理",
        (
            Item("職員", "people:person_list", ("people:person",), READERS),
            Item("部署", "people:unit_list", ("people:unit",), READERS),
            Item("任用", "people:appointment_list", ("people:appointment",), READERS),
            Item("代決", "people:deputyship_list", ("people:deputyship",), READERS),
            Item("職の名称", "people:office_title_list", ("people:office_title",), READERS),
            Item("サービス", "accounts:platform_list", ("accounts:platform",), READERS),
            Item("アカウントの取込み", "accounts:import", ("accounts:import",), REGISTRARS),
            Item("経路", "approvals:route_step_list", ("approvals:route",), READERS),
            Item("送信箱", "people:outbox", ("people:outbox",), ADMINISTRATORS),
            Item("稼働状況", "people:health", ("people:health",), ADMINISTRATORS),
        ),
    ),
    Group(
        "ガイドライン",
        (
            Item("版と設定", "people:rulebook_list", ("people:rulebook",)),
            Item("用語", "dashboard:help", ("dashboard:help",)),
        ),
    ),
    Group(
        "保存と廃棄",
        (
            Item("廃棄できる記録", "retention:due_list", ("retention:due", "retention:class"), RETENTION),
            Item("廃棄の手続", "retention:disposal_list", ("retention:disposal",), RETENTION),
            Item("保存の延長", "retention:hold_list", ("retention:hold",), RETENTION),
            Item("廃棄簿", "retention:register", ("retention:register",), RETENTION),
        ),
    ),
    Group(
        "点検",
        (
            Item("監査証跡", "people:trail_list", CHAINS, TRAIL),
            Item("職の決定", "dashboard:decisions", ("dashboard:decisions",), TRAIL),
            Item("証拠の突合", "dashboard:evidence", ("dashboard:evidence",), TRAIL),
            Item("時点の台帳", "dashboard:as_of", ("dashboard:as_of",), AS_OF),
            Item("監査の標本", "dashboard:samples", ("dashboard:sample",), AUDITORS),
        ),
    ),
)


def navigation(office: str, here: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the groups an office sees, as the side navigation shows them.

    Args:
        here: the name of the page shown, with its namespace; empty on error pages.
        counts: numbers by the names that items ask for.
    """
    return _navigation(office, here, tuple(counts.items()), f"{get_urlconf()} {get_script_prefix()}")


@lru_cache(maxsize=500)
def _navigation(office: str, here: str, counts: tuple[tuple[str, int], ...], addresses: str) -> list[dict[str, Any]]:
    """Put the groups together; once for the same facts under the same addresses."""
    groups, by_name = [], dict(counts)
    for group in GROUPS:
        shown = [_item(item, here, by_name) for item in group.items if office in item.offices]
        items = [item for item in shown if item["url"]]
        if items:
            groups.append({"title": group.title, "clause": group.clause, "items": items})
    return groups


def _item(item: Item, here: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "label": item.label,
        "url": soft_url(item.page),
        "current": here.startswith(item.inside),
        "count": counts.get(item.count),
    }

"""What a filing about a notice states (4-5-(1)), as texts by their labels."""

from approvals.models import Filing
from approvals.models.filing import EFFECT_DAY
from approvals.notices.models import ChangeNotice

PLANNED, TOLD, AMENDED, CALLED_OFF = "実施の予定日", "先に届け出た予定日", "改めた予定日", "中止した日"
ON_ACCOUNT, ON_HOMEPAGE = "アカウントでの周知", "市ホームページでの周知"
DAYS = frozenset({PLANNED, EFFECT_DAY, TOLD, AMENDED, CALLED_OFF, ON_ACCOUNT, ON_HOMEPAGE})
"""What a filing states as a day."""


def body_of_notice(notice: ChangeNotice) -> dict[str, str]:
    """Return it: the account, what changes or that it ends, when, why, and the announcements so far."""
    changes = {f"{label}(変更後)": new or "なし" for _, label, _, new in notice.changed()}
    on_account, on_homepage = notice.on_account, notice.on_homepage
    shown = {
        ON_ACCOUNT: _posted(on_account.posted_on.isoformat() if on_account and on_account.posted_on else ""),
        ON_HOMEPAGE: _posted(on_homepage.posted_on.isoformat() if on_homepage and on_homepage.posted_on else ""),
    }
    return {
        **_of_what(notice),
        **changes,
        PLANNED: notice.planned_on.isoformat() if notice.planned_on else "",
        **({EFFECT_DAY: notice.effected_on.isoformat()} if notice.effected_on else {}),
        "理由": notice.reason,
        **shown,
        "周知の期間を置けない理由": notice.deviation_reason,
        "運用する部署": notice.account.section.full_name,
    }


def body_of_amendment(filing: Filing, notice: ChangeNotice) -> dict[str, str]:
    """Return what a filing states that amends one made before.

    Which, what was to change or why the account was to end, from which day to which, or to none, and why.
    """
    now_label = EFFECT_DAY if filing.tells_effect else AMENDED
    called_off_on = notice.cancelled_on.isoformat() if notice.cancelled_on else ""
    return {
        "もとの届出": filing.amends.document_number if filing.amends else "",
        **_of_what(notice),
        **{f"{label}の変更": f"{old or 'なし'} → {new or 'なし'}" for _, label, old, new in notice.changed()},
        f"{notice.get_kind_display()}の理由": notice.reason,
        TOLD: filing.was_on.isoformat() if filing.was_on else "",
        **({now_label: filing.now_on.isoformat()} if filing.now_on else {CALLED_OFF: called_off_on}),
        "改める理由": filing.amend_reason,
        "運用する部署": notice.account.section.full_name,
    }


def _of_what(notice: ChangeNotice) -> dict[str, str]:
    old = notice.old_values()
    named = {"サービス": old["platform"], "アカウント名": old["name"], "アカウントID": old["handle"], "URL": old["url"]}
    return {"種類": notice.get_kind_display(), **named}


def _posted(day: str) -> str:
    return day or "まだ"

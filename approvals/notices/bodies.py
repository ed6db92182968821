"""What a filing about a notice states (4-5-(1)), as texts by their labels."""

from approvals.notices.models import ChangeNotice


def body_of_notice(notice: ChangeNotice) -> dict[str, str]:
    """Return it: the account, what changes or that it ends, when, why, and the announcements so far."""
    old = notice.old_values()
    changes = {f"{label}(変更後)": new or "なし" for _, label, _, new in notice.changed()}
    on_account, on_homepage = notice.on_account, notice.on_homepage
    shown = {
        "アカウントでの周知": _posted(on_account.posted_on.isoformat() if on_account and on_account.posted_on else ""),
        "市ホームページでの周知": _posted(
            on_homepage.posted_on.isoformat() if on_homepage and on_homepage.posted_on else ""
        ),
    }
    return {
        "種類": notice.get_kind_display(),
        "サービス": old["platform"],
        "アカウント名": old["name"],
        "アカウントID": old["handle"],
        "URL": old["url"],
        **changes,
        "実施の予定日": notice.planned_on.isoformat() if notice.planned_on else "",
        "理由": notice.reason,
        **shown,
        "周知の期間を置けない理由": notice.deviation_reason,
        "運用する部署": notice.account.section.full_name,
    }


def _posted(day: str) -> str:
    return day or "まだ"

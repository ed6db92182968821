"""What is wrong with the facts of an act on a notice: incomplete words, days that can not be (4-5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.doubts import Place, doubts_about
from accounts.queries import problem_with_address, standing_account
from accounts.rules import problem_with_handle
from approvals.notices.models import ChangeNotice
from approvals.notices.permissions import ORDER, PERIOD, check_day
from approvals.notices.rules import counted_from
from core.lifecycle.errors import Denied
from core.periods.civil import earliest_effect
from core.periods.era import era_date
from core.rulebook.queries import parameter

URL = "第4-4-(4)"


def examine_words(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a notice that lacks its day or its reason, that changes nothing, or that leads to a wrong address.

    Raises:
        Denied: at the field to mend.
    """
    if notice.planned_on is None:
        raise Denied("実施の予定日を入力してください。", PERIOD, field="planned_on")
    if not notice.reason.strip():
        raise Denied("理由を入力してください。", ORDER, field="reason")
    if not notice.is_closure:
        examine_change(notice)


def examine_change(notice: ChangeNotice) -> None:
    """Refuse new values that are none, or that can not be the account's.

    Raises:
        Denied: at the field to mend (4-4-(2), 4-4-(4)).
    """
    if not notice.name.strip():
        raise Denied("新しいアカウント名を入力してください。", "第4-4-(2)②", field="name")
    if not notice.changed():
        raise Denied(
            "いまの内容から変わるところがありません。",
            ORDER,
            "変わる項目を入力してください。運用する部署だけが変わるときは、変更のお知らせではありません。",
            field="name",
        )
    platform = notice.platform or notice.account.platform
    if problem := problem_with_address(platform, notice.url):
        raise Denied(problem, URL, field="url")
    if problem := problem_with_handle(notice.handle, notice.url):
        raise Denied(problem, ORDER, field="handle")
    other = standing_account(platform, handle=notice.handle, url=notice.url, besides=notice.account_id)
    if other is not None:
        named = f"{other.name}、{other.section.name}"
        raise Denied(f"このアカウントは、すでに台帳にあります({named})。", ORDER, field="url")
    if doubt := doubts_about([Place(platform, notice.handle, notice.url)])[0]:
        raise Denied(doubt, "第7-3", field="url")


def examine_return(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to return without a reason.

    Raises:
        Denied: at the field.
    """
    if not str(facts.get("opinion") or "").strip():
        raise Denied("差し戻す理由を入力してください。", ORDER, field="opinion")


def examine_settlement(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse what `examine_words` refuses, and a day that no announcement from today on can reach, unless it deviates.

    Raises:
        Denied: with the earliest day for an announcement today.
    """
    examine_words(notice, facts, on)
    earliest = earliest_effect(on, months=parameter("notice_months", on))
    if notice.planned_on is not None and notice.planned_on < earliest and not notice.deviates:
        raise Denied(
            f"きょう周知しても、実施できるのは{era_date(earliest)}からです。",
            PERIOD,
            "差し戻して予定日を遅らせるか、急な廃止などのときは、期間を置けない理由を書いてもらってください。",
        )


def examine_effect(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a day to come, a day before the period has passed, and a change whose address another account has by now.

    Raises:
        Denied: at the field to mend.
    """
    effected_on = facts["effected_on"]
    if effected_on > on:
        raise Denied("実施日は、きょう以前の日を入力してください。", PERIOD, field="effected_on")
    began_on = notice.account.started_on or notice.account.acquired_on
    if began_on is not None and effected_on < began_on:
        raise Denied(
            f"アカウントの運用を始めた日({era_date(began_on)})以後の日を入力してください。", PERIOD, field="effected_on"
        )
    check_day(notice, effected_on)
    if not notice.is_closure:
        examine_change(notice)


def examine_move(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a day that the period does not reach; what the public knows of is moved by a new announcement alone.

    A later day keeps the period of the first announcement; an earlier one counts anew from the announcements of it, by
    the version in force then.

    Raises:
        Denied: at the field to mend (4-5-(2)).
    """
    planned_on: date = facts["planned_on"]
    if planned_on == notice.planned_on:
        raise Denied("いまの予定日と同じです。", PERIOD, field="planned_on")
    if not str(facts.get("reason") or "").strip():
        raise Denied("期日を変える理由を入力してください。", PERIOD, field="reason")
    if notice.announced_on is None or notice.earliest_on is None:
        _require_reach(notice, planned_on, on)
        _require_told(notice, facts, on, "期日の変更")
        return
    days = (facts.get("account_on"), facts.get("homepage_on"))
    told_on = counted_from(*days)
    if told_on is None:
        field = "account_on" if days[0] is None else "homepage_on"
        raise Denied("期日の変更を、両方で改めて周知した日を入力してください。", PERIOD, field=field)
    _require_days(days, notice, on)
    earliest = notice.earliest_on
    if notice.planned_on is not None and planned_on < notice.planned_on:
        earliest = max(earliest, earliest_effect(told_on, months=parameter("notice_months", told_on)))
    if planned_on <= told_on:
        raise Denied("改めて周知した日より後の日を入力してください。", PERIOD, field="planned_on")
    if planned_on < earliest and not notice.deviates:
        raise Denied(
            f"周知の期間が満ちるのは前の日までです。{era_date(earliest)}からの日を入力してください。",
            PERIOD,
            field="planned_on",
        )


def _require_reach(notice: ChangeNotice, planned_on: date, on: date) -> None:
    earliest = earliest_effect(on, months=parameter("notice_months", on))
    if planned_on < earliest and not notice.deviates:
        raise Denied(f"きょう周知しても、実施できるのは{era_date(earliest)}からです。", PERIOD, field="planned_on")


def _require_days(days: tuple[Any, ...], notice: ChangeNotice, on: date) -> None:
    for field, day in zip(("account_on", "homepage_on"), days, strict=True):
        if day > on or (notice.announced_on is not None and day < notice.announced_on):
            raise Denied("周知した日からきょうまでの日を入力してください。", PERIOD, field=field)


def examine_deviation(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to depart from the period without a reason.

    Raises:
        Denied: at the field (4-5-(2)).
    """
    if not str(facts.get("deviation_reason") or "").strip():
        raise Denied("周知の期間を置けない理由を入力してください。", PERIOD, field="deviation_reason")


def examine_cancel(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to give up without a reason, and, once something was announced, without announcing that as well.

    Raises:
        Denied: at the field to mend (4-5-(2)).
    """
    if not str(facts.get("cancel_reason") or "").strip():
        raise Denied("中止の理由を入力してください。", ORDER, field="cancel_reason")
    _require_told(notice, facts, on, "取りやめること")


def _require_told(notice: ChangeNotice, facts: Mapping[str, Any], on: date, what: str) -> None:
    """Ask for the day on which each channel that was announced in told of something, and refuse one that can not be."""
    for showing, field in ((notice.on_account, "account_on"), (notice.on_homepage, "homepage_on")):
        if showing is None or showing.posted_on is None:
            continue
        day = facts.get(field)
        if day is None:
            raise Denied(
                f"すでに周知しています。{what}を同じ場所で知らせて、その日を入力してください。", PERIOD, field=field
            )
        if day > on or day < showing.posted_on:
            raise Denied("周知した日からきょうまでの日を入力してください。", PERIOD, field=field)

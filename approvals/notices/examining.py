"""What is wrong with the facts of an act on a notice: incomplete words, days that can not be (4-5)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from accounts.doubts import Place, doubts_about
from accounts.queries import problem_with_address, standing_account
from accounts.rules import problem_with_handle
from approvals.notices.models import ChangeNotice
from approvals.notices.permissions import ORDER, PERIOD, check_day
from approvals.notices.rules import counted_from
from approvals.notices.states import Channel
from core.audit.history import history
from core.lifecycle.errors import Denied
from core.periods.civil import earliest_effect
from core.periods.clock import japan_date
from core.periods.era import era_date
from core.rulebook.queries import parameter
from core.staff.offices import Office

URL, NAMED = "第4-4-(4)", "第4-4-(2)②"
WORDS_STAND = "決定した内容は直せません。実施できないままなら、「中止する」で取りやめて、案を作り直してください。"
"""The way on where what was decided can not be the account's any more."""
ANEW = ("account_on", "homepage_on")
"""By which facts an act says when each channel told of it anew, the account first."""


def examine_words(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a notice that lacks its day or its reason, that changes nothing, or that leads to a wrong address.

    Raises:
        Denied: at the fields to mend; of what is missing at all of them.
    """
    nameless = not notice.is_closure and not notice.name.strip()
    asked = (
        ("planned_on", "実施の予定日", PERIOD, notice.planned_on is None),
        ("reason", "理由", ORDER, not notice.reason.strip()),
        ("name", "新しいアカウント名", NAMED, nameless),
    )
    missing = [(field, label, clause) for field, label, clause, lacks in asked if lacks]
    if missing:
        fields, labels, clauses = zip(*missing, strict=True)
        raise Denied(f"{'と'.join(labels)}を入力してください。", clauses[0], fields=fields)
    if not notice.is_closure:
        examine_change(notice)


def examine_change(notice: ChangeNotice) -> None:
    """Refuse new values that are none, or that can not be the account's.

    Raises:
        Denied: at the field to mend (4-4-(2), 4-4-(4)).
    """
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
    """Refuse a day to come, one before the period has passed, and an address that another account has by now.

    Another day than the public was told needs its reason.

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
    _require_told_day(notice, facts)
    if not notice.is_closure:
        _examine_settled(notice)


def _examine_settled(notice: ChangeNotice) -> None:
    """Refuse what `examine_change` refuses, by words that can not be written any more.

    Raises:
        Denied: with the way on; no field of the page holds what is wrong.
    """
    try:
        examine_change(notice)
    except Denied as refusal:
        raise Denied(refusal.reason, refusal.clause, WORDS_STAND) from refusal


def _require_told_day(notice: ChangeNotice, facts: Mapping[str, Any]) -> None:
    """Ask why it came into effect on another day than all texts named; a deviation has its reason already."""
    told_on = notice.planned_on
    if notice.deviates or told_on is None or facts["effected_on"] == told_on:
        return
    if not str(facts.get("effect_reason") or "").strip():
        raise Denied(
            f"市民に知らせた日は{era_date(told_on)}です。違う日に実施した理由を入力してください。",
            PERIOD,
            "まだ実施していないときは、先に「期日を変える」で改めて周知してください。理由は記録に残り、監査担当に知らせます。",
            field="effect_reason",
        )


def examine_move(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a day that the period does not reach; what the public knows of is moved by a new announcement alone.

    A later day keeps the period of the first announcement; an earlier one counts anew from the announcements of it, by
    the version in force then.

    Raises:
        Denied: at the fields to mend (4-5-(2)).
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
    days = {field: facts.get(field) for field in ANEW}
    told_on = counted_from(*days.values())
    if told_on is None:
        missing = [field for field, day in days.items() if day is None]
        raise Denied("期日の変更を、両方で改めて周知した日を入力してください。", PERIOD, fields=missing)
    _require_days(days, notice, on)
    if planned_on <= told_on:
        late = [field for field, day in days.items() if day is not None and day >= planned_on]
        raise Denied("新しい予定日は、改めて周知した日より後の日にしてください。", PERIOD, fields=["planned_on", *late])
    _require_period(notice, planned_on, days, told_on)


def _require_period(notice: ChangeNotice, planned_on: date, days: Mapping[str, date | None], told_on: date) -> None:
    """Refuse a day before the period is over: a later one by the first announcement, an earlier one by those of it."""
    if notice.deviates or notice.earliest_on is None:
        return
    if notice.planned_on is not None and planned_on < notice.planned_on:
        anew = earliest_effect(told_on, months=parameter("notice_months", told_on))
        if planned_on < anew and anew > notice.earliest_on:
            last = [field for field, day in days.items() if day == told_on]
            way = f"早めるときは、改めて周知した日(遅いほうは{era_date(told_on)})から数えます。"
            raise Denied(_from_words(anew), PERIOD, way, fields=["planned_on", *last])
    if planned_on < notice.earliest_on:
        way = "初めの周知から数えます。周知の日を打ち間違えているときは、先に「周知の日を直す」で直してください。"
        raise Denied(_from_words(notice.earliest_on), PERIOD, way, field="planned_on")


def _from_words(earliest: date) -> str:
    return f"新しい予定日は、周知の期間が満ちた後の、{era_date(earliest)}からの日にしてください。"


def _require_reach(notice: ChangeNotice, planned_on: date, on: date) -> None:
    earliest = earliest_effect(on, months=parameter("notice_months", on))
    if planned_on < earliest and not notice.deviates:
        raise Denied(f"きょう周知しても、実施できるのは{era_date(earliest)}からです。", PERIOD, field="planned_on")


def _require_days(days: Mapping[str, date | None], notice: ChangeNotice, on: date) -> None:
    first = notice.announced_on or date.min
    _refuse_days([field for field, day in days.items() if day is not None and not first <= day <= on])


def _refuse_days(wrong: Sequence[str]) -> None:
    if wrong:
        raise Denied("周知した日からきょうまでの日を入力してください。", PERIOD, fields=wrong)


def require_after_filing(notice: ChangeNotice, day: date, field: str) -> None:
    """Refuse an announcement on a day before 総合政策部長 was told; a deviation says what happened.

    Raises:
        Denied: at the field (4-5-(1)).
    """
    filed = notice.filings.filter(office=Office.POLICY_DIRECTOR, amends=None, filed_at__isnull=False).first()
    if filed is None or filed.filed_at is None or notice.deviates:
        return
    filed_on = japan_date(filed.filed_at)
    if day < filed_on:
        raise Denied(
            f"総合政策部長への届出の日({era_date(filed_on)})より前の周知は、記録できません。",
            ORDER,
            "届出の後に、改めて周知してください。",
            field=field,
        )


def examine_redate(notice: ChangeNotice, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to put a day right without a reason, on a day to come, or so that what happened since was out of order.

    Raises:
        Denied: at the field to mend (4-5-(1), 4-5-(2)).
    """
    channel, told_on = redated_to(facts)
    was_on = notice.told_on(channel)
    if was_on is None:
        raise Denied(
            "この場所での周知は、まだ記録されていません。",
            PERIOD,
            "「周知を記録する」で記録してください。",
            field="channel",
        )
    if told_on == was_on:
        raise Denied("いまの周知の日と同じです。", PERIOD, field="told_on")
    if told_on > on:
        raise Denied("周知の日は、きょう以前の日を入力してください。", PERIOD, field="told_on")
    if not str(facts.get("reason") or "").strip():
        raise Denied("周知の日を直す理由を入力してください。", PERIOD, field="reason")
    require_after_filing(notice, told_on, "told_on")
    _require_before_the_rest(notice, channel, told_on)


def redated_to(facts: Mapping[str, Any]) -> tuple[Channel, date]:
    """Return the channel that facts put right, and the day; of a channel they hold its day as `<channel>_on`."""
    channel = next(one for one in Channel if f"{one.value}_on" in facts)
    return channel, facts[f"{channel.value}_on"]


def _require_before_the_rest(notice: ChangeNotice, channel: Channel, told_on: date) -> None:
    """Refuse a day after what the channel did next: it was gone, stood anew, or told of another day."""
    showing = notice.showing(channel)
    if showing is not None and showing.removed_on is not None and told_on > showing.removed_on:
        gone = era_date(showing.removed_on)
        raise Denied(
            f"この場所での掲載がなくなった日({gone})より後の日には直せません。",
            PERIOD,
            "載せ直した日は、「周知を記録する」で記録してください。",
            field="told_on",
        )
    if showing is not None and showing.posted_on not in {None, notice.told_on(channel)}:
        _require_until(
            told_on, showing.posted_on, "載せ直した日", "載せ直した日だけなら、「周知を記録する」で記録し直せます。"
        )
    _require_until(
        told_on,
        min(moves_told(notice, channel), default=None),
        "期日の変更を知らせた日",
        "その日も誤っているときは、「中止する」で取りやめを知らせ、案を作り直してください。",
    )


def _require_until(told_on: date, last_on: date | None, what: str, way: str) -> None:
    if last_on is not None and told_on > last_on:
        raise Denied(f"{what}({era_date(last_on)})より後の日には直せません。", PERIOD, way, field="told_on")


def moves_told(notice: ChangeNotice, channel: Channel) -> Iterator[date]:
    """Yield the days on which a channel told of another day since both had told of the notice, from the trail."""
    for entry in history([notice.stream]):
        verbs = entry.move.rpartition(".")[2].split("+")
        if "announce" in verbs:
            return
        if "reschedule" in verbs and entry.facts.get(f"{channel.value}_on"):
            yield date.fromisoformat(entry.facts[f"{channel.value}_on"])


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
        Denied: at the fields to mend (4-5-(2)).
    """
    if not str(facts.get("cancel_reason") or "").strip():
        raise Denied("中止の理由を入力してください。", ORDER, field="cancel_reason")
    _require_told(notice, facts, on, "取りやめること")


def _require_told(notice: ChangeNotice, facts: Mapping[str, Any], on: date, what: str) -> None:
    """Ask for the day on which each channel that was announced in told of something, and refuse one that can not be."""
    shown = zip(ANEW, (notice.on_account, notice.on_homepage), strict=True)
    told = {field: showing.posted_on for field, showing in shown if showing is not None and showing.posted_on}
    missing = [field for field in told if facts.get(field) is None]
    if missing:
        words = f"{what}を同じ場所で知らせて、その日を入力してください。"
        raise Denied(words, PERIOD, "すでに周知しているためです。", fields=missing)
    _refuse_days([field for field, first in told.items() if not first <= facts[field] <= on])

"""Accounts that pass to another section (所管替え): one taken over by a deputy, one sent, one being prepared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from accounts.models import Account
from accounts.states import Access
from approvals.actions import record_password_change
from approvals.handovers.actions import accept_hand_over, prepare_hand_over, settle_hand_over
from approvals.models import HandOver
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from dashboard.demo.city import City, deputy, holder
from dashboard.demo.days import instant
from dashboard.demo.timetable import Event

AFTERNOON = 360
"""Minutes after the office opens: what stories do on the same day was done before."""
OPERATOR, WHY = "緑川 栞", "投稿し、コメントを確かめるため"


@dataclass(frozen=True)
class Passing:
    """Which account passes from which section to which, and when; days are counted back, `ahead` forward from then."""

    handle: str
    giving: str
    receiving: str
    reason: str
    matters: str
    prepared: int
    ahead: int
    settled: int = 0
    accepted: int = 0
    """Taken over by the deputy of the receiving head, who has not reviewed that."""


PASSINGS = (
    Passing(
        "iwaki.sports.mihon",
        "sports",
        "kankoka",
        "大会の案内を、観光の案内とまとめて発信するため",
        "毎週金曜日に週末の大会を載せています。施設の予約の質問は、指定管理者の電話を案内します。",
        14,
        5,
        12,
        7,
    ),
    Passing(
        "iwaki_koen_mihon",
        "koen",
        "kyodoka",
        "市民の花壇づくりの活動とまとめて発信するため",
        "花の見ごろの投稿は、公園の職員が撮った写真を使います。",
        4,
        25,
        3,
    ),
    Passing("iwaki_art_mihon", "bijutsu", "bunka", "文化の催しをまとめて発信するため", "", 2, 40),
)


def hand_over_events(city: City) -> Iterator[Event]:
    """Yield the acts on the sheets, and the first of what is owed after a hand-over."""
    for place, passing in enumerate(PASSINGS):

        def on(back: int, minutes: int = AFTERNOON + place) -> datetime:
            return instant(city.days.back(back), minutes)

        yield Event(on(passing.prepared), partial(_prepare, city, passing))
        if passing.settled:
            yield Event(on(passing.settled), partial(_settle, city, passing))
        if passing.accepted:
            yield Event(on(passing.accepted), partial(_accept, city, passing))
            yield Event(on(passing.accepted - 1), partial(_change_password, city, passing))


def _account(passing: Passing) -> Account:
    return Account.objects.select_related("platform", "section").get(handle=passing.handle)


def _sheet(passing: Passing) -> HandOver:
    return HandOver.objects.select_related("account").get(account__handle=passing.handle)


def _prepare(city: City, passing: Passing, at: datetime) -> None:
    prepare_hand_over(
        _account(passing),
        by=city.clerk(passing.giving, at),
        at=at,
        receiving=city.section(passing.receiving, at),
        planned_on=add_opening_days(japan_date(at), passing.ahead),
        reason=passing.reason,
        matters=passing.matters,
        recovery="課の代表のメールアドレスと代表電話" if passing.settled else "",
        recovery_is_city=bool(passing.settled),
    )


def _settle(city: City, passing: Passing, at: datetime) -> None:
    sheet, head = _sheet(passing), holder(Office.SECTION_HEAD, city.section(passing.giving, at), at)
    settle_hand_over(sheet, by=head, at=at, seen=sheet.fingerprint())


def _accept(city: City, passing: Passing, at: datetime) -> None:
    sheet, by = _sheet(passing), deputy(Office.SECTION_HEAD, city.section(passing.receiving, at), at)
    clerk = city.clerk(passing.receiving, at, OPERATOR).person
    rows = [{"person": clerk.pk, "access": Access.PERSONAL_ROLE.value, "reason": WHY}] if clerk is not None else []
    accept_hand_over(sheet, by=by, at=at, seen=sheet.fingerprint(), operators=rows)


def _change_password(city: City, passing: Passing, at: datetime) -> None:
    by = city.clerk(passing.receiving, at, OPERATOR)
    if by.person is not None:
        record_password_change(_account(passing), by=by, at=at, changed_by=by.person, changed_on=japan_date(at))

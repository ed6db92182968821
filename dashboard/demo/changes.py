"""A change that the public is being told of: settled, filed, announced in both channels (4-5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from accounts.models import Account
from approvals.actions import file_filing
from approvals.models import ChangeNotice, Filing
from approvals.notices.actions import draft_notice, settle_notice, submit_notice
from approvals.notices.standing import record_announcement
from approvals.notices.states import Channel, NoticeKind
from approvals.notices.texts import told_of
from core.periods.civil import earliest_effect
from core.periods.clock import japan_date
from core.staff.offices import Office
from dashboard.demo.city import City, holder
from dashboard.demo.days import instant
from dashboard.demo.timetable import Event
from publications.posting.models import CheckAsked

HANDLE, SECTION = "iwaki_lib_mihon", "toshokan"
NAME, REASON = "いわき図書館だより", "分館のお知らせもまとめて載せるため"
NOON = 300
"""Minutes after the office opens: what stories do on the same day was done before."""
SPARE = timedelta(days=14)
"""Between the earliest day and the planned one."""


def change_events(city: City) -> Iterator[Event]:
    """Yield the acts on the notice, from its first words to both announcements."""
    script = ((16, draft), (15, submit), (13, settle), (12, file), (10, post), (8, show), (6, file_after))
    for back, deed in script:
        yield Event(instant(city.days.back(back), NOON), partial(deed, city))


def notice() -> ChangeNotice:
    """Return the notice of the story."""
    return ChangeNotice.objects.get(account__handle=HANDLE)


def draft(city: City, at: datetime) -> None:
    """Begin it."""
    account = Account.objects.select_related("platform", "section").get(handle=HANDLE)
    planned_on = earliest_effect(japan_date(at), months=1) + SPARE
    by = city.clerk(SECTION, at)
    draft_notice(account, NoticeKind.CHANGE, by=by, at=at, name=NAME, reason=REASON, planned_on=planned_on)


def submit(city: City, at: datetime) -> None:
    """Put it before the account manager."""
    submit_notice(notice(), by=city.clerk(SECTION, at), at=at)


def settle(city: City, at: datetime) -> None:
    """Decide it by the account manager."""
    waiting = notice()
    manager = holder(Office.SECTION_HEAD, city.section(SECTION, at), at)
    settle_notice(waiting, by=manager, at=at, seen=waiting.fingerprint())


def file(city: City, at: datetime) -> None:
    """File it with 総合政策部長."""
    file_filing(Filing.objects.get(notice=notice(), office=Office.POLICY_DIRECTOR), by=city.clerk(SECTION, at), at=at)


def file_after(city: City, at: datetime) -> None:
    """File it with 総務部長, who has not received it yet."""
    filing = Filing.objects.get(notice=notice(), office=Office.GENERAL_AFFAIRS_DIRECTOR)
    file_filing(filing, by=city.clerk(SECTION, at), at=at)


def post(city: City, at: datetime) -> None:
    """Announce it on the account."""
    told = notice()
    url = f"{told.account.url.rstrip('/')}/status/1"
    _announce(city, Channel.ACCOUNT, at, url)


def show(city: City, at: datetime) -> None:
    """Announce it on the stand-in of the city homepage, where the check finds it."""
    name, page = f"oshirase-{notice().pk}.html", told_of(notice())[0].page
    if settings.HOMEPAGE_DIR is not None:
        settings.HOMEPAGE_DIR.mkdir(parents=True, exist_ok=True)
        head = '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>お知らせ</title>'
        whole = f"{head}<body>{page}</body></html>"
        (settings.HOMEPAGE_DIR / name).write_text(whole, encoding="utf-8")
    site = f"http://{settings.CITY_STAND_IN[0]}" if settings.CITY_STAND_IN else f"https://{settings.CITY_HOSTS[0]}"
    _announce(city, Channel.HOMEPAGE, at, f"{site}/{name}")
    CheckAsked.objects.all().delete()


def _announce(city: City, channel: Channel, at: datetime, url: str) -> None:
    by = city.clerk(SECTION, at)
    record_announcement(notice(), channel, by=by, at=at, posted_on=japan_date(at), url=url)

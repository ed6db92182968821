"""The history of an account in pages: whole acts, each once, and no page dearer than the first."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.audit.history import TOLD
from core.audit.models import Event
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.periods.clock import now
from core.staff.offices import Office
from dashboard.account.history import ACTS, EVENTS, Place, told
from tests.approvals.pages import a_world, browser_of
from tests.factories.approvals import an_account

pytestmark = pytest.mark.django_db
EARLIER = re.compile(r'href="(\?before=[^"]*)#history" rel="next"')
LINE = re.compile(r'<p class="timeline__note">([^<]*)')


def edited(account: Account, times: int) -> Account:
    """Write an account's common name so many times, a second apart."""
    at = now() - timedelta(minutes=30)
    for number in range(times):
        account = edit(account, by=SYSTEM, at=at + timedelta(seconds=number), common_name=f"通称{number}")
    return account


def pages(browser: Client, account: Account) -> list[str]:
    """Return the histories of all pages, by the way from each to the one before it."""
    found, query = [], ""
    while True:
        page = unescape(browser.get(f"/accounts/{account.pk}/{query}").content.decode())
        found.append(page.partition('id="history"')[2])
        way = EARLIER.search(found[-1])
        if way is None:
            return found
        query = way[1]


def test_pages_tell_every_act_once_newest_first() -> None:
    world = a_world()
    account = edited(an_account(world=world, when=now() - timedelta(hours=1)), 2 * ACTS)
    shown = pages(browser_of(world.people[Office.AUDITOR]), account)
    codes = [re.findall(r" ([0-9A-F]{4}-[0-9A-F]{4})", note)[0] for page in shown for note in LINE.findall(page)]
    acts = Event.objects.filter(stream=account.stream).order_by("-at", "-pk").values_list("act_id", flat=True)
    assert len(shown) == 3
    assert len(codes) == len(set(codes)) >= len(set(acts))
    assert [page.count("新しい履歴に戻る") for page in shown] == [0, 1, 1]
    assert "起案を提出した" in shown[-1]


def test_a_page_costs_the_same_for_a_short_and_a_long_history_and_further_down() -> None:
    world = a_world()
    browser = browser_of(world.staff)
    short = an_account(world=world, when=now() - timedelta(hours=1))
    long = edited(an_account(world=world, when=now() - timedelta(hours=1)), EVENTS + ACTS)

    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    first = f"/accounts/{long.pk}/"
    way = EARLIER.search(unescape(browser.get(first).content.decode()))
    assert way is not None
    assert {cost(address) for address in (f"/accounts/{short.pk}/", first, first + way[1])} == {4}


def test_no_page_reads_more_events_than_it_may_show() -> None:
    account = edited(an_account(when=now() - timedelta(hours=1)), EVENTS + ACTS)
    number = account.version
    rows = list(Event.objects.filter(stream=account.stream, number__gt=number - EVENTS - 1).values_list(*TOLD))
    page = told(rows, [], Place())
    following = Place.read(page.earlier)
    assert (len(page.lines), following.number) == (ACTS, number - ACTS + 1)


def test_an_act_that_is_not_read_whole_waits_for_the_next_page() -> None:
    account = edited(an_account(when=now() - timedelta(hours=1)), 1)
    others = Event.objects.exclude(stream=account.stream).order_by("-at", "-pk").values_list(*TOLD)
    (newest, *_) = others
    place = TOLD.index("act_id")
    of_one_act = [(*newest[:place], newest[place], *newest[place + 1 : -1], newest[-1] - n) for n in range(EVENTS)]
    own = list(Event.objects.filter(stream=account.stream).order_by("-number").values_list(*TOLD)[:1])
    page = told(own, of_one_act, Place())
    assert (len(page.lines), Place.read(page.earlier).key) == (1, newest[-1] + 1)


@pytest.mark.parametrize("cursor", ["", "nonsense", "WzFd:abc"])
def test_a_cursor_that_was_not_given_out_is_the_first_page(cursor: str) -> None:
    assert Place.read(cursor) == Place()

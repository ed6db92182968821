"""The registry shows and finds what is suspended, also beside the announcement of its end (第7)."""

import csv
import io
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.finding import Finding
from accounts.models import Account
from accounts.projection import differing, worked_out
from accounts.states import AccountState
from approvals.notices.states import NoticeKind, NoticeState
from core.periods.clock import now
from core.staff.offices import Office
from incidents.suspending.actions import reinstate_account
from tests.approvals.pages import a_world, browser_of, today
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.notices import a_notice, account_in
from tests.factories.suspensions import suspended

pytestmark = pytest.mark.django_db
WHEN = now()


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return a_world()


@pytest.fixture
def ending(world: OfficeWorld) -> Account:
    """Return a suspended account whose end is announced, beside one that ends, one suspended, one in operation."""
    account = an_account(world=world, when=WHEN, account_name="止めて終わる")
    a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=account, when=WHEN)
    for state in (AccountState.CLOSING, AccountState.SUSPENDED, AccountState.ACTIVE):
        account_in(state, world=world, when=WHEN)
    return suspended(again(account), by=world.section_head, when=WHEN)


def standings(world: OfficeWorld, **query: str) -> dict[str, list[str]]:
    """Return what the list says of the standing of each account, by its state."""
    shown = browser_of(world.people[Office.AUDITOR]).get(reverse("accounts:registry"), query)
    rows = shown.context["rows"]
    return {f"{row.found.state} {row.found.name}": [words for _, words in row.standings] for row in rows}


def stale() -> list[int]:
    return differing(worked_out(list(Account.objects.values_list("pk", flat=True))))


@pytest.mark.parametrize("name", ["accounts:account_detail", "accounts:account_sheet"])
def test_page_and_sheet_of_the_account_say_both(world: OfficeWorld, ending: Account, name: str) -> None:
    page = browser_of(world.people[Office.AUDITOR]).get(reverse(name, args=[ending.pk]))
    head = page.content.decode().partition("</h1>")[2][:1500]
    assert ("廃止周知中" in head, "一時停止中" in head) == (True, True)


def test_the_row_says_both(world: OfficeWorld, ending: Account, client: Client) -> None:
    found = standings(world)
    assert found["closing 止めて終わる"] == ["廃止周知中", "一時停止中"]
    assert sorted(found.values()) == [["一時停止中"], ["廃止周知中"], ["廃止周知中", "一時停止中"], ["運用中"]]
    page = browser_of(world.staff).get(reverse("accounts:registry"), {"q": "止めて終わる"}).content.decode()
    assert page.count('<span class="chip" data-tone="warn">') == 2


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("suspended", [["一時停止中"], ["廃止周知中", "一時停止中"]]),
        ("closing", [["廃止周知中"], ["廃止周知中", "一時停止中"]]),
        ("active", [["運用中"]]),
    ],
)
def test_it_is_found_by_either(world: OfficeWorld, ending: Account, state: str, expected: list[list[str]]) -> None:
    assert sorted(standings(world, state=state).values()) == expected


def test_the_file_says_since_when(world: OfficeWorld, ending: Account) -> None:
    browser = browser_of(world.people[Office.AUDITOR])

    def sent(kind: str) -> bytes:
        answer: Any = browser.post(reverse(f"accounts:export_{kind}", query={"state": "suspended"}))
        return b"".join(answer.streaming_content)

    read = list(csv.DictReader(io.StringIO(sent("csv").decode("utf-8-sig"))))
    assert sorted((row["状態"], row["一時停止した日"]) for row in read) == [
        ("一時停止中", today().isoformat()),
        ("廃止周知中", today().isoformat()),
    ]
    sheet: Any = load_workbook(io.BytesIO(sent("xlsx"))).active
    head, *rows = sheet.iter_rows(values_only=True)
    place = head.index("一時停止した日")
    assert [row[place].date() for row in rows] == [today(), today()]


def test_the_index_follows_the_suspension(world: OfficeWorld, ending: Account) -> None:
    def marked() -> tuple[bool, list[int]]:
        return Finding.objects.get(pk=ending.pk).suspended, stale()

    assert marked() == (True, [])
    reinstate_account(ending, by=world.section_head, at=WHEN, done="権限を確かめた。")
    assert marked() == (False, [])
    assert set(Finding.objects.filter(suspended=True).values_list("state", flat=True)) == {"suspended"}


def test_a_suspension_that_ends_with_its_account_is_found_no_more(world: OfficeWorld) -> None:
    account = suspended(an_account(world=world, when=WHEN), by=world.section_head, when=WHEN)
    a_notice(NoticeState.EFFECTED, NoticeKind.CLOSURE, world=world, account=again(account), when=WHEN)
    assert (Finding.objects.get().state, Finding.objects.get().suspended, stale()) == ("closed", False, [])


def test_what_was_suspended_before_is_found(world: OfficeWorld, ending: Account) -> None:
    Finding.objects.update(suspended=False)
    import_module("accounts.migrations.0014_finding_suspended").fill(apps, None)
    assert (Finding.objects.filter(suspended=True).count(), stale()) == (2, [])


def test_an_index_of_its_own_answers_the_filter(world: OfficeWorld) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Finding.objects.filter(suspended=True).order_by("-pk").values("pk")[:51].explain()
    assert "finding_suspended" in plan

"""The export: the list on screen, whole, as text that no program takes for a formula, noted before the first byte."""

import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from accounts import export
from accounts.export import HEAD, Line, csv_lines, plain_text, safe_text, xlsx_file
from accounts.models import Account
from core.audit.models import Event
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.trails import facts_of
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.factories import AT
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.clocks import edge_clock
from tests.factories.drafts import a_platform

HOSTILE = [
    *("=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "  =1", "\u3000@x", "'quoted"),
    *("https://x.com/a", "普通の名前", "_x000D_", ""),
]
FORMULA_LIKE = re.compile("[ \u3000\u00a0]*[-=+@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def lines(number: int, cells: list[str] | None = None) -> Iterator[Line]:
    texts = cells or ["=HYPERLINK(1)"]
    for row in range(number):
        yield [row, *(texts[row % len(texts)] for _ in range(9)), date(2026, 5, 11), None, 0, date(2026, 6, 1)]


@given(st.text())
def test_text_of_a_cell_is_given_back_and_is_no_formula(text: str) -> None:
    assert plain_text(safe_text(text)) == text
    assert not FORMULA_LIKE.match(safe_text(text))


@pytest.mark.parametrize("text", HOSTILE[:11])
def test_what_could_be_a_formula_is_marked(text: str) -> None:
    assert safe_text(text) == f"'{text}"


def test_csv_has_mark_head_days_and_plain_numbers() -> None:
    data = b"".join(csv_lines(lines(1))).decode("utf-8")

    assert data.startswith("\ufeff台帳の番号,アカウント,通称,")
    assert data.endswith("\r\n")
    _, row = csv.reader(io.StringIO(data.removeprefix("\ufeff")))
    assert row == ["0", *["'=HYPERLINK(1)"] * 9, "2026-05-11", "", "0", "2026-06-01"]


def test_xlsx_types_texts_as_texts_and_days_as_days() -> None:
    with xlsx_file(lines(len(HOSTILE), HOSTILE), AT) as file:
        data = file.read()

    sheet = sheet_of(data)
    head, *rows = sheet.iter_rows()
    assert tuple(cell.value for cell in head) == HEAD
    for text, row in zip(HOSTILE, rows, strict=True):
        assert (unescape(row[1].value or ""), row[1].data_type) == (text, "s")
        assert (row[10].value.isoformat(), row[10].is_date) == ("2026-05-11T00:00:00", True)
        assert (row[12].value, row[12].data_type) == (0, "n")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert (b"<f>" in xml, b"<f " in xml, b"hyperlink" in xml) == (False, False, False)


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def csv_bytes(number: int) -> int:
    return sum(len(part) for part in csv_lines(lines(number)))


def xlsx_bytes(number: int) -> int:
    with xlsx_file(lines(number), AT) as file:
        return file.seek(0, 2)


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_memory_does_not_grow_with_the_rows(write: Callable[[int], int]) -> None:
    write(10)
    peaks = []
    for number in (500, 5_000):
        tracemalloc.start()
        assert write(number) > number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 200_000, peaks


def send(actor: Actor, kind: str = "csv", **query: str) -> Any:
    address = reverse(f"accounts:export_{kind}", query=query)
    return browser_of(actor).post(address)


def names(actor: Actor, **query: str) -> list[str]:
    data = b"".join(send(actor, **query).streaming_content).decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(data))
    return [row[1] for row in rows]


def on_screen(actor: Actor, **query: str) -> list[str]:
    shown = browser_of(actor).get(reverse("accounts:registry"), query)
    return [row.found.name for row in shown.context["rows"]]


@pytest.fixture
def world(db: None) -> OfficeWorld:
    world = a_world()
    for name, code in (("いわき観光だより", "x"), ("いわき動画", "youtube"), ("いわき友だち", "other")):
        an_account(world=world, when=now(), account_name=name, platform=a_platform(code))
    an_account("planned", world=world, when=now(), account_name="手続中のもの")  # type: ignore[arg-type]
    return world


@pytest.mark.parametrize(
    "query", [{}, {"q": "いわき"}, {"service": "x"}, {"state": "planned"}, {"order": "section"}, {"order": "duty"}]
)
def test_export_is_the_list_on_screen(world: OfficeWorld, query: dict[str, str]) -> None:
    for office in (Office.STAFF, Office.AUDITOR, Office.PERSONNEL_OFFICER):
        actor = world.people[office]
        assert names(actor, **query) == on_screen(actor, **query)
    assert ("手続中のもの" in names(world.people[Office.PERSONNEL_OFFICER]), "手続中のもの" in names(world.staff)) == (
        False,
        True,
    )


def test_export_goes_through_all_pages(world: OfficeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)

    assert names(world.staff) == on_screen(world.staff)
    assert len(names(world.staff)) == 4


def test_queries_follow_the_chunks_and_not_the_rows(world: OfficeWorld) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            names(world.staff)
        counts.append(len(captured))
        an_account(world=world, when=now())

    assert counts[0] == counts[1]


def test_excel_answer_is_the_same_list(world: OfficeWorld) -> None:
    answer = send(world.staff, "xlsx", order="section")

    sheet = sheet_of(b"".join(answer.streaming_content))
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == on_screen(world.staff, order="section")
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Disposition"] == f'attachment; filename="accounts-{today()}.xlsx"'


def test_hostile_name_reaches_no_cell_as_a_formula(world: OfficeWorld) -> None:
    account = Account.objects.get(name="いわき動画")
    edit(account, by=SYSTEM, at=now(), name='=HYPERLINK("http://x","y")', common_name="@SUM(1+1)")

    assert '\'=HYPERLINK("http://x","y")' in names(world.staff)
    sheet = sheet_of(b"".join(send(world.staff, "xlsx").streaming_content))
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row[1:3]} <= {"s", "n"}


def test_export_is_noted_before_the_first_byte(world: OfficeWorld) -> None:
    answer = send(world.staff, q="いわき", order="section")

    event = Event.objects.select_related("facts").get(move="accounts.export")
    assert (event.person, event.office, facts_of(event)) == (
        world.staff.person,
        "staff",
        {"format": "csv", "rows": 4, "filters": ["ことば「いわき」", "並び順 部署の順"]},
    )
    assert next(iter(answer.streaming_content)) == b"\xef\xbb\xbf"


def test_old_sign_in_is_asked_again_and_nothing_leaves(world: OfficeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = edge_clock(monkeypatch, now())
    browser = browser_of(world.staff)
    browser.get("/")
    clock.at += timedelta(minutes=29)
    browser.get("/")
    clock.at += timedelta(minutes=29)

    answer = browser.post(reverse("accounts:export_csv", query={"q": "いわき"}))

    assert (answer.status_code, "本人であることの確認" in answer.content.decode()) == (403, True)
    assert "q=%E3%81%84" in answer.content.decode()
    assert not Event.objects.filter(move="accounts.export").exists()


def test_list_offers_both_files_with_its_filters(world: OfficeWorld) -> None:
    text = browser_of(world.staff).get(reverse("accounts:registry"), {"q": "いわき"}).content.decode()

    query = "?q=%E3%81%84%E3%82%8F%E3%81%8D"
    assert all(f'action="{reverse(f"accounts:export_{kind}")}{query}"' in text for kind in ("csv", "xlsx"))

"""Sheets for the tests of the import: a thousand good rows, and a hundred that are wrong in twenty ways."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from accounts.intake.carrying import carry_out
from accounts.intake.columns import FIELDS, guessed
from accounts.intake.plan import Plan
from accounts.intake.reading import Table, read_table
from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM, Actor
from core.staff.models import Unit, UnitLevel
from tests.factories import AT, SINCE, a_unit
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.drafts import a_platform

HEADER = [field.label for field in FIELDS]
PLACES = {field.key: place for place, field in enumerate(FIELDS)}
Row = list[str]


def a_row(number: int, place: str, **values: str) -> Row:
    """Return a good row under a handle of its own."""
    given = {
        "service": "X",
        "name": f"公式アカウント{number}",
        "common_name": f"公式{number}",
        "handle": f"@city_{number}",
        "url": f"https://twitter.com/city_{number}",
        "section": place,
        "started_on": "2014/8/1",
        "paper_number": f"26総第{number}号",
        "paper_on": "平成26年7月8日",
    }
    return [(given | values)[field.key] for field in FIELDS]


def sheet(rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    """Return rows under the header as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode(encoding)


def book(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """Return rows under the header as an Excel book."""
    made, content = Workbook(), io.BytesIO()
    for row in [header, *rows]:
        made.active.append(list(row))  # type: ignore[union-attr]  # a new book has a sheet
    made.save(content)
    return content.getvalue()


def table_of(rows: Iterable[Sequence[str]]) -> Table:
    """Return rows as the import reads them."""
    return read_table(sheet(rows))


def imported(rows: Iterable[Sequence[str]], by: Actor, at: datetime = AT, **options: Any) -> Plan:
    """Import rows under the usual header."""
    return carry_out(table_of(rows), guessed(HEADER), by=by, at=at, source="accounts.csv", **options)


def confusing_units(world: OfficeWorld) -> None:
    """Make units that a list can name wrongly: two of one name, one that ended, one below."""
    for department in (world.department, world.foreign_section.department):
        a_unit(UnitLevel.SECTION, "総務課", parent=department)
    ended = {"starts_on": date(2015, 4, 1), "ends_on": date(2020, 3, 31), "successor": world.section}
    create(Unit, by=SYSTEM, at=AT, name="商工観光課", level="section", parent=world.department, **ended)
    a_unit(UnitLevel.GROUP, "企画係", parent=world.section, starts_on=SINCE)


def standing_accounts(world: OfficeWorld) -> None:
    """Make five accounts that came by requests, under the handles `by_request0` to `by_request4`."""
    a_platform("line")
    for turn in range(5):
        an_account(world=world, handle=f"by_request{turn}")


def wrong_ways(section: str) -> list[tuple[dict[str, str], str, str]]:
    """Return twenty ways to be wrong: the cells, the column that is told, the sentence."""
    day = "実在する年月日を書いてください。例:2014/8/1、平成26年8月1日、H26.8.1"
    path = section.split()
    return [
        ({"service": ""}, "サービス", "「サービス」を入力してください。"),
        ({"service": "ミクシィ"}, "サービス", "サービスの一覧にない名称です。X、LINE のどれかを書いてください。"),
        ({"name": ""}, "アカウント名", "「アカウント名」を入力してください。"),
        ({"name": "あ" * 81}, "アカウント名", "80文字以内にしてください(いま81文字)。"),
        ({"common_name": "公式\nだより"}, "通称", "1つのセルに、改行やタブを入れずに書いてください。"),
        ({"section": ""}, "運用する部署", "「運用する部署」を入力してください。"),
        (
            {"section": path[-1][:-2] + "科"},
            "運用する部署",
            f"「{path[-1][:-2]}科」という部署はありません。「{path[-1]}」のことですか。部署の一覧にある名称を書いてください。",
        ),
        (
            {"section": "総務課"},
            "運用する部署",
            "「総務課」という課等は2つあります。{paths} のように、部の名称から書いてください。",
        ),
        (
            {"section": "商工観光課"},
            "運用する部署",
            f"「商工観光課」は 令和2年3月31日(火) でなくなりました。いまの「{section}」を書いてください。",
        ),
        (
            {"section": "企画係"},
            "運用する部署",
            f"「企画係」は係です。アカウントを持つのは課等ですから、「{path[-1]}」と書いてください。",
        ),
        ({"started_on": "2014/2/30"}, "運用開始日", day),
        ({"started_on": "2027/4/1"}, "運用開始日", "きょう以前の日を書いてください。"),
        ({"paper_number": ""}, "文書番号", "「文書番号」を入力してください。"),
        ({"paper_on": "去年の夏"}, "文書の日付", day),
        (
            {"url": "https://bit.ly/abc", "handle": ""},
            "URL",
            "短縮URLは使えません。転送先の長いURLをそのまま入力してください。",
        ),
        (
            {"url": "https://twiter.com/iwaki", "handle": ""},
            "URL",
            "「twiter.com」は、登録されているサービスのホスト名ではありません。打ち間違いではないか確かめてください。"
            "「https://x.com/iwaki」のことであれば、そのとおりに入力してください。",
        ),
        (
            {"handle": "@someone_else"},
            "アカウントID",
            "URLにあるアカウントID「{handle}」と違います。どちらかを直してください。",
        ),
        (
            {"url": "", "handle": ""},
            "URL",
            "URLもアカウントIDもありません。アカウントのページを開き、アドレス欄のURLを写してください。",
        ),
        ({"url": "https://x.com/city_1", "handle": ""}, "URL", "2行目と同じアカウントです。1行にしてください。"),
        (
            {"url": "https://x.com/by_request{turn}", "handle": ""},
            "URL",
            "起案により台帳にあるアカウントです(いわき観光だより、{section}、運用中)。取込みでは変えません。"
            "この行を除いてください。",
        ),
    ]

"""The list of the registry as a file: CSV and Excel, row by row, so that a hundred thousand rows need no more memory.

A cell is text, never a formula. In Excel that is its type. CSV has no types: a text that a program might take for a
formula (`=`, `+`, `-`, `@`, tab or return at its beginning, in full width too, after blanks too) gets an apostrophe
before it, and so does a text that begins with an apostrophe. Taking one apostrophe away gives every text back
(`plain_text`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from accounts.permissions import Sight
from accounts.presentation import Row, rows_of
from accounts.search import listed_page
from core.audit.whole import one_state

Cell = str | int | date | None
Line = Sequence[Cell]

FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
APOSTROPHE = "'"
BOM = "\ufeff"
SHEET = "アカウント台帳"
WIDTH = 20
CHUNK = 500
"""Rows read at once."""


COLUMNS: tuple[tuple[str, Callable[[Row], Cell]], ...] = (
    ("台帳の番号", lambda row: row.found.pk),
    ("アカウント", lambda row: row.found.name),
    ("通称", lambda row: row.found.common_name),
    ("アカウントID", lambda row: row.found.handle),
    ("URL", lambda row: row.found.url),
    ("サービス", lambda row: row.found.service),
    ("部", lambda row: row.department),
    ("運用部署", lambda row: row.section),
    ("管理者", lambda row: row.manager or "(空席)"),
    ("状態", lambda row: row.state),
    ("取得日", lambda row: row.found.acquired_on),
    ("運用開始日", lambda row: row.found.started_on),
    ("一時停止した日", lambda row: row.found.suspended_on),
    ("残る義務", lambda row: row.found.open_duties),
    ("次の期限", lambda row: row.due_on),
)
"""The head row and where each cell comes from: what the list shows, and the columns that stand behind it."""
HEAD = tuple(label for label, _ in COLUMNS)


def lines_of(sight: Sight | None, wanted: Mapping[str, Any], on: date) -> Iterator[Line]:
    """Yield the cells of each row of the list that filters, words and order give, all of one state of the database."""
    with one_state():
        cursor: str | None = ""
        while cursor is not None:
            page = listed_page(sight, wanted, on, cursor, CHUNK)
            for row in rows_of(page.rows, on):
                yield [value(row) for _, value in COLUMNS]
            cursor = page.next


def safe_text(text: str) -> str:
    """Return a text that no program takes for a formula; `plain_text` gives it back."""
    first = text.lstrip(" \u3000\u00a0")[:1]
    return f"{APOSTROPHE}{text}" if first in FORMULA | {APOSTROPHE} and first else text


def plain_text(text: str) -> str:
    """Return what a cell said before `safe_text`."""
    return text.removeprefix(APOSTROPHE)


def csv_lines(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with a byte order mark, one record at a time; days in ISO form."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM.encode()
    for line in chain([HEAD], lines):
        yield writer.writerow([_written(cell) for cell in line])


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_text(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> bytes:
        """Return the text as bytes."""
        return text.encode()


def xlsx_file(lines: Iterable[Line], at: datetime) -> IO[bytes]:
    """Write an Excel file and return it, opened at its beginning; whoever closes it removes it.

    Texts are typed as texts, days as days, numbers as numbers; rows leave the memory when they are written.
    """
    file = TemporaryFile()  # noqa: SIM115  # the answer that sends it closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": SHEET, "created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEAD) - 1, WIDTH)
        sheet.write_row(0, 0, HEAD, book.add_format({"bold": True}))
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                _write(sheet, number, column, cell)
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)

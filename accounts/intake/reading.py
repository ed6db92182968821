"""A file as a table of texts: told by its bytes, never by its name; within limits, or a sentence that says which.

CSV in UTF-8, with or without BOM, and in the Shift_JIS of Windows (cp932, with ①, ㈱, 髙); Excel books (xlsx), whose
cells are read as the values they show: no formula is ever computed, what looks like one is text.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from accounts.export import plain_text, safe_text

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 1000
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 300
TOO_LARGE = "ファイルは5MBまでです。行を分けて、何回かに分けて取り込んでください。"
UNKNOWN = "この種類のファイルは読めません。CSV、またはExcelブック(xlsx)で保存し直してください。"
BROKEN = "Excelブックを開けませんでした。Excelで開いて、保存し直してください。"
MACROS = "マクロの入ったブックは読めません。マクロのないブック(xlsx)で保存し直してください。"
NO_ROWS = "見出しの下に行がありません。"
TOO_MANY_ROWS = f"一度に取り込めるのは{MOST_ROWS}行までです。分けて取り込んでください。"
TOO_MANY_COLUMNS = f"列は{MOST_COLUMNS}列までです。使わない列を除いてください。"
ENCODINGS = ("utf-8-sig", "cp932")
TEXT_CONTROLS = frozenset("\t\n\r\f")
Row = list[str]


class UnfitTableError(ValueError):
    """A file that can not be read as a table; the message is a sentence for the person."""


@dataclass(frozen=True)
class Table:
    """The header and the rows, as texts; `numbers` are the rows' own in the file."""

    header: Row
    rows: list[Row]
    numbers: list[int]

    def as_cells(self) -> list[Any]:
        """Return what is kept between the steps: number and cells of each row, the header's number being 0."""
        return [[0, *self.header], *([number, *row] for number, row in zip(self.numbers, self.rows, strict=True))]

    @classmethod
    def of_cells(cls, cells: list[Any]) -> "Table":
        """Make the table of what was kept."""
        return cls(cells[0][1:], [row[1:] for row in cells[1:]], [row[0] for row in cells[1:]])


def read_table(content: bytes) -> Table:
    """Read a file as a table: its first row that is not empty is the header, empty rows are left out.

    Raises:
        UnfitTableError: no table, too large, or holding nothing.
    """
    if len(content) > LARGEST:
        raise UnfitTableError(TOO_LARGE)
    lines = _excel_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    kept = [(number, row) for number, row in enumerate(_limited(lines), start=1) if any(row)]
    if len(kept) < 2:
        raise UnfitTableError(NO_ROWS)
    width = max(len(row) for _, row in kept)
    rows = [row + [""] * (width - len(row)) for _, row in kept]
    return Table(rows[0], rows[1:], [number for number, _ in kept[1:]])


def _limited(lines: Iterable[list[str]]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        if number > MOST_ROWS:
            raise UnfitTableError(TOO_MANY_ROWS)
        row = [_cell(text, number + 1) for text in line]
        while row and not row[-1]:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise UnfitTableError(TOO_MANY_COLUMNS)
        yield row


def _cell(text: str, number: int) -> str:
    plain = _as_written(text.strip())
    if len(plain) > LONGEST_CELL:
        what = f"{number}行目に{LONGEST_CELL}文字より長いセルがあります。"
        raise UnfitTableError(f"{what}使わない列であれば除いてください。")
    if any(unicodedata.category(char) == "Cc" and char not in TEXT_CONTROLS for char in plain):
        raise UnfitTableError(f"{number}行目に使えない文字(制御文字)が入っています。その行を入力し直してください。")
    return plain


def _as_written(text: str) -> str:
    """Take off the apostrophe that the export of the registry puts before what a program might compute."""
    plain = plain_text(text)
    return plain if plain != text and safe_text(plain) == text else text


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise UnfitTableError("CSVの形が崩れています。表計算ソフトで開いて、保存し直してください。") from error


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not content.startswith((b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0")):
            return text
    raise UnfitTableError(UNKNOWN)


def _excel_rows(content: bytes) -> Iterator[list[str]]:
    _require_sound_package(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()  # a declared size may be a lie
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield [_text(value) for value in row]
    except UnfitTableError:
        raise
    except Exception as error:  # the library raises whatever a broken book makes it stumble over
        raise UnfitTableError(BROKEN) from error


def _require_sound_package(content: bytes) -> None:
    """Refuse a package that is no Excel book, holds macros, or would unpack to too much; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except Exception as error:  # a hostile directory makes zipfile raise many things
        raise UnfitTableError(BROKEN) from error
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnfitTableError(MACROS)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise UnfitTableError(UNKNOWN)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnfitTableError(TOO_LARGE)


def _text(value: object) -> str:
    """Return a cell's value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

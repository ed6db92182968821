"""The sheet to fill in: as CSV that Excel opens rightly, and as an Excel book with what to write in each column."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts.intake.columns import FIELDS
from accounts.models import Platform
from core.staff.models import Unit

BOM = "\ufeff"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAME = "アカウント取込みの見本"
HEADER = [field.label for field in FIELDS]


def sample(ending: str, on: date) -> bytes:
    """Return the sample with one row that names a service and a section of this city."""
    rows = [HEADER, _example(on)]
    return _book(rows) if ending == "xlsx" else _text(rows)


def _example(on: date) -> list[str]:
    given = {field.key: field.example for field in FIELDS}
    if section := Unit.objects.existing_on(on).sections().select_related("parent__parent").order_by("pk").first():
        given["section"] = section.full_name
    known = Platform.objects.filter(is_offered=True)
    if not known.filter(code="x").exists() and (service := known.order_by("position", "pk").first()):
        given["service"] = service.name
    return [given[field.key] for field in FIELDS]


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return (BOM + text.getvalue()).encode()


def _book(rows: Sequence[Sequence[str]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet, notes = book.worksheets[0], book.create_sheet("書き方")
    sheet.title, sheet.freeze_panes = "アカウント", "A2"
    for row in rows:
        sheet.append(list(row))
    notes.append(["列", "必須", "書くこと", "例"])
    for field in FIELDS:
        notes.append([field.label, "必須" if field.required else "", field.note, field.example])
    for shown, width in ((sheet, 22), (notes, 40)):
        for place, cell in enumerate(shown[1], start=1):
            cell.font = Font(bold=True)
            shown.column_dimensions[get_column_letter(place)].width = width
    book.save(content)
    return content.getvalue()

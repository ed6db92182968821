"""The people of the demonstration as a short table for the terminal; full-width characters take two columns."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from core.staff.models import Appointment
from core.staff.offices import LABELS, Office

MOST = 4
"""How many people of one office are printed; the sign-in page lists them all."""
TITLES = ("職", "氏名", "職名", "職員番号")


def table(on: date) -> str:
    """Return the holders of each office on a day, one line a person; of crowded offices the first few."""
    rows = [TITLES, *(row for office in Office for row in _rows(office, on))]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _rows(office: Office, on: date) -> Iterator[tuple[str, ...]]:
    held = Appointment.objects.in_force_on(on).filter(office=office, person__is_active=True)
    held = held.select_related("person", "unit__parent__parent").order_by("id")
    for appointment in held[:MOST]:
        department = appointment.unit.department.name
        post = appointment.label if appointment.label.startswith(department) else f"{department} {appointment.label}"
        yield LABELS[office], appointment.person.name, post, appointment.person.staff_number
    if (more := held.count() - MOST) > 0:
        yield LABELS[office], f"ほか{more}人", "", ""


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)

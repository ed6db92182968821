"""Texts of cells as values: dates in the ways offices write them, names as they are written."""

import re
import unicodedata
from datetime import date, timedelta

from core.periods.era import era_short

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925, "㋿": 2018}
"""Names and letters of eras, to the year before their first."""
ERA_DATE = re.compile(r"(令和|平成|昭和|[RHS])(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?", re.IGNORECASE)
WEST_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:00:00(?::00)?)?")
PLAIN_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
SERIAL = re.compile(r"\d{5}")
FIRST_SERIAL = date(1899, 12, 30)
"""Day 0 of Excel's days, as they are counted from March 1900 on."""
IN_WEEKDAY = re.compile(r"\([月火水木金土日]\)$")


def read_date(text: str) -> date | None:
    """Return the day that a text names, in western or era years or as Excel's number; None when it names none.

    An era year beyond its era's end is taken as people mean it: 平成31年10月1日 is 令和元年10月1日.
    """
    plain = IN_WEEKDAY.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    try:
        return _date(plain)
    except (ValueError, OverflowError):
        return None


def _date(text: str) -> date | None:
    if found := WEST_DATE.fullmatch(text) or PLAIN_DATE.fullmatch(text):
        return _sensible(date(int(found[1]), int(found[2]), int(found[3])))
    if found := ERA_DATE.fullmatch(text):
        number = 1 if found[2] == "元" else int(found[2])
        return _sensible(date(ERAS[found[1].upper()] + number, int(found[3]), int(found[4]))) if number else None
    return _sensible(FIRST_SERIAL + timedelta(days=int(text))) if SERIAL.fullmatch(text) else None


def _sensible(day: date) -> date | None:
    """Keep days that era years know; others are slips."""
    era_short(day)
    return day


def problem_with_text(text: str, longest: int) -> str:
    """Return why a text can not be a name or number, as a sentence; empty when it can."""
    if re.search(r"[\r\n\t\f]", text):
        return "1つのセルに、改行やタブを入れずに書いてください。"
    if len(text) > longest:
        return f"{longest}文字以内にしてください(いま{len(text)}文字)。"
    return ""

"""Fiscal years (会計年度), 1 April to 31 March (地方自治法, article 208), and their number in document numbers.

The number is that of the fiscal year as a whole: it never changes within one, even when the era does, because the
series of document numbers would otherwise start twice. Fiscal 2019 is 令和元年度 from its first day, 1 April, although
the era began on 1 May. Source: 改元に伴う元号による年表示の取扱いについて, agreed on 1 April 2019 by the liaison
council of ministries under the Cabinet Secretariat, which gives the name to the whole fiscal year in what is written
from 1 May. (Papers of that April bear 31; they are older than this system.) Fiscal 1988, whose era ended in January,
stays 昭和63年度.
"""

from datetime import date

# The fiscal year that counts as 元年度 of 令和, 平成 and (from its second year, the first whole one) 昭和.
_FIRST_FISCAL_YEARS = (2019, 1989, 1926)
_EARLIEST = 1927

_APRIL = 4


def fiscal_year(day: date) -> int:
    """Return the fiscal year of ``day``, named by the western year of its April."""
    return day.year if day.month >= _APRIL else day.year - 1


def fiscal_year_span(year: int) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year, both inclusive. Raises ValueError outside 1 to 9998."""
    return date(year, _APRIL, 1), date(year + 1, _APRIL - 1, 31)


def fiscal_era_year(day: date) -> int:
    """Return the era year number of the fiscal year of ``day``, as in 8総政第12号 for fiscal 2026.

    Raises ValueError before 1 April 1927, where no fiscal year of 昭和 had begun.
    """
    year = fiscal_year(day)
    if year < _EARLIEST:
        raise ValueError(f"{day} lies before the first fiscal year of the Showa era.")
    return year - next(first for first in _FIRST_FISCAL_YEARS if first <= year) + 1

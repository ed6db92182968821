"""How long documents are kept (保存期間): whole fiscal years, as municipal rules on documents count them.

The period of a document begins on 1 April of the fiscal year after the one in which its matter was concluded, and ends
with a 31 March. Until that day has ended the document is kept.
"""

from datetime import date

from core.periods.fiscal import fiscal_year

_APRIL = 4


def retention_ends(concluded_on: date, years: int) -> date:
    """Return the last day, a 31 March, of a period of ``years`` for a matter concluded on a day.

    Raises ValueError for less than one year.
    """
    if years < 1:
        raise ValueError(f"A period of {years} years keeps nothing.")
    return date(fiscal_year(concluded_on) + 1 + years, _APRIL - 1, 31)


def concluded_before(on: date, years: int) -> date:
    """Return the day before which a matter must have been concluded for its period to be over on ``on``."""
    return date(fiscal_year(on) - years, _APRIL, 1)

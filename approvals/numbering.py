"""Document numbers (文書番号): given on submission, gapless per department and fiscal year."""

from datetime import date

from approvals.models import NumberCounter
from core.periods.fiscal import fiscal_era_year, fiscal_year
from core.staff.authority import answering_unit
from core.staff.models import Unit
from core.staff.offices import Office


def next_number(section: Unit, on: date) -> str:
    """Return the next number of the department that answers for a section, for example 8総政第12号.

    Called inside an act: the counter's row stays locked until it commits, so two submissions at
    once never share a number, and a refused one gives its number back.
    """
    department = answering_unit(Office.DEPARTMENT_HEAD, section, on)
    bearer, year = _first_bearer(department), fiscal_year(on)
    NumberCounter.objects.get_or_create(department=bearer, fiscal_year=year)
    counter = NumberCounter.objects.select_for_update().get(department=bearer, fiscal_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{fiscal_era_year(on)}{department.symbol or department.name}第{counter.last}号"


def _first_bearer(department: Unit) -> Unit:
    """Return the first department that bore a symbol: within a year its successor goes on counting, not from 1."""
    alike = {"symbol": department.symbol} if department.symbol else {"symbol": "", "name": department.name}
    return Unit.objects.filter(level=department.level, **alike).order_by("pk").first() or department

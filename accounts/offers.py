"""What the filters of the registry offer on a day: departments, sections, services, years."""

from datetime import date

from accounts.models import Platform
from accounts.search.filters import DORMANT
from core.periods.fiscal import fiscal_year
from core.rulebook.queries import parameter
from core.staff.models import UnitLevel
from core.staff.tree import tree
from core.ui.eras import era_year

Choices = list[tuple[str, str]]
FIRST_YEAR = 2007
"""The fiscal year in which the first of the services came to Japan."""
APRIL = 4


def offered(on: date) -> dict[str, Choices]:
    """Return the choices of the filters, in order, by the names of the fields."""
    return {
        "department": _units(UnitLevel.DEPARTMENT, on),
        "section": _units(UnitLevel.SECTION, on),
        "service": list(Platform.objects.order_by("position", "pk").values_list("code", "name")),
        "year": [(str(year), year_words(year)) for year in range(fiscal_year(on), FIRST_YEAR - 1, -1)],
    }


def _units(level: str, on: date) -> Choices:
    return [(str(node.pk), node.name) for node in tree().existing_on(on, level)]


def year_words(year: int) -> str:
    """Name a fiscal year by the era it ends in, with the western year of its April."""
    era = era_year(date(year + 1, APRIL - 1, 31))
    number = f"{int(era[2:-1]) - 1}" if era[2:-1].isdigit() else era[2:-1]
    return f"{era[:2]}{'元' if number == '1' else number}年度({year})"


def dormant_words(on: date) -> str:
    """Say what counts as dormant on the day."""
    months = parameter(DORMANT, on)
    return (
        f"休眠は、運用中で{months}か月のあいだ台帳に何も記録されていないものです。期間は市の目安で、"
        "発信の記録はまだ含みません。"
    )

"""Document numbers of the past: gapless for each department and fiscal year, as `approvals.numbering` gives them."""

from collections import defaultdict
from datetime import date

from approvals.models import NumberCounter
from core.periods.fiscal import fiscal_era_year, fiscal_year
from core.staff.models import Unit


class Numbers:
    """The counters of all departments."""

    def __init__(self) -> None:
        self._last: defaultdict[tuple[Unit, int], int] = defaultdict(int)

    def next(self, section: Unit, on: date) -> str:
        """Return the next number of a section's department, for example 8総政第12号."""
        department = section.department
        self._last[department, fiscal_year(on)] += 1
        return f"{fiscal_era_year(on)}{department.symbol}第{self._last[department, fiscal_year(on)]}号"

    def store(self) -> None:
        """Store the counters, so that real submissions go on counting."""
        NumberCounter.objects.bulk_create(
            NumberCounter(department=department, fiscal_year=year, last=last)
            for (department, year), last in self._last.items()
        )

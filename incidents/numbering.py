"""Numbers of incidents: one series for the city and the fiscal year, one of its own for drills."""

from datetime import date
from typing import Any

from core.periods.fiscal import fiscal_era_year, fiscal_year
from incidents.models import Counter

SERIES = {False: "問", True: "練"}


def next_number(on: date, *, is_drill: bool) -> str:
    """Return the next number, for example 8問第6号, of a drill 8練第1号.

    Called inside an act: the counter's row stays locked until it commits, so two reports at once never share a number,
    and a refused one gives its number back.
    """
    kept: dict[str, Any] = {"fiscal_year": fiscal_year(on), "is_drill": is_drill}
    Counter.objects.get_or_create(**kept)
    counter = Counter.objects.select_for_update().get(**kept)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{fiscal_era_year(on)}{SERIES[is_drill]}第{counter.last}号"

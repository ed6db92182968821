"""Offices that something waits for and nobody holds: shown to administrators, nothing is skipped."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from accounts.holding import Holders
from core.deadlines.models import Obligation
from core.staff.models import Unit

MOST = 20


@dataclass(frozen=True)
class Vacancy:
    """An office without holder, how much waits for it, and the nearest date."""

    office: str
    place: str
    count: int
    due_on: date | None


def vacancies(on: date) -> list[Vacancy]:
    """Return the offices that nobody holds on a day and that something waits for, nearest date first."""
    waiting = list(
        Obligation.objects.open()
        .filter(debtor_person=None)
        .order_by()
        .values("debtor_office", "debtor_unit")
        .annotate(count=Count("pk"), due_on=Min("due_on"))
    )
    keys = {row["debtor_unit"] for row in waiting}
    units: dict[int, Unit] = Unit.objects.select_related("parent__parent").in_bulk([k for k in keys if k])
    asked = [(str(row["debtor_office"]), units.get(row["debtor_unit"])) for row in waiting]
    holders = Holders(asked, on)
    found = [
        Vacancy(holders.office_name(office, unit), unit.full_name if unit else "", row["count"], row["due_on"])
        for (office, unit), row in zip(asked, waiting, strict=True)
        if not holders.of(office, unit)
    ]
    return sorted(found, key=lambda vacancy: (vacancy.due_on or date.max, vacancy.office))[:MOST]

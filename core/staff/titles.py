"""What an office is called on a day: the titles the city has registered, and the names that follow from units.

Offices that exist once for the city are renamed by `OfficeTitle`; heads and staff of a unit are named after it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import DateField, QuerySet

from core.memo import once
from core.staff.models import OfficeTitle, Unit
from core.staff.offices import CITY_WIDE, LABELS, Office
from core.statements import Given, Statement


def titles_on(on: date) -> dict[str, str]:
    """Return the title of every office that has a registered one on a day, by office; read once."""
    return once(("titles", on), lambda: _titles_on(on), of=("staff.officetitle",))


def _titles_on(on: date) -> dict[str, str]:
    return dict(_REGISTERED.rows(on=on))


def _registered() -> QuerySet[OfficeTitle, Any]:
    on: Any = Given("on", DateField())
    return OfficeTitle.objects.filter(starts_on__lte=on).order_by("starts_on").values_list("office", "title")


_REGISTERED = Statement("titles", _registered, planned_once=True)


def office_name(office: str, unit: Unit | None, on: date) -> str:
    """Name an office as people do on a day: the unit's name with 長, or the one title the city has.

    Pages that name many offices read `titles_on` once and call `name_by`.

    Raises:
        ValueError: when there is no such office.
    """
    return name_by(titles_on(on) if _is_titled(office, unit) else {}, office, unit)


def name_by(titles: Mapping[str, str], office: str, unit: Unit | None) -> str:
    """Name an office by the titles of a day.

    Raises:
        ValueError: when there is no such office.
    """
    if unit is None or _is_titled(office, unit):
        return titles.get(office) or LABELS[Office(office)]
    owner = unit.department if office == Office.DEPARTMENT_HEAD else unit
    return f"{owner.name}の職員" if Office(office) == Office.STAFF else f"{owner.name}長"


def _is_titled(office: str, unit: Unit | None) -> bool:
    return unit is None or office in CITY_WIDE

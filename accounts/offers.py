"""What the filters of the registry offer on a day: departments, sections, services, years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import Platform
from accounts.saved import SavedFilter
from accounts.search.filters import DORMANT
from core.periods.fiscal import fiscal_year
from core.rulebook.queries import parameter
from core.staff.models import Person, UnitLevel
from core.staff.tree import Node, Tree, tree
from core.statements import Given, Statement
from core.ui.eras import era_year

Choices = list[tuple[str, str]]
FIRST_YEAR = 2007
"""The fiscal year in which the first of the services came to Japan."""
APRIL = 4


@dataclass(frozen=True)
class Offers:
    """What the page of a person offers: the services, and the filters he or she saved."""

    services: Choices
    saved: list[SavedFilter]

    @classmethod
    def to(cls, person: Person | None) -> "Offers":
        """Read both in one query."""
        found = sorted(_OFFERED.rows(person=person.pk if person else None))
        mine = [SavedFilter(pk=pk, query=query, name=name) for kind, _, pk, query, name in found if kind == "saved"]
        return cls(
            [(code, name) for kind, _, _, code, name in found if kind == "service"],
            sorted(mine, key=lambda one: one.name),
        )


def _offered() -> "QuerySet[Platform, Any]":
    text, number = CharField(), BigIntegerField()
    person: Any = Given("person", BigIntegerField())
    services = Platform.objects.annotate(kind=Value("service", text), rank=Cast("position", number)).order_by()
    saved = SavedFilter.objects.of(person).annotate(kind=Value("saved", text), rank=Value(0, number)).order_by()
    return services.values_list("kind", "rank", "pk", "code", "name").union(
        saved.values_list("kind", "rank", "pk", "query", "name"), all=True
    )


_OFFERED = Statement("offers", _offered, planned_once=True)


def offered(on: date, services: Choices, asked: Mapping[str, str]) -> dict[str, Choices]:
    """Return the choices of the filters, in order, by the names of the fields.

    A city has hundreds of sections: those of the department asked for are offered, and the one asked for itself.
    """
    units = tree()
    department, section = asked.get("department", ""), asked.get("section", "")
    return {
        "department": _choices(units.existing_on(on, UnitLevel.DEPARTMENT)),
        "section": _choices(_sections(units, department, section, on)) if department or section else [],
        "service": services,
        "year": _years(fiscal_year(on)),
    }


@lru_cache(maxsize=2)
def _years(newest: int) -> Choices:
    return [(str(year), year_words(year)) for year in range(newest, FIRST_YEAR - 1, -1)]


def _sections(units: Tree, department: str, section: str, on: date) -> list[Node]:
    inside = (
        set(units.inside([int(department)])) if department.isdecimal() and int(department) in units.nodes else set()
    )
    existing = units.existing_on(on, UnitLevel.SECTION)
    return [node for node in existing if node.pk in inside or str(node.pk) == section]


def _choices(nodes: list[Node]) -> Choices:
    return [(str(node.pk), node.name) for node in nodes]


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

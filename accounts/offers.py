"""What the filters of the registry offer on a day: departments, sections, services, years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import Platform
from accounts.saved import SavedFilter
from accounts.search.filters import DORMANT
from core.periods.fiscal import fiscal_year
from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
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
    """What the page of a person offers: the services, the filters he or she saved, and what its filters mean."""

    services: Choices
    saved: list[SavedFilter]
    months: int
    """After how many months without an act an account counts as dormant."""

    @classmethod
    def to(cls, person: Person | None, on: date) -> "Offers":
        """Read all in one query."""
        found = sorted(_OFFERED.rows(person=person.pk if person else None, on=on))
        mine = [SavedFilter(pk=pk, query=query, name=name) for kind, _, pk, query, name in found if kind == "saved"]
        return cls(
            [(code, name) for kind, _, _, code, name in found if kind == "service"],
            sorted(mine, key=lambda one: one.name),
            next((months for kind, months, *_ in found if kind == "version" and months), PARAMETERS[DORMANT].default),
        )

    def asked(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Return filters as the search understands them: the months in place of a mark."""
        return wanted | {"dormant": self.months} if wanted.get("dormant") else wanted


def _offered() -> "QuerySet[Platform, Any]":
    text, number = CharField(), BigIntegerField()
    person: Any = Given("person", BigIntegerField())
    on: Any = Given("on", DateField())
    services = Platform.objects.annotate(kind=Value("service", text), rank=Cast("position", number)).order_by()
    saved = SavedFilter.objects.of(person).annotate(kind=Value("saved", text), rank=Value(0, number)).order_by()
    version = Version.objects.filter(pk__in=Version.objects.in_force_on(on).values("pk")[:1])
    months = Cast(KeyTextTransform(DORMANT, "settings"), number)
    ruling = version.annotate(kind=Value("version", text), rank=months, nothing=Value("", text)).order_by()
    return services.values_list("kind", "rank", "pk", "code", "name").union(
        saved.values_list("kind", "rank", "pk", "query", "name"),
        ruling.values_list("kind", "rank", "pk", "nothing", "title"),
        all=True,
    )


_OFFERED = Statement("offers", _offered, planned_once=True, never_planned_anew=True)


def offered(on: date, services: Choices, asked: Mapping[str, str]) -> dict[str, Choices]:
    """Return the choices of the filters, in order, by the names of the fields.

    A city has hundreds of sections: those of the department asked for are offered, and the one asked for itself.
    """
    departments, sections = _units(tree(), asked.get("department", ""), asked.get("section", ""), on)
    return {"department": departments, "section": sections, "service": services, "year": _years(fiscal_year(on))}


@lru_cache(maxsize=50)
def _units(units: Tree, department: str, section: str, on: date) -> tuple[Choices, Choices]:
    """Return the departments, and the sections that are offered; of the very same tree the same."""
    sections = _choices(_sections(units, department, section, on)) if department or section else []
    return _choices(units.existing_on(on, UnitLevel.DEPARTMENT)), sections


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


def dormant_words(months: int) -> str:
    """Say what counts as dormant."""
    return (
        f"休眠は、運用中で{months}か月のあいだ台帳に何も記録されていないものです。期間は市の目安で、"
        "発信の記録はまだ含みません。"
    )

"""The orders of the list and its pages.

Without words a page is one walk along an index. With words, PostgreSQL would have to guess how common they are, and
guesses badly for two common words that never meet; so the next rows in the order are read first, and only when these
do not fill the page - the words are rare then - the index over pairs of signs is asked (ADR 0024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import OrderBy, RawSQL

from accounts.finding import Finding
from accounts.models import Account
from accounts.search.filters import filtered
from accounts.search.words import LEAST, Word, by_bigrams, condition, sought
from core.lifecycle.cursors import SIZE, Page, Reading, page_of, reading_of

NEAR = 2000
"""Rows that are read in the order of the list before the index over pairs is asked."""


@dataclass(frozen=True)
class Order:
    """One order of the list: its words, and the column of the index it sorts by."""

    slug: str
    label: str
    column: str


ORDERS = (
    Order("", "新しい順", "-pk"),
    Order("duty", "期限の近い順", "due_on"),
    Order("section", "部署の順", "section_key"),
    Order("name", "名前の順", "name_key"),
    Order("service", "サービスの順", "service_key"),
)


def _column(slug: str) -> str:
    return next((order for order in ORDERS if order.slug == slug), ORDERS[0]).column


def ordered_page(found: QuerySet[Account], slug: str, cursor: str | None, size: int = SIZE) -> Page[Account]:
    """Cut one page of accounts in one of the orders; an unknown order is the first."""
    column = _column(slug)
    name = f"{'-' if column.startswith('-') else ''}finding__{column.removeprefix('-')}"
    return page_of(found, cursor, order=name, tie="finding__pk", size=size)


def listed_page(
    found: QuerySet[Finding], wanted: Mapping[str, Any], on: date, cursor: str | None, size: int = SIZE
) -> Page[Finding]:
    """Cut one page of the index out of what filters and words leave, in the order wanted; one query."""
    reading = reading_of(filtered(found, wanted, on), cursor, order=_column(wanted.get("order", "")), size=size)
    words = sought(wanted.get("q") or "")
    if not words:
        return reading.page(list(_in_order(reading)[: size + 1]))
    if connection.vendor != "postgresql" or not any(len(form) >= LEAST for word in words for form in word):
        return reading.page(list(_in_order(reading).filter(condition(words))[: size + 1]))
    return reading.page(list(_in_order(reading).filter(pk__in=_first_keys(reading, words))[: size + 1]))


def _in_order(reading: Reading[Finding]) -> QuerySet[Finding]:
    return reading.found.order_by(*reading.ordering)


def _first_keys(reading: Reading[Finding], words: list[Word]) -> RawSQL:
    """Return the keys of the page's rows, as one statement for PostgreSQL.

    `near` are those among the next `NEAR` rows; `rest` is worked out only when they are too few. It is ordered by a row
    value, which no index could tempt the planner to walk along.
    """
    near, near_given = _in_order(reading).values("pk", "text")[:NEAR].query.sql_with_params()
    texts = [[f"%{_escaped(form)}%" for form in word] for word in words]
    asked = " AND ".join("(" + " OR ".join("t.text LIKE %s" for _ in forms) + ")" for forms in texts)
    place: list[Any] = [F(name) for name in reading.columns]
    too_few = RawSQL("(SELECT count(*) FROM near) <= %s", [reading.size], output_field=BooleanField())
    rest = reading.found.filter(too_few, by_bigrams(words), condition(words)).values("pk")
    rest = rest.order_by(OrderBy(Func(*place, function="ROW"), descending=reading.reverse))[: reading.size + 1]
    rest_sql, rest_given = rest.query.sql_with_params()
    given = [*near_given, *(form for forms in texts for form in forms), reading.size + 1, *rest_given, reading.size]
    return RawSQL(  # noqa: S611  # no input: what was typed stands in the parameters
        f"WITH near AS MATERIALIZED (SELECT t.pk FROM ({near}) AS t WHERE {asked} LIMIT %s), rest AS ({rest_sql})"  # noqa: S608  # as above
        " SELECT pk FROM near WHERE (SELECT count(*) FROM near) > %s UNION ALL SELECT pk FROM rest",
        given,
    )


def _escaped(form: str) -> str:
    return form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

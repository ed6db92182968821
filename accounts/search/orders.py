"""The orders of the list and its pages.

Without words a page is one walk along an index. With words, PostgreSQL would have to guess how common they are, and
guesses badly for two common words that never meet; so the next rows in the order are read first, and only when these
do not fill the page - the words are rare then - the index over pairs of signs is asked (ADR 0024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet
from django.db.models.expressions import OrderBy, RawSQL
from django.db.models.lookups import GreaterThan, LessThan

from accounts.finding import Finding
from accounts.permissions import Sight, seen_given
from accounts.search.filters import CONDITIONS, asked
from accounts.search.words import Shape, every_pair, every_word, patterns, shape_of, sought, values_of
from core.lifecycle.cursors import SIZE, Page, Place, cut, place_of, row
from core.statements import Given, Statement, bound

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


class Found(NamedTuple):
    """One row of the list as it is read: what its order compares, what pages and files show; days may be `NEVER`."""

    value: Any
    pk: int
    name: str
    common_name: str
    handle: str
    url: str
    service: str
    section: int
    state: str
    acquired_on: date | None
    started_on: date | None
    suspended_on: date | None
    open_duties: int
    due_on: date


READ = (
    *("account_id", "account__name", "account__common_name", "account__handle", "account__url"),
    *("account__platform__name", "section_id", "account__state", "account__acquired_on", "account__started_on"),
    *("account__suspended_on", "open_duties", "due_on"),
)


@dataclass(frozen=True)
class Question:
    """All that the text of a statement depends on; everything else is given when it is asked."""

    everything: bool
    conditions: tuple[tuple[str, Any], ...]
    """Each with its value, by which PostgreSQL chooses the plan; None where a list is given when the page is asked."""
    column: str
    backward: bool | None
    """Which way from the place of a cursor; None from the beginning."""
    words: Shape
    size: int
    near: int

    @property
    def order(self) -> tuple[str, ...]:
        """Return the columns of the order; the key makes each place one of its own."""
        name = self.column.removeprefix("-")
        return ("pk",) if name == "pk" else (name, "pk")

    @property
    def reverse(self) -> bool:
        """Tell whether the largest comes first in what is read."""
        return self.column.startswith("-") != bool(self.backward)


def listed_page(
    sight: Sight | None, wanted: Mapping[str, Any], on: date, cursor: str | None, size: int = SIZE
) -> Page[Found]:
    """Cut one page of the index out of what filters and words leave, in the order wanted; one query."""
    if sight is None:
        return Page([], None, None)
    column = next((order for order in ORDERS if order.slug == wanted.get("order")), ORDERS[0]).column
    place = place_of(cursor, Finding._meta.get_field(column.removeprefix("-").replace("pk", "account")), column)
    conditions, words = asked(wanted, on), sought(wanted.get("q") or "")
    backward = place.backward if place else None
    question = Question(sight.everything, _fixed(conditions), column, backward, shape_of(words), size, NEAR)
    values = {"viewer": sight.person, "sections": sight.sections, **conditions, **values_of(words), **_given(place)}
    rows = [Found(*values) for values in _statement(question).rows(**values)]
    return cut(rows, place, size=size, order=column)


def _fixed(conditions: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, None if isinstance(value, list) else value) for name, value in conditions.items())


def _given(place: Place | None) -> dict[str, Any]:
    return {"place": place.value, "key": place.key} if place else {}


@lru_cache(maxsize=512)
def _statement(question: Question) -> Statement:
    """Return the statement of a question: one plan fits it, but for lists of units, of which each has its own."""
    fixed = all(value is not None for _, value in question.conditions)
    return Statement("registry", lambda: _asking(question), planned_once=fixed, never_planned_anew=fixed)


def _asking(question: Question) -> QuerySet[Finding, Any]:
    keys: Any = _first_keys(question) if connection.vendor == "postgresql" and any(question.words) else _keys(question)
    return _in_order(question, Finding.objects.filter(pk__in=keys)).values_list(question.order[0], *READ)


def _keys(question: Question) -> QuerySet[Finding, Any]:
    """Return the keys of the page's rows; what is shown of them is joined to these alone."""
    found = _in_order(question, _found(question).filter(every_word(question.words)))
    return found.values("pk")[: question.size + 1]


def _found(question: Question) -> QuerySet[Finding]:
    """Return what the filters keep of what is seen, from the place of the cursor on."""
    seen = Q() if question.everything else seen_given()
    found = Finding.objects.filter(seen, *(_condition(name, value) for name, value in question.conditions))
    if question.backward is None:
        return found
    fields: list[Any] = [Finding._meta.get_field(name) for name in question.order if name != "pk"]
    place = [*(Given("place", field) for field in fields), Given("key", BigIntegerField())]
    beyond = LessThan if question.reverse else GreaterThan
    return found.filter(beyond(row(*map(F, question.order)), row(*place)))


def _condition(name: str, value: Any) -> Q:
    return CONDITIONS[name] if value is None else bound(CONDITIONS[name], {name: value})


def _in_order(question: Question, found: QuerySet[Finding]) -> QuerySet[Finding]:
    return found.order_by(*(f"{'-' if question.reverse else ''}{name}" for name in question.order))


def _first_keys(question: Question) -> RawSQL:
    """Return the keys of the page's rows, as one statement for PostgreSQL.

    `near` are those among the next `NEAR` rows; `rest` is worked out only when they are too few. It is ordered by a row
    value, which no index could tempt the planner to walk along.
    """
    found, size, likes = _found(question), question.size, patterns(question.words)
    near, near_given = _in_order(question, found).values("pk", "text")[: question.near].query.sql_with_params()
    stand = " AND ".join("t.text LIKE %s" for _ in likes)
    too_few = RawSQL("(SELECT count(*) FROM near) <= %s", [size], output_field=BooleanField())
    rest = found.filter(too_few, every_pair(question.words), every_word(question.words)).values("pk")
    place: list[Any] = [F(name) for name in question.order]
    rest = rest.order_by(OrderBy(Func(*place, function="ROW"), descending=question.reverse))[: size + 1]
    rest_sql, rest_given = rest.query.sql_with_params()
    return RawSQL(  # noqa: S611  # no input: what was typed stands in the parameters
        f"WITH near AS MATERIALIZED (SELECT t.pk FROM ({near}) AS t WHERE {stand} LIMIT %s), rest AS ({rest_sql})"  # noqa: S608  # as above
        " SELECT pk FROM near WHERE (SELECT count(*) FROM near) > %s UNION ALL SELECT pk FROM rest",
        [*near_given, *likes, size + 1, *rest_given, size],
    )

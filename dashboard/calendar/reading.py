"""What the calendar asks the database: how much falls on each day of a span, and one page of it.

The city's month follows an index by state and day, that of some units or of one person an index by who owes: a month
costs what it holds, whatever else is open. The counts come by day and next act; rows are read for one page only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, F, Func, Q
from django.db.models.lookups import GreaterThan, LessThan

from core.deadlines.models import Obligation, owed_given
from core.deadlines.states import ObligationState
from core.lifecycle.cursors import Page, Place, cut, place_of, row
from core.staff.offices import Office
from core.staff.tree import tree
from core.staff.units import Units, units_in
from core.statements import KEPT, Among, Given, Statement, columns_of, record
from dashboard.calendar.scopes import Scope, units_of, within
from dashboard.calendar.sight import Eyes, seen

OPEN = (ObligationState.OPEN,)
ENDED = tuple(state for state in ObligationState if state != ObligationState.OPEN)
COLUMNS = columns_of(Obligation)
ORDER = "due_on"
SIZE = 25
"""Obligations on a page."""
SMALLEST_KEY, LARGEST_KEY = 0, 2**63 - 1


class Tally(NamedTuple):
    """How many obligations of one next act fall on a day."""

    day: date
    act: str
    number: int


@dataclass(frozen=True)
class Wanted:
    """What is asked for: whose obligations, of which days, open or ended, of which act and which units."""

    scope: Scope
    first: date
    last: date
    ended: bool = False
    act: str = ""
    units: tuple[int, ...] = field(default=())
    """Keys of units to keep to; none for all of the scope."""


def counts(eyes: Eyes, wanted: Wanted) -> list[Tally]:
    """Return how much falls on each day, by next act, in the order of day and act; one query."""
    question = _counting(wanted.scope, eyes.held, wanted.ended, bool(wanted.units))
    return list(map(Tally._make, question.rows(**_given(eyes, wanted))))


def page(eyes: Eyes, wanted: Wanted, cursor: str | None, size: int = SIZE) -> Page[Obligation]:
    """Return one page by date; units and the person who owes are read with it. One query.

    Args:
        cursor: what an earlier page gave out, from the query string.
        size: rows on a page.
    """
    place = place_of(cursor, Obligation._meta.get_field(ORDER), ORDER)
    backward = place is not None and place.backward
    question = _listing(wanted.scope, eyes.held, wanted.ended, bool(wanted.units), bool(wanted.act), backward, size)
    start = place or Place(False, wanted.first, SMALLEST_KEY)
    found = question.rows(from_on=start.value, from_pk=start.key, act=wanted.act, **_given(eyes, wanted))
    units = units_in(tree())
    rows = [_obligation(values, units) for values in found]
    return cut(rows, place, size=size, order=ORDER, of=lambda one: (one.due_on, one.pk))


def find(eyes: Eyes, pk: int) -> Obligation | None:
    """Return an obligation by its key when the reader may see it, open or ended; one query."""
    rows = _finding(eyes.held).rows(key=pk, **eyes.given) if pk <= LARGEST_KEY else []
    return _obligation(rows[0], units_in(tree())) if rows else None


def _obligation(values: Sequence[Any], units: Units) -> Obligation:
    *columns, name = values
    one = record(Obligation, columns)
    one.debtor_unit = units.unit(one.debtor_unit_id) if one.debtor_unit_id else None
    one.debtor_name = name or ""  # type: ignore[attr-defined]  # read along for the list alone
    return one


def _given(eyes: Eyes, wanted: Wanted) -> dict[str, Any]:
    units = units_of(wanted.scope, eyes)
    return {
        **eyes.given,
        "scope_units": units,
        "only_units": wanted.units,
        "first": wanted.first,
        "last": wanted.last,
    }


def _asked(scope: Scope, held: frozenset[Office], ended: bool, narrowed: bool) -> Any:
    first: Any = Given("first", DateField())
    last: Any = Given("last", DateField())
    of_units = Q(Among("debtor_unit_id", "only_units")) if narrowed else Q()
    states = Q(state__in=[state.value for state in ENDED]) if ended else Q(state=ObligationState.OPEN.value)
    found = Obligation.objects.filter(states, of_units, due_on__gte=first, due_on__lte=last)
    if scope == Scope.MINE and not ended:
        # Each office by its own index: with all of them in one condition the month is read for everybody.
        return found.of_any(owed_given(Given("reader", BigIntegerField()), held))
    return found.filter(within(scope, held, ended=ended))


@cache
def _counting(scope: Scope, held: frozenset[Office], ended: bool, narrowed: bool) -> Statement:
    def build() -> Any:
        day: Any = F("due_on") if scope == Scope.CITY and not narrowed else _DayOfNoIndex("due_on")
        days = _asked(scope, held, ended, narrowed).order_by().values(day=day, act=F("act_label"))
        return days.annotate(number=Count("*")).order_by("day", "act")

    return Statement("calendar_days", lambda: build().values_list("day", "act", "number"), **KEPT)


class _DayOfNoIndex(Func):
    """A day that no index is in the order of.

    What some units or one person owe is found by them: counted along the days PostgreSQL reads all that is open.
    """

    template = "%(expressions)s"
    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write what no index is in the order of."""
        return self.as_sql(compiler, connection, template="(%(expressions)s + 0)", **more)


@cache
def _listing(
    scope: Scope, held: frozenset[Office], ended: bool, narrowed: bool, of_act: bool, backward: bool, size: int
) -> Statement:
    def build() -> Any:
        asked = _asked(scope, held, ended, narrowed)
        found = asked.filter(act_label=Given("act", Obligation._meta.get_field("act_label"))) if of_act else asked
        place: Any = row(Given("from_on", DateField()), Given("from_pk", BigIntegerField()))
        beyond = (LessThan if backward else GreaterThan)(row(F("due_on"), F("pk")), place)
        order = ("-due_on", "-pk") if backward else ("due_on", "pk")
        return found.filter(beyond).order_by(*order).values_list(*COLUMNS, "debtor_person__name")[: size + 1]

    return Statement("calendar_list", build, **KEPT)


@cache
def _finding(held: frozenset[Office]) -> Statement:
    key: Any = Given("key", BigIntegerField())
    found = Obligation.objects.filter(seen(held, ended=False), pk=key)
    return Statement("calendar_duty", lambda: found.values_list(*COLUMNS, "debtor_person__name"), **KEPT)

"""Which accounts were in operation at the end of a day: one event for each, the one that put it into operation.

The list runs along these events, the newest first, by the index over the states that events lead to: a page costs what
it shows, whatever day is asked for, and however many accounts came later.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr

from accounts.models import Account
from accounts.states import RUNNING
from core.audit.models import AppendOnlyQuerySet, Event, Facts
from dashboard.asof.city import City
from dashboard.asof.past import Past, streams_of

STREAMS = f"{Account._meta.label_lower}:"
FEW = 2000
"""So many accounts of a filter are looked up one by one."""


def key_of(stream: str) -> int:
    """Return the key of the account that a stream is about."""
    return int(stream.removeprefix(STREAMS))


def operating(city: City) -> AppendOnlyQuerySet[Event]:
    """Return the last event of state of each account that was the city's own for the public when the day ended.

    It led into operation, into a suspension, or into the last weeks.
    """
    later = Event.objects.filter(stream=OuterRef("stream"), number__gt=OuterRef("number"), at__lt=city.until)
    led_to = Event.objects.filter(stream__startswith=STREAMS, to_state__in=RUNNING, at__lt=city.until)
    return led_to.filter(~Exists(later.exclude(to_state="")))


def narrowed(found: AppendOnlyQuerySet[Event], wanted: Mapping[str, Any], city: City) -> AppendOnlyQuerySet[Event]:
    """Keep the accounts of a department, of a section, of a service, all as they were on the day."""
    for name in ("department", "section"):
        if wanted.get(name):
            found = _having(found, "section_id", city.inside(int(wanted[name])), city)
    if wanted.get("service"):
        found = _having(found, "platform_id", [int(wanted["service"])], city)
    return found


def _having(
    found: AppendOnlyQuerySet[Event], column: str, keys: Iterable[int], city: City
) -> AppendOnlyQuerySet[Event]:
    """Keep the accounts whose column was one of some keys: today's rows, set right for those changed since."""
    wanted, changed = set(keys), changed_since(column, city)
    past = Past.of_streams(changed, city.until)
    then = {stream for stream in changed if past.of(stream).get(column) in wanted}
    today = _of(Account.objects.filter(**{f"{column}__in": wanted}).order_by())
    return found.filter(today | Q(stream__in=then)).exclude(stream__in=changed - then)


def _of(accounts: QuerySet[Account]) -> Q:
    """Return the condition that an event is one of some accounts': few are looked up, of many each event is asked.

    A stream is text, so no planner sees how many events the accounts stand for; hence the choice is made here.
    """
    if len(accounts.values_list("pk")[: FEW + 1]) <= FEW:
        return Q(stream__in=streams_of(accounts))
    key = Cast(Substr(OuterRef("stream"), len(STREAMS) + 1), BigIntegerField())
    return Q(Exists(accounts.filter(pk=key)))


def changed_since(column: str, city: City) -> set[str]:
    """Return the streams of the accounts for which a column was changed after the day.

    What an event changed stands in its facts as `"column":[before,after]`; an index holds those that tell of a move.
    """
    told = Facts.objects.filter(body__contains=f'"{column}":[', event__at__gte=city.until)
    return set(told.filter(event__stream__startswith=STREAMS).values_list("event__stream", flat=True))

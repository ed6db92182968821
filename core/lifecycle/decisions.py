"""What offices decided, read from the trail: which events, about what, how long it had waited, for whom."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter, itemgetter

from django.db.models import Q

from core.audit.history import WRITTEN
from core.audit.models import AppendOnlyQuerySet, Event
from core.gathering import Part, Tuples, gathered
from core.lifecycle import registry
from core.lifecycle.moves import Move
from core.lifecycle.subjects import Times, subjects_of, wrote_before
from core.lifecycle.trails import facts_of
from core.periods.clock import japan_date, japan_midnight
from core.periods.opening_days import opening_days_between
from core.records import Subject, short_code

Passage = tuple[int, datetime, str]
"""Number, instant and state reached of an event."""
TOLD = ("stream", "number", "at", "to_state", "move", "person", "id")
"""What is read of the events that tell how records came to a decision and who wrote in them."""
Told = tuple[str, int, datetime, str, str, int, int]


@dataclass(frozen=True)
class Decision:
    """One decision of one office."""

    event: Event
    subject: Subject
    move: Move
    waited: int
    """Opening days between the day the record came into the state decided on and the day of the decision."""
    self_settled: bool
    """The decider had written what was decided (自己決定)."""

    @property
    def is_deputys(self) -> bool:
        """Tell whether a deputy decided in the principal's name (代決)."""
        return self.event.on_behalf_of_id is not None

    @property
    def code(self) -> str:
        """Return the short code of the content decided, as the trail keeps it; empty where none is bound."""
        changes = facts_of(self.event).get("changes") or {}
        digest = str((changes.get("seen_digest") or ["", ""])[1])
        return short_code(digest) if digest else ""


def decision_events() -> AppendOnlyQuerySet[Event]:
    """Return the events by which offices decided, by the declarations of the moves."""
    joined = Q(move__contains="+", move__regex=_joined())
    return Event.objects.filter(Q(move__in=list(registry.decisions())) | joined).exclude(person=None)


def during(found: AppendOnlyQuerySet[Event], first_on: date, last_on: date) -> AppendOnlyQuerySet[Event]:
    """Keep the events of some Japan days, both included."""
    return found.filter(at__gte=japan_midnight(first_on), at__lt=japan_midnight(last_on + timedelta(days=1)))


def move_of(event_move: str) -> Move | None:
    """Return the decision that an event tells of; None when it tells of none."""
    label, _, verbs = event_move.rpartition(".")
    found = (registry.decisions().get(f"{label}.{verb}") for verb in reversed(verbs.split("+")))
    return next((move for move in found if move is not None), None)


def read_decisions(events: Sequence[Event]) -> list[Decision]:
    """Read what some decision events decided, in their order; constant queries.

    Args:
        events: of `decision_events`, with persons, unit and facts selected.
    """
    streams = {event.stream for event in events}
    subjects = subjects_of(streams)
    told = _telling(streams, subjects).order_by().values_list(*TOLD)
    return _decisions(events, subjects, told)


def decisions_on(subjects: Mapping[str, Subject], until: datetime) -> list[Decision]:
    """Read what was decided before an instant on some records, in the order of time; one query.

    Args:
        subjects: what the records are about, by their streams.
        until: the first instant that does not count any more.
    """
    events = decision_events().filter(stream__in=list(subjects), at__lt=until)
    found = gathered(
        events=Part(lambda: events, related=dict.fromkeys(("person", "on_behalf_of", "unit", "facts"), ())),
        told=Tuples(lambda: _telling(subjects, subjects), TOLD),
    )
    return _decisions(sorted(found["events"], key=attrgetter("at", "pk")), subjects, found["told"])


def _telling(streams: Iterable[str], subjects: Mapping[str, Subject]) -> AppendOnlyQuerySet[Event]:
    """Return the events of records that were decided on, and those of what the decisions were about."""
    return Event.objects.filter(stream__in=set(streams).union(*(subject.content for subject in subjects.values())))


def _decisions(events: Iterable[Event], subjects: Mapping[str, Subject], told: Iterable[Told]) -> list[Decision]:
    passages, authors = _passages_and_authors(told)
    found = []
    for event in events:
        move, subject = move_of(event.move), subjects.get(event.stream, Subject(event.stream))
        if move is not None:
            waited = _waited(event, passages[event.stream])
            found.append(Decision(event, subject, move, waited, wrote_before(event, subject, authors)))
    return found


def _passages_and_authors(
    told: Iterable[Told],
) -> tuple[defaultdict[str, list[Passage]], defaultdict[str, Times]]:
    """Return how some streams went, and who wrote in each, with the key of his or her first event."""
    passages: defaultdict[str, list[Passage]] = defaultdict(list)
    authors: defaultdict[str, Times] = defaultdict(dict)
    for stream, number, at, to_state, move, person, pk in sorted(told, key=itemgetter(0, 1)):
        passages[stream].append((number, at, to_state))
        if re.search(WRITTEN, move):  # the clock writes as nobody, whom nobody asks for
            authors[stream][person] = min(pk, authors[stream].get(person, pk))
    return passages, authors


def _waited(event: Event, passages: list[Passage]) -> int:
    """Count from the newest earlier event that led into the state decided on, or from the first of the record."""
    earlier = [(at, state) for number, at, state in passages if number < event.number]
    since = next((at for at, state in reversed(earlier) if state and state == event.from_state), None)
    since = since or (earlier[0][0] if earlier else event.at)
    return opening_days_between(japan_date(since), japan_date(event.at))


def _joined() -> str:
    """Return the expression that finds a decision among the verbs of an event that joins several."""
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for name in registry.decisions():
        label, _, verb = name.rpartition(".")
        by_label[label].append(verb)
    parts = (rf"{re.escape(label)}\.([a-z_]+\+)*({'|'.join(verbs)})(\+|$)" for label, verbs in by_label.items())
    return rf"^({'|'.join(parts)})"

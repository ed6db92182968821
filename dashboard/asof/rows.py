"""The accounts of a page as they stood on a day, in words: constant queries, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.labels import standings_of
from accounts.models import ACCESS_CHOICES
from accounts.states import AccountState
from core.audit.models import Event
from core.gathering import gathered
from core.lifecycle.decisions import Decision
from core.lifecycle.fact_words import fact_rows
from core.staff.models import Unit
from dashboard.asof.behind import Paper, papers_behind, papers_parts
from dashboard.asof.city import City
from dashboard.asof.operating import key_of
from dashboard.asof.past import Columns, Past, past_part
from dashboard.asof.people import Held, Managers, Names, operators_by_account, people_parts

READ = ("person", "on_behalf_of", "unit", "facts")
"""What the rows read of an event."""
ACCESS = dict(ACCESS_CHOICES)
REGISTERED = ("paper_number", "paper_on", "started_on")
LOST = "(内容は廃棄済み)"


@dataclass(frozen=True)
class Settled:
    """One decision or act in words: what, who in which office, on which day, and how it came about."""

    event: Event
    what: str
    who: str
    by_deputy: bool = False
    by_author: bool = False


@dataclass(frozen=True)
class Behind:
    """One paper with its number and who decided on it."""

    number: str
    title: str
    page: str
    pk: int | None
    decisions: list[Settled]


@dataclass(frozen=True)
class Row:
    """One account as it stood."""

    key: int
    stream: str
    name: str
    handle: str
    url: str
    service: str
    section: str
    managers: list[str]
    operators: list[str]
    papers: list[Behind]
    begun: Settled
    standings: list[tuple[str, str]]
    """How it stood, by tone and words, where it was not simply in operation."""
    given: list[tuple[str, str]]
    """The document of a registration, where no paper of ours stands behind it."""


def rows_of(events: Sequence[Event], city: City) -> list[Row]:
    """Return the rows of a page of `operating`, its events read with `READ`."""
    return Rows(events, city).all()


class Rows:
    """What a page of accounts needs: one query for them, one for what was decided, one for the names people had."""

    def __init__(self, events: Sequence[Event], city: City) -> None:
        self._events, self._city = events, city
        keys = [key_of(event.stream) for event in events]
        told = past_part([event.stream for event in events], city.until)
        found = gathered(told=told, **people_parts(keys, city), **papers_parts(keys, city))
        self._past = Past.of_rows(found["told"])
        self._managers = Managers(filter(None, map(self._section, events)), city, found)
        self._operators = operators_by_account(found)
        self._papers = papers_behind(found, city)
        self._names = Names(self._people(), city)

    def all(self) -> list[Row]:
        """Return the rows in the order of the events."""
        return [self._row(event) for event in self._events]

    def _columns(self, event: Event) -> Columns:
        return self._past.of(event.stream)

    def _section(self, event: Event) -> Unit | None:
        return self._city.carrying(self._columns(event).get("section_id"))

    def _people(self) -> list[Any]:
        decided = [one.event for papers in self._papers.values() for paper in papers for one in paper.decisions]
        acting = [person for event in (*decided, *self._events) for person in (event.person, event.on_behalf_of)]
        operators = [one.person for operators in self._operators.values() for one in operators]
        return [*acting, *operators, *self._managers.people()]

    def _row(self, event: Event) -> Row:
        key, told = key_of(event.stream), self._columns(event)
        section, papers = self._section(event), self._papers[key]
        return Row(
            key,
            event.stream,
            name=str(told.get("name") or LOST),
            handle=str(told.get("handle") or ""),
            url=str(told.get("url") or ""),
            service=self._city.service_names.get(told.get("platform_id") or 0, ""),
            section=section.full_name if section else "",
            managers=[self._held(held) for held in self._managers.of(section)] if section else [],
            operators=[f"{self._names.of(one.person)}({ACCESS[one.access]})" for one in self._operators[key]],
            papers=[self._behind(paper) for paper in papers],
            begun=self._settled(event, event.label),
            standings=_standings(event, told),
            given=[] if papers else _given(event, told),
        )

    def _held(self, held: Held) -> str:
        deputies = "、".join(self._names.of(person) for person in held.deputies)
        return f"{self._names.of(held.person)}({held.title})" + (f"、代決者 {deputies}" if deputies else "")

    def _behind(self, paper: Paper) -> Behind:
        about = paper.subject
        return Behind(about.number, about.title, about.page, about.pk, [self._decided(one) for one in paper.decisions])

    def _decided(self, one: Decision) -> Settled:
        return self._settled(one.event, one.event.label, by_author=one.self_settled)

    def _settled(self, event: Event, what: str, *, by_author: bool = False) -> Settled:
        who = f"{self._names.of(event.person)}({event.capacity})" if event.person else event.capacity
        if event.on_behalf_of is not None:
            who += f"、{self._names.of(event.on_behalf_of)}に代わって"
        return Settled(event, what, who, event.on_behalf_of_id is not None, by_author)


def _standings(event: Event, told: Columns) -> list[tuple[str, str]]:
    suspended = told.get("suspended_on") is not None
    return [] if event.to_state == AccountState.ACTIVE else standings_of(event.to_state, suspended=suspended)


def _given(event: Event, told: Columns) -> list[tuple[str, str]]:
    """Return the paper document of a registered account, as the account told it on the day."""
    facts = {name: told.get(name) for name in REGISTERED} if told.get("paper_number") else {}
    return [(label, words) for label, words in fact_rows(event, facts) if words]

"""Fills a database: the city by real acts, then the stories of its accounts side by side in the order of time.

Memory does not grow with the number of accounts: a story ends within months, and what it leaves is stored in batches.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from io import StringIO
from random import Random

from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction

from bench.seed.city import City, Section, found_city
from bench.seed.ledger import Ledger
from bench.seed.numbers import Numbers
from bench.seed.papers import Stage
from bench.seed.stories import Story
from bench.seed.storing import analyse
from core.audit.models import Event
from core.audit.sealer import seal
from core.periods.clock import japan_date, japan_midnight
from core.records import writing

YEARS = 8
SETTLING = timedelta(days=150)
"""A section that is to end begins nothing within this time."""
BATCH = 5000
"""Events that are stored at once."""
OF_STORIES = 0.8
"""The share of the events asked for that the accounts' stories fill; the rest are sign-ins."""
WHOLE, BRIEF = 34, 5
"""How many events a whole and a brief story have, about."""
REBUILDS: tuple[str, ...] = ("rebuild_registry",)
"""Management commands that derive further tables from what was stored (the projection that is searched)."""


@dataclass(frozen=True)
class Loaded:
    """What was stored."""

    accounts: int
    events: int
    sections: int


def load(accounts: int, events: int, at: datetime, told: Callable[[int], None] = lambda count: None) -> Loaded:
    """Fill an empty database with a city of `accounts` accounts and `events` events or a few more.

    Args:
        accounts: how many accounts; the number of sections follows.
        events: how many events of the trail; what the accounts' stories do not need become sign-ins.
        at: the instant at which the past ends.
        told: is given the number of accounts begun, now and then.
    """
    today = japan_date(at)
    began = today - timedelta(days=YEARS * 365)
    with transaction.atomic():
        city = found_city(accounts, began, today - timedelta(days=YEARS * 365 // 2))
    ledger, numbers = Ledger(), Numbers()
    permission = Permission.objects.get(codename="operate_account").pk
    run = _Run(Stage(city, ledger, numbers, permission, today), accounts, events, at)
    run.tell(told)
    numbers.store()
    ledger.close()
    seal(at)
    for command in REBUILDS:
        call_command(command, stdout=StringIO())
    analyse()
    return Loaded(accounts, Event.objects.count(), len(city.sections))


class _Run:
    """One loading: stories begin one after the other and go on as their instants come."""

    def __init__(self, stage: Stage, accounts: int, events: int, at: datetime) -> None:
        self._stage, self._accounts, self._at = stage, accounts, at
        self._chance = Random(accounts)  # noqa: S311  # the same load again, no secret
        self._first = Event.objects.count()
        self._wanted = max(events - self._first, 0)
        mean = self._wanted * OF_STORIES / max(accounts, 1)
        self._whole = min(max((mean - BRIEF) / (WHOLE - BRIEF), 0.0), 1.0)
        self._waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
        self._sections = _Sections(stage.city)

    def tell(self, told: Callable[[int], None]) -> None:
        """Tell all stories, storing batch by batch."""
        began = japan_midnight(self._stage.today) - timedelta(days=YEARS * 365 - 1)
        step = (self._at - began) / (self._accounts + 1)
        with writing():
            for number in range(1, self._accounts + 1):
                at = began + step * number
                self._begin(number, at)
                self._go_on(at)
                self._sign_in(self._wanted * number // self._accounts - WHOLE * len(self._waiting), at)
                if self._stage.ledger.waiting >= BATCH:
                    self._store()
                    told(number)
            self._go_on(self._at)
            for _, _, story in self._waiting:
                story.close()  # type: ignore[attr-defined]  # a generator; it hands over what it has
            self._sign_in(self._wanted, self._at)
        self._store()
        told(self._accounts)

    def _begin(self, number: int, at: datetime) -> None:
        story = Story(self._stage, number, self._sections.one(self._chance, at), self._chance)
        told = story.whole(at) if self._chance.random() < self._whole else story.brief(at)
        heappush(self._waiting, (next(told), number, told))

    def _go_on(self, until: datetime) -> None:
        """Let everything happen whose instant has come."""
        while self._waiting and self._waiting[0][0] <= until:
            _, number, story = heappop(self._waiting)
            following = next(story, None)
            if following is not None:
                heappush(self._waiting, (following, number, story))

    def _sign_in(self, wanted: int, at: datetime) -> None:
        """Let people sign in until there are as many events as there should be by now, stories under way apart."""
        while self._stage.ledger.events < wanted:
            section = self._sections.one(self._chance, at)
            person = self._chance.choice(section.staff)
            self._stage.ledger.note("signin", "サインインした", person, at, person=person.person, demonstration=False)

    def _store(self) -> None:
        with transaction.atomic():
            self._stage.ledger.store()


class _Sections:
    """The sections in which something may begin: one that is to end begins nothing in its last months."""

    def __init__(self, city: City) -> None:
        self._all = city.sections
        self._standing = [section for section in city.sections if section.ends_on is None]
        ends = [section.ends_on for section in city.sections if section.ends_on is not None]
        self._until = japan_midnight(min(ends)) - SETTLING if ends else None

    def one(self, chance: Random, at: datetime) -> Section:
        """Choose a section that begins something at an instant."""
        all_stand = self._until is not None and at < self._until
        return chance.choice(self._all if all_stand else self._standing)

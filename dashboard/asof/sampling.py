"""A random sample (標本) of the accounts of a day that anybody can draw again from its number (ADR 0027).

The method, as the sheet prints it: write the seed, a colon and the account's number; take the SHA-256 of these
characters; the accounts whose hashes are smallest, in that order, are the sample. What came after the day changes
neither the population nor the order. Every draw is a note in the trail: nobody draws until it suits, unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from heapq import nsmallest
from typing import Any

from core.audit.history import who
from core.audit.models import AppendOnlyQuerySet, Event
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.trails import facts_of
from core.periods.clock import japan_date
from core.staff.offices import Office
from dashboard.asof.city import City
from dashboard.asof.operating import STREAMS, key_of, narrowed, operating

MOVE = "audit.sample"
MOST = 200
LARGEST_SEED = 9_999_999_999
FILTERS = ("department", "section", "service")


@dataclass(frozen=True)
class Population:
    """The accounts a sample is drawn from: how many, and a digest that tells two populations apart."""

    keys: list[int]

    @classmethod
    def of(cls, wanted: Mapping[str, Any], city: City) -> "Population":
        """Read the accounts in operation at the end of a day that the filters leave; in order of number."""
        streams = narrowed(operating(city), wanted, city).order_by().values_list("stream", flat=True)
        return cls(sorted(map(key_of, streams.iterator(chunk_size=5000))))

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the numbers, one a line."""
        found = sha256()
        for key in self.keys:
            found.update(f"{key}\n".encode())
        return found.hexdigest()


def rank(seed: int, account: int) -> str:
    """Return what the place of an account in the draw depends on: SHA-256 of `seed:account`."""
    return sha256(f"{seed}:{account}".encode()).hexdigest()


def drawn(seed: int, size: int, keys: Iterable[int]) -> list[int]:
    """Return the accounts of a sample in the order drawn; all of them where there are no more than `size`."""
    return nsmallest(size, keys, key=lambda key: (rank(seed, key), key))


@dataclass(frozen=True)
class Sample:
    """One sample as it was drawn, read from its note."""

    event: Event
    seed: int
    as_of: date
    size: int
    population: int
    digest: str
    accounts: list[int]
    wanted: dict[str, Any]
    filters: list[str]

    @property
    def who(self) -> str:
        """Name who drew it."""
        return who(self.event)

    def again(self) -> bool:
        """Tell whether drawing it once more gives the same population and the same accounts."""
        population = Population.of(self.wanted, City(self.as_of))
        same = (population.digest, len(population.keys)) == (self.digest, self.population)
        return same and drawn(self.seed, self.size, population.keys) == self.accounts


def draw_sample(wanted: Mapping[str, Any], words: list[str], *, by: Actor, at: datetime) -> Sample:
    """Draw a sample and note who drew which number when.

    Args:
        wanted: `seed`, `size` and `on`, and the filters of the day's list.
        words: the filters as people read them.

    Raises:
        ValueError: the day is not over: its accounts may still change.
    """
    if wanted["on"] >= japan_date(at):
        raise ValueError(f"{wanted['on']} is not over")
    kept = {name: wanted[name] for name in FILTERS if wanted.get(name)}
    population = Population.of(kept, City(wanted["on"]))
    accounts = drawn(wanted["seed"], wanted["size"], population.keys)
    with acting(by=by, at=at) as act:
        act.note(
            MOVE,
            "監査の標本を抽出した",
            seed=wanted["seed"],
            as_of=wanted["on"],
            size=wanted["size"],
            population=len(population.keys),
            digest=population.digest,
            accounts=accounts,
            wanted=kept,
            filters=words,
        )
    return sample_of(samples().get(act_id=act.id))


def samples() -> AppendOnlyQuerySet[Event]:
    """Return the notes of all samples that were drawn; auditors alone draw, and the index of offices finds theirs."""
    return Event.objects.filter(office=Office.AUDITOR, move=MOVE).select_related("person", "on_behalf_of", "facts")


def sample_of(event: Event) -> Sample:
    """Read a sample from its note."""
    facts = facts_of(event)
    return Sample(
        event,
        seed=facts["seed"],
        as_of=date.fromisoformat(facts["as_of"]),
        size=facts["size"],
        population=facts["population"],
        digest=facts["digest"],
        accounts=facts["accounts"],
        wanted=facts["wanted"],
        filters=facts["filters"],
    )


def events_of(sample: Sample, city: City) -> list[Event]:
    """Return the events of the drawn accounts as `rows_of` takes them, in the order drawn."""
    place = {f"{STREAMS}{key}": number for number, key in enumerate(sample.accounts)}
    found = operating(city).filter(stream__in=list(place)).select_related("person", "on_behalf_of", "unit", "facts")
    return sorted(found, key=lambda event: place[event.stream])

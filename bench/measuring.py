"""Measures subjects in turn with the floor, so that what else the machine does hits both (ADR 0028)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.asking import Client
from bench.copies import Copy
from bench.subjects import REGISTRY, Subject, floor_path

WARM_UP = 5


@dataclass(frozen=True)
class Measured:
    """Milliseconds of a subject and of the floor that was asked in turn with it."""

    name: str
    accounts: int
    bar: float | None
    took: Sequence[float]
    floor: Sequence[float]
    weight: int = 0
    """Characters of the page."""

    @property
    def multiple(self) -> float:
        """Return how many floors the median is."""
        return median(self.took) / median(self.floor)

    @property
    def multiple_p95(self) -> float:
        """Return how many floors the slow ones are: the 95th percentile of both."""
        return _p95(self.took) / _p95(self.floor)


def measure(copies: Sequence[Copy], subjects: Sequence[Sequence[Subject]], rounds: int) -> list[Measured]:
    """Ask for every subject of every copy `rounds` times, each time after the floor of the same copy."""
    found: list[Measured] = []
    clients = [Client(copy.port, copy.cookie) for copy in copies]
    floors = [floor_path(len(client.get(REGISTRY)[1].encode())) for client in clients]
    by_name = [{subject.name: subject for subject in of_copy} for of_copy in subjects]
    for name in dict.fromkeys(subject.name for of_copy in subjects for subject in of_copy):
        asked = [
            (copy, _client_of(named[name], copy, client), floor, named[name])
            for copy, client, floor, named in zip(copies, clients, floors, by_name, strict=True)
            if name in named
        ]
        found += _in_turn(asked, rounds)
    return found


def _client_of(subject: Subject, copy: Copy, guest: Client) -> Client:
    """Return who asks for a subject."""
    return Client(copy.port, subject.cookie) if subject.cookie else guest


def _in_turn(asked: Iterable[tuple[Copy, Client, str, Subject]], rounds: int) -> list[Measured]:
    taken = [(copy, client, floor, subject, list[float](), list[float]()) for copy, client, floor, subject in asked]
    weights: dict[int, int] = {}
    for number in range(WARM_UP + rounds):
        for copy, client, floor, subject, took, floors in taken:
            of_floor, (seconds, page) = client.get(floor)[0], client.get(subject.path)
            weights[copy.accounts] = len(page)
            if number >= WARM_UP:
                floors.append(of_floor * 1000)
                took.append(seconds * 1000)
    return [
        Measured(subject.name, copy.accounts, subject.bar, took, floors, weights[copy.accounts])
        for copy, _, _, subject, took, floors in taken
    ]


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]

"""What is measured: the pages of the registry, its searches, one account, the inbox; each with its bar in floors."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.asking import Client, offers, walk
from bench.copies import Copy, run
from bench.floor import FLOOR

PAGE_BAR, SEARCH_BAR, PUBLIC_BAR, CALENDAR_BAR = 2.5, 3.0, 2.0, 3.0
GROWTH_BAR = 1.2
"""How much more a page may cost at the large size than at the small one, and a deep page than the first."""
REGISTRY = "/accounts/"
PUBLIC = "/public/"
PARTS = ("registry", "search", "detail", "inbox", "public", "calendar")
WORDS = {"search: rare word": "rare", "search: common word": "common", "search: absent word": "absent"}


@dataclass(frozen=True)
class Subject:
    """One thing to ask for."""

    name: str
    path: str
    bar: float | None = PAGE_BAR
    """In floors; None for what is shown and not judged."""
    cookie: str = ""
    """Of who asks, where it is another person than the copy's guest."""


def subjects(copy: Copy, parts: set[str], deep: int, open_duties: int = 0) -> Iterator[Subject]:
    """Yield what a copy is asked for; the filters and orders are those its pages offer.

    Args:
        copy: the copy.
        parts: some of `PARTS`.
        deep: after how many pages one is deep.
        open_duties: how many obligations are to be open for the calendar; as many as accounts for 0.
    """
    client = Client(copy.port, copy.cookie)
    yield Subject("floor behind the application's middleware", "/bench/behind-middleware", None)
    if "registry" in parts:
        yield from _registry(client, deep)
    if "search" in parts:
        for name, word in {**WORDS, "search: two words": "two"}.items():
            yield Subject(name, _asked({"q": copy.known[word]}), SEARCH_BAR)
    if "detail" in parts:
        yield Subject("detail with history", f"{REGISTRY}{copy.known['account']}/")
    if "inbox" in parts:
        yield Subject("inbox", "/")
    if "public" in parts:
        yield from _public(client, deep)
    if "calendar" in parts:
        yield from _calendar(copy, open_duties or copy.accounts)


def _registry(client: Client, deep: int) -> Iterator[Subject]:
    yield Subject("first page", REGISTRY)
    yield Subject("deep page", walk(client, REGISTRY, deep))
    offered = offers(client.get(REGISTRY)[1])
    for name, values in offered.choices.items():
        if name == "order":
            for value in values:
                yield Subject(f"order: {value}", _asked({name: value}))
                yield Subject(f"order: {value}, deep", walk(client, _asked({name: value}), deep // 10))
        else:
            yield Subject(f"filter: {name}", _asked({name: values[0]}))
    for name, value in offered.boxes.items():
        yield Subject(f"filter: {name}", _asked({name: value}))


def _public(client: Client, deep: int) -> Iterator[Subject]:
    """Yield the public list and the question whether an account is genuine; the address asked for is a listed one."""
    yield Subject("public list", PUBLIC, PUBLIC_BAR)
    yield Subject("public list, deep", walk(client, PUBLIC, deep), PUBLIC_BAR)
    yield Subject("public list for programs", f"{PUBLIC}accounts.json", None)
    listed = json.loads(client.get(f"{PUBLIC}accounts.json")[1])["accounts"]
    for name, who in {"official": listed[0]["url"], "unknown": "https://x.com/iwaki_nise"}.items():
        yield Subject(f"genuine: {name}", f"{PUBLIC}genuine.json?{urlencode({'who': who})}", PUBLIC_BAR)


def _calendar(copy: Copy, wanted: int) -> Iterator[Subject]:
    """Yield a month of the city, of a department and of one person, once so many obligations are open."""
    known = json.loads(run("bench.duties", copy.environ, f"--open={wanted}"))
    whole = "/calendar/?scope=city"
    print(f"{known['open']:,} obligations are open at {copy.accounts:,} accounts.", file=sys.stderr, flush=True)
    for office in ("policy_director", "auditor"):
        yield Subject(f"calendar: month of the city, {office}", whole, CALENDAR_BAR, known[office])
    yield Subject("calendar: month of a department", "/calendar/?scope=department", CALENDAR_BAR, known["staff"])
    yield Subject("calendar: my month", "/calendar/", CALENDAR_BAR, known["staff"])


def _asked(query: dict[str, str]) -> str:
    return f"{REGISTRY}?{urlencode(query)}"


def floor_path(weight: int) -> str:
    """Return the address of the floor, in pages of some bytes."""
    return f"{FLOOR}?bytes={weight}"

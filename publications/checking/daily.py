"""Looking at all pages once a day, and at those somebody asked for at once: in small batches that survive a kill.

What is due is read from the database, so a run that ends anywhere is continued by the next one. One run at a time
holds a lease, and has two threads that fetch: never more than two connections, whatever hosts the pages lie on. A run
is much shorter than the time after which a broker hands a task to another worker.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q

from core.periods.clock import Clock, japan_date
from publications.checking.looking import Look, Seen, look_at, note_look
from publications.checking.reach import Reach, usual_reach
from publications.posting.models import CheckAsked, CheckRun, Publication
from publications.posting.states import PAGES, UP, Outcome

CONNECTIONS = 2
"""Open at a time, to one host and altogether."""
BATCH = 4
RUN_SECONDS = 25.0
"""After this no further batch is begun; the last one takes BATCH / CONNECTIONS times the time of a page at the most."""
LEASE = timedelta(seconds=60)
"""Longer than a batch may take in which every page stalls."""
NAME = "pages"

log = logging.getLogger(__name__)


def look_at_pages(clock: Clock, reach: Reach | None = None, seconds: float = RUN_SECONDS) -> int:
    """Look at the pages that are asked for or due today, for a while; return how many were looked at."""
    until, looked, last = time.monotonic() + seconds, 0, 0
    with _lease(clock) as holder, ThreadPoolExecutor(CONNECTIONS) as threads:
        while holder and time.monotonic() < until and _extend(holder, clock):
            batch = next_batch(clock, last)
            if not batch:
                break
            last = max([last, *(one.pk for one in batch if not hasattr(one, "asked"))])
            looked += _look(batch, threads, clock, reach or usual_reach())
    return looked


def next_batch(clock: Clock, last: int = 0) -> list[Publication]:
    """Return the next pages: those asked for first, then those that are due, by keys after `last`; two queries."""
    read = ("account__platform", "policy", "asked")
    _forget_what_came_down()
    asked = Publication.objects.up().filter(kind__in=PAGES, asked__isnull=False).order_by("asked__asked_at")
    due = Publication.objects.to_check(japan_date(clock())).filter(pk__gt=last, asked=None)
    found = list(asked.select_related(*read)[:BATCH])
    return found or list(due.select_related(*read)[:BATCH])


def _forget_what_came_down() -> None:
    """Drop what was asked about pages that stand no more."""
    CheckAsked.objects.exclude(publication__state__in=UP).delete()


def _look(batch: list[Publication], threads: ThreadPoolExecutor, clock: Clock, reach: Reach) -> int:
    looks = [Look.at(publication) for publication in batch]
    running = {threads.submit(_seen, look, reach): look for look in looks}
    for done in as_completed(running):
        _note(running[done], done.result(), clock)
    return len(looks)


def _note(look: Look, seen: Seen, clock: Clock) -> None:
    """Keep what a look found; one that can not be kept never stops the others, and is not asked for again and again."""
    try:
        note_look(look, seen, clock())
    except Exception:
        log.exception("A look at %s could not be kept", look.publication.stream)
        CheckAsked.objects.filter(publication=look.publication).delete()


def _seen(look: Look, reach: Reach) -> Seen:
    """Look at a page; one that brings the look itself down is not confirmed, and never stops the others."""
    try:
        return look_at(look, reach)
    except Exception:
        log.exception("A look at %s failed", look.publication.stream)
        return Seen(Outcome.UNREACHED, "ページを読み取れませんでした。")


@contextmanager
def _lease(clock: Clock) -> Iterator[str]:
    """Hold the one lease, or give an empty text where another run holds it."""
    holder, at = uuid.uuid4().hex, clock()
    CheckRun.objects.get_or_create(name=NAME)
    free = CheckRun.objects.filter(Q(until=None) | Q(until__lt=at), name=NAME)
    if not free.update(holder=holder, until=at + LEASE):
        yield ""
        return
    try:
        yield holder
    finally:
        CheckRun.objects.filter(name=NAME, holder=holder).update(holder="", until=None)


def _extend(holder: str, clock: Clock) -> bool:
    """Hold the lease for another batch; tell whether it is still this run's."""
    return CheckRun.objects.filter(name=NAME, holder=holder).update(until=clock() + LEASE) == 1

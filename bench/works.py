"""Work without a page: the sweep against one set-based statement, a decision against a bare transition, the export.

`python -m bench.works sweep --obligations 1000000` and `python -m bench.works decision` run on the database of their
environment, which they fill, and print JSON; `python -m bench.works csv --rows 100000`, or `xlsx`, reads the one there.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from subprocess import PIPE
from typing import Any

import django

SHARE = 100
"""One obligation in so many is due to be told."""
ROUNDS = 9

OWED = """
INSERT INTO deadlines_obligation (version, rule, about, occurrence, title, note, clause, act_label, link_name, link_pk,
    debtor_office, debtor_unit_id, debtor_person_id, endeavour, internal_target, opened_on, due_on, state, ended_on,
    waive_reason)
SELECT 1, 'bench', 'bench:' || n, '', '届け出る:いわき観光だより' || n, '', '第4-1-(2)', '届け出る',
    'approvals:filing_detail', n, 'section_head', (%(units)s::bigint[])[1 + n / %(share)s %% %(count)s],
    NULL, false, true,
    %(on)s, CASE WHEN n %% %(share)s = 0 THEN %(on)s ELSE %(far)s END::date, 'open', NULL, ''
FROM generate_series(1, %(number)s) AS n
"""
TELLINGS = """
INSERT INTO deadlines_telling (obligation_id, next_on)
SELECT id, CASE WHEN due_on = %(on)s THEN due_on ELSE due_on - 30 END FROM deadlines_obligation
"""
AT_ONCE = """
WITH due AS (SELECT obligation_id FROM deadlines_telling WHERE next_on <= %(on)s ORDER BY next_on, obligation_id
    LIMIT %(most)s FOR UPDATE SKIP LOCKED),
moved AS (UPDATE deadlines_telling SET next_on = %(next)s FROM due
    WHERE deadlines_telling.obligation_id = due.obligation_id),
told AS (INSERT INTO notifications_message (key, person_id, title, body, link_name, link_pk, created_at)
SELECT 'due:' || o.id || ':' || %(on)s || '::' || a.person_id, a.person_id, 'きょう:' || o.title,
    '市の内部目標です。' || o.clause, o.link_name, o.link_pk, %(at)s
FROM due JOIN deadlines_obligation o ON o.id = due.obligation_id
JOIN staff_appointment a ON a.unit_id = o.debtor_unit_id AND a.office = o.debtor_office AND a.state = 'confirmed'
    AND a.starts_on <= %(on)s AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)
ON CONFLICT DO NOTHING)
SELECT count(*) FROM due
"""


def sweep_work(obligations: int) -> dict[str, float]:
    """Measure the sweep over some obligations of which one in `SHARE` is due, and a statement that does the same."""
    from django.db import connection

    from bench.seed.load import load
    from core.deadlines.sweep import BATCH, sweep
    from core.periods.clock import japan_date, now

    at = now()
    on = japan_date(at)
    load(5000, 20_000, at)
    _owe(obligations, on)
    told, at_once, in_batches, idle = [], [], [], []

    def in_sql(most: int) -> None:
        """Do the same by statements alone, in batches of so many."""
        facts: dict[str, Any] = {"on": on, "next": on + timedelta(days=1), "at": at, "most": most}
        with connection.cursor() as cursor:
            moved = most
            while moved == most:
                cursor.execute(AT_ONCE, facts)
                (moved,) = cursor.fetchone()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(ROUNDS):
        _put_back(on)
        at_once.append(_seconds(lambda: in_sql(obligations)))
        _put_back(on)
        in_batches.append(_seconds(lambda: in_sql(BATCH)))
        _put_back(on)
        told.append(_seconds(lambda: sweep(at)))
        idle.append(_seconds(lambda: sweep(at)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "sweep": median(told),
        "at_once": median(at_once),
        "in_batches": median(in_batches),
        "idle": median(idle),
        "memory": grown / 1024,
        "told": obligations // SHARE,
        **_shared(on),
    }


def _shared(on: date) -> dict[str, float]:
    """Measure the sweep by one process and by two at once, from the moment all are ready to the end of the last.

    They are workers that run: each has swept once before it is measured, for what is looked up or put together the
    first time is shortened by no sharing.
    """
    command = [sys.executable, "-m", "bench.works", "share"]
    started = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    for one in started:
        _put_back(on)
        _sweep_by([one])
    found: dict[str, list[float]] = {"alone": [], "shared": []}
    for _ in range(ROUNDS):
        for name, workers in (("alone", started[:1]), ("shared", started)):
            _put_back(on)
            found[name].append(_seconds(lambda: _sweep_by(workers)))  # noqa: B023  # called at once
    for one in started:
        one.communicate()
    if any(one.returncode for one in started):
        raise RuntimeError("a sweep failed")
    return {name: median(seconds) for name, seconds in found.items()}


def _sweep_by(workers: "list[subprocess.Popen[str]]") -> None:
    """Let some workers sweep, and wait for all of them."""
    for one in workers:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in workers:
        assert one.stdout is not None
        if not one.stdout.readline():
            raise RuntimeError("a sweep ended before its time")


def share_work() -> None:
    """Sweep at each line that comes, and say when it is done."""
    from core.deadlines.sweep import sweep
    from core.periods.clock import now

    for _ in sys.stdin:
        sweep(now())
        print("swept", flush=True)


def _owe(obligations: int, on: date) -> None:
    """Fill the tables of the sweep; what they are about is nowhere, and the trail does not speak of them.

    What is due falls on the heads of all sections alike, and everybody has an address for mails.
    """
    from django.db import connection
    from django.db.models import Value
    from django.db.models.functions import Concat

    from core.deadlines.models import Telling
    from core.staff.models import Person, Unit, UnitLevel

    Telling.objects.all().delete()
    Person.objects.update(email=Concat(Value("n"), "staff_number", Value("@city.example.jp")))
    units = list(Unit.objects.filter(level=UnitLevel.SECTION, ends_on=None).values_list("pk", flat=True))
    facts: dict[str, Any] = {
        "units": units,
        "count": len(units),
        "on": on,
        "far": on + timedelta(days=100),
        "share": SHARE,
    }
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM deadlines_obligation")
        cursor.execute(OWED, facts | {"number": obligations})
        cursor.execute(TELLINGS, facts)
        cursor.execute("VACUUM ANALYZE")


def _put_back(on: date) -> None:
    """Let the same obligations be due again, nobody told and no mail written."""
    from django.db import connection

    from core.deadlines.models import Telling
    from core.notifications.models import DigestPart, Message, OutboxMail

    Message.objects.all().delete()
    DigestPart.objects.all().delete()
    OutboxMail.objects.all().delete()
    Telling.objects.filter(obligation__due_on=on).update(next_on=on)
    with connection.cursor() as cursor:
        for name in ("deadlines_telling", "notifications_message", "notifications_outboxmail"):
            cursor.execute(f"VACUUM ANALYZE {name}")


def decision_work(decisions: int) -> dict[str, float]:
    """Measure section heads' consents, and as many bare transitions loaded and saved, in turn."""
    from django.db import connection

    from approvals.actions import decide_step
    from approvals.moves.decision import CONSENT
    from core.deadlines.models import Obligation
    from core.records import writing
    from tests.factories import AT, ON
    from tests.factories.approvals import a_request, an_office_world, pending_step

    def bare(key: int) -> None:
        obligation = Obligation.objects.get(pk=key)
        with writing():
            obligation.fulfil(ended_on=ON)
            obligation.save()

    world = an_office_world()
    spare = [pending_step(a_request(world=world)) for _ in range(decisions)]
    steps = [pending_step(a_request(world=world)) for _ in range(decisions)]
    waiting = Obligation.objects.open().filter(about__in=[step.stream for step in spare])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a city's database has long been
    decided, transited = [], []
    for step, key in zip(steps, waiting.values_list("pk", flat=True), strict=True):
        seen = step.fingerprint()
        transited.append(_seconds(lambda: bare(key)))  # noqa: B023  # called at once
        facts: dict[str, Any] = {"by": world.section_head, "at": AT, "seen": seen}
        decided.append(_seconds(lambda: decide_step(step, CONSENT, **facts)))  # noqa: B023  # called at once
    return {"decision": median(decided), "bare": median(transited)}


WARM = 1000
"""Rows written before memory is looked at: what is imported and put together once is no growth."""


def export_work(kind: str, rows: int) -> dict[str, float]:
    """Write the first rows of the registry as a file, and measure by how many MB the process grew."""
    from itertools import islice

    from accounts.export import csv_lines, lines_of, xlsx_file
    from accounts.permissions import Sight
    from core.periods.clock import japan_date, now

    at, everything = now(), Sight(0, everything=True, sections=())

    def write(most: int) -> int:
        lines = islice(lines_of(everything, {}, japan_date(at)), most)
        if kind == "csv":
            return sum(len(record) for record in csv_lines(lines))
        with xlsx_file(lines, at) as file:
            return file.seek(0, 2)

    write(WARM)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    size = write(rows)
    seconds = time.perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"memory": grown / 1024, "seconds": seconds, "size": size / 1e6}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Do one of the works and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("sweep", "share", "decision", "csv", "xlsx"))
    parser.add_argument("--obligations", type=int, default=1_000_000)
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    if given.work == "share":
        share_work()
    else:
        print(json.dumps(_found(given)))


def _found(given: argparse.Namespace) -> dict[str, float]:
    if given.work == "sweep":
        return sweep_work(given.obligations)
    return decision_work(given.decisions) if given.work == "decision" else export_work(given.work, given.rows)


if __name__ == "__main__":
    django.setup()
    main()

"""`make bench`: everything in one run, as Markdown; `--strict` ends with 1 when a bar is missed.

Two copies on PostgreSQL, a small and a large one, are asked in turn with their floors; then one on SQLite; then the
work that has no page. `--only registry search detail inbox public sweep decision export sqlite` does a part.
"""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack

from bench.copies import Copy, environment, run, serving
from bench.measuring import measure
from bench.subjects import PARTS, subjects
from bench.tables import Line, floors, page_lines, table
from tests.services import postgres

WORKS = ("sweep", "decision", "export", "nights")
SQLITE = "sqlite"
SWEEP_BAR, SHARE_BAR, IDLE_BAR, RATE_BAR, RATE_AIM = 2.0, 0.65, 0.05, 0.25, 0.5
EVENTS_AN_ACCOUNT = 10
EXPORT_EVENTS = 3
"""Events an account in the copy that is exported: the file does not show them."""
NIGHTS = (1_000, 10_000)
"""Accounts whose pages are looked at and whose public side is written."""
NIGHT_SECONDS = 8 * 3600
SITE_BAR, SITE_GROWTH = 60.0, 32.0
"""Seconds for the public side of the larger number, and so many MB more than for the smaller one."""
EXPORT_SMALL, EXPORT_BAR = 20, 8.0
"""The smaller file is one in so many rows; the larger one may take so many MB more."""


def arguments(given: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--accounts", type=int, default=100_000, help="of the large copy")
    parser.add_argument("--small", type=int, default=1_000, help="accounts of the small copy")
    parser.add_argument("--sqlite", type=int, default=10_000, help="accounts of the copy on SQLite")
    parser.add_argument("--events", type=int, help="of the large copy; ten an account unless told")
    parser.add_argument("--rounds", type=int, default=60, help="how often each page is asked for")
    parser.add_argument("--deep", type=int, default=1_000, help="pages to walk before one is deep")
    parser.add_argument(
        "--open", type=int, default=0, help="obligations open for the calendar; the accounts unless told"
    )
    parser.add_argument("--obligations", type=int, default=1_000_000, help="for the sweep")
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--only", nargs="+", choices=[*PARTS, *WORKS, SQLITE], default=[*PARTS, *WORKS, SQLITE])
    parser.add_argument("--strict", action="store_true", help="end with 1 when a bar is missed")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Measure, print, judge."""
    asked = arguments(given)
    parts = set(asked.only) & set(PARTS)
    lines: list[Line] = []
    with postgres.server() as (server, origin):
        print(f"PostgreSQL: {origin}\n", flush=True)
        if parts:
            sizes = [(asked.small, None), (asked.accounts, asked.events)]
            lines += _pages("PostgreSQL", server, sizes, parts, asked)
        if "sweep" in asked.only:
            lines += _work("sweep", server, asked, _sweep_lines)
        if "export" in asked.only:
            lines += _exports(server, asked.accounts)
        if "nights" in asked.only:
            lines += _nights(server)
    if "decision" in asked.only:
        with postgres.durable_server() as own:
            lines += _work("decision", own.url, asked, _decision_lines)
    if SQLITE in asked.only:
        lines += _pages("SQLite", None, [(asked.sqlite, None)], parts or set(PARTS), asked)
    missed = [line for line in lines if line.missed]
    print(f"{len(missed)} of {sum(bool(line.bar) for line in lines)} bars missed.")
    return 1 if missed and asked.strict else 0


def _pages(
    title: str, server: str | None, sizes: list[tuple[int, int | None]], parts: set[str], asked: argparse.Namespace
) -> list[Line]:
    with ExitStack() as stack:
        copies: list[Copy] = []
        for accounts, events in sizes:
            print(f"Filling {accounts:,} accounts on {title} ...", file=sys.stderr, flush=True)
            copies.append(stack.enter_context(serving(server, accounts, events or accounts * EVENTS_AN_ACCOUNT)))
        asked_for = [list(subjects(copy, parts, asked.deep, asked.open)) for copy in copies]
        measured = measure(copies, asked_for, asked.rounds)
    numbers = [accounts for accounts, _ in sizes]
    lines = page_lines(measured, numbers)
    print(f"## Pages on {title}, in floors\n\nThe floor: {floors(measured, numbers)}.\n")
    print(table([f"{number:,} accounts" for number in numbers], lines), end="\n\n", flush=True)
    return lines


def _work(
    name: str, server: str, asked: argparse.Namespace, lines_of: Callable[[dict[str, float]], list[Line]]
) -> list[Line]:
    sizes = {"sweep": f"--obligations={asked.obligations}", "decision": f"--decisions={asked.decisions}"}
    with environment(server) as environ:
        lines = lines_of(json.loads(run("bench.works", environ, name, sizes[name])))
    print(f"## The {name}\n\n{table(['found'], lines)}", end="\n\n", flush=True)
    return lines


def _exports(server: str, accounts: int) -> list[Line]:
    sizes = (accounts // EXPORT_SMALL, accounts)
    with environment(server) as environ:
        events = accounts * EXPORT_EVENTS
        run("django", environ, "seed_load", f"--accounts={accounts}", f"--events={events}", "--verbosity=0")
        lines = [
            _export_line(kind, [json.loads(run("bench.works", environ, kind, f"--rows={rows}")) for rows in sizes])
            for kind in ("csv", "xlsx")
        ]
    print(f"## The export\n\n{table([f'{rows:,} rows' for rows in sizes], lines)}", end="\n\n", flush=True)
    return lines


def _nights(server: str) -> list[Line]:
    found = []
    for number in NIGHTS:
        with environment(server) as environ:
            events = number * EXPORT_EVENTS
            run("django", environ, "seed_load", f"--accounts={number}", f"--events={events}", "--verbosity=0")
            site = json.loads(run("bench.nights", environ, "site"))
            found.append((site, json.loads(run("bench.nights", environ, "pages", f"--number={number}"))))
    (small, _), (large, pages) = found
    unconfirmed = ("pages not confirmed",) if any(one["confirmed"] < one["standing"] for _, one in found) else ()
    late = _over(pages["seconds"] / pages["share"], NIGHT_SECONDS)
    slow = (*_over(large["whole"], SITE_BAR), *_over(large["memory"] - small["memory"], SITE_GROWTH))
    lines = [
        Line("pages looked at", tuple(_looked(one) for _, one in found), "8 hours", (*late, *unconfirmed)),
        Line("the public side as files", tuple(_written(one) for one, _ in found), f"{SITE_BAR:.0f} s", slow),
    ]
    print(f"## Work of a night\n\n{table([f'{n:,} accounts' for n in NIGHTS], lines)}", end="\n\n", flush=True)
    return lines


def _looked(found: dict[str, float]) -> str:
    return f"{found['standing']:,.0f} in {found['seconds']:.0f} s, {found['memory']:.0f} MB more"


def _written(found: dict[str, float]) -> str:
    return f"{found['whole']:.1f} s, unchanged {found['unchanged']:.1f} s, {found['memory']:.0f} MB more"


def _export_line(kind: str, found: list[dict[str, float]]) -> Line:
    words = [f"{one['memory']:.0f} MB ({one['size']:.1f} MB written in {one['seconds']:.1f} s)" for one in found]
    more = found[1]["memory"] - found[0]["memory"]
    return Line(f"memory the {kind} file takes", tuple(words), f"{EXPORT_BAR:.0f} MB more", _over(more, EXPORT_BAR))


def _sweep_lines(found: dict[str, float]) -> list[Line]:
    idle = found["idle"]
    shared = found["shared"] / found["alone"]
    shared_words = f"{shared:.2f} ({found['shared']:.2f} s against {found['alone']:.2f} s)"
    return [
        _sweep_line(f"telling {found['told']:,.0f}, in one set-based statement", found, "at_once"),
        _sweep_line("the same, in such statements of the same batches", found, "in_batches"),
        Line(
            "the same by two processes, of the time of one", (shared_words,), str(SHARE_BAR), _over(shared, SHARE_BAR)
        ),
        Line("nothing due, seconds", (f"{idle:.4f}",), str(IDLE_BAR), _over(idle, IDLE_BAR)),
        Line("memory it takes, MB", (f"{found['memory']:.0f}",), ""),
    ]


def _sweep_line(title: str, found: dict[str, float], against: str) -> Line:
    multiple = found["sweep"] / found[against]
    words = f"{multiple:.2f} ({found['sweep']:.2f} s against {found[against]:.2f} s)"
    return Line(title, (words,), str(SWEEP_BAR), _over(multiple, SWEEP_BAR))


def _decision_lines(found: dict[str, float]) -> list[Line]:
    rate = found["bare"] / found["decision"]
    words = f"{rate:.2f} ({found['decision'] * 1000:.1f} ms against {found['bare'] * 1000:.1f} ms)"
    missed = (f"{rate:.2f} < {RATE_BAR}",) if rate < RATE_BAR else ()
    return [Line("rate, of a bare transition with `save()`", (words,), f"{RATE_BAR}, aim {RATE_AIM}", missed)]


def _over(found: float, bar: float) -> tuple[str, ...]:
    return (f"{found:.2f} > {bar}",) if found > bar else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The fault and race campaign alone, at its full size; `make drill` calls it and gets a table of what was lost.

Each drill runs on SQLite with the broker in files and on PostgreSQL with Redis; those in a browser run once, on SQLite.
A missing browser is said loudly, and is a failure where `CI=true`. Arguments go to pytest.
"""

import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import chromium, postgres, redis
from tests.services.drills import FULL, TABLE, kept, table
from tests.services.suite import Outcome, run_pytest, say, stop

PLAIN, IN_A_BROWSER = "drill and not journey", "drill and journey"
"""The two selections: together every drill there is."""


def main(arguments: list[str]) -> int:
    """Run the campaign and print the table; return 1 when a drill failed or anything was lost."""
    signal.signal(signal.SIGTERM, stop)
    own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    with ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="iwaki-drill-"))) / "rows.jsonl"
        database, _ = stack.enter_context(postgres.server())
        broker, _ = stack.enter_context(redis.server())
        own |= {TABLE: str(file), FULL: "1"}
        servers = own | {"DATABASE_URL": database, "REDIS_URL": broker}
        # One at a time: a drill wants the machine for itself.
        selected = ["-m", PLAIN, *arguments]
        outcomes = [
            run_pytest("Drills on SQLite, broker in files", own, selected),
            run_pytest("Drills on PostgreSQL, Redis", servers, selected),
        ]
        if path := chromium.find_or_install():
            browsing = ["-m", IN_A_BROWSER, *arguments]
            outcomes.append(run_pytest("Drills in a browser", own | {"CHROMIUM": path}, browsing))
        rows = kept(file)
    unseen = _without_browser() if not path else 0
    lost = sum(row.lost for row in rows)
    return _summary(outcomes, table(rows), lost, selection=bool(arguments)) or unseen


def _without_browser() -> int:
    """Say that the drills in a browser did not run; return 1 where that is a failure."""
    say("Drills in a browser NOT RUN: no browser is installed, and none could be fetched.")
    return 1 if os.environ.get("CI") == "true" else 0


def _summary(outcomes: list[Outcome], text: str, lost: int, *, selection: bool) -> int:
    """Print the table, and pytest's closing lines after it."""
    say("What was tried, and what was lost")
    print(text)
    print(f"\nLost: {lost or 'nothing'}")
    for outcome in outcomes:
        print(outcome.closing)
    return 1 if lost or any(outcome.failed(selection=selection) for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

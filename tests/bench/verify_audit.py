"""How long the verification of a large trail takes: `python -m tests.bench.verify_audit 1000000`.

Makes a database of its own (on `DATABASE_URL`, else SQLite), fills it with valid events of valid records by bulk
inserts, seals them by the real sealer, verifies, and prints seconds and the largest memory.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def main(events: int) -> None:
    """Fill, seal, verify, print."""
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, aliases={"default": None})
    try:
        measure(events)
    finally:
        teardown_databases(made, verbosity=0)


def measure(events: int) -> None:
    """Print how long each part takes."""
    from core.audit.sealer import seal
    from core.lifecycle.verifying import verify
    from tests.factories import AT
    from tests.factories.trail import PER_RECORD, fill

    with timed(f"fill with {events:,} events"):
        fill(events)
    with timed("seal"):
        seals = len(seal(AT))
    before = memory()
    with timed(f"verify {events:,} events, {seals} seals, {events // PER_RECORD:,} records"):
        found = verify()
    print(f"memory: {before} MB before, {memory()} MB at most; faults: {found.faults[:3]}")
    assert (found.events, found.waiting, found.faults) == (events, 0, [])


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block takes, on the wall and of the processor."""
    began, used = time.monotonic(), time.process_time()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s ({time.process_time() - used:.1f} s of processor)", flush=True)


def memory() -> int:
    """Return the largest memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iwaki_sm.settings.test")
    import django

    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

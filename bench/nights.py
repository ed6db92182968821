"""Work of a night: the pages of the city homepage looked at, the public side written as files.

`python -m bench.nights pages --number 10000` and `python -m bench.nights site` read the accounts of their environment's
database, which `seed_load` has filled, and print JSON. The pages are served from loopback by another process, each with
all that must stand on it, so every look is a whole one and what is measured is our side of it.
"""

import argparse
import json
import resource
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

from scripts import processes
from scripts.bootstrap import PYTHON, ROOT

HOMEPAGE_SECONDS = 30.0


@contextmanager
def homepage(folder: Path) -> Iterator[str]:
    """Serve a folder in a process of its own; yield `host:port`."""
    port = processes.free_port()
    served = subprocess.Popen([str(PYTHON), "-m", "scripts.homepage", str(folder), str(port)], cwd=ROOT)
    try:
        _wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait()


def _wait_for(port: int) -> None:
    """Wait until the server answers.

    Raises:
        OSError: when it does not within `HOMEPAGE_SECONDS`.
    """
    until = time.monotonic() + HOMEPAGE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def show(place: str, folder: Path, number: int, at: Any) -> int:
    """Let so many accounts in operation stand on pages of the folder, each with its text; return how many there are."""
    from accounts.models import Account
    from accounts.states import AccountState
    from core.periods.clock import japan_date
    from core.staff.models import Person
    from policies.models import MediaPolicy
    from publications.models import Publication
    from publications.posting.states import Kind, PublicationState
    from publications.texts.homepage import whole_page

    running = Account.objects.filter(state=AccountState.ACTIVE).select_related("platform", "section").order_by("pk")
    accounts = list(running[:number])
    _give_policies(accounts)
    policies = {policy.account_id: policy for policy in MediaPolicy.objects.settled().filter(account__in=accounts)}
    person, rows = Person.objects.order_by("pk").first(), []
    for account in accounts:
        policy = policies[account.pk]
        (folder / f"{account.pk}.html").write_text(whole_page(account, policy), encoding="utf-8")
        url, on = f"http://{place}/{account.pk}.html", japan_date(at)
        facts = {"posted_on": on, "posted_by": person, "recorded_at": at, "policy": policy, "url": url}
        rows.append(Publication(account=account, kind=Kind.HOMEPAGE, state=PublicationState.POSTED, **facts))
    Publication.objects.filter(account__in=accounts, kind=Kind.HOMEPAGE).delete()
    return len(Publication.objects.bulk_create(rows, batch_size=500))


def _give_policies(accounts: list[Any]) -> None:
    """Give each account without a policy the first one there is; registered accounts come without."""
    from policies.models import MediaPolicy

    model = MediaPolicy.objects.settled().order_by("pk").first()
    assert model is not None
    fields = {field.name: getattr(model, field.name) for field in model._meta.concrete_fields if not field.primary_key}
    having = set(MediaPolicy.objects.values_list("account", flat=True))
    made = [MediaPolicy(**fields | {"account": account}) for account in accounts if account.pk not in having]
    MediaPolicy.objects.bulk_create(made, batch_size=500)


def pages_work(number: int) -> dict[str, float]:
    """Look at so many pages, and measure the time and by how many MB the process grew.

    `share` is the part of each minute in which the worker looks.
    """
    from core.periods.clock import now
    from publications.checking.daily import RUN_SECONDS, look_at_pages
    from publications.checking.reach import Reach
    from publications.models import PageCheck

    with tempfile.TemporaryDirectory(prefix="iwaki-bench-pages-") as path, homepage(Path(path)) as place:
        standing = show(place, Path(path), number, now())
        reach = Reach(frozenset(), frozenset({place}))
        began, grown = time.perf_counter(), 0.0
        look_at_pages(now, reach, seconds=0.5)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        while look_at_pages(now, reach):
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        seconds = time.perf_counter() - began
    confirmed = PageCheck.objects.filter(outcome="confirmed").count()
    found = {"standing": standing, "confirmed": confirmed, "seconds": seconds, "memory": grown}
    return found | {"share": RUN_SECONDS / 60}


def site_work() -> dict[str, float]:
    """Write the public side twice, the whole and then with nothing changed; measure by how many MB the process grew."""
    from core.periods.clock import japan_date, now
    from publications.public.exporting import export

    at = now()
    before, found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, {}
    with tempfile.TemporaryDirectory(prefix="iwaki-bench-site-") as path:
        for name in ("whole", "unchanged"):
            began = time.perf_counter()
            found[f"{name}_files"] = float(export(Path(path, "site"), at, japan_date(at)).changed)
            found[name] = time.perf_counter() - began
    found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return found


def main() -> None:
    """Do one of the works and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("pages", "site"))
    parser.add_argument("--number", type=int, default=10_000)
    given = parser.parse_args()
    print(json.dumps(pages_work(given.number) if given.work == "pages" else site_work()))


if __name__ == "__main__":
    django.setup()
    main()

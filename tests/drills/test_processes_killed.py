"""Web and database killed with -9 under load: every act answered with success is there, none is half there."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.errands import Office
from tests.services.drills import Report, size
from tests.services.live import LiveCopy, live_copy
from tests.services.postgres import OwnServer, durable_server
from tests.services.visitor import Answer, Crowd

pytestmark = [pytest.mark.drill, pytest.mark.broker, pytest.mark.slow]
AREA = "Faults"
KILLS = size(2, 6)
LOAD_SECONDS = size(3, 10)
HEADING = re.compile(r"<h1[^>]*>\s*処理できませんでした\s*</h1>")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[LiveCopy]:
    with live_copy(tmp_path) as running:
        yield running


def office_of(copy: LiveCopy) -> Office:
    return Office(copy.port, copy.ask("tests.drills.findings", "people"))


def verdict(copy: LiveCopy, office: Office) -> dict[str, object]:
    """Ask the database about every act that was answered with success."""
    found: dict[str, object] = copy.ask("tests.drills.findings", "check", told=office.claims)
    return found


def broken(answers: list[Answer]) -> list[Answer]:
    """Return the answers by which the application says that something broke."""
    return [answer for answer in answers if answer.status >= 500]


def test_web_killed_under_load_keeps_every_act_it_answered(copy: LiveCopy, report: Report) -> None:
    office = office_of(copy)
    with Crowd([office.drafter(), office.drafter(), office.drafter(), office.head()]):
        for _ in range(KILLS):
            time.sleep(LOAD_SECONDS)
            copy.kill("web")
            copy.start("web")
            copy.wait_until_healthy()
        time.sleep(LOAD_SECONDS)
    found = verdict(copy, office)
    assert broken(office.answers()) == []
    assert {what for what, _ in office.claims} == {"drafted", "submitted", "consented"}
    assert (found["halves"], found["faults"], found["numbers"]) == ([], [], office.people["numbers"])
    missing = found["missing"]
    assert isinstance(missing, list)
    outcome = f"{KILLS} kills; all there, none half there, numbers without a gap, chain intact"
    report(AREA, "web killed with -9 under load", tried=len(office.claims), outcome=outcome, lost=len(missing))


@pytest.fixture
def server() -> Iterator[OwnServer]:
    with durable_server() as own:
        yield own


@pytest.fixture
def own_copy(server: OwnServer, tmp_path: Path) -> Iterator[LiveCopy]:
    with live_copy(tmp_path, DATABASE_URL=server.url) as running:
        yield running


if settings.DATABASE_URL:

    def test_postgresql_killed_under_load_keeps_every_act_it_confirmed(
        server: OwnServer, own_copy: LiveCopy, report: Report
    ) -> None:
        office, away = office_of(own_copy), 0
        with Crowd([office.drafter(), office.drafter(), office.drafter(), office.head()]):
            for _ in range(KILLS):
                time.sleep(LOAD_SECONDS)
                before = len(broken(office.answers()))
                server.kill()
                time.sleep(2)
                server.start()
                own_copy.wait_until_healthy()
                away += len(broken(office.answers())) - before
            recovered = len(office.claims)
            time.sleep(LOAD_SECONDS)
        found, failures = verdict(own_copy, office), broken(office.answers())
        assert (len(failures), away > 0) == (away, True)
        assert [answer.text for answer in failures if not HEADING.search(answer.text)] == []
        assert len(office.claims) > recovered
        assert (found["halves"], found["faults"], found["numbers"]) == ([], [], office.people["numbers"])
        missing = found["missing"]
        assert isinstance(missing, list)
        outcome = f"{KILLS} kills; all there, chain intact; {away} error pages while away, recovered by itself"
        report(
            AREA, "PostgreSQL killed with -9 under load", tried=len(office.claims), outcome=outcome, lost=len(missing)
        )

"""Web and database killed with -9 under load: every act answered with success is there, none is half there."""

import re
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.conftest import FINDINGS, Patient
from tests.drills.errands import Office
from tests.services import redis
from tests.services.drills import Report, size
from tests.services.live import LiveCopy, live_copy
from tests.services.postgres import OwnServer, durable_server
from tests.services.visitor import Answer, Crowd, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.broker, pytest.mark.slow]
AREA = "Faults"
KILLS = size(2, 6)
ACTS = size(8, 60)
"""How many acts are answered with success between two kills."""
AWAY_SECONDS = 3.0
HEADING = re.compile(r"<h1[^>]*>\s*処理できませんでした\s*</h1>")


def office_of(copy: LiveCopy) -> Office:
    """Send people to work on a copy."""
    return Office(copy.ask(FINDINGS, "people"), window=partial(Visitor, copy.port))


def verdict(copy: LiveCopy, office: Office) -> dict[str, object]:
    """Ask the database about every act that was answered with success."""
    found: dict[str, object] = copy.ask(FINDINGS, "check", told=office.claims)
    return found


def broken(answers: list[Answer]) -> list[Answer]:
    """Return the answers by which the application says that something broke."""
    return [answer for answer in answers if answer.status >= 500]


def test_web_killed_under_load_keeps_every_act_it_answered(patient: Patient, report: Report) -> None:
    copy = patient.copy
    office = office_of(copy)
    with Crowd([office.drafter(), office.drafter(), office.drafter(), office.head()]):
        for _ in range(KILLS):
            worked = office.wait_for_more(ACTS)
            copy.kill("web")
            copy.start("web")
            copy.wait_until_healthy()
        worked = office.wait_for_more(ACTS) and worked
    found = verdict(copy, office)
    assert (worked, broken(office.answers())) == (True, [])
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
    """Run a copy on that server, with a broker of its own too: another copy's worker would take its tasks."""
    with redis.own_server() as (broker, _), live_copy(tmp_path, DATABASE_URL=server.url, REDIS_URL=broker) as running:
        yield running


if settings.DATABASE_URL:

    def test_postgresql_killed_under_load_keeps_every_act_it_confirmed(
        server: OwnServer, own_copy: LiveCopy, report: Report
    ) -> None:
        office, away = office_of(own_copy), 0
        with Crowd([office.drafter(), office.drafter(), office.drafter(), office.head()]):
            for _ in range(KILLS):
                office.wait_for_more(ACTS)
                before = len(broken(office.answers()))
                server.kill()
                time.sleep(AWAY_SECONDS)
                server.start()
                own_copy.wait_until_healthy()
                away += len(broken(office.answers())) - before
            worked = office.wait_for_more(ACTS)
        found, failures = verdict(own_copy, office), broken(office.answers())
        assert (worked, len(failures), away > 0) == (True, away, True)
        assert [answer.text for answer in failures if not HEADING.search(answer.text)] == []
        assert (found["halves"], found["faults"], found["numbers"]) == ([], [], office.people["numbers"])
        missing = found["missing"]
        assert isinstance(missing, list)
        outcome = f"{KILLS} kills; all there, chain intact; {away} error pages while away, recovered by itself"
        report(
            AREA, "PostgreSQL killed with -9 under load", tried=len(office.claims), outcome=outcome, lost=len(missing)
        )

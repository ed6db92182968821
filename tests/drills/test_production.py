"""Production's way of running, with real processes: two web, two workers and two beats of it on PostgreSQL and Redis.

Each is killed with -9 in turn while people work, then the broker is emptied and killed; the clock crosses midnight in
Japan, the leap day and the end of the month; beat is off for ten days. Nothing is lost and nothing happens twice.
"""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from core.notifications.models import Heartbeat
from core.periods.clock import JAPAN
from core.staff.offices import Office as Duties
from tests.drills.city import City, found_city, owe
from tests.drills.copies import on_database
from tests.drills.errands import Office
from tests.drills.findings import check
from tests.services.drills import Report, size
from tests.services.production import PROCESSES, production
from tests.services.visitor import Crowd, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.broker, pytest.mark.slow]
AREA = "Production"
ROUNDS, ACTS, DEBTORS = size(1, 3), size(3, 25), size(3, 40)
PATIENCE_SECONDS = 150.0
SWEEPS, CLAIMS_RUN_OUT = timedelta(minutes=10, seconds=1), timedelta(minutes=16)
"""After so long beat sweeps anew, and what a lost worker had claimed is free."""
EVE, LEAP_DAY, FIRST, ELEVENTH = date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 11)


WITNESSES = 2
"""総務部長 and the auditor, who keep the seals."""
DOWN = re.compile(r"<li>([^<:]+):.*?(?:確認できません|失敗しています|一度も動いていません)")
"""A part that the administrators' page lists as not working."""
BEATS = ("beat-a", "beat-b")


def said(*titles: str) -> dict[str, int]:
    """Return that each of some things was said once to each debtor."""
    return dict.fromkeys(titles, DEBTORS)


def down(administrator: Visitor) -> list[str]:
    """Return what the page for administrators names as not working."""
    return DOWN.findall(administrator.get("/health/").text)


def japan(day: date, at: hour) -> datetime:
    """Return an instant by the wall clock in Japan."""
    return datetime.combine(day, at, JAPAN).astimezone(UTC)


def wait_until(city: City, is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; return whether it is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (so := is_so()) and time.monotonic() < until:
        time.sleep(0.3)
    return so


if settings.DATABASE_URL:

    @pytest.fixture(scope="module")
    def founded(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[City]:
        """Run the whole on a Monday in February 2028; each test leaves it running, later than it was."""
        assert isinstance(settings.DATABASE_URL, str)
        template, var = str(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("production")
        with django_db_blocker.unblock():
            connections.close_all()
        began = japan(EVE, hour(10))
        with production(settings.DATABASE_URL, template, var, began) as running:
            gathering = running.manage("collectstatic", "--noinput", "--verbosity", "0")
            with django_db_blocker.unblock(), on_database(running.database):
                city = found_city(running)
            assert (gathering.wait(), gathering.stdout and gathering.stdout.read()) == (0, "")
            running.start(*PROCESSES)
            running.wait_until_healthy()
            yield city

    @pytest.fixture
    def city(founded: City, django_db_blocker: Any) -> Iterator[City]:
        """Bring the records of the running whole within reach."""
        with django_db_blocker.unblock(), on_database(founded.running.database):
            yield founded

    def work(city: City, office: Office) -> Crowd:
        """Have people draft, submit and decide."""
        return Crowd([office.drafter(), office.drafter(), office.head()])

    def lost(city: City, office: Office) -> int:
        """Hold that all is whole and at rest; return how many acts and mails are not there."""
        assert wait_until(city, city.is_at_rest), city.running.logs()
        found = check(office.claims)
        letters = city.letters()
        assert (found["halves"], found["faults"], found["numbers"]) == ([], [], office.people["numbers"])
        assert ([answer.status for answer in office.answers() if answer.status >= 500], letters.unwritten) == ([], [])
        assert (city.failing(), {what for what, _ in office.claims}) == ([], {"drafted", "submitted", "consented"})
        return len(found["missing"]) + len(letters.unseen)

    def test_each_process_and_the_broker_killed_in_turn_under_load(city: City, report: Report) -> None:
        running, office = city.running, city.office("turn")
        debts = owe(DEBTORS, [EVE, LEAP_DAY, date(2028, 3, 9)], japan(date(2028, 2, 18), hour(9)))
        with work(city, office):
            for name in PROCESSES * ROUNDS:
                assert office.wait_for_more(ACTS), running.logs()
                running.clock.forward(SWEEPS)
                running.kill(name)
                assert office.wait_for_more(1), running.logs()
                running.start(name)
        running.clock.forward(CLAIMS_RUN_OUT)
        assert wait_until(city, city.is_at_rest), running.logs()

        with work(city, office):
            running.empty_broker()
            running.broker.kill()
            assert office.wait_for_more(ACTS), running.logs()
            running.broker.start()
            running.clock.forward(SWEEPS)
            assert office.wait_for_more(ACTS), running.logs()
        missing = lost(city, office)

        assert debts.told_on(EVE) == said("きょう:約束02-28", "あと1日:約束02-29", "あと10日:約束03-09")
        assert debts.digests_on(EVE) == ["期限のお知らせ(3件)"] * DEBTORS
        verified = running.manage("verify_audit")
        assert verified.wait() == 0, verified.stdout and verified.stdout.read()
        again = city.letters().repeated
        assert again <= len(PROCESSES) * ROUNDS
        outcome = f"{len(PROCESSES) * ROUNDS} kills and the broker lost; all there, told once, {again} mails repeated"
        report(
            AREA,
            "each process, then the broker, killed under load",
            tried=len(office.claims),
            outcome=outcome,
            lost=missing,
        )

    def cross(city: City, eve: date, office: Office) -> None:
        """Let midnight come while people work, after the last seal of the day; then let the sweeps come."""
        running = city.running
        late = japan(eve, hour(23, 50))
        running.clock.move_to(late)
        assert wait_until(city, lambda: city.is_sealed_since(late)), running.logs()
        with work(city, office):
            running.clock.move_to(japan(eve, hour(23, 59, 58)))
            assert office.wait_for_more(ACTS), running.logs()
            assert wait_until(city, lambda: running.clock.now() > japan(eve + timedelta(days=1), hour(0)))
            running.clock.forward(SWEEPS)
            assert office.wait_for_more(ACTS), running.logs()

    def test_clock_crosses_midnight_the_leap_day_and_the_end_of_the_month(city: City, report: Report) -> None:
        office, repeated = city.office("night"), city.letters().repeated
        days = [LEAP_DAY, FIRST, date(2028, 3, 7), date(2028, 3, 8), date(2028, 3, 30), date(2028, 3, 31)]
        debts = owe(DEBTORS, days, japan(date(2028, 2, 19), hour(9)))
        cross(city, EVE, office)
        missing = lost(city, office)
        cross(city, LEAP_DAY, office)
        missing += lost(city, office)

        assert debts.told_on(LEAP_DAY) == said(
            "きょう:約束02-29", "あと1日:約束03-01", "あと7日:約束03-07", "あと30日:約束03-30"
        )
        assert debts.told_on(FIRST) == said(
            "1開庁日超過:約束02-29", "きょう:約束03-01", "あと7日:約束03-08", "あと30日:約束03-31"
        )
        assert debts.digests_on(LEAP_DAY) == debts.digests_on(FIRST) == ["期限のお知らせ(4件)"] * DEBTORS
        assert (city.seal_mails_of(EVE), city.seal_mails_of(LEAP_DAY)) == (WITNESSES, WITNESSES)
        assert city.letters().repeated == repeated
        outcome = "each day's reminders and seal told once, by two beats; every act there"
        report(
            AREA,
            "clock across midnight, leap day and month's end",
            tried=len(office.claims),
            outcome=outcome,
            lost=missing,
        )

    def test_both_beats_killed_for_ten_days_and_started_again(city: City, report: Report) -> None:
        running, repeated = city.running, city.letters().repeated
        days = [date(2028, 3, 3), date(2028, 3, 6), date(2028, 3, 12), date(2028, 3, 21)]
        running.clock.move_to(japan(FIRST, hour(9)))
        debts = owe(DEBTORS, days, japan(FIRST, hour(9)))
        for name in BEATS:
            running.kill(name)
        running.clock.move_to(japan(ELEVENTH, hour(9)))
        running.start(*BEATS)
        running.clock.forward(SWEEPS)
        running.wait_until_healthy()
        assert wait_until(city, city.is_at_rest), running.logs()

        assert debts.told_on(ELEVENTH) == said(
            "5開庁日超過:約束03-03", "4開庁日超過:約束03-06", "あと1日:約束03-12", "あと10日:約束03-21"
        )
        assert debts.digests_on(ELEVENTH) == ["期限のお知らせ(4件)"] * DEBTORS
        assert [debts.told_on(FIRST + timedelta(days=day)) for day in range(10)] == [{}] * 10
        letters = city.letters()
        assert (letters.unwritten, letters.repeated, city.failing()) == ([], repeated, [])
        outcome = "the first sweep told each missed item once with its true date, one digest a person"
        report(
            AREA, "both beats killed for ten days", tried=len(days) * DEBTORS, outcome=outcome, lost=len(letters.unseen)
        )

    def test_page_of_administrators_names_a_dead_worker_a_dead_beat_and_a_dead_broker(city: City) -> None:
        running, administrator = city.running, city.window()
        names = ["beat:a", "beat:b", "worker:a", "worker:b", "sweep"]
        running.clock.forward(SWEEPS)
        assert wait_until(city, lambda: Heartbeat.objects.filter(name__in=names).count() == len(names))
        for name in ("worker-b", "beat-b"):
            running.kill(name)
        running.clock.forward(timedelta(minutes=3))
        assert administrator.enter(city.person(Duties.ADMINISTRATOR).pk)
        wait_until(city, lambda: down(administrator) == ["時計(b)", "処理の係(b)"])
        one_of_each = down(administrator)

        running.broker.kill()
        running.clock.forward(timedelta(minutes=1))
        without_broker = administrator.get("/health/").text
        running.broker.start()
        running.start("worker-b", "beat-b")

        assert one_of_each == ["時計(b)", "処理の係(b)"]
        assert "ブローカーにつながりません" in without_broker
        assert "処理の係" in DOWN.findall(without_broker)
        assert wait_until(city, lambda: down(administrator) == []), administrator.answers[-1].text

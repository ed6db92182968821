"""Any history, any day: what the page's reads find is what folding the whole trail by hand gives.

Histories are written into the trail as acts would write them, states that later chapters bring included, so that
accounts leave operation, come back, and are renamed and moved in between.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from core.audit.models import Event
from core.audit.writer import Change, Stamp, write_events
from core.lifecycle.actor import SYSTEM
from core.periods.clock import JAPAN
from core.records import writing
from core.staff.models import UnitLevel
from dashboard.asof.city import City
from dashboard.asof.operating import key_of, narrowed, operating
from dashboard.asof.rows import rows_of
from dashboard.asof.sampling import Population, drawn
from tests.factories import at_nine
from tests.factories.core import a_unit
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
FIRST = date(2026, 5, 1)
DAYS, ACCOUNTS = 6, 4
STATES = ("active", "suspended", "closing", "closed")

deeds = st.lists(
    st.tuples(
        st.integers(0, ACCOUNTS - 1),
        st.integers(0, DAYS * 24 - 1),
        st.sampled_from([*STATES, "active", "rename", "move", "change service"]),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds, on=st.integers(-1, DAYS), chosen=st.integers(0, 1), seed=st.integers(0, 9), size=st.integers(1, 4))
def test_reads_are_equal_to_the_folded_trail(
    deeds: list[tuple[int, int, str]], on: int, chosen: int, seed: int, size: int
) -> None:
    with transaction.atomic():
        world = World()
        for number, hour, what in sorted(deeds, key=lambda deed: deed[1]):
            world.do(number, hour, what)
        city, day = City(FIRST + timedelta(days=on)), FIRST + timedelta(days=on)
        told = folded(day)

        assert {row.key: row.name for row in rows_of(list(operating(city)), city)} == {
            key: columns["name"] for key, columns in told.items()
        }
        section, department = world.sections[chosen].pk, world.sections[chosen].parent_id
        of_section = {key for key, columns in told.items() if columns["section_id"] == section}
        of_service = {key for key, columns in told.items() if columns["platform_id"] == world.services[chosen].pk}
        assert keys(city, section=section) == of_section
        assert keys(city, department=department) == of_section
        assert keys(city, service=world.services[chosen].pk) == of_service
        assert keys(city, section=section, service=world.services[1].pk) == of_section & {
            key for key, columns in told.items() if columns["platform_id"] == world.services[1].pk
        }
        population = Population.of({"section": section}, city)
        assert (population.keys, len(drawn(seed, size, population.keys))) == (
            sorted(of_section),
            min(size, len(of_section)),
        )
        transaction.set_rollback(True)


def keys(city: City, **wanted: int | None) -> set[int]:
    found = [key_of(event.stream) for event in narrowed(operating(city), wanted, city)]
    assert len(found) == len(set(found))
    return set(found)


def folded(day: date) -> dict[int, dict[str, Any]]:
    """Return the columns of each account in operation, by reading every event there is, in Python alone."""
    columns: dict[int, dict[str, Any]] = {}
    for event in Event.objects.select_related("facts").order_by("pk"):
        label, _, key = event.stream.partition(":")
        if label != "accounts.account" or event.at.astimezone(JAPAN).date() > day:
            continue
        facts = json.loads(event.facts.body)
        now = columns.setdefault(int(key), {})
        now.update(facts.get("values", {}))
        now.update({name: after for name, (_, after) in facts.get("changes", {}).items()})
        if event.to_state:
            now["state"] = event.to_state
    return {key: now for key, now in columns.items() if now["state"] in {"active", "suspended", "closing"}}


class World:
    """Some accounts of two sections and services, and a hand that writes rows and events as acts do."""

    def __init__(self) -> None:
        self.services = [a_platform("x", when=at_nine(FIRST)), a_platform("line", when=at_nine(FIRST))]
        self.sections = [a_unit(UnitLevel.SECTION, f"課{n}", starts_on=FIRST, at=at_nine(FIRST)) for n in range(2)]
        self.made: dict[int, Account] = {}

    def do(self, number: int, hour: int, what: str) -> None:
        at = datetime.combine(FIRST, datetime.min.time(), JAPAN) + timedelta(hours=hour)
        account = self.made.get(number) or self.make(number, at)
        if what in STATES:
            self.write(account, at, what, from_state="x", to_state=what)
            return
        columns: dict[str, tuple[str, list[Any]]] = {
            "rename": ("name", [f"{account.name}改"]),
            "move": ("section_id", [one.pk for one in self.sections]),
            "change service": ("platform_id", [one.pk for one in self.services]),
        }
        column, values = columns[what]
        before = getattr(account, column)
        after = next((value for value in values if value != before), before)
        setattr(account, column, after)
        Account.objects.filter(pk=account.pk).update(**{column: after})
        self.write(account, at, "edit", facts={"changes": {column: [before, after]}})

    def make(self, number: int, at: datetime) -> Account:
        first = {"platform": self.services[0], "section": self.sections[0]}
        account = Account(name=f"口座{number}", handle=f"h{number}", **first)
        with writing():
            account.save()
        self.made[number] = account
        account.version = 0
        self.write(account, at, "create", facts={"values": account.columns()})
        return account

    def write(self, account: Account, at: datetime, verb: str, **values: Any) -> None:
        account.version += 1
        change = Change(account.stream, account.version, f"accounts.account.{verb}", verb, **values)
        write_events([change], Stamp(uuid4(), at, None, SYSTEM.office, None, SYSTEM.label, None, request_id=""))

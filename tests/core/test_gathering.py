"""Records of several kinds read by one statement: as querysets give them, with what was read along."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, F
from django.test.utils import CaptureQueriesContext

from accounts.models import Platform
from core.audit.models import Event
from core.gathering import Gathering, Part, Tuples, gathered
from core.staff.models import Appointment, Unit
from core.statements import Given
from tests.factories import a_unit, an_appointment
from tests.factories.approvals import a_filing
from tests.factories.core import a_deputyship
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
UNIT: Any = Given("unit", BigIntegerField())


def test_parts_are_one_query_and_give_the_records_of_their_querysets() -> None:
    held, service = an_appointment(), a_platform()
    with CaptureQueriesContext(connection) as queries:
        found = gathered(
            units=Part(lambda: Unit.objects.filter(pk=held.unit_id)),
            services=Part(Platform.objects.all),
            none=Part(Unit.objects.none),
        )
    assert len(queries) == 1
    assert [one.columns() for one in found["units"]] == [Unit.objects.get(pk=held.unit_id).columns()]
    assert [one.columns() for one in found["services"]] == [Platform.objects.get(pk=service.pk).columns()]
    assert found["none"] == []


def test_days_instants_and_json_are_what_they_were() -> None:
    filing = a_filing()
    event = Event.objects.filter(stream=filing.stream).earliest("number")
    found = gathered(
        filings=Part(lambda: type(filing).objects.filter(pk=filing.pk)),
        events=Tuples(lambda: Event.objects.filter(pk=event.pk), ("at", "act_id", "facts__body", "person__name")),
    )
    stored = type(filing).objects.get(pk=filing.pk)
    assert found["filings"][0].columns() == stored.columns()
    person = event.person.name if event.person else None
    assert found["events"] == [(event.at, event.act_id, event.facts.body, person)]


def test_what_is_read_along_asks_nothing_further_and_is_none_where_there_is_none() -> None:
    deputyship = a_deputyship()
    section = deputyship.principal.unit
    with CaptureQueriesContext(connection) as queries:
        (found,) = gathered(
            held=Part(
                lambda: Appointment.objects.filter(pk=deputyship.principal_id),
                only=("unit", "person"),
                related={
                    "unit": ("name",),
                    "unit__parent": ("name",),
                    "unit__successor": ("name",),
                    "person": ("name",),
                },
            )
        )["held"]
        names = (found.unit.name, found.unit.parent.name, found.person.name, found.unit.successor)
    assert len(queries) == 1
    assert names == (section.name, section.parent and section.parent.name, deputyship.principal.person.name, None)


def test_annotations_become_attributes() -> None:
    unit = a_unit()
    build = Unit.objects.filter(pk=unit.pk).annotate(begun=F("starts_on")).all
    assert gathered(units=Part(build, more=("begun",)))["units"][0].begun == unit.starts_on.isoformat()


def test_a_gathering_is_asked_anew_each_time() -> None:
    asked = Gathering(
        "asked",
        planned_once=True,
        unit=Part(lambda: Unit.objects.filter(pk=UNIT), only=("name",)),
        below=Tuples(lambda: Unit.objects.filter(parent=UNIT), ("starts_on", "parent_id")),
    )
    parent = a_unit(level="department")
    before = asked.ask(unit=parent.pk)
    child = a_unit(parent=parent, starts_on=date(2026, 4, 1))
    after = asked.ask(unit=parent.pk)
    assert [one.name for one in after["unit"]] == [parent.name]
    assert (before["below"], after["below"]) == ([], [(child.starts_on, parent.pk)])

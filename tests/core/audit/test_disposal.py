"""The content of events goes by a disposal only; what remains says so and stays provable."""

import json

import pytest

from core.audit.disposal import remove_facts
from core.audit.models import AppendOnlyError, Disposed, Event, Facts, Unsealed
from core.audit.verifier import faults
from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit
from tests.factories import AT, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return edit(a_unit("department"), by=SYSTEM, at=AT, name="広報部")


@pytest.fixture
def register() -> Unit:
    """Any record stands in for the one that decides a disposal."""
    return a_unit("department")


def dispose(register: Unit, *streams: str) -> int:
    with acting(by=SYSTEM, at=AT) as act:
        return act.dispose(register, streams)


def test_disposal_removes_the_facts_of_the_streams_alone(unit: Unit, register: Unit) -> None:
    other = a_unit("department")
    assert dispose(register, unit.stream) == 1
    kept = Facts.objects.filter(event__stream__in=[unit.stream, other.stream])
    assert [facts.event.stream for facts in kept.select_related("event")] == [other.stream]
    assert list(faults()) == []


def test_disposal_says_of_each_event_who_decided_and_when(unit: Unit, register: Unit) -> None:
    dispose(register, unit.stream)
    said = Disposed.objects.order_by("event__number").values_list("event__number", "disposal", "at")
    assert list(said) == [(1, register.stream, AT), (2, register.stream, AT)]


def test_disposal_is_an_event_that_names_what_went(unit: Unit, register: Unit) -> None:
    dispose(register, unit.stream)
    event = Event.objects.select_related("facts").get(move="audit.dispose")
    assert event.act_id == Disposed.objects.filter(event__stream=unit.stream).values_list("act_id", flat=True)[0]
    assert json.loads(event.facts.body) == {"disposal": register.stream, "streams": {unit.stream: 2}}


def test_disposal_of_what_is_gone_already_records_nothing(unit: Unit, register: Unit) -> None:
    dispose(register, unit.stream)
    assert dispose(register, unit.stream) == 0
    assert (Disposed.objects.count(), Event.objects.filter(move="audit.dispose").count()) == (2, 1)


def test_what_a_stream_records_after_its_disposal_stays(unit: Unit, register: Unit) -> None:
    with acting(by=SYSTEM, at=AT) as act:
        act.dispose(register, [unit.stream])
        act.edit(unit, name="廃棄の後の部")
    assert [e.number for e in Event.objects.filter(stream=unit.stream, facts__isnull=False)] == [3]


def test_proof_of_a_disposal_is_never_disposed_of(unit: Unit, register: Unit) -> None:
    dispose(register, unit.stream)
    proof = Event.objects.get(move="audit.dispose")
    for stream in (proof.stream, register.stream):
        with pytest.raises(ValueError, match="proves"):
            remove_facts([stream], disposal=register.stream, act_id=proof.act_id, at=AT)
    assert Facts.objects.filter(event__stream__in=[proof.stream, register.stream]).count() == 2


def test_facts_are_not_deleted_by_the_model(unit: Unit) -> None:
    with pytest.raises(AppendOnlyError):
        Facts.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        Facts.objects.filter(event__stream=unit.stream).update(body="{}")


def test_every_event_awaits_its_seal(unit: Unit) -> None:
    awaiting = Unsealed.objects.filter(event__stream=unit.stream).order_by("pk")
    assert [row.event.number for row in awaiting.select_related("event")] == [1, 2]

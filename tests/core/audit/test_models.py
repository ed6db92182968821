"""Events are added, never changed: the models refuse, the database numbers and binds."""

import pytest
from django.db import IntegrityError, transaction

from core.audit.hashing import event_hash
from core.audit.models import AppendOnlyError, Event, Facts
from tests.factories import a_person, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return Event.objects.get(stream=a_person().stream)


def test_saving_a_stored_event_is_refused(event: Event) -> None:
    event.label = "別の言葉"
    with pytest.raises(AppendOnlyError):
        event.save()


def test_deleting_an_event_is_refused(event: Event) -> None:
    with pytest.raises(AppendOnlyError):
        event.delete()


def test_updating_or_deleting_many_events_is_refused(event: Event) -> None:
    before = everything()
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).update(label="別の言葉")
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
    assert everything() == before


@pytest.mark.parametrize(("number", "previous"), [(1, ""), (1, "0" * 64), (2, "")])
def test_database_refuses_an_event_twice_or_unbound(event: Event, number: int, previous: str) -> None:
    event.pk, event.number, event.previous, event._state.adding = None, number, previous, True
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    assert Event.objects.count() == 1


def test_database_refuses_facts_twice(event: Event) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Facts.objects.create(event=event, salt="0", body="{}")


def test_str_names_stream_number_and_move(event: Event) -> None:
    assert str(event) == f"{event.stream}#1 staff.person.create"


def test_hash_covers_every_column_but_key_and_hash(event: Event) -> None:
    columns = {field.name for field in Event._meta.concrete_fields} - {"id", "hash"}
    names = {"from_state": "from", "to_state": "to", "facts_hash": "facts"}
    assert set(event.sealed_fields()) == {names.get(column, column) for column in columns}


def test_hash_of_a_stored_event_is_the_hash_of_its_content(event: Event) -> None:
    assert event_hash(Event.objects.get(pk=event.pk)) == event.hash

"""How the chain is made: salted facts, hashes bound to the previous event of the stream."""

import hashlib
import json
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError

from core.audit.models import Event, Facts
from core.audit.verifier import faults
from core.audit.writer import Change, Stamp, write_events
from tests.factories import AT

pytestmark = pytest.mark.django_db
STAMP = Stamp(UUID(int=1), AT, None, "system", None, "自動処理", None, "req")


def test_event_hash_is_the_digest_of_its_sealed_content() -> None:
    event = write_events([Change("a:1", 1, "a.create", "作成した", facts={"日": date(2026, 11, 24)})], STAMP)[0]
    text = json.dumps(event.sealed_fields(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()
    assert (event.pk, event.previous) == (Event.objects.get().pk, "")


def test_facts_are_hashed_with_a_salt_of_their_own() -> None:
    same = [Change(f"a:{n}", 1, "a.create", "作成した", facts={"い": 1, "あ": None}) for n in (1, 2)]
    events = write_events(same, STAMP)
    one, other = Facts.objects.order_by("event")
    assert one.body == other.body == '{"あ":null,"い":1}'
    assert one.salt != other.salt
    assert [len(bytes.fromhex(row.salt)) for row in (one, other)] == [16, 16]
    assert [e.facts_hash for e in events] == [
        hashlib.sha256(f"{row.salt}\n{row.body}".encode()).hexdigest() for row in (one, other)
    ]


def test_events_are_bound_to_the_stored_and_to_the_one_before_in_the_act() -> None:
    write_events([Change("a:1", 1, "a.create", "作成した"), Change("b:1", 1, "b.create", "作成した")], STAMP)
    write_events([Change("a:1", n, "a.edit", "直した") for n in (2, 3)], STAMP)
    chain = list(Event.objects.filter(stream="a:1").order_by("number"))
    assert [e.previous for e in chain] == ["", chain[0].hash, chain[1].hash]
    assert list(faults()) == []


def test_events_of_several_records_are_bound_each_to_its_own() -> None:
    write_events([Change(f"{name}:1", 1, "x.create", "作成した") for name in "abc"], STAMP)
    write_events([Change("a:1", 2, "x.edit", "直した"), Change("c:1", 2, "x.edit", "直した")], STAMP)
    write_events([Change("c:1", 3, "x.edit", "直した"), Change("b:1", 2, "x.edit", "直した")], STAMP)
    write_events([Change("b:1", 3, "x.edit", "直した"), Change("a:1", 3, "x.edit", "直した")], STAMP)
    assert [Event.objects.filter(stream=f"{name}:1").count() for name in "abc"] == [3, 3, 3]
    assert list(faults()) == []


def test_a_gap_in_the_numbers_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="event_bound_to_previous"):
        write_events([Change("a:1", 2, "a.edit", "直した")], STAMP)


def test_two_acts_write_the_same_content_with_different_hashes() -> None:
    one = write_events([Change("a:1", 1, "a.create", "作成した")], STAMP)[0]
    other = write_events([Change("a:2", 1, "a.create", "作成した")], STAMP)[0]
    assert one.hash != other.hash

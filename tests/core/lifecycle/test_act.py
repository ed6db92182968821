"""Creating, editing and noting: what is stored, what is recorded, what is refused."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from core.audit.history import history
from core.audit.models import Event
from core.lifecycle.act import acting, create, edit, note, request_id
from core.lifecycle.actor import SYSTEM
from core.lifecycle.collisions import MET
from core.lifecycle.errors import Conflict
from core.records import digest_of
from core.staff.models import OfficeTitle, Person, Unit
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories import (
    AT,
    ON,
    SINCE,
    a_deputyship,
    a_person,
    a_unit,
    an_actor,
    an_appointment,
    everything,
    the_actor,
)

pytestmark = pytest.mark.django_db


def test_create_stores_version_one_and_its_event() -> None:
    title = create(OfficeTitle, by=SYSTEM, at=AT, office="staff", title="職員", starts_on=SINCE)
    event = Event.objects.get(stream=title.stream)
    assert (title.version, event.number, event.previous) == (1, 1, "")
    assert (event.move, event.label) == ("staff.officetitle.create", "職の名称を作成した")
    assert (event.office, event.person, event.capacity, event.at) == ("system", None, "自動処理", AT)
    facts = history([title.stream])[0].facts
    assert facts == {"values": {"office": "staff", "title": "職員", "starts_on": "2026-04-01"}}


def test_create_names_who_acted_in_which_office() -> None:
    actor = an_actor(Office.ADMINISTRATOR)
    event = Event.objects.get(
        stream=create(OfficeTitle, by=actor, at=AT, office="staff", title="職員", starts_on=ON).stream
    )
    assert (event.person, event.office, event.unit, event.capacity) == (
        actor.person,
        "administrator",
        actor.unit,
        "システム管理者",
    )


def test_create_by_a_deputy_names_the_principal() -> None:
    kept = a_deputyship()
    title = create(OfficeTitle, by=the_actor(kept), at=AT, office="staff", title="職員", starts_on=ON)
    event = Event.objects.get(stream=title.stream)
    assert (event.person, event.on_behalf_of) == (kept.deputy, kept.principal.person)


def test_create_with_an_invalid_value_stores_nothing() -> None:
    before = everything()
    with pytest.raises(ValidationError) as refused:
        create(OfficeTitle, by=SYSTEM, at=AT, office="emperor", title="", starts_on=SINCE)
    assert sorted(refused.value.message_dict) == ["office", "title"]
    assert everything() == before


def test_create_without_a_value_that_must_be_there_says_which() -> None:
    with pytest.raises(ValidationError) as refused:
        create(OfficeTitle, by=SYSTEM, at=AT, office="staff", title="職員", starts_on=None)
    assert list(refused.value.message_dict) == ["starts_on"]


def test_create_under_a_key_in_use_overwrites_nothing() -> None:
    unit = a_unit()
    before = everything()
    values = {"name": "別の課", "level": unit.level, "parent": unit.parent, "starts_on": ON}
    with pytest.raises(IntegrityError), transaction.atomic():
        create(Unit, by=SYSTEM, at=AT, pk=unit.pk, **values)
    assert everything() == before


def test_create_against_a_constraint_stores_nothing() -> None:
    create(OfficeTitle, by=SYSTEM, at=AT, office="staff", title="職員", starts_on=SINCE)
    before = everything()
    with pytest.raises(IntegrityError):
        create(OfficeTitle, by=SYSTEM, at=AT, office="staff", title="吏員", starts_on=SINCE)
    assert everything() == before


def test_create_starts_at_the_first_state() -> None:
    assert an_appointment(state=AppointmentState.PROPOSED).state == "proposed"


def test_create_records_no_hidden_value() -> None:
    person = a_person(password="correct horse battery staple")
    assert sorted(history([person.stream])[0].facts["values"]) == [
        "email",
        "is_active",
        "kana",
        "mail_choice",
        "name",
        "staff_number",
        "title",
    ]


def test_edit_records_what_changed_from_what_to_what() -> None:
    unit = a_unit(name="ふるさと発信課")
    changed = edit(unit, by=SYSTEM, at=AT, name="広報課", ends_on=date(2027, 3, 31))
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.name, stored.ends_on, stored.version, changed.version) == ("広報課", date(2027, 3, 31), 2, 2)
    entry = history([unit.stream])[0]
    assert (entry.label, entry.move) == ("部署を直した", "staff.unit.edit")
    assert entry.facts == {"changes": {"name": ["ふるさと発信課", "広報課"], "ends_on": [None, "2027-03-31"]}}


def test_edit_without_a_change_records_nothing() -> None:
    unit = a_unit(name="広報課")
    before = everything()
    assert edit(unit, by=SYSTEM, at=AT, name="広報課", ends_on=None).version == 1
    assert everything() == before


def test_edit_of_a_related_record_counts_as_its_key() -> None:
    unit, parent = a_unit(), a_unit("department", "総務部")
    old = unit.parent_id
    edit(unit, by=SYSTEM, at=AT, parent=parent)
    assert history([unit.stream])[0].facts == {"changes": {"parent_id": [old, parent.pk]}}


def test_edit_records_the_reason_beside_the_changes() -> None:
    unit = a_unit(name="広報課")
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(unit, why={"reason": "誤字"}, name="広聴課")
    assert history([unit.stream])[0].facts == {"changes": {"name": ["広報課", "広聴課"]}, "reason": "誤字"}


def test_edit_works_on_the_stored_record_and_not_on_the_one_given() -> None:
    unit = a_unit(name="広報課")
    edit(unit, by=SYSTEM, at=AT, symbol="広")
    unit.symbol = "狭"
    assert edit(unit, by=SYSTEM, at=AT, name="広聴課").symbol == "広"


def test_edit_of_what_somebody_changed_meanwhile_is_a_conflict() -> None:
    unit = a_unit(name="広報課")
    seen = unit.fingerprint()
    edit(unit, by=SYSTEM, at=AT, name="広聴課")
    before = everything()
    with pytest.raises(Conflict) as lost:
        edit(unit, by=SYSTEM, at=AT, seen=seen, name="発信課")
    assert (lost.value.record, lost.value.seen) == (unit, seen)
    assert everything() == before


def test_edit_with_the_current_fingerprint_goes_through() -> None:
    unit = a_unit(name="広報課")
    assert edit(unit, by=SYSTEM, at=AT, seen=unit.fingerprint(), name="広聴課").name == "広聴課"


def test_edit_with_an_invalid_value_stores_nothing() -> None:
    unit = a_unit()
    before = everything()
    with pytest.raises(ValidationError):
        edit(unit, by=SYSTEM, at=AT, name="")
    assert everything() == before


def test_edit_of_a_value_that_may_be_missing_is_validated_where_it_is_given() -> None:
    unit = a_unit()
    with pytest.raises(ValidationError) as refused:
        edit(unit, by=SYSTEM, at=AT, ends_on="きのう")
    assert list(refused.value.message_dict) == ["ends_on"]


def test_write_past_the_lock_is_a_conflict() -> None:
    unit = a_unit("department")
    before = everything()

    def write_what_was_read_before() -> None:
        with acting(by=SYSTEM, at=AT) as act:
            stale = act.lock(unit)
            act.edit(unit, name="広報部")
            act._store(stale, ["name"])

    with pytest.raises(Conflict) as met:
        write_what_was_read_before()
    assert met.value.reason == MET
    assert everything() == before


def test_edit_of_a_state_is_refused() -> None:
    appointment = an_appointment(state=AppointmentState.PROPOSED)
    before = everything()
    with pytest.raises(AttributeError):
        edit(appointment, by=SYSTEM, at=AT, state="confirmed")
    assert everything() == before


def test_edit_of_a_value_that_is_none_is_refused() -> None:
    with pytest.raises(FieldDoesNotExist):
        edit(a_unit(), by=SYSTEM, at=AT, nmae="広報課")


def test_edit_of_a_hidden_value_is_stored_and_recorded_without_it() -> None:
    person = a_person()
    edit(person, by=SYSTEM, at=AT, password="a-new-hash")
    stored = Person.objects.get()
    entry = history([person.stream])[0]
    assert (stored.password, stored.version) == ("a-new-hash", 2)
    assert entry.facts == {"changes": {}, "hidden": {"password": digest_of({"password": "a-new-hash"})}}


def test_note_is_an_event_of_a_stream_of_its_own() -> None:
    actor = an_actor()
    note("sign_in", "サインインした", by=actor, at=AT, address="192.0.2.1", person=actor.person)
    event = Event.objects.order_by("id").last()
    assert event is not None
    assert actor.person is not None
    assert event.stream.startswith("note:sign_in:")
    assert (event.number, event.move, event.label, event.person) == (1, "sign_in", "サインインした", actor.person)
    assert history([event.stream])[0].facts == {"address": "192.0.2.1", "person": actor.person.stream}


def test_an_act_without_changes_records_nothing() -> None:
    before = everything()
    with acting(by=SYSTEM, at=AT):
        pass
    assert everything() == before


def test_changes_of_one_act_share_its_id_and_its_request() -> None:
    token = request_id.set("8c1f")
    with acting(by=SYSTEM, at=AT) as act:
        act.create(Unit, name="総務部", level="department", starts_on=SINCE, symbol="総")
        act.create(Unit, name="財政部", level="department", starts_on=SINCE, symbol="財")
    request_id.reset(token)
    events = list(Event.objects.order_by("id"))
    assert [(e.number, e.act_id, e.request_id) for e in events] == [(1, act.id, "8c1f"), (1, act.id, "8c1f")]
    assert isinstance(act.id, UUID)


def test_changes_of_one_record_in_one_act_are_one_event() -> None:
    unit = create(Unit, by=SYSTEM, at=AT, name="総務部", level="department", starts_on=SINCE, symbol="総")
    with acting(by=SYSTEM, at=AT) as act:
        edited = act.edit(unit, name="総務企画部")
        edited = act.edit(edited, name="総務部門", symbol="総企")
    events = list(Event.objects.order_by("number"))
    assert [(e.number, e.move) for e in events] == [(1, "staff.unit.create"), (2, "staff.unit.edit+edit")]
    assert events[1].previous == events[0].hash
    assert json.loads(events[1].facts.body)["changes"] == {"name": ["総務部", "総務部門"], "symbol": ["総", "総企"]}
    assert (edited.version, Unit.objects.get().version) == (2, 2)


def test_record_made_and_moved_in_one_act_has_one_event_from_nothing_to_its_last_state() -> None:
    appointment = an_appointment()
    events = Event.objects.filter(stream=appointment.stream)
    assert [(e.number, e.move, e.from_state, e.to_state) for e in events] == [
        (1, "staff.appointment.create+confirm", "", "confirmed")
    ]


def test_the_day_of_an_act_is_the_day_in_japan() -> None:
    evening_before = AT.replace(hour=14, minute=59)
    midnight = AT.replace(hour=15)
    for at, on in ((evening_before, ON), (midnight, date(2026, 11, 25))):
        with acting(by=SYSTEM, at=at) as act:
            assert act.on == on


def test_one_act_changes_more_records_than_sqlite_nests_conditions() -> None:
    with acting(by=SYSTEM, at=AT) as act:
        parent = act.create(Unit, name="総務部", level="department", starts_on=SINCE)
        made = [act.create(Unit, name=f"{n}課", level="section", parent=parent, starts_on=SINCE) for n in range(1100)]
    with acting(by=SYSTEM, at=AT) as act:
        for unit in made:
            act.edit(unit, ends_on=ON)
    assert Event.objects.filter(act_id=act.id, number=2).exclude(previous="").count() == 1100


def test_every_record_has_as_many_events_as_versions() -> None:
    unit = a_unit()
    for name in ("広報課", "広聴課", "発信課"):
        unit = edit(unit, by=SYSTEM, at=AT, name=name)
    assert list(Event.objects.filter(stream=unit.stream).order_by("id").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]
    assert unit.version == 4


def test_record_with_words_of_its_own_is_told_with_them() -> None:
    appointment = an_appointment(state=AppointmentState.PROPOSED)

    event = Event.objects.get(stream=appointment.stream)
    assert (event.move, event.label) == ("staff.appointment.create", "任用を登録した")

"""Performing a move: compared, checked, stored and recorded, with its effects and messages, or not at all."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError

from core.audit.history import history
from core.audit.models import Event
from core.lifecycle.act import Act, acting, edit, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.moves import Move
from core.notifications.models import Message, OutboxMail
from core.notifications.telling import Tell
from core.staff.models import Appointment, Person, Unit
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories import (
    AT,
    CONFIRM,
    DECLINE,
    ON,
    a_person,
    a_unit,
    an_actor,
    an_appointment,
    everything,
)

pytestmark = pytest.mark.django_db
P = AppointmentState.PROPOSED


def only_personnel(record: Appointment, by: Actor, on: date) -> None:
    if not by.holds(Office.PERSONNEL_OFFICER):
        raise Denied("人事担当だけが確認できます。", "第4-1-(4)", "人事担当に依頼してください。")


def needs_reason(record: Appointment, facts: Mapping[str, Any], on: date) -> None:
    if not facts.get("reason"):
        raise Denied("理由を入力してください。", field="reason")


def rename_unit(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
    act.edit(record.unit, name="確認済みの課")


def rename_then_fail(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
    rename_unit(act, record, facts)
    raise LookupError("effects")


def tell_the_person(act: Act, record: Appointment, facts: Mapping[str, Any]) -> Iterable[Tell]:
    return [Tell([record.person], "任用が確定しました", "内容を確認してください。", "thing", record.pk)]


FULL = Move(
    Appointment.confirm,
    "確認する",
    "任用を確認した",
    check=only_personnel,
    examine=needs_reason,
    effects=rename_unit,
    tells=tell_the_person,
    decides=True,
    takes=("confirmed_by",),
)


def test_perform_stores_state_version_and_event() -> None:
    proposed = an_appointment(state=P)
    done = perform(proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=None)
    stored = Appointment.objects.get()
    event = Event.objects.get(stream=done.stream, number=2)
    assert (stored.state, stored.version, done.version, event.number) == ("confirmed", 2, 2, 2)
    assert (event.from_state, event.to_state, event.move, event.label) == (
        "proposed",
        "confirmed",
        "staff.appointment.confirm",
        "任用を確認した",
    )
    assert (proposed.state, proposed.version) == ("proposed", 1)


def test_perform_passes_the_facts_a_transition_takes_and_records_all() -> None:
    proposed, by = an_appointment(state=P), a_person("確認 者")
    done = perform(
        proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=by, day=ON, empty="", nothing=None, kinds=["a", "b"]
    )
    assert done.confirmed_by == by
    assert history([done.stream])[0].facts == {
        "changes": {"confirmed_by_id": [None, by.pk]},
        "confirmed_by": by.stream,
        "day": "2026-11-24",
        "kinds": ["a", "b"],
    }


def test_perform_works_on_the_stored_record() -> None:
    proposed = an_appointment(state=P)
    edit(proposed, by=SYSTEM, at=AT, post_title="消防長")
    proposed.post_title = "盗まれた職名"
    done = perform(proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=None)
    assert (done.post_title, done.version) == ("消防長", 3)
    assert Appointment.objects.get().post_title == "消防長"


def test_perform_with_effects_and_messages_is_one_act() -> None:
    proposed, by = an_appointment(state=P), an_actor(Office.PERSONNEL_OFFICER)
    done = perform(proposed, FULL, by=by, at=AT, seen=proposed.fingerprint(), confirmed_by=by.person, reason="異動")
    unit = Unit.objects.get(pk=done.unit_id)
    events = Event.objects.filter(stream__in=[done.stream, unit.stream], number=2)
    assert (unit.name, unit.version, events.count()) == ("確認済みの課", 2, 2)
    act_id = events[0].act_id
    assert {event.act_id for event in events} == {act_id}
    message, letter = Message.objects.get(), OutboxMail.objects.get()
    assert message.key == letter.key == f"act:{act_id}::{done.person_id}"
    assert (message.person, message.url, letter.to) == (done.person, f"/things/{done.pk}/", done.person.email)
    assert mail.outbox == []


@pytest.mark.parametrize("seen", [None, "", "0" * 64])
def test_a_decision_that_names_nothing_seen_or_something_else_is_a_conflict(seen: str | None) -> None:
    proposed, by = an_appointment(state=P), an_actor(Office.PERSONNEL_OFFICER)
    before = everything()
    with pytest.raises(Conflict, match="内容が変わりました"):
        perform(proposed, FULL, by=by, at=AT, seen=seen, confirmed_by=by.person, reason="異動")
    assert everything() == before


def test_a_decision_on_what_was_edited_meanwhile_is_a_conflict() -> None:
    proposed, by = an_appointment(state=P), an_actor(Office.PERSONNEL_OFFICER)
    seen = proposed.fingerprint()
    edit(proposed, by=SYSTEM, at=AT, post_title="消防長")
    before = everything()
    with pytest.raises(Conflict) as lost:
        perform(proposed, FULL, by=by, at=AT, seen=seen, confirmed_by=by.person, reason="異動")
    assert isinstance(lost.value.record, Appointment)
    assert (lost.value.record.post_title, lost.value.seen) == ("消防長", seen)
    assert everything() == before


def test_a_move_that_decides_nothing_compares_only_what_it_is_given() -> None:
    proposed = an_appointment(state=P)
    edit(proposed, by=SYSTEM, at=AT, post_title="消防長")
    with pytest.raises(Conflict):
        perform(proposed, CONFIRM, by=SYSTEM, at=AT, seen=proposed.fingerprint(), confirmed_by=None)
    assert perform(proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=None).state == "confirmed"


@pytest.mark.parametrize(("start", "move"), [("confirmed", CONFIRM), ("confirmed", DECLINE), ("declined", CONFIRM)])
def test_perform_from_a_wrong_state_is_a_conflict(start: str, move: Move) -> None:
    appointment = an_appointment(state=AppointmentState(start))
    before = everything()
    with pytest.raises(Conflict, match="すでに状態が変わっています"):
        perform(appointment, move, by=SYSTEM, at=AT, confirmed_by=None)
    assert everything() == before


def test_perform_twice_from_one_page_is_a_conflict_the_second_time() -> None:
    proposed = an_appointment(state=P)
    perform(proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=None)
    before = everything()
    with pytest.raises(Conflict):
        perform(proposed, CONFIRM, by=SYSTEM, at=AT, confirmed_by=None)
    assert everything() == before


def test_perform_denied_by_its_check_leaves_nothing() -> None:
    proposed, by = an_appointment(state=P), an_actor(Office.AUDITOR)
    before = everything()
    with pytest.raises(Denied) as refused:
        perform(proposed, FULL, by=by, at=AT, seen=proposed.fingerprint(), confirmed_by=by.person, reason="異動")
    assert refused.value.sentence == "人事担当だけが確認できます。人事担当に依頼してください。第4-1-(4)"
    assert everything() == before


def test_perform_denied_by_its_examination_leaves_nothing() -> None:
    proposed, by = an_appointment(state=P), an_actor(Office.PERSONNEL_OFFICER)
    before = everything()
    with pytest.raises(Denied) as refused:
        perform(proposed, FULL, by=by, at=AT, seen=proposed.fingerprint(), confirmed_by=by.person, reason="")
    assert (refused.value.field, refused.value.reason) == ("reason", "理由を入力してください。")
    assert everything() == before


def test_perform_whose_effects_fail_leaves_nothing() -> None:
    proposed = an_appointment(state=P)
    move = Move(
        Appointment.confirm, "", "確認した", effects=rename_then_fail, tells=tell_the_person, takes=("confirmed_by",)
    )
    before = everything()
    with pytest.raises(LookupError):
        perform(proposed, move, by=SYSTEM, at=AT, confirmed_by=None)
    assert everything() == before


def test_perform_whose_messages_fail_leaves_nothing() -> None:
    proposed = an_appointment(state=P)
    move = Move(
        Appointment.confirm,
        "",
        "確認した",
        effects=rename_unit,
        tells=lambda act, record, facts: [Tell([record.person, Person(name="未登録")], "題")],
        takes=("confirmed_by",),
    )
    before = everything()
    with pytest.raises(IntegrityError):
        perform(proposed, move, by=SYSTEM, at=AT, confirmed_by=None)
    assert everything() == before


def test_perform_whose_event_can_not_be_written_leaves_nothing() -> None:
    proposed = an_appointment(state=P)
    taken = Event.objects.get(stream=proposed.stream)
    taken.pk, taken.number, taken.previous, taken._state.adding = None, 2, "0" * 64, True
    taken.save()
    before = everything()
    with pytest.raises(IntegrityError):
        perform(proposed, FULL_EFFECTS, by=SYSTEM, at=AT, confirmed_by=None)
    assert everything() == before


FULL_EFFECTS = Move(
    Appointment.confirm, "", "確認した", effects=rename_unit, tells=tell_the_person, takes=("confirmed_by",)
)


def test_perform_whose_constraint_is_broken_leaves_nothing() -> None:
    person = a_person()
    proposed = an_appointment(state=P, entered_by=person)
    before = everything()
    with pytest.raises(IntegrityError, match="second_person"):
        perform(proposed, FULL_EFFECTS, by=SYSTEM, at=AT, confirmed_by=person)
    assert everything() == before


def test_an_act_that_fails_after_a_move_leaves_nothing() -> None:
    proposed = an_appointment(state=P)
    before = everything()

    def fail_at_the_end() -> None:
        with acting(by=SYSTEM, at=AT) as act:
            act.perform(proposed, FULL_EFFECTS, confirmed_by=None)
            raise LookupError

    with pytest.raises(LookupError):
        fail_at_the_end()
    assert everything() == before


def test_moves_made_by_effects_share_one_act() -> None:
    first = an_appointment(state=P)
    second = an_appointment(state=P, unit=first.unit)
    third = an_appointment(state=P, unit=first.unit)

    def decline_third(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
        act.perform(third, DECLINE)

    def decline_second(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
        act.perform(second, Move(Appointment.decline, "", "取りやめた", effects=decline_third))

    perform(
        first,
        Move(Appointment.confirm, "", "確認した", effects=decline_second, takes=("confirmed_by",)),
        by=SYSTEM,
        at=AT,
        confirmed_by=None,
    )
    events = Event.objects.filter(number=2).order_by("id")
    assert [event.stream for event in events] == [first.stream, second.stream, third.stream]
    assert len({event.act_id for event in events}) == 1
    assert [a.state for a in Appointment.objects.order_by("id")] == ["confirmed", "declined", "declined"]


def test_a_move_whose_effects_edit_its_own_record_has_one_event() -> None:
    proposed = an_appointment(state=P)

    def retitle(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
        act.edit(record, post_title="消防長")

    move = Move(Appointment.confirm, "", "確認した", effects=retitle, takes=("confirmed_by",))
    perform(proposed, move, by=SYSTEM, at=AT, confirmed_by=None)
    stored = Appointment.objects.get()
    moves = Event.objects.filter(stream=stored.stream).order_by("number").values_list("move", flat=True)
    assert [name.rpartition(".")[2] for name in moves] == ["create", "confirm+edit"]
    assert (stored.state, stored.post_title, stored.version) == ("confirmed", "消防長", 2)


def test_lock_takes_the_rows_named_first_and_skips_an_empty_one(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(Unit, "lock_first", ("parent",))
    section, department = a_unit(), a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        for unit, queries in ((section, 2), (department, 1)):
            with django_assert_num_queries(queries):
                assert act.lock(unit) == unit

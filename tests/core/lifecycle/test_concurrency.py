"""Many people at once: one decision takes effect, no edit is lost, no event number given twice."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from core.audit.models import Event
from core.audit.verifier import faults
from core.lifecycle.act import Act, acting, edit, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict
from core.lifecycle.moves import Move
from core.notifications.models import Message
from core.notifications.telling import Tell
from core.staff.models import Appointment, Unit
from core.staff.states import AppointmentState
from tests.factories import AT, DECLINE, a_unit, an_appointment, together

pytestmark = pytest.mark.usefixtures("committed_db")
MANY = 24


def rename_unit(act: Act, record: Appointment, facts: Mapping[str, Any]) -> None:
    act.edit(record.unit, name=facts["name"])


def tell_the_person(act: Act, record: Appointment, facts: Mapping[str, Any]) -> Iterable[Tell]:
    return [Tell([record.person], "任用が確定しました")]


DECIDE = Move(
    Appointment.confirm,
    "確認する",
    "確認した",
    effects=rename_unit,
    tells=tell_the_person,
    decides=True,
    takes=("confirmed_by",),
)


def decide(appointment: Appointment, number: int) -> Appointment:
    return perform(
        appointment, DECIDE, by=SYSTEM, at=AT, seen=appointment.fingerprint(), confirmed_by=None, name=f"{number}課"
    )


def test_many_decide_at_once_and_one_takes_effect() -> None:
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    outcomes = together([partial(decide, proposed, number) for number in range(MANY)])
    won = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, Appointment)]
    assert len(won) == 1
    assert [type(o) for n, o in enumerate(outcomes) if n not in won] == [Conflict] * (MANY - 1)
    stored = Appointment.objects.select_related("unit").get()
    assert (stored.state, stored.version, stored.unit.name, stored.unit.version) == ("confirmed", 2, f"{won[0]}課", 2)
    assert Event.objects.filter(number=2).count() == 2
    assert Message.objects.count() == 1
    assert list(faults()) == []


def test_opposite_moves_at_once_and_one_takes_effect() -> None:
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    decline = partial(perform, proposed, DECLINE, by=SYSTEM, at=AT)
    outcomes = together([decline, partial(decide, proposed, 0)] * (MANY // 2))
    assert sorted(type(o).__name__ for o in outcomes) == ["Appointment", *["Conflict"] * (MANY - 1)]
    assert Appointment.objects.get().version == 2


def test_edits_at_once_of_what_was_seen_and_one_takes_effect() -> None:
    unit = a_unit()
    seen = unit.fingerprint()
    outcomes = together([partial(edit, unit, by=SYSTEM, at=AT, seen=seen, name=f"{n}課") for n in range(MANY)])
    assert sorted(type(o).__name__ for o in outcomes) == [*["Conflict"] * (MANY - 1), "Unit"]


def test_blind_edits_at_once_all_take_effect_one_after_the_other() -> None:
    unit = a_unit()
    outcomes = together([partial(edit, unit, by=SYSTEM, at=AT, name=f"{n}課") for n in range(MANY)])
    assert [type(outcome) for outcome in outcomes] == [Unit] * MANY
    events = Event.objects.filter(stream=unit.stream).order_by("number")
    assert [event.number for event in events] == list(range(1, MANY + 2))
    assert Unit.objects.get(pk=unit.pk).version == MANY + 1
    assert list(faults()) == []


def test_an_update_past_the_lock_makes_the_act_a_conflict() -> None:
    unit = a_unit()
    before = Event.objects.count()

    def go_past_the_lock() -> None:
        with acting(by=SYSTEM, at=AT) as act:
            stale = act.lock(unit)
            Unit._base_manager.filter(pk=unit.pk).update(version=7)
            stale.ends_on = date(2027, 3, 31)
            act._store(stale, ["ends_on"])

    with pytest.raises(Conflict, match="重なりました"):
        go_past_the_lock()
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.version, stored.ends_on, Event.objects.count()) == (1, None, before)


def test_an_act_holds_the_row_until_it_ends() -> None:
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    unit = a_unit()
    seen: list[str] = []

    def slow(number: int) -> None:
        with acting(by=SYSTEM, at=AT) as act:
            fresh = act.lock(unit)
            seen.append(fresh.name)
            act.edit(fresh, name=f"{fresh.name}{number}")

    assert together([partial(slow, number) for number in range(6)]) == [None] * 6
    names = sorted(seen, key=len)
    assert [len(name) - len(unit.name) for name in names] == list(range(6))
    assert all(later.startswith(earlier) for earlier, later in pairwise(names))

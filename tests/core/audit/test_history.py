"""The trail as people read it."""

from collections.abc import Callable
from typing import Any

import pytest

from core.audit.history import authors, history, last_code
from core.audit.models import Event
from core.lifecycle.act import acting, create, edit, perform
from core.lifecycle.actor import SYSTEM
from core.records import short_code
from core.staff.models import OfficeTitle, Unit
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories import (
    AT,
    DECLINE,
    SINCE,
    a_deputyship,
    a_person,
    a_unit,
    an_actor,
    an_appointment,
    at_nine,
    the_actor,
)

pytestmark = pytest.mark.django_db


def test_history_is_newest_first_over_several_records() -> None:
    one, other = a_unit("department", at=at_nine(SINCE)), a_unit("department")
    edit(one, by=SYSTEM, at=AT.replace(hour=1), name="広報部")
    assert [(e.label, e.at) for e in history([one.stream, other.stream])] == [
        ("部署を直した", AT.replace(hour=1)),
        ("部署を作成した", AT),
        ("部署を作成した", at_nine(SINCE)),
    ]


def test_history_of_one_instant_keeps_the_order_of_the_act() -> None:
    unit = a_unit("department")
    for name in ("一課", "二課"):
        unit = edit(unit, by=SYSTEM, at=AT, name=name)
    assert [e.facts["changes"]["name"][1] for e in history([unit.stream])[:2]] == ["二課", "一課"]


def test_history_of_nothing_is_empty() -> None:
    assert history([]) == history(["staff.unit:0"]) == []


def test_history_tells_move_state_code_and_act() -> None:
    actor = an_actor(Office.PERSONNEL_OFFICER)
    proposed = an_appointment(state=AppointmentState.PROPOSED)
    perform(proposed, DECLINE, by=actor, at=AT, reason="採用の取りやめ")
    entry, event = history([proposed.stream])[0], Event.objects.get(stream=proposed.stream, number=2)
    assert actor.person is not None
    assert (entry.move, entry.to_state, entry.code, entry.act_id, entry.person_id) == (
        "staff.appointment.decline",
        "declined",
        short_code(event.hash),
        event.act_id,
        actor.person.pk,
    )
    assert entry.facts == {"changes": {}, "reason": "採用の取りやめ"}


def test_history_names_person_office_and_principal() -> None:
    kept = a_deputyship()
    unit = a_unit("department")
    for actor in (an_actor(Office.ADMINISTRATOR, person=a_person("管理 花子")), the_actor(kept)):
        unit = edit(unit, by=actor, at=AT, name=f"{unit.name}部")
    assert [entry.who for entry in history([unit.stream])] == [
        "代決 太郎(観光振興課長の代決者)、草野 はるかに代わって",
        "管理 花子(システム管理者)",
        "自動処理",
    ]


def test_history_keeps_the_title_of_the_day() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    title = create(OfficeTitle, by=the_actor(head), at=AT, office="staff", title="職員", starts_on=SINCE)
    edit(head.unit, by=SYSTEM, at=AT, name="改称後の課")
    assert history([title.stream])[0].who == "草野 はるか(観光振興課長)"


def test_history_without_disposed_facts_shows_none() -> None:
    unit = a_unit("department")
    with acting(by=SYSTEM, at=AT) as act:
        act.dispose(a_unit("department"), [unit.stream])
    assert history([unit.stream])[0].facts == {}


def test_history_asks_once_however_long(django_assert_num_queries: Callable[[int], Any]) -> None:
    actor, unit = an_actor(Office.ADMINISTRATOR), a_unit("department")
    for count in (1, 3):
        for number in range(count):
            unit = edit(unit, by=actor, at=AT, name=f"{unit.name}{number}")
        with django_assert_num_queries(1):
            history([unit.stream])


def test_authors_are_who_created_or_edited_and_not_who_decided() -> None:
    drafter, editor, decider = (an_actor(Office.PERSONNEL_OFFICER) for _ in range(3))
    entry = create(
        type(an_appointment()),
        by=drafter,
        at=AT,
        person=a_person(),
        office="staff",
        unit=a_unit(),
        starts_on=SINCE,
    )
    edit(entry, by=editor, at=AT, post_title="消防長")
    perform(entry, DECLINE, by=decider, at=AT)
    assert drafter.person is not None
    assert editor.person is not None
    assert decider.person is not None
    assert authors(entry) == {drafter.person.pk, editor.person.pk}


def test_authors_of_what_the_clock_made_are_none() -> None:
    assert authors(a_unit()) == set()


def test_authors_of_a_record_are_not_those_of_one_with_a_longer_key() -> None:
    actor = an_actor(Office.ADMINISTRATOR)
    first = Unit(pk=1)
    create(OfficeTitle, by=actor, at=AT, office="staff", title="職員", starts_on=SINCE)
    assert authors(first) == set()


def test_last_code_is_that_of_the_last_event() -> None:
    unit = a_unit("department")
    first = last_code(unit)
    edit(unit, by=SYSTEM, at=AT, name="総務部")
    codes = [entry.code for entry in history([unit.stream])]
    assert [last_code(unit), first] == codes
    assert len(set(codes)) == 2


def test_last_code_is_of_the_record_asked_for() -> None:
    unit = a_unit("department")
    own = last_code(unit)
    edit(edit(a_unit("department"), by=SYSTEM, at=AT, name="一部"), by=SYSTEM, at=AT, name="二部")
    assert last_code(unit) == own


def test_last_code_of_an_unknown_record_is_empty() -> None:
    assert last_code(Unit(pk=0)) == ""

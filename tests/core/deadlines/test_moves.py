"""How obligations end: once, told no more, and waived by the next higher office only."""

from datetime import date
from typing import Any

import pytest

from core.audit.history import history
from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import FULFIL, VOID, WAIVE
from core.lifecycle.act import edit, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import NEXT_HIGHER, Office
from tests.factories import (
    AT,
    ON,
    a_person,
    a_unit,
    an_actor,
    an_appointment,
    an_obligation,
    everything,
)

pytestmark = pytest.mark.django_db
HEAD = Office.SECTION_HEAD.value


@pytest.mark.parametrize("move", [FULFIL, VOID, WAIVE])
def test_an_ended_duty_is_told_no_more_and_ends_once(move: Any) -> None:
    made = an_obligation(due_on=ON)
    actor = an_actor(Office.DEPARTMENT_HEAD, made.debtor_unit and made.debtor_unit.department)
    perform(made, move, by=actor, at=AT, ended_on=ON, waive_reason="災害対応のため")
    assert Telling.objects.count() == 0
    before = everything()
    for again in (FULFIL, VOID, WAIVE):
        with pytest.raises(Conflict):
            perform(made, again, by=actor, at=AT, ended_on=ON, waive_reason="二度目")
    assert everything() == before


@pytest.mark.parametrize("move", [FULFIL, VOID, WAIVE])
def test_what_is_still_open_stays_in_the_sweeps_plan(move: Any) -> None:
    made, other = an_obligation(due_on=ON), an_obligation(due_on=ON)
    actor = an_actor(Office.DEPARTMENT_HEAD, made.debtor_unit and made.debtor_unit.department)
    perform(made, move, by=actor, at=AT, ended_on=ON, waive_reason="災害対応のため")
    assert list(Telling.objects.values_list("obligation", flat=True)) == [other.pk]


def test_waive_records_the_reason() -> None:
    made = an_obligation(due_on=ON)
    actor = an_actor(Office.DEPARTMENT_HEAD, made.debtor_unit and made.debtor_unit.department)
    done = perform(made, WAIVE, by=actor, at=AT, ended_on=ON, waive_reason="災害対応のため")
    assert (done.state, done.waive_reason) == ("waived", "災害対応のため")
    assert history([made.stream])[0].facts["waive_reason"] == "災害対応のため"


@pytest.mark.parametrize("reason", ["", " ", "　\n"])
def test_waive_without_a_reason_is_denied(reason: str) -> None:
    made = an_obligation(due_on=ON)
    actor = an_actor(Office.DEPARTMENT_HEAD, made.debtor_unit and made.debtor_unit.department)
    with pytest.raises(Denied) as refused:
        perform(made, WAIVE, by=actor, at=AT, ended_on=ON, waive_reason=reason)
    assert (refused.value.field, refused.value.clause) == ("waive_reason", "第4-1-(2)")


@pytest.mark.parametrize("office", [o for o in Office if o != Office.DEPARTMENT_HEAD])
def test_waive_by_any_other_office_is_denied(office: Office) -> None:
    made = an_obligation(due_on=ON)
    assert made.debtor_unit is not None
    unit = made.debtor_unit
    assert WAIVE.why_not(made, an_actor(office, unit), ON) is not None
    assert WAIVE.why_not(made, an_actor(Office.DEPARTMENT_HEAD, unit.department), ON) is None
    assert WAIVE.why_not(made, an_actor(Office.DEPARTMENT_HEAD), ON) is not None


@pytest.mark.parametrize(("office", "higher"), sorted((o, h) for o, h in NEXT_HIGHER.items() if o != "staff"))
def test_waive_is_the_next_higher_offices(office: Office, higher: Office) -> None:
    unit = a_unit()
    made = an_obligation(Debtor(office, unit), due_on=ON)
    place = unit.department if higher == Office.DEPARTMENT_HEAD else unit
    assert WAIVE.why_not(made, an_actor(higher, place), ON) is None


def test_waive_of_an_office_of_the_city_needs_no_unit() -> None:
    made = an_obligation(Debtor(Office.GENERAL_AFFAIRS_DIRECTOR), due_on=ON)
    assert WAIVE.why_not(made, an_actor(Office.DEPUTY_MAYOR), ON) is None
    assert WAIVE.why_not(made, an_actor(Office.GENERAL_AFFAIRS_DIRECTOR), ON) is not None


def test_waive_of_the_highest_offices_duty_is_denied_to_all() -> None:
    made = an_obligation(Debtor(Office.DEPUTY_MAYOR), due_on=ON)
    refusals = [WAIVE.why_not(made, an_actor(office), ON) for office in Office]
    assert {refusal.reason for refusal in refusals if refusal} == {"最上位の職の義務は免除できません。"}
    assert None not in refusals


def test_waive_of_a_persons_duty_is_denied() -> None:
    made = an_obligation(Debtor(person=a_person()), due_on=ON)
    refusal = WAIVE.why_not(made, an_actor(Office.DEPUTY_MAYOR), ON)
    assert refusal is not None
    assert refusal.reason == "個人に生じた義務は免除できません。"


def test_waive_after_a_reorganisation_is_the_successors() -> None:
    old, new = an_appointment(office=HEAD).unit, a_unit()
    made = an_obligation(Debtor(HEAD, old), due_on=ON)
    edit(old, by=SYSTEM, at=AT, ends_on=date(2026, 11, 23), successor=new)
    made = Obligation.objects.get(pk=made.pk)
    assert WAIVE.why_not(made, an_actor(Office.DEPARTMENT_HEAD, new.department), ON) is None
    assert WAIVE.why_not(made, an_actor(Office.DEPARTMENT_HEAD, old.department), ON) is not None

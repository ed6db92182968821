"""Every act beside the moves and the offices it is open to, tried at the act itself; what is not listed is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.notifications.models import OutboxMail
from core.people.appointing import confirm, decline, end_entry, enter_appointment, enter_deputyship
from core.people.moves import ADOPT_VERSION, ISSUE_PASSWORD
from core.people.outbox import requeue_mail
from core.people.passwords import ask_password, issue_password
from core.people.releasing import release_sign_in
from core.staff.models import Appointment, PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.factories.core import (
    AT,
    ON,
    SINCE,
    a_deputyship,
    a_person,
    a_unit,
    a_version,
    an_actor,
    an_appointment,
    the_actor,
)

pytestmark = pytest.mark.django_db
IN_CHARGE = {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER}
TOMORROW = ON + timedelta(days=1)


def appoint(person: Person, by: Actor, office: Office = Office.SECTION_HEAD) -> Appointment:
    """Enter an appointment from today on."""
    values: dict[str, Any] = {"person": person, "office": office.value, "unit": a_unit(), "post_title": ""}
    return enter_appointment(by=by, at=AT, starts_on=ON, ends_on=None, **values)


def name_deputy(principal: Appointment, deputy: Person, by: Actor) -> Any:
    """Enter a deputyship for today."""
    values: dict[str, Any] = {"principal": principal, "deputy": deputy, "reason": "出張"}
    return enter_deputyship(by=by, at=AT, starts_on=ON, ends_on=ON, **values)


def end(entry: Any, by: Actor) -> Any:
    """Bring the last day of an entry forward to today."""
    return end_entry(entry, by=by, at=AT, ends_on=ON, on=ON)


def a_lost_mail(person: Person) -> OutboxMail:
    """Make a mail that could not be sent."""
    given: dict[str, Any] = {"key": "lost", "person": person, "to": "old@city.example.jp", "subject": "お知らせ"}
    return OutboxMail.objects.create(state="exhausted", created_at=AT, next_attempt_at=AT, **given)


ACTS: dict[str, tuple[set[Office], Callable[[Actor], object]]] = {
    "enter an appointment": (IN_CHARGE, lambda by: appoint(a_person(), by)),
    "enter a deputyship": (IN_CHARGE, lambda by: name_deputy(an_appointment(office=Office.AUDITOR), a_person(), by)),
    "end an appointment": (IN_CHARGE, lambda by: end(an_appointment(), by)),
    "end a deputyship": (IN_CHARGE, lambda by: end(a_deputyship(ends_on=TOMORROW), by)),
    "issue a password": ({Office.ADMINISTRATOR}, lambda by: issue_password(a_person(), by=by, at=AT)),
    "ask for a password": ({Office.ADMINISTRATOR}, lambda by: ask_password(a_person(), by=by, at=AT)),
    "release a sign-in": ({Office.ADMINISTRATOR}, lambda by: release_sign_in(a_person(), by=by, at=AT)),
    "send a mail again": ({Office.ADMINISTRATOR}, lambda by: requeue_mail(a_lost_mail(a_person()), by=by, at=AT)),
}


def refused(call: Callable[[], object]) -> Denied | None:
    """Return the refusal of an act, or None when it was made."""
    try:
        call()
    except Denied as refusal:
        return refusal
    return None


@pytest.mark.parametrize("name", list(ACTS))
@pytest.mark.parametrize("office", list(Office))
def test_act_and_office(name: str, office: Office) -> None:
    open_to, act = ACTS[name]

    refusal = refused(lambda: act(an_actor(office)))

    assert (refusal is None) is (office in open_to)
    assert refusal is None or "依頼してください" in refusal.way


@pytest.mark.parametrize("name", list(ACTS))
def test_nobody_at_no_screen_makes_them(name: str) -> None:
    assert refused(lambda: ACTS[name][1](SYSTEM)) is not None


OWN_ACTS: dict[str, Callable[[Person, Actor], object]] = {
    "an appointment": appoint,
    "a deputyship": lambda own, by: name_deputy(an_appointment(office=Office.AUDITOR), own, by),
    "a password": lambda own, by: issue_password(own, by=by, at=AT),
    "a request for a password": lambda own, by: ask_password(own, by=by, at=AT),
    "the sign-in": lambda own, by: release_sign_in(own, by=by, at=AT),
}


@pytest.mark.parametrize("name", list(OWN_ACTS))
def test_nobody_acts_for_himself_and_the_way_on_is_said(name: str) -> None:
    by = an_actor(Office.ADMINISTRATOR)
    assert by.person is not None
    own = by.person

    refusal = refused(lambda: OWN_ACTS[name](own, by))

    assert refusal is not None
    assert refusal.way != ""


@pytest.mark.parametrize("name", list(OWN_ACTS))
def test_deputy_does_not_act_for_the_principal(name: str) -> None:
    principal = an_appointment(office=Office.ADMINISTRATOR)
    by = the_actor(a_deputyship(principal))

    assert refused(lambda: OWN_ACTS[name](principal.person, by)) is not None


def test_principal_is_not_named_as_the_own_deputy() -> None:
    principal = an_appointment(office=Office.AUDITOR)

    refusal = refused(lambda: name_deputy(principal, principal.person, an_actor(Office.PERSONNEL_OFFICER)))

    assert refusal is not None
    assert refusal.field == "deputy"


LEFT: dict[str, Callable[[Person, Actor], object]] = {
    "an appointment": appoint,
    "a password": lambda person, by: ask_password(person, by=by, at=AT),
    "a mail": lambda person, by: requeue_mail(a_lost_mail(person), by=by, at=AT),
}


@pytest.mark.parametrize(("name", "field"), [("an appointment", "person"), ("a password", ""), ("a mail", "")])
def test_person_who_has_left_gets_nothing(name: str, field: str) -> None:
    person = edit(a_person(), by=SYSTEM, at=AT, is_active=False)

    refusal = refused(lambda: LEFT[name](person, an_actor(Office.ADMINISTRATOR)))

    assert refusal is not None
    assert (refusal.reason, refusal.field, refusal.way != "") == ("在職していない職員です。", field, True)


def test_deputy_who_has_left_is_not_confirmed() -> None:
    principal, deputy = an_appointment(office=Office.AUDITOR), a_person()
    named = name_deputy(principal, deputy, an_actor(Office.PERSONNEL_OFFICER))
    edit(deputy, by=SYSTEM, at=AT, is_active=False)

    assert refused(lambda: confirm(named, by=an_actor(Office.ADMINISTRATOR), at=AT)) is not None


def test_password_of_a_person_who_has_left_meanwhile_is_not_issued() -> None:
    asked = ask_password(a_person(), by=an_actor(Office.ADMINISTRATOR), at=AT)
    edit(asked.person, by=SYSTEM, at=AT, is_active=False)

    refusal = ISSUE_PASSWORD.why_not(PasswordIssue.objects.get(), an_actor(Office.PERSONNEL_OFFICER), ON)

    assert refusal is not None
    assert refusal.reason == "在職していない職員です。"


def test_entry_of_staff_made_by_another_is_not_confirmed_by_the_person_appointed() -> None:
    clerk, own = an_actor(Office.PERSONNEL_OFFICER), an_actor(Office.ADMINISTRATOR)
    values = {"person": own.person, "office": Office.STAFF.value, "unit": a_unit(), "starts_on": ON}
    entry = create(Appointment, by=SYSTEM, at=AT, entered_by=clerk.person, **values)

    assert refused(lambda: confirm(entry, by=own, at=AT)) is not None
    assert confirm(entry, by=an_actor(Office.ADMINISTRATOR), at=AT).state == AppointmentState.CONFIRMED


def test_own_choice_of_a_deputy_is_not_confirmed_by_the_principal_where_another_entered_it() -> None:
    head = an_appointment(office=Office.SECTION_HEAD)
    named = name_deputy(head, a_person(), an_actor(Office.PERSONNEL_OFFICER))

    assert refused(lambda: confirm(named, by=the_actor(head), at=AT)) is not None


def test_deputyship_whose_days_are_over_is_not_confirmed() -> None:
    over = a_deputyship(None, None, SINCE, SINCE, state=AppointmentState.PROPOSED)

    refusal = refused(lambda: confirm(over, by=an_actor(Office.ADMINISTRATOR), at=AT))

    assert refusal is not None
    assert refusal.reason == "期間がすでに終わっています。"


@pytest.mark.parametrize("starts_on", [SINCE, ON])
def test_entry_is_confirmed_on_its_last_day(starts_on: date) -> None:
    last = an_appointment(office=Office.AUDITOR, starts_on=starts_on, ends_on=ON, state=AppointmentState.PROPOSED)

    assert confirm(last, by=an_actor(Office.ADMINISTRATOR), at=AT).state == AppointmentState.CONFIRMED


def test_declined_deputyship_owes_nothing_any_more() -> None:
    named = name_deputy(an_appointment(office=Office.AUDITOR), a_person(), an_actor(Office.PERSONNEL_OFFICER))

    decline(named, by=an_actor(Office.PERSONNEL_OFFICER), at=AT, reason="誤り")

    assert Obligation.objects.get().state == ObligationState.VOID


def test_entry_that_is_not_confirmed_has_no_last_day_to_set() -> None:
    waiting = an_appointment(office=Office.AUDITOR, state=AppointmentState.PROPOSED)

    refusal = refused(lambda: end(waiting, an_actor(Office.ADMINISTRATOR)))

    assert refusal is not None
    assert "取りやめてください" in refusal.way


def test_principal_ends_the_own_deputyship_and_no_other() -> None:
    head, other = an_appointment(office=Office.SECTION_HEAD), an_appointment(office=Office.SECTION_HEAD)
    own = a_deputyship(head, None, ON, TOMORROW)

    assert refused(lambda: end(own, the_actor(other))) is not None
    assert refused(lambda: end(own, the_actor(own))) is not None
    assert end(own, the_actor(head)).ends_on == ON


@pytest.mark.parametrize("days", [0, 1])
def test_version_from_today_on_is_adopted_beside_an_earlier_one(days: int) -> None:
    a_version(SINCE)
    coming = a_version(ON + timedelta(days=days), adopted=False)

    assert ADOPT_VERSION.why_not(coming, an_actor(Office.POLICY_DIRECTOR), ON) is None

"""The literal table of office against move; what is not listed is refused, what is done is owed, reasoned and told."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.lifecycle.act import create, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.models import Message
from core.people.appointing import confirm, enter_appointment, enter_deputyship
from core.people.moves import (
    ADOPT_VERSION,
    CONFIRM_APPOINTMENT,
    CONFIRM_DEPUTYSHIP,
    DECLINE_APPOINTMENT,
    DECLINE_DEPUTYSHIP,
    DECLINE_PASSWORD,
    ISSUE_PASSWORD,
    REVOKE_APPOINTMENT,
    REVOKE_DEPUTYSHIP,
)
from core.people.passwords import ask_password
from core.records import Record
from core.rulebook.models import Version
from core.staff.models import Appointment, Deputyship, PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.architecture.moves import moves_of
from tests.factories.core import AT, ON, SINCE, a_deputyship, a_person, a_unit, a_version, an_actor, an_appointment

pytestmark = pytest.mark.django_db

OPEN: dict[str, set[Office]] = {
    "appointment confirm": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "appointment decline": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "deputyship confirm": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "deputyship decline": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "appointment revoke": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "deputyship revoke": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "passwordissue issue": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "passwordissue decline": {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER},
    "version adopt": {Office.POLICY_DIRECTOR},
}
MOVES: dict[str, Move] = {
    "appointment confirm": CONFIRM_APPOINTMENT,
    "appointment decline": DECLINE_APPOINTMENT,
    "deputyship confirm": CONFIRM_DEPUTYSHIP,
    "deputyship decline": DECLINE_DEPUTYSHIP,
    "appointment revoke": REVOKE_APPOINTMENT,
    "deputyship revoke": REVOKE_DEPUTYSHIP,
    "passwordissue issue": ISSUE_PASSWORD,
    "passwordissue decline": DECLINE_PASSWORD,
    "version adopt": ADOPT_VERSION,
}


FROM: dict[str, set[str]] = {
    "appointment proposed": {"appointment confirm", "appointment decline"},
    "appointment confirmed": {"appointment revoke"},
    "appointment declined": set(),
    "deputyship proposed": {"deputyship confirm", "deputyship decline"},
    "deputyship confirmed": {"deputyship revoke"},
    "deputyship declined": set(),
    "passwordissue requested": {"passwordissue issue", "passwordissue decline"},
    "passwordissue issued": set(),
    "passwordissue declined": set(),
    "version draft": {"version adopt"},
    "version adopted": set(),
}
"""Every state and the moves that somebody can make there."""


def a_record(kind: str) -> Record:
    """Make a record of a kind in its first state."""
    if kind == "version":
        return a_version(ON, adopted=False)
    if kind == "appointment":
        return an_appointment(office=Office.SECTION_HEAD, state=AppointmentState.PROPOSED)
    if kind == "passwordissue":
        return create(PasswordIssue, by=SYSTEM, at=AT, person=a_person(), asked_by=a_person())
    principal = an_appointment(office=Office.SECTION_HEAD)
    values = {"principal": principal, "deputy": a_person(), "starts_on": ON, "ends_on": ON, "reason": "出張"}
    return create(Deputyship, by=SYSTEM, at=AT, **values)


def a_record_at(situation: str) -> Record:
    """Make a record of a kind in a state; a confirmed entry begins tomorrow, so that it can still be taken back."""
    kind, _, state = situation.partition(" ")
    tomorrow = ON + timedelta(days=1)
    if kind == "version":
        return a_version(ON, adopted=state == "adopted")
    if kind == "appointment":
        head = Office.SECTION_HEAD
        return an_appointment(office=head, starts_on=tomorrow, state=AppointmentState(state))
    if kind == "deputyship":
        return a_deputyship(None, None, tomorrow, tomorrow, state=AppointmentState(state))
    issue, by = a_record("passwordissue"), an_actor(Office.ADMINISTRATOR)
    if state == "issued":
        return perform(issue, ISSUE_PASSWORD, by=by, at=AT, issued_by=by.person)
    return perform(issue, DECLINE_PASSWORD, by=by, at=AT, reason="不要") if state == "declined" else issue


@pytest.mark.parametrize("situation", list(FROM))
def test_state_and_move_and_office(situation: str) -> None:
    record, kind = a_record_at(situation), situation.partition(" ")[0]
    moves = {name: move for name, move in MOVES.items() if name.startswith(kind)}
    for office in Office:
        actor = an_actor(office)
        can = {name for name, move in moves.items() if move.why_not(record, actor, ON) is None}
        assert (office, can) == (office, {name for name in FROM[situation] if office in OPEN[name]})


def test_every_move_and_every_state_of_every_record_is_listed() -> None:
    models: dict[str, type[Record]] = {
        "appointment": Appointment,
        "deputyship": Deputyship,
        "passwordissue": PasswordIssue,
        "version": Version,
    }
    assert set(MOVES) == {f"{kind} {name}" for kind, model in models.items() for name in moves_of(model)}
    fields = [(kind, field) for kind, model in models.items() for field in model._meta.concrete_fields]
    states = {kind: field.choices for kind, field in fields if field.name == "state"}
    assert set(FROM) == {f"{kind} {state}" for kind, choices in states.items() for state, _ in choices or ()}


@pytest.mark.parametrize("state", [AppointmentState.CONFIRMED, AppointmentState.DECLINED])
@pytest.mark.parametrize("move", [CONFIRM_APPOINTMENT, DECLINE_APPOINTMENT])
def test_move_of_an_appointment_that_is_settled_is_closed(move: Move, state: AppointmentState) -> None:
    settled = an_appointment(office=Office.SECTION_HEAD, state=state)

    assert move.why_not(settled, an_actor(Office.ADMINISTRATOR), ON) is not None


def test_confirmation_after_the_period_is_refused() -> None:
    values = {"person": a_person(), "office": Office.AUDITOR.value, "unit": a_unit(), "starts_on": SINCE}
    over = create(Appointment, by=SYSTEM, at=AT, ends_on=SINCE, **values)

    refusal = CONFIRM_APPOINTMENT.why_not(over, an_actor(Office.ADMINISTRATOR), ON)

    assert refusal is not None
    assert refusal.reason == "期間がすでに終わっています。"


def test_first_version_of_all_may_have_begun_before() -> None:
    first = a_version(SINCE, adopted=False)

    assert ADOPT_VERSION.why_not(first, an_actor(Office.POLICY_DIRECTOR), ON) is None


def test_adopting_for_a_past_day_is_refused() -> None:
    a_version(date(2014, 7, 1))
    late = a_version(SINCE, adopted=False)

    refusal = ADOPT_VERSION.why_not(late, an_actor(Office.POLICY_DIRECTOR), ON)

    assert refusal is not None
    assert refusal.reason == "適用日が過ぎています。過ぎた日の判断は変えられません。"


@pytest.mark.parametrize(
    ("office", "starts_on", "can"),
    [
        (Office.PERSONNEL_OFFICER, date(2026, 11, 25), True),
        (Office.PERSONNEL_OFFICER, ON, False),
        (Office.AUDITOR, date(2026, 11, 25), False),
    ],
)
def test_entry_is_revoked_before_its_first_day_only(office: Office, starts_on: date, can: bool) -> None:
    coming = an_appointment(office=Office.SECTION_HEAD, starts_on=starts_on)

    assert (REVOKE_APPOINTMENT.why_not(coming, an_actor(office), ON) is None) is can


TAKING_BACK: dict[str, Move] = {
    "appointment proposed": DECLINE_APPOINTMENT,
    "deputyship proposed": DECLINE_DEPUTYSHIP,
    "passwordissue requested": DECLINE_PASSWORD,
    "appointment confirmed": REVOKE_APPOINTMENT,
    "deputyship confirmed": REVOKE_DEPUTYSHIP,
}
"""What is taken back, and by which move."""


@pytest.mark.parametrize("facts", [{}, {"reason": ""}, {"reason": " \u3000"}])
@pytest.mark.parametrize("situation", list(TAKING_BACK))
def test_taking_back_without_a_reason_is_refused_at_its_field(situation: str, facts: dict[str, str]) -> None:
    record = a_record_at(situation)

    with pytest.raises(Denied) as refused:
        perform(record, TAKING_BACK[situation], by=an_actor(Office.ADMINISTRATOR), at=AT, **facts)

    kept = type(record)._base_manager.get(pk=record.pk)
    assert (refused.value.field, kept.version) == ("reason", record.version)


@pytest.mark.parametrize("situation", list(TAKING_BACK))
def test_taking_back_for_a_reason_is_done(situation: str) -> None:
    record = a_record_at(situation)

    done = perform(record, TAKING_BACK[situation], by=an_actor(Office.ADMINISTRATOR), at=AT, reason="誤り")

    assert done.version == record.version + 1


def entered(by: Actor, person: Person, **values: Any) -> Appointment:
    """Enter an appointment from the day of the tests on, of a head of section unless told otherwise."""
    given = {"office": Office.SECTION_HEAD.value, "starts_on": ON, "ends_on": None, "post_title": ""} | values
    given.setdefault("unit", a_unit())
    return enter_appointment(by=by, at=AT, person=person, **given)


def test_second_person_is_asked_within_the_days_of_a_decision() -> None:
    clerk, principal = an_actor(Office.PERSONNEL_OFFICER), an_appointment(office=Office.SECTION_HEAD)
    dates = {"starts_on": ON, "ends_on": ON, "reason": "出張"}

    entered(clerk, a_person())
    enter_deputyship(by=clerk, at=AT, principal=principal, deputy=a_person(), **dates)
    ask_password(principal.person, by=an_actor(Office.ADMINISTRATOR), at=AT)

    owed = Obligation.objects.order_by("pk").values_list("rule", "due_on", "internal_target")
    five_opening_days = date(2026, 12, 1)
    assert list(owed) == [
        ("people.confirm", five_opening_days, True),
        ("people.confirm", five_opening_days, True),
        ("people.issue_password", five_opening_days, True),
    ]


def told_of(record: Record) -> dict[int, tuple[str, str]]:
    """Return title and text of what each person was told when a second person confirmed an entry, by the person."""
    before = list(Message.objects.values_list("pk", flat=True))
    confirm(record, by=an_actor(Office.ADMINISTRATOR), at=AT)  # type: ignore[type-var]  # both kinds of entries
    found = list(Message.objects.exclude(pk__in=before).values_list("person", "title", "body"))
    assert len({person for person, _, _ in found}) == len(found)
    return {person: (title, body) for person, title, body in found}


@pytest.mark.parametrize(
    ("ends_on", "end"), [(None, "終わりの日は決まっていません"), (date(2027, 3, 31), "令和9年3月31日(水)まで")]
)
def test_confirmed_appointment_is_told_to_the_person_the_head_and_the_auditors(ends_on: date | None, end: str) -> None:
    auditor, head = an_appointment(office=Office.AUDITOR), an_appointment(office=Office.SECTION_HEAD)
    person = a_person("若松 直人")
    values = {"office": Office.RECORDS_OFFICER.value, "unit": head.unit, "ends_on": ends_on}
    entry = entered(an_actor(Office.PERSONNEL_OFFICER), person, **values)

    told = told_of(entry)

    said = ("若松 直人さんの文書管理担当への任用が確定しました", f"令和8年11月24日(火)から、{end}。")
    assert told == dict.fromkeys([auditor.person_id, head.person_id, person.pk], said)


def test_confirmed_deputyship_is_told_to_both_the_head_and_the_auditors() -> None:
    auditor, head = an_appointment(office=Office.AUDITOR), an_appointment(office=Office.SECTION_HEAD)
    principal = an_appointment(a_person("草野 光"), Office.POLICY_DIRECTOR, head.unit)
    deputy, clerk = a_person("代決 太郎"), an_actor(Office.PERSONNEL_OFFICER)
    values = {"starts_on": ON, "ends_on": ON + timedelta(days=1), "reason": "入院"}
    entry = enter_deputyship(by=clerk, at=AT, principal=principal, deputy=deputy, **values)

    told = told_of(entry)

    title = "代決 太郎さんが総合政策部長の代決者に指定されました"
    said = (title, "令和8年11月24日(火)から、令和8年11月25日(水)まで。理由:入院")
    people = [auditor.person_id, head.person_id, principal.person_id, deputy.pk]
    assert told == dict.fromkeys(people, said)


def test_entry_of_staff_and_first_set_up_tell_nobody() -> None:
    an_appointment(office=Office.AUDITOR)

    entered(an_actor(Office.PERSONNEL_OFFICER), a_person(), office=Office.STAFF.value)
    perform(a_record("appointment"), CONFIRM_APPOINTMENT, by=SYSTEM, at=AT, confirmed_by=None)
    perform(a_record("deputyship"), CONFIRM_DEPUTYSHIP, by=SYSTEM, at=AT, confirmed_by=None)

    assert Message.objects.count() == 0

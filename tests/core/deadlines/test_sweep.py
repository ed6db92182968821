"""The sweep: each item told once at its days, whenever it runs; one digest a day; vacant offices lose no work."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import FULFIL
from core.deadlines.rules import next_telling
from core.deadlines.sweep import sweep
from core.lifecycle.act import edit, perform
from core.lifecycle.actor import SYSTEM
from core.notifications.models import DigestPart, Message, OutboxMail
from core.notifications.writer import open_parts
from core.staff.models import MailChoice, Person
from core.staff.offices import Office
from tests.factories import (
    AT,
    ON,
    a_deputyship,
    a_person,
    a_unit,
    a_version,
    an_appointment,
    an_obligation,
    at_nine,
    everything,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEAD = Office.SECTION_HEAD


def mine(person: Person, due_on: date, **values: Any) -> Obligation:
    return an_obligation(Debtor(person=person), due_on, **values)


def titles(person: Person) -> list[str]:
    return list(person.messages.order_by("id").values_list("title", flat=True))


def carried_days(person: Person) -> list[date | None]:
    return list(person.messages.order_by("id").values_list("digest_part__carried_on", flat=True))


def letters(person: Person) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(person=person).order_by("id"))


def test_sweep_tells_nothing_before_the_first_day() -> None:
    mine(a_person(), ON + 15 * DAY)
    before = everything()
    assert sweep(AT) == 0
    assert everything() == before


def test_sweep_tells_title_target_clause_and_link() -> None:
    person = a_person()
    made = mine(person, ON + DAY)
    assert sweep(AT) == 0
    assert sweep(at_nine(ON + DAY)) == 1
    message = Message.objects.get()
    assert (message.title, message.body, message.url) == ("きょう:総務部長への届出", "第4-1-(2)", made.url)
    assert message.digest_part is not None
    assert (message.digest_part.carried_on, message.created_at) == (ON + DAY, at_nine(ON + DAY))


def test_sweep_says_that_a_target_is_the_citys_own() -> None:
    made = mine(a_person(), ON + DAY)
    Obligation._base_manager.filter(pk=made.pk).update(internal_target=True)
    sweep(at_nine(ON + DAY))
    assert Message.objects.get().body == "市の内部目標です。第4-1-(2)"


def test_sweep_every_day_tells_each_day_of_the_plan_once() -> None:
    person = a_person()
    due_on = ON + 40 * DAY
    mine(person, due_on)
    for days in range(1, 60):
        sweep(at_nine(ON + days * DAY))
    told = [day - due_on for day in carried_days(person) if day]
    assert [delta.days for delta in told] == [-30, -14, -7, -1, 0, 1, 8, 15]
    assert len(letters(person)) == 8
    assert titles(person)[:5] == [
        f"{words}:総務部長への届出" for words in ("あと30日", "あと14日", "あと7日", "あと1日", "きょう")
    ]


def test_sweep_after_ten_days_without_beat_tells_each_item_once_with_its_true_date() -> None:
    person = a_person()
    missed = [mine(person, ON + days * DAY, title=f"義務{days}") for days in (3, 8, 11, 20)]
    late = at_nine(ON + 10 * DAY)
    assert sweep(late) == len(missed)
    assert sorted(titles(person)) == ["2開庁日超過:義務8", "5開庁日超過:義務3", "あと10日:義務20", "あと1日:義務11"]
    assert len(letters(person)) == 1
    plan = dict(Telling.objects.values_list("obligation", "next_on"))
    assert plan == {made.pk: next_telling(made.due_on or ON, ON + 10 * DAY) for made in missed}


@pytest.mark.parametrize("again", [timedelta(0), timedelta(minutes=10), timedelta(hours=14)])
def test_second_sweep_of_a_day_tells_and_sends_nothing(again: timedelta) -> None:
    person = a_person()
    mine(person, ON + DAY)
    at = at_nine(ON + DAY)
    sweep(at)
    before = everything()
    assert sweep(at + again) == 0
    assert everything() == before


def test_sweep_with_a_telling_put_back_tells_nobody_twice() -> None:
    person = a_person()
    mine(person, ON + DAY)
    sweep(at_nine(ON + DAY))
    Telling.objects.update(next_on=ON + DAY)
    sweep(at_nine(ON + DAY))
    assert (len(titles(person)), len(letters(person))) == (1, 1)


def test_what_was_told_before_makes_no_mail_and_leaves_the_days_mail_to_what_is_new() -> None:
    person = a_person()
    told = mine(person, ON + DAY)
    sweep(at_nine(ON + DAY))
    Telling.objects.filter(obligation=told).update(next_on=ON + DAY)
    sweep(at_nine(ON + 2 * DAY))
    assert (len(letters(person)), DigestPart.objects.filter(carried_on=ON + 2 * DAY).count()) == (1, 0)
    mine(person, ON + 3 * DAY, title="新しい義務", at=at_nine(ON + DAY))
    Telling.objects.filter(obligation__title="新しい義務").update(next_on=ON + 2 * DAY)
    sweep(at_nine(ON + 2 * DAY) + timedelta(hours=1))
    assert [letter.body.count("・") for letter in letters(person)] == [1, 1]
    assert "新しい義務" in letters(person)[1].body


def test_sweep_makes_one_mail_of_all_items_of_a_person() -> None:
    person, other = a_person("月岡 修"), a_person()
    for number in range(3):
        mine(person, ON + DAY, title=f"義務{number}")
    mine(other, ON + DAY)
    sweep(at_nine(ON + DAY))
    letter = letters(person)[0]
    links = [
        f"  https://sns.city.example.jp{o.url}" for o in Obligation.objects.filter(debtor_person=person).order_by("id")
    ]
    assert (letter.key, letter.subject) == (f"digest:2026-11-25:{person.pk}", "期限のお知らせ(3件)")
    assert letter.body.split("\n") == [
        "月岡 修 様",
        "",
        "期限についてのお知らせが3件あります。",
        "",
        *(line for n in range(3) for line in (f"・きょう:義務{n}", links[n])),
    ]
    assert (letter.state, letter.to, len(letters(other))) == ("queued", person.email, 1)


def test_item_told_after_todays_digest_goes_into_tomorrows() -> None:
    person = a_person()
    mine(person, ON + DAY, title="先の義務")
    sweep(at_nine(ON + DAY))
    second = mine(person, ON + DAY, title="後の義務")
    Telling.objects.filter(obligation=second).update(next_on=ON + DAY)
    sweep(at_nine(ON + DAY) + timedelta(hours=1))
    assert (len(titles(person)), len(letters(person))) == (2, 1)
    sweep(at_nine(ON + 2 * DAY))
    assert [letter.key for letter in letters(person)] == [f"digest:2026-11-{day}:{person.pk}" for day in (25, 26)]
    assert "後の義務" in letters(person)[1].body
    assert list(DigestPart.objects.waiting()) == []


def test_person_without_address_is_told_in_the_application_only() -> None:
    person = a_person(email="")
    mine(person, ON + DAY)
    sweep(at_nine(ON + DAY))
    assert (len(titles(person)), letters(person), carried_days(person)) == (1, [], [ON + DAY])


def test_ended_duty_is_not_told() -> None:
    person = a_person()
    perform(mine(person, ON + DAY), FULFIL, by=SYSTEM, at=AT, ended_on=ON)
    assert sweep(at_nine(ON + DAY)) == 0
    assert titles(person) == []


def test_sweep_tells_all_who_hold_the_office_and_their_deputies() -> None:
    head = an_appointment(office=HEAD)
    second = an_appointment(office=HEAD, unit=head.unit)
    deputy = a_deputyship(head, starts_on=ON + DAY, ends_on=ON + DAY).deputy
    an_obligation(Debtor(HEAD, head.unit), ON + DAY)
    sweep(at_nine(ON + DAY))
    assert [m.person for m in Message.objects.order_by("id")] == [head.person, second.person, deputy]


def test_sweep_tells_who_holds_the_office_on_the_day() -> None:
    old = an_appointment(office=HEAD, ends_on=ON)
    new = an_appointment(office=HEAD, unit=old.unit, starts_on=ON + DAY)
    an_obligation(Debtor(HEAD, old.unit), ON + DAY)
    sweep(at_nine(ON + DAY))
    assert [m.person for m in Message.objects.all()] == [new.person]


def test_sweep_tells_the_administrators_of_a_vacant_office() -> None:
    administrator = an_appointment(office=Office.ADMINISTRATOR)
    an_obligation(Debtor(HEAD, a_unit()), ON + DAY)
    Message.objects.all().delete()
    sweep(at_nine(ON + DAY))
    told = Message.objects.get()
    assert (told.person, told.url) == (administrator.person, "/people/appointments/new/")


def test_sweep_tells_the_administrators_of_a_person_who_left() -> None:
    administrator, person = an_appointment(office=Office.ADMINISTRATOR), a_person()
    mine(person, ON + DAY)
    edit(person, by=SYSTEM, at=AT, is_active=False)
    sweep(at_nine(ON + DAY))
    assert [m.person for m in Message.objects.all()] == [administrator.person]


@pytest.mark.parametrize("choice", MailChoice)
def test_what_waits_for_a_person_who_has_left_is_not_mailed(choice: MailChoice) -> None:
    person, other = a_person(mail_choice=choice), a_person()
    for one in (person, other):
        part = open_parts([one.pk], at=at_nine(ON))[one.pk]
        Message.objects.create(
            key=f"due:{one.pk}", person=one, title="残った", created_at=at_nine(ON), digest_part_id=part
        )
    edit(person, by=SYSTEM, at=AT, is_active=False)
    sweep(at_nine(ON + DAY))
    assert (len(letters(person)), len(letters(other))) == (0, 1)
    assert list(DigestPart.objects.waiting()) == []


def test_sweep_without_anybody_to_tell_goes_on_the_next_time() -> None:
    made = an_obligation(Debtor(HEAD, a_unit()), ON + DAY)
    assert sweep(at_nine(ON + DAY)) == 1
    assert Message.objects.count() == 0
    head = an_appointment(office=HEAD, unit=made.debtor_unit)
    assert sweep(at_nine(ON + 2 * DAY)) == 1
    assert titles(head.person) == ["1開庁日超過:総務部長への届出"]


@pytest.mark.parametrize(
    ("swept_on", "escalated"), [(ON + 3 * DAY, False), (ON + 6 * DAY, False), (ON + 7 * DAY, True)]
)
def test_sweep_escalates_after_the_opening_days_of_the_parameter(swept_on: date, escalated: bool) -> None:
    head = an_appointment(office=HEAD)
    above = an_appointment(office=Office.DEPARTMENT_HEAD, unit=head.unit.department)
    an_obligation(Debtor(HEAD, head.unit), ON, at=at_nine(ON - DAY))
    sweep(at_nine(swept_on))
    late = {3: 3, 6: 4, 7: 5}[(swept_on - ON).days]
    expected = [f"{late}開庁日超過(担当の職から上がった知らせ):総務部長への届出"] if late > 3 else []
    assert titles(above.person) == expected
    assert titles(head.person) == [f"{late}開庁日超過:総務部長への届出"]


def test_who_holds_the_office_and_the_next_higher_one_is_told_of_both() -> None:
    head = an_appointment(office=HEAD)
    an_appointment(head.person, office=Office.DEPARTMENT_HEAD, unit=head.unit.department)
    an_obligation(Debtor(HEAD, head.unit), ON, at=at_nine(ON - DAY))
    sweep(at_nine(ON + 7 * DAY))
    assert titles(head.person) == [
        "5開庁日超過:総務部長への届出",
        "5開庁日超過(担当の職から上がった知らせ):総務部長への届出",
    ]


def test_escalation_follows_the_version_in_force() -> None:
    a_version(ON + DAY, settings={"escalation_after_days": 0})
    head = an_appointment(office=HEAD)
    above = an_appointment(office=Office.DEPARTMENT_HEAD, unit=head.unit.department)
    an_obligation(Debtor(HEAD, head.unit), ON, at=at_nine(ON - DAY))
    sweep(at_nine(ON + DAY))
    assert titles(above.person) == ["1開庁日超過(担当の職から上がった知らせ):総務部長への届出"]


def test_endeavour_of_a_person_or_the_highest_office_is_not_escalated() -> None:
    head = an_appointment(office=HEAD)
    mayor = an_appointment(office=Office.DEPUTY_MAYOR)
    above = an_appointment(office=Office.DEPARTMENT_HEAD, unit=head.unit.department)
    early = at_nine(ON - DAY)
    an_obligation(Debtor(HEAD, head.unit), ON, at=early, endeavour=True)
    an_obligation(Debtor(person=head.person), ON, at=early)
    an_obligation(Debtor(Office.DEPUTY_MAYOR), ON, at=early)
    assert sweep(at_nine(ON + 30 * DAY)) == 3
    assert (len(titles(above.person)), len(titles(mayor.person)), len(titles(head.person))) == (0, 1, 2)


def test_overdue_on_closed_days_is_counted_in_days() -> None:
    person = a_person()
    friday = date(2026, 11, 27)
    mine(person, friday)
    sweep(at_nine(friday + DAY))
    assert titles(person) == ["1日超過:総務部長への届出"]


def test_sweep_takes_more_than_a_batch() -> None:
    person = a_person()
    unit = a_unit()
    for number in range(205):
        an_obligation(Debtor(person=person), ON + DAY, about=unit, occurrence=str(number))
    assert sweep(at_nine(ON + DAY), batch=100) == 205
    assert (len(titles(person)), len(letters(person))) == (205, 1)
    assert letters(person)[0].subject == "期限のお知らせ(205件)"


def test_sweep_writes_to_more_people_than_it_holds_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.deadlines.sweep.PEOPLE", 2)
    people = [a_person() for _ in range(5)]
    for person in people:
        mine(person, ON + DAY)
    sweep(at_nine(ON + DAY))
    assert [len(letters(person)) for person in people] == [1] * 5


def test_sweep_with_nothing_due_costs_the_same_however_much_is_open(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    for _ in range(2):
        mine(a_person(), ON + 100 * DAY)
        with django_assert_num_queries(QUERIES_OF_AN_IDLE_SWEEP):
            assert sweep(AT) == 0


QUERIES_OF_AN_IDLE_SWEEP = 9
"""Three looks: for what no other sweep has, for what one leaves, for people; each in a savepoint of the test's own."""


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 45), min_size=1, max_size=12), st.integers(1, 35))
def test_sweeps_on_any_days_tell_each_item_once_a_day_and_at_the_next_chance(offsets: list[int], due: int) -> None:
    person, due_on = a_person(), ON + due * DAY
    mine(person, due_on)
    after, expected = ON, []
    for offset in sorted(offsets):
        on = ON + offset * DAY
        if next_telling(due_on, after) <= on:
            expected.append(on)
            after = on
        sweep(at_nine(on))
    assert carried_days(person) == expected
    assert len(letters(person)) == len(expected)

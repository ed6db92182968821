"""Daily or at once: how each person gets reminders, and that nobody gets none of what is overdue."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import TextField, Value

from core.deadlines.duties import Debtor
from core.deadlines.models import Telling
from core.deadlines.sweep import sweep
from core.notifications.models import DigestPart, OutboxMail
from core.staff.models import MailChoice, Person
from tests.factories import ON, a_person, an_obligation, at_nine

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW = at_nine(ON + DAY)


def owe(person: Person, *titles: str) -> None:
    for title in titles:
        an_obligation(Debtor(person=person), ON + DAY, title=title)


def subjects(person: Person) -> list[str]:
    return list(OutboxMail.objects.filter(person=person).order_by("id").values_list("subject", flat=True))


def test_a_mail_for_each_reminder_at_once_for_who_chose_that_and_one_a_day_for_others() -> None:
    at_once, daily = a_person(mail_choice=MailChoice.IMMEDIATE), a_person()
    for person in (at_once, daily):
        owe(person, "一つ目", "二つ目")
    sweep(TOMORROW)
    assert subjects(at_once) == ["きょう:一つ目", "きょう:二つ目"]
    assert subjects(daily) == ["期限のお知らせ(2件)"]
    assert not DigestPart.objects.waiting().exists()


def test_what_comes_later_on_the_day_is_sent_at_once_too() -> None:
    person = a_person(mail_choice=MailChoice.IMMEDIATE)
    owe(person, "先の仕事")
    sweep(TOMORROW)
    owe(person, "後の仕事")
    Telling.objects.filter(obligation__title="後の仕事").update(next_on=ON + DAY)
    sweep(TOMORROW + timedelta(hours=1))
    assert subjects(person) == ["きょう:先の仕事", "きょう:後の仕事"]


def test_a_second_sweep_sends_nothing_again() -> None:
    person = a_person(mail_choice=MailChoice.IMMEDIATE)
    owe(person, "仕事")
    sweep(TOMORROW)
    Telling.objects.update(next_on=ON + DAY)
    sweep(TOMORROW + timedelta(minutes=5))
    assert subjects(person) == ["きょう:仕事"]


@pytest.mark.parametrize("choice", MailChoice)
def test_what_is_overdue_is_mailed_whatever_was_chosen(choice: MailChoice) -> None:
    person = a_person(mail_choice=choice)
    owe(person, "遅れた仕事")
    for days in range(1, 10):
        sweep(at_nine(ON + days * DAY))
    late = OutboxMail.objects.filter(person=person, body__contains="超過:遅れた仕事")
    assert late.count() == 2


def test_there_is_no_choice_of_none() -> None:
    person = a_person()
    assert set(MailChoice.values) == {"daily", "immediate"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(mail_choice=Value("none", output_field=TextField()))

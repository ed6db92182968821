"""What is forgotten is in no mail any more: neither in the day's mail nor in one of its own."""

from datetime import timedelta

import pytest

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL
from core.deadlines.sweep import sweep
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from core.notifications.forgetting import EMPTIED, forget
from core.notifications.models import Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import write_messages
from core.staff.models import MailChoice, Person
from tests.factories import AT, ON, a_person, an_obligation, at_nine

pytestmark = pytest.mark.django_db
TOMORROW = ON + timedelta(days=1)


def owe(person: Person, title: str) -> Obligation:
    made = an_obligation(Debtor(person=person), TOMORROW, title=title)
    Obligation._base_manager.filter(pk=made.pk).update(link_name="things", link_pk=made.pk)
    return Obligation.objects.get(pk=made.pk)


def mails(person: Person) -> list[tuple[str, str]]:
    return list(OutboxMail.objects.filter(person=person).order_by("pk").values_list("subject", "body"))


def test_the_days_mail_that_carried_it_is_emptied_and_the_next_days_is_not() -> None:
    person = a_person()
    owed = owe(person, "浜の灯台")
    sweep(at_nine(TOMORROW))
    perform(owed, FULFIL, by=SYSTEM, at=at_nine(TOMORROW), ended_on=TOMORROW)
    owe(person, "別の仕事")
    sweep(at_nine(TOMORROW + timedelta(days=1)))
    assert forget([("things", owed.pk)], []) == 1
    told_of_it = Message.objects.filter(link_pk=owed.pk).values_list("title", "body")
    assert list(told_of_it) == [(EMPTIED, "")]
    first, second = mails(person)
    assert first == (EMPTIED, "")
    assert "別の仕事" in second[1]


def test_every_days_mail_that_carried_it_is_emptied() -> None:
    person = a_person()
    owed = owe(person, "浜の灯台")
    for days in range(2):
        sweep(at_nine(TOMORROW + timedelta(days=days)))
    assert forget([("things", owed.pk)], []) == 2
    assert mails(person) == [(EMPTIED, "")] * 2


def test_a_day_that_did_not_carry_it_keeps_its_mail() -> None:
    person = a_person()
    owe(person, "浜の灯台")
    sweep(at_nine(TOMORROW))
    other = owe(a_person(), "別の仕事")
    Obligation._base_manager.filter(pk=other.pk).update(debtor_person=person)
    sweep(at_nine(TOMORROW + timedelta(days=7)))
    forget([("things", other.pk)], [])
    assert "浜の灯台" in mails(person)[0][1]


@pytest.mark.parametrize("asked", ["reminder", "own mail"])
def test_a_mail_of_its_own_is_emptied_alone(asked: str) -> None:
    person = a_person(mail_choice=MailChoice.IMMEDIATE)
    owed, other = owe(person, "浜の灯台"), owe(person, "別の仕事")
    sweep(at_nine(TOMORROW))
    write_messages([Tell([person], "許可された", "浜の灯台", "thing", owed.pk)], key="act:1", at=AT)
    assert forget([("things" if asked == "reminder" else "thing", owed.pk)], []) == 1
    words = [subject for subject, _ in mails(person)]
    kept = {"reminder": "許可された", "own mail": "きょう:浜の灯台"}[asked]
    assert sorted(words) == sorted([EMPTIED, f"きょう:{other.title}", kept])

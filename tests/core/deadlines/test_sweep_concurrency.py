"""Two beats at once: every item is told once, and every reminder that counts as mailed stands in a mail."""

import threading
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import FULFIL
from core.deadlines.sweep import sweep
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from core.notifications.models import DigestPart, Message, OutboxMail
from core.notifications.writer import digest_key, mail, queue_mails
from core.staff.models import Person
from tests.factories import AT, ON, a_person, a_unit, an_obligation, at_nine, together

pytestmark = pytest.mark.usefixtures("committed_db")
TOMORROW = at_nine(ON.replace(day=25))


def owe(people: list[Person], each: int) -> list[Obligation]:
    unit = a_unit()
    return [
        an_obligation(
            Debtor(person=person), TOMORROW.date(), about=unit, title=f"義務{n}番", occurrence=f"{person.pk}-{n}"
        )
        for n in range(each)
        for person in people
    ]


def assert_told_once(people: list[Person], each: int) -> None:
    assert Message.objects.count() == len(people) * each
    assert OutboxMail.objects.count() == len(people)
    for person in people:
        body = OutboxMail.objects.get(person=person).body
        mailed = person.messages.filter(digest_part__carried_on=TOMORROW.date())
        assert [message.title for message in mailed if f"・{message.title}\n" not in f"{body}\n"] == []
        assert mailed.count() == body.count("・") == each
    assert not Telling.objects.filter(next_on__lte=TOMORROW.date()).exists()


def test_two_sweeps_at_once_tell_each_item_once() -> None:
    people = [a_person() for _ in range(4)]
    owe(people, 3)
    outcomes = together([partial(sweep, TOMORROW)] * 2)
    assert sum(outcome for outcome in outcomes if isinstance(outcome, int)) == 12
    assert_told_once(people, 3)


def test_many_sweeps_over_several_batches_lose_and_repeat_nothing() -> None:
    people = [a_person() for _ in range(3)]
    made = owe(people, 150)
    outcomes = together([partial(sweep, TOMORROW, 60)] * 4)
    assert sum(outcome for outcome in outcomes if isinstance(outcome, int)) == len(made)
    assert_told_once(people, 150)


def test_a_duty_that_ends_during_a_sweep_is_ended_and_told_at_most_once() -> None:
    person = a_person()
    made = owe([person], 8)

    def fulfil(obligation: Obligation) -> int:
        return perform(obligation, FULFIL, by=SYSTEM, at=AT, ended_on=ON).version

    ends = [partial(fulfil, obligation) for obligation in made]
    outcomes = together([partial(sweep, TOMORROW), *ends, partial(sweep, TOMORROW)])
    assert outcomes[1:-1] == [2] * 8
    assert [type(outcome) for outcome in (outcomes[0], outcomes[-1])] == [int, int]
    assert (Obligation.objects.open().count(), Telling.objects.count()) == (0, 0)
    keys = list(Message.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))


def test_a_reminder_that_comes_while_another_sweep_makes_the_digest_waits_for_the_next() -> None:
    person = a_person()
    owe([person], 1)
    half_way, beat = threading.Event(), TOMORROW + timedelta(minutes=10)

    def other_sweep() -> None:
        """Stand for a sweep between writing the day's mail and its commit."""
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            queue_mails([mail(digest_key(person, TOMORROW.date()), person, "期限のお知らせ", "・先の知らせ", TOMORROW)])
            carried = DigestPart.objects.create(person=person, told_at=TOMORROW, carried_on=TOMORROW.date())
            Message.objects.create(
                key="due:0", person=person, title="先の知らせ", created_at=TOMORROW, digest_part=carried
            )
            half_way.set()
            time.sleep(0.4)

    def this_sweep() -> None:
        half_way.wait(10)
        sweep(beat)

    assert together([other_sweep, this_sweep]) == [None, None]
    assert dict(Message.objects.values_list("title", "digest_part__carried_on")) == {
        "先の知らせ": TOMORROW.date(),
        "きょう:義務0番": None,
    }
    sweep(TOMORROW + timedelta(days=1))
    assert [letter.body.count("・") for letter in OutboxMail.objects.order_by("id")] == [1, 2]

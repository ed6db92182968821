"""The last seal of a day leaves the system by mail, once, also after days without a worker."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from core.audit.models import Seal, Unsealed
from core.lifecycle.act import edit, note
from core.lifecycle.actor import SYSTEM
from core.lifecycle.sealing import seal_and_tell
from core.notifications.models import Message, OutboxMail
from core.records import short_code
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON, an_actor, at_nine

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NINE = at_nine(ON)


def a_note() -> None:
    note("test", "試した", by=SYSTEM, at=AT)


@pytest.fixture
def keepers() -> list[Person]:
    """総務部長 and an auditor."""
    actors = [an_actor(office) for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR)]
    return [actor.person for actor in actors if actor.person]


def told() -> list[tuple[str, int]]:
    return list(Message.objects.filter(key__startswith="seal:").order_by("pk").values_list("key", "person"))


def test_day_that_is_not_over_tells_nobody(keepers: list[Person]) -> None:
    seal_and_tell(NINE)
    seal_and_tell(NINE + timedelta(hours=14))
    assert told() == []


def test_last_seal_of_a_day_is_told_once(keepers: list[Person]) -> None:
    seal_and_tell(NINE)
    a_note()
    seal_and_tell(NINE + timedelta(hours=1))
    for hour in range(15, 18):
        a_note()
        seal_and_tell(NINE + timedelta(hours=hour))
    assert told() == [(f"seal:{ON}::{person.pk}", person.pk) for person in keepers]
    last = Seal.objects.get(number=2)
    message = Message.objects.filter(key__startswith="seal:")[0]
    assert message.title == f"令和8年11月24日(火)の最後の封印 第2号({short_code(last.hash)})"
    assert message.body.splitlines()[:3] == [
        "封印の番号:2",
        f"封印の符号:{last.hash}",
        f"この日に封印した記録:{sum(Seal.objects.filter(number__lte=2).values_list('count', flat=True))}件",
    ]
    assert message.body.splitlines()[-1] == f"python manage.py verify_audit --seal 2:{last.hash}"


def test_seal_leaves_by_mail(keepers: list[Person]) -> None:
    seal_and_tell(NINE)
    seal_and_tell(NINE + DAY)
    mails = OutboxMail.objects.filter(key__startswith="seal:").order_by("pk")
    assert [mail.to for mail in mails] == [person.email for person in keepers if person.email]
    assert [Seal.objects.get(number=1).hash in mail.body for mail in mails] == [True] * len(mails)


def test_days_without_a_worker_are_told_by_the_last_of_them(keepers: list[Person]) -> None:
    seal_and_tell(NINE)
    seal_and_tell(NINE + 9 * DAY)
    seal_and_tell(NINE + 9 * DAY)
    assert [key for key, _ in told()] == [f"seal:{ON}::{person.pk}" for person in keepers]
    a_note()
    seal_and_tell(NINE + 9 * DAY)
    seal_and_tell(NINE + 12 * DAY)
    assert [key for key, _ in told()[2:]] == [f"seal:{ON + 9 * DAY}::{person.pk}" for person in keepers]


def test_mail_that_an_earlier_crash_lost_is_made_up_for(keepers: list[Person]) -> None:
    seal_and_tell(NINE)
    seal_and_tell(NINE + DAY)
    OutboxMail.objects.filter(key__startswith="seal:").delete()
    seal_and_tell(NINE + DAY + timedelta(hours=1))
    assert (len(told()), OutboxMail.objects.filter(key__startswith="seal:").count()) == (2, 2)


def notices() -> list[int]:
    """Return who was told that nothing leaves."""
    return list(Message.objects.filter(key__startswith="seal-unaddressed:").values_list("person", flat=True))


def test_administrators_are_told_once_that_no_seal_leaves(keepers: list[Person]) -> None:
    administrator = an_actor(Office.ADMINISTRATOR).person
    assert administrator is not None
    for person in keepers:
        edit(person, by=SYSTEM, at=AT, email="")
    for day in range(3):
        a_note()
        seal_and_tell(NINE + day * DAY)
    assert (notices(), OutboxMail.objects.count()) == ([administrator.pk], 0)


def test_nobody_is_alarmed_while_one_witness_has_an_address(keepers: list[Person]) -> None:
    an_actor(Office.ADMINISTRATOR)
    edit(keepers[0], by=SYSTEM, at=AT, email="")
    seal_and_tell(NINE)
    seal_and_tell(NINE + DAY)
    assert (notices(), OutboxMail.objects.count()) == ([], 1)


def test_administrators_are_told_anew_after_a_seal_had_left(keepers: list[Person]) -> None:
    an_actor(Office.ADMINISTRATOR)
    seal_and_tell(NINE)
    seal_and_tell(NINE + DAY)
    for person in keepers:
        edit(person, by=SYSTEM, at=AT, email="")
    seal_and_tell(NINE + DAY)
    assert len(notices()) == 1


def test_command_seals_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    a_note()
    call_command("seal_audit")
    call_command("seal_audit")
    assert (Unsealed.objects.count(), Seal.objects.count()) == (0, 1)
    assert capsys.readouterr().out.splitlines() == ["1 seals made.", "Nothing waits for a seal."]

"""Tells people what is due: a function of the database and of today's date.

A missed day, a second beat or a restarted worker changes nothing but the time of a message: the
rows to tell about are found by a date in an index, taken in locked batches, and every message and
mail has a key that exists once.
"""

from collections import defaultdict
from datetime import date, datetime

from django.db import connection, transaction

from core.deadlines.duties import VACANCY_PAGE
from core.deadlines.models import Obligation, Telling
from core.deadlines.rules import days_left_words, next_telling
from core.notifications.models import Message, MessageQuerySet, OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import absolute, digest_key, mail, queue_mails, write_messages
from core.periods.clock import japan_date
from core.periods.opening_days import opening_days_between
from core.rulebook.queries import parameter
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import NEXT_HIGHER, Office, office_label

BATCH = 200


def sweep(at: datetime) -> int:
    """Tell about every obligation whose day of telling has come, then send the digests.

    Returns:
        How many obligations were told about.
    """
    on, told = japan_date(at), 0
    while batch := _tell_batch(at, on):
        told += batch
    while _digest_batch(at, on):
        pass
    return told


def _tell_batch(at: datetime, on: date) -> int:
    with transaction.atomic():
        due = Telling.objects.filter(next_on__lte=on).order_by("next_on", "obligation_id")
        locked = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",))
        tellings = list(locked.select_related("obligation__debtor_unit", "obligation__debtor_person")[:BATCH])
        escalate_after = parameter("escalation_after_days", on) if tellings else 0
        for telling in tellings:
            _tell_about(telling, at, on, escalate_after)
            telling.next_on = next_telling(telling.obligation.due_on or on, on)
        Telling.objects.bulk_update(tellings, ["next_on"])
    return len(tellings)


def _tell_about(telling: Telling, at: datetime, on: date, escalate_after: int) -> None:
    obligation = telling.obligation
    due_on = obligation.due_on or on
    late = opening_days_between(due_on, on)
    words = days_left_words(due_on, on, overdue_opening_days=late)
    debtors = _debtors(obligation, on)
    tells = [_tell(debtors, f"{words}:{obligation.title}", obligation)] if debtors else [_vacancy(obligation, on)]
    if late > escalate_after and (above := _office_above(obligation, on)):
        tells.append(_tell(above, f"{words}(担当の職から上がった知らせ):{obligation.title}", obligation, "above"))
    write_messages(tells, key=f"due:{obligation.pk}:{telling.next_on}", at=at, by_digest=True)


def _tell(people: list[Person], title: str, obligation: Obligation, topic: str = "") -> Tell:
    target = "市の内部目標です。" if obligation.internal_target else ""
    return Tell(people, title, f"{target}{obligation.clause}", obligation.link_name, obligation.link_pk, topic)


def _debtors(obligation: Obligation, on: date) -> list[Person]:
    """Return who owes; nobody when the office is vacant or the person has left."""
    person = obligation.debtor_person
    if person is not None:
        return [person] if person.is_active else []
    return people_answering(obligation.debtor_office, obligation.debtor_unit, on)


def _vacancy(obligation: Obligation, on: date) -> Tell:
    """Tell the administrators that a duty waits for nobody; what it is about is not for their eyes."""
    office = office_label(obligation.debtor_office) if obligation.debtor_office else "退職した職員"
    place = f"{obligation.debtor_unit.name} " if obligation.debtor_unit else ""
    return Tell(
        people_answering(Office.ADMINISTRATOR, None, on),
        f"{place}{office}の仕事が、担当する職員のいないまま待っています",
        "任用を登録してください。",
        VACANCY_PAGE,
    )


def _office_above(obligation: Obligation, on: date) -> list[Person]:
    """Return the holders of the next higher office; a duty one only endeavours at is not escalated."""
    if not obligation.debtor_office or obligation.endeavour:
        return []
    higher = NEXT_HIGHER.get(Office(obligation.debtor_office))
    return people_answering(higher, obligation.debtor_unit, on) if higher else []


def _digest_batch(at: datetime, on: date) -> int:
    """Carry waiting reminders into one mail a person; who had today's mail waits until tomorrow.

    The persons are locked, so that another sweep reads what is left only after this one's mails are
    committed: a reminder counts as mailed only when it stands in the mail.
    """
    with transaction.atomic():
        people = Person.objects.filter(pk__in=_waiting(on).values("person")).order_by("pk")
        locked = list(people.select_for_update(no_key=True)[:BATCH])
        by_person: dict[Person, list[Message]] = defaultdict(list)
        for message in _waiting(on).filter(person__in=locked).select_related("person").order_by("id"):
            by_person[message.person].append(message)
        queue_mails([_digest(person, rows, at, on) for person, rows in by_person.items() if person.email])
        carried = [message.pk for rows in by_person.values() for message in rows]
        Message.objects.filter(pk__in=carried).update(digest_on=on)
    return len(locked)


def _waiting(on: date) -> MessageQuerySet:
    """Return the reminders no mail has carried, of persons who had no mail today."""
    had_mail = Message.objects.filter(by_digest=True, digest_on=on).values("person")
    return Message.objects.awaiting_digest().exclude(person__in=had_mail)


def _digest(person: Person, messages: list[Message], at: datetime, on: date) -> OutboxMail:
    lines = [f"{person.name} 様", "", f"期限についてのお知らせが{len(messages)}件あります。", ""]
    for message in messages:
        lines += [f"・{message.title}", f"  {absolute(message.url)}"]
    return mail(digest_key(person, on), person, f"期限のお知らせ({len(messages)}件)", "\n".join(lines), at)

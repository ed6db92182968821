"""Tells people what is due: a function of the database and of today's date.

A missed day, a second beat or a restarted worker changes nothing but the time of a message: the
rows to tell about are found by a date in an index, taken in locked batches, and every message and
mail has a key that exists once.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from django.db import connection, transaction
from django.db.models import Q

from core.deadlines.models import Telling
from core.deadlines.reminding import Due, Words
from core.notifications.models import Message, MessageQuerySet, OutboxMail, link_url
from core.notifications.writer import digest_key, mail, queue_mails, write_reminders
from core.periods.clock import japan_date
from core.staff.models import MailChoice, Person
from core.ui.links import SPECIMEN, absolute

BATCH = 2000
"""Obligations told about in one transaction."""
PEOPLE = 200
"""Persons whose digests are made in one transaction."""


def sweep(at: datetime, batch: int = BATCH) -> int:
    """Tell about every obligation whose day of telling has come, then send the digests.

    Sweeps at the same time share the work. Before the digests each waits for what the others are telling, and takes
    over what one of them leaves, so that a person's reminders of a day stand in one mail.

    Returns:
        How many obligations were told about.
    """
    on, told = japan_date(at), 0
    words = Words(on)
    for beside_others in (True, False):
        while count := _tell_batch(at, words, batch, beside_others=beside_others):
            told += count
    while _digest_batch(at, on):
        pass
    return told


def _tell_batch(at: datetime, words: Words, most: int, *, beside_others: bool) -> int:
    """Tell about some obligations: one statement for all messages, one for each day.

    Args:
        at: the instant of the messages.
        words: what is said on the day.
        most: obligations at once.
        beside_others: leave what another sweep has locked; otherwise wait for it.
    """
    with transaction.atomic():
        due = Telling.objects.filter(next_on__lte=words.on).order_by("next_on", "obligation_id")
        locked = due.select_for_update(skip_locked=beside_others and _skips(), of=("self",))
        batch = [Due(*row) for row in locked.values_list(*Due._fields)[:most]]
        if batch:
            write_reminders([told for one in batch for told in words.reminders(one)], at=at)
        next_days: defaultdict[date, list[int]] = defaultdict(list)
        for one in batch:
            next_days[words.next_on(one.obligation__due_on)].append(one.obligation)
        _move(next_days)
    return len(batch)


MOVE = {
    "postgresql": "UPDATE deadlines_telling SET next_on = %s WHERE obligation_id = ANY(%s::bigint[])",
    "sqlite": "UPDATE deadlines_telling SET next_on = %s WHERE obligation_id IN (SELECT value FROM json_each(%s))",
}


def _move(next_days: Mapping[date, list[int]]) -> None:
    """Note the next day of telling; the keys go as one value, for thousands are read longer than they are changed."""
    with connection.cursor() as cursor:
        for day, told in next_days.items():
            keys = told if connection.vendor == "postgresql" else json.dumps(told)
            cursor.execute(MOVE[connection.vendor], [connection.ops.adapt_datefield_value(day), keys])


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _digest_batch(at: datetime, on: date) -> int:
    """Carry waiting reminders into one mail a person, or into one each; who had today's mail waits until tomorrow.

    The persons are locked and left out by other sweeps until this one's mails are committed: a reminder counts as
    mailed only when it stands in the mail.
    """
    with transaction.atomic():
        people = Person.objects.filter(pk__in=_waiting(on).values("person")).order_by("pk")
        locked = {person.pk: person for person in people.select_for_update(no_key=True, skip_locked=_skips())[:PEOPLE]}
        lines: defaultdict[int, list[str]] = defaultdict(list)
        mails: list[OutboxMail] = []
        address = cache(lambda page: absolute(link_url(page, SPECIMEN)))
        for key, pk, title, page, of in sorted(_carried(list(locked), on)):
            person = locked[pk]
            url = absolute(link_url(page, None)) if of is None else address(page).replace(str(SPECIMEN), str(of))
            if person.email and person.mail_choice == MailChoice.IMMEDIATE:
                mails.append(_single(person, key, title, url, at))
            elif person.email:
                lines[pk] += [f"・{title}", f"  {url}"]
        queue_mails([*mails, *(_digest(locked[pk], text, at, on) for pk, text in lines.items())])
    return len(locked)


CARRY = """
UPDATE notifications_message SET digest_on = %s WHERE id IN ({waiting})
RETURNING id, person_id, title, link_name, link_pk
"""


def _carried(people: list[int], on: date) -> list[tuple[int, int, str, str, int | None]]:
    """Mark what waits for some people as carried; return key, person, title, page and key of the page of each."""
    if not people:
        return []
    waiting, values = _waiting(on).filter(person__in=people).values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        # The query of what waits alone is put into the text.
        cursor.execute(CARRY.format(waiting=waiting), [connection.ops.adapt_datefield_value(on), *values])
        return list(cursor.fetchall())


def _waiting(on: date) -> MessageQuerySet:
    """Return the reminders no mail has carried, of persons who had no mail today or want one for each."""
    had_mail = Message.objects.filter(by_digest=True, digest_on=on).values("person")
    immediate = Person.objects.filter(mail_choice=MailChoice.IMMEDIATE).values("pk")
    return Message.objects.awaiting_digest().filter(~Q(person__in=had_mail) | Q(person__in=immediate))


def _single(person: Person, key: int, title: str, url: str, at: datetime) -> OutboxMail:
    text = [f"{person.name} 様", "", "期限についてのお知らせです。", "", title, "", url]
    return mail(f"reminder:{key}", person, title, "\n".join(text), at)


def _digest(person: Person, lines: list[str], at: datetime, on: date) -> OutboxMail:
    count = len(lines) // 2
    text = [f"{person.name} 様", "", f"期限についてのお知らせが{count}件あります。", "", *lines]
    return mail(digest_key(person, on), person, f"期限のお知らせ({count}件)", "\n".join(text), at)

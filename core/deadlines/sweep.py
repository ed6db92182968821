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

from core.columns import column
from core.deadlines.reminding import Alike, Words, remind
from core.notifications.models import DigestPart, DigestPartQuerySet, Message, OutboxMail, link_url
from core.notifications.writer import digest_key, mail, queue_mails, reminder_key
from core.periods.clock import japan_date
from core.staff.models import MailChoice, Person
from core.ui.links import SPECIMEN, absolute

BATCH = 1000
"""Obligations told about in one transaction."""
PEOPLE = 20
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
    last: int | None = 0
    while last is not None:
        last = _digest_batch(at, on, after=last)
    return told


def _tell_batch(at: datetime, words: Words, most: int, *, beside_others: bool) -> int:
    """Tell about some obligations: one statement for all messages, one for each day; return about how many.

    Args:
        at: the instant of the messages.
        words: what is said on the day.
        most: obligations at once.
        beside_others: leave what another sweep has locked; otherwise wait for it.
    """
    with transaction.atomic():
        due = _due(words.on, most, beside_others=beside_others)
        remind(words, due, at)
        next_days: defaultdict[date, list[int]] = defaultdict(list)
        for alike, keys in due.items():
            next_days[words.next_on(alike.due_on)] += keys
        _move(next_days)
    return sum(len(keys) for keys in due.values())


DUE = """
SELECT due.next_on, duty.due_on, duty.endeavour, duty.debtor_office, duty.debtor_unit_id, duty.debtor_person_id, {keys}
FROM (SELECT obligation_id, next_on FROM deadlines_telling WHERE next_on <= %s
    ORDER BY next_on, obligation_id LIMIT %s {lock}) AS due
JOIN deadlines_obligation AS duty ON duty.id = due.obligation_id
GROUP BY 1, 2, 3, 4, 5, 6
"""
"""What is locked is looked up; what another sweep has locked is only passed over."""
KEYS = {"postgresql": "array_agg(duty.id)", "sqlite": "json_group_array(duty.id)"}


def _due(on: date, most: int, *, beside_others: bool) -> dict[Alike, list[int]]:
    """Lock some obligations that are due to be told about; return their keys by what they have in common."""
    lock = connection.ops.for_update_sql(skip_locked=beside_others) if _skips() else ""
    with connection.cursor() as cursor:
        sql = DUE.format(keys=KEYS[connection.vendor], lock=lock)
        cursor.execute(sql, [connection.ops.adapt_datefield_value(on), most])
        return {Alike(*values): _list(keys) for *values, keys in cursor.fetchall()}


def _list(keys: list[int] | str) -> list[int]:
    """Return keys that an engine put together: SQLite has no arrays."""
    return list(json.loads(keys)) if isinstance(keys, str) else keys


MOVE = {
    "postgresql": "UPDATE deadlines_telling SET next_on = %s WHERE obligation_id = ANY(%s::bigint[])",
    "sqlite": "UPDATE deadlines_telling SET next_on = %s WHERE obligation_id IN (SELECT value FROM json_each(%s))",
}


def _move(next_days: Mapping[date, list[int]]) -> None:
    """Note the next day of telling; the keys go as one value, for thousands are read longer than they are changed."""
    with connection.cursor() as cursor:
        for day, told in next_days.items():
            cursor.execute(MOVE[connection.vendor], [connection.ops.adapt_datefield_value(day), column(told)])


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _digest_batch(at: datetime, on: date, *, after: int) -> int | None:
    """Carry waiting reminders into one mail a person, or into one each; who had today's mail waits until tomorrow.

    The persons are locked and left out by other sweeps until this one's mails are committed: a reminder counts as
    mailed only when it stands in the mail. Nothing is mailed to a person who has left; what waited is done with.

    Returns:
        The last person of the batch, in the order of their keys; none when nothing waits for anybody beyond `after`.
    """
    with transaction.atomic():
        people = Person.objects.filter(pk__in=_waiting(on).values("person"), pk__gt=after).order_by("pk")
        locked = {person.pk: person for person in people.select_for_update(no_key=True, skip_locked=_skips())[:PEOPLE]}
        lines: defaultdict[int, list[str]] = defaultdict(list)
        mails: list[OutboxMail] = []
        address = cache(lambda page: absolute(link_url(page, SPECIMEN)))
        for key, pk, title, page, of in _carried(list(locked), at, on) if locked else ():
            person = locked[pk]
            if not person.is_active or not person.email:
                continue
            url = absolute(link_url(page, None)) if of is None else address(page).replace(str(SPECIMEN), str(of))
            if person.mail_choice == MailChoice.IMMEDIATE:
                mails.append(_single(person, key, title, url, at))
            else:
                lines[pk] += [f"・{title}", f"  {url}"]
        queue_mails([*mails, *(_digest(locked[pk], text, at, on) for pk, text in lines.items())])
    return max(locked, default=None)


def _carried(people: list[int], at: datetime, on: date) -> list[tuple[int, int, str, str, int | None]]:
    """Mark what waits for some people as carried; return key, person, title, page and key of the page of each message.

    A part with nothing in it, because all of it had been told before, is no mail of the day and is taken away. The
    parts are locked before they are read; one that a disposal holds waits for the next sweep, without its words.
    """
    parts = _waiting(on).filter(person__in=people).order_by("pk")
    parts = parts.select_for_update(no_key=True, skip_locked=_skips(), of=("self",))
    waiting = dict(parts.values_list("pk", "told_at"))
    since = min(waiting.values(), default=at)
    messages = Message.objects.filter(person__in=people, created_at__gte=since, digest_part__in=waiting).order_by("pk")
    found = list(messages.values_list("digest_part", "pk", "person", "title", "link_name", "link_pk"))
    carried = {part for part, *_ in found}
    DigestPart.objects.filter(pk__in=carried).update(carried_on=on)
    DigestPart.objects.filter(pk__in=waiting.keys() - carried).delete()
    return [(key, person, title, page, of) for _, key, person, title, page, of in found]


def _waiting(on: date) -> DigestPartQuerySet:
    """Return what no mail has carried, of persons who had no mail today or want one for each reminder."""
    had_mail = DigestPart.objects.filter(carried_on=on).values("person")
    return DigestPart.objects.waiting().filter(~Q(person__in=had_mail) | Q(person__mail_choice=MailChoice.IMMEDIATE))


def _single(person: Person, key: int, title: str, url: str, at: datetime) -> OutboxMail:
    text = [f"{person.name} 様", "", "期限についてのお知らせです。", "", title, "", url]
    return mail(reminder_key(key), person, title, "\n".join(text), at)


def _digest(person: Person, lines: list[str], at: datetime, on: date) -> OutboxMail:
    count = len(lines) // 2
    text = [f"{person.name} 様", "", f"期限についてのお知らせが{count}件あります。", "", *lines]
    return mail(digest_key(person, on), person, f"期限のお知らせ({count}件)", "\n".join(text), at)

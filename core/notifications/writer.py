"""Writes messages and outbox rows in the transaction of the act that causes them.

Called by `core.lifecycle`, `core.deadlines` and, of its own failures, the mail side (an import contract holds this).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from core.columns import column
from core.notifications.models import Mention, Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.waking import Waker
from core.staff.models import Person
from core.together import Write, inserts, write_together
from core.ui.links import absolute


def write_messages(tells: Iterable[Tell], *, key: str, at: datetime) -> None:
    """Write one message for each person told, and one mail each.

    Writing under a key that exists changes nothing, so that telling twice tells once.

    Raises:
        TransactionManagementError: outside a transaction, where a crash could leave the message without its mail, and
            the key would keep every later run from sending it.
    """
    outgoing(tells, key=key, at=at).store()


@dataclass(frozen=True)
class Outgoing:
    """Messages and mails that are about to be written; `writes` may go in together with others before `note`."""

    writes: list[Write]
    mentions: Mapping[str, Sequence[str]]

    def store(self) -> None:
        """Write them."""
        write_together(self.writes)
        self.note()

    def note(self) -> None:
        """Note, once they are written, what they mention."""
        _store_mentions(self.mentions)


def outgoing(tells: Iterable[Tell], *, key: str, at: datetime) -> Outgoing:
    """Return what is to be written for `write_messages`; the worker is woken when it is committed."""
    messages, mentions = _messages(tells, key, at)
    mails = [mail_of(message, at) for message in messages if message.person.email]
    if mails:
        transaction.on_commit(_wake_worker, robust=True)
    return Outgoing([*inserts(messages), *inserts(mails)], mentions)


REMINDERS = """
INSERT INTO notifications_message
    (key, person_id, title, body, link_name, link_pk, created_at, read_at, digest_part_id)
SELECT told.key, told.person, substr(told.title, 1, 200), told.body, told.link_name, told.link_pk, %s, NULL, told.part
FROM ({told}) AS told
WHERE TRUE ORDER BY told.place, told.turn ON CONFLICT DO NOTHING
"""


PARTS = """
INSERT INTO notifications_digestpart (person_id, told_at, carried_on)
SELECT person.value, %s, NULL FROM {people} ORDER BY person.value RETURNING person_id, id
"""
EACH = {"postgresql": "unnest(%s::bigint[]) AS person (value)", "sqlite": "json_each(%s) AS person"}


def open_parts(people: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Return for each of some persons the key of a new part of a daily mail; the mail carries what is written into it.

    Args:
        people: keys of persons.
        at: the instant of the messages.

    Raises:
        TransactionManagementError: outside a transaction: it is what keeps a part from being carried too early.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        sql = PARTS.format(people=EACH[connection.vendor])
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(at), column([*people])])
        return dict(cursor.fetchall())


def write_reminders(told: str, values: Sequence[Any], *, at: datetime) -> None:
    """Write reminders in one statement; one under a key that exists changes nothing.

    Args:
        told: the text of a query with a row for each: key, person (active), part (one of `open_parts`), title, body,
            link_name, link_pk, and what it stands in order by: place, turn.
        values: what stands in the query.
        at: the instant of the messages.

    Raises:
        TransactionManagementError: outside a transaction, as `write_messages`.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        # The text of the caller's query alone is put into the text.
        cursor.execute(REMINDERS.format(told=told), [connection.ops.adapt_datetimefield_value(at), *values])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("messages are written in the transaction of what they tell of")


def write_notices(tells: Iterable[Tell], *, key: str, at: datetime) -> None:
    """Write messages that no mail carries: what is told of the mail itself, which would only fail once more."""
    messages, mentions = _messages(tells, key, at)
    Outgoing([*inserts(messages)], mentions).store()


def _messages(tells: Iterable[Tell], key: str, at: datetime) -> tuple[list[Message], Mapping[str, Sequence[str]]]:
    _require_transaction()
    told = [
        (_message(tell, person, f"{key}:{tell.topic}:{person.pk}", at), tell)
        for tell in tells
        for person in tell.people
        if person.is_active
    ]
    mentions = {message.key: tell.mentions for message, tell in told if tell.mentions}
    return [message for message, _ in told], mentions


def _store_mentions(mentions: Mapping[str, Sequence[str]]) -> None:
    """Note what messages mention; they are read again by key, for those written earlier keep their rows."""
    if not mentions:
        return
    stored = Message.objects.filter(key__in=mentions).values_list("pk", "key")
    rows = [Mention(message_id=pk, stream=stream) for pk, key in stored for stream in mentions[key]]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def _message(tell: Tell, person: Person, key: str, at: datetime) -> Message:
    return Message(
        key=key,
        person=person,
        title=tell.title[:200],
        body=tell.body,
        link_name=tell.link_name,
        link_pk=tell.link_pk,
        created_at=at,
    )


def mail_of(message: Message, at: datetime) -> OutboxMail:
    """Return the outbox row that carries one message."""
    lines = [f"{message.person.name} 様", "", message.title, message.body, "", absolute(message.url)]
    return mail(message.key, message.person, message.title, "\n".join(lines), at)


def mail(key: str, person: Person, subject: str, body: str, at: datetime) -> OutboxMail:
    """Return an unsaved outbox row; the subject becomes one line, so that no header can be split."""
    one_line = " ".join(subject.split())[:190]
    return OutboxMail(
        key=key, person=person, to=person.email, subject=one_line, body=body, created_at=at, next_attempt_at=at
    )


def queue_mails(mails: Sequence[OutboxMail]) -> None:
    """Store outbox rows and wake the worker once the act is committed."""
    if not mails:
        return
    write_together([*inserts(mails)])
    transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    WAKER.ask()


def _wake() -> None:
    from core.notifications.tasks import send_outbox  # tasks import the mail side; only waking needs it

    # Only a wake: without the broker the next run finds the rows.
    send_outbox.apply_async(retry=False, expires=60)


WAKER = Waker(_wake)


def digest_key(person: Person, on: date) -> str:
    """Name the one reminder mail a person gets on a day."""
    return f"digest:{on.isoformat()}:{person.pk}"


def reminder_key(message: int) -> str:
    """Name the mail of one reminder, by the key of its message, to somebody who wants one for each."""
    return f"reminder:{message}"

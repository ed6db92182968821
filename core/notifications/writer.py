"""Writes messages and outbox rows in the transaction of the act that causes them.

Called by `core.lifecycle`, `core.deadlines` and, of its own failures, the mail side (an import contract holds this).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction

from core.notifications.models import Mention, Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.waking import Waker
from core.staff.models import Person
from core.together import Write, inserts, write_together
from core.ui.links import absolute


def write_messages(tells: Iterable[Tell], *, key: str, at: datetime, by_digest: bool = False) -> None:
    """Write one message for each person told, and one mail each unless the daily digest carries it.

    Writing under a key that exists changes nothing, so that telling twice tells once.

    Raises:
        TransactionManagementError: outside a transaction, where a crash could leave the message without its mail, and
            the key would keep every later run from sending it.
    """
    outgoing(tells, key=key, at=at, by_digest=by_digest).store()


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


def outgoing(tells: Iterable[Tell], *, key: str, at: datetime, by_digest: bool = False) -> Outgoing:
    """Return what is to be written for `write_messages`; the worker is woken when it is committed."""
    messages, mentions = _messages(tells, key, at, by_digest=by_digest)
    mails = [] if by_digest else [mail_of(message, at) for message in messages if message.person.email]
    if mails:
        transaction.on_commit(_wake_worker, robust=True)
    return Outgoing([*inserts(messages), *inserts(mails)], mentions)


class Reminder(NamedTuple):
    """One message that the daily digest carries, as plain values: thousands are written at once."""

    key: str
    person: int
    """Key of an active person."""
    title: str
    body: str
    link_name: str
    link_pk: int | None


REMINDERS = """
INSERT INTO notifications_message
    (key, person_id, title, body, link_name, link_pk, created_at, read_at, by_digest, digest_on)
SELECT told.key, told.person, told.title, told.body, told.link_name, told.link_pk, %s, NULL, TRUE, NULL
FROM ({told}) AS told
WHERE TRUE ORDER BY told.place ON CONFLICT DO NOTHING
"""
TOLD = {
    "postgresql": """
        SELECT (part->>0) AS key, (part->>1)::bigint AS person, (part->>2) AS title, (part->>3) AS body,
            (part->>4) AS link_name, (part->>5)::bigint AS link_pk, place
        FROM json_array_elements(%s::json) WITH ORDINALITY AS parts (part, place)""",
    "sqlite": """
        SELECT value->>0 AS key, value->>1 AS person, value->>2 AS title, value->>3 AS body,
            value->>4 AS link_name, value->>5 AS link_pk, key AS place FROM json_each(%s)""",
}


def write_reminders(reminders: Sequence[Reminder], *, at: datetime) -> None:
    """Write reminders for the digest in one statement; one under a key that exists changes nothing.

    Raises:
        TransactionManagementError: outside a transaction, as `write_messages`.
    """
    _require_transaction()
    told = json.dumps([(*one[:2], one.title[:200], *one[3:]) for one in reminders], ensure_ascii=False)
    with connection.cursor() as cursor:
        created_at = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(REMINDERS.format(told=TOLD[connection.vendor]), [created_at, told])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("messages are written in the transaction of what they tell of")


def write_notices(tells: Iterable[Tell], *, key: str, at: datetime) -> None:
    """Write messages that no mail carries: what is told of the mail itself, which would only fail once more."""
    messages, mentions = _messages(tells, key, at, by_digest=False)
    Outgoing([*inserts(messages)], mentions).store()


def _messages(
    tells: Iterable[Tell], key: str, at: datetime, *, by_digest: bool
) -> tuple[list[Message], Mapping[str, Sequence[str]]]:
    _require_transaction()
    told = [
        (_message(tell, person, f"{key}:{tell.topic}:{person.pk}", at, by_digest), tell)
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


def _message(tell: Tell, person: Person, key: str, at: datetime, by_digest: bool) -> Message:
    return Message(
        key=key,
        person=person,
        title=tell.title[:200],
        body=tell.body,
        link_name=tell.link_name,
        link_pk=tell.link_pk,
        created_at=at,
        by_digest=by_digest,
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

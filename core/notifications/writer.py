"""Writes messages and outbox rows in the transaction of the act that causes them.

Called by `core.lifecycle`, `core.deadlines` and, of its own failures, the mail side (an import contract holds this).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from core.notifications.models import Mention, Message, OutboxMail
from core.notifications.telling import Tell
from core.staff.models import Person


def write_messages(tells: Iterable[Tell], *, key: str, at: datetime, by_digest: bool = False) -> None:
    """Write one message for each person told, and one mail each unless the daily digest carries it.

    Writing under a key that exists changes nothing, so that telling twice tells once.

    Raises:
        TransactionManagementError: outside a transaction, where a crash could leave the message without its mail, and
            the key would keep every later run from sending it.
    """
    messages = _stored(tells, key, at, by_digest=by_digest)
    if not by_digest:
        queue_mails([mail_of(message, at) for message in messages if message.person.email])


def write_notices(tells: Iterable[Tell], *, key: str, at: datetime) -> None:
    """Write messages that no mail carries: what is told of the mail itself, which would only fail once more."""
    _stored(tells, key, at, by_digest=False)


def _stored(tells: Iterable[Tell], key: str, at: datetime, *, by_digest: bool) -> list[Message]:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("messages are written in the transaction of what they tell of")
    told = [
        (_message(tell, person, f"{key}:{tell.topic}:{person.pk}", at, by_digest), tell)
        for tell in tells
        for person in tell.people
        if person.is_active
    ]
    messages = [message for message, _ in told]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    _store_mentions({message.key: tell.mentions for message, tell in told if tell.mentions})
    return messages


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
    OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)
    transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    from core.notifications.tasks import send_outbox  # tasks import the mail side; only waking needs it

    # Only a wake: without the broker the next run finds the rows, and the person who acted waits for nothing.
    send_outbox.apply_async(retry=False, expires=60)


def absolute(path: str) -> str:
    """Prefix a path with the address people reach the application at."""
    return f"{settings.PUBLIC_BASE_URL}{path}" if path else ""


def digest_key(person: Person, on: date) -> str:
    """Name the one reminder mail a person gets on a day."""
    return f"digest:{on.isoformat()}:{person.pk}"

"""Messages shown in the application, mails waiting to leave, and the worker's heartbeat."""

from datetime import datetime
from typing import Self

from django.db import models

from core.notifications.states import MailState
from core.staff.models import Person
from core.ui.links import soft_link


class MessageQuerySet(models.QuerySet["Message"]):
    """Named reads of messages."""

    def unread(self) -> Self:
        """Keep what its person has not opened."""
        return self.filter(read_at=None)


class DigestPartQuerySet(models.QuerySet["DigestPart"]):
    """Named reads of what daily mails carry."""

    def waiting(self) -> Self:
        """Keep what no mail has carried yet."""
        return self.filter(carried_on=None)


class DigestPart(models.Model):
    """The reminders that one transaction wrote for one person: a mail carries all of them, or none.

    What waits is marked here, in one row: marking each of thousands of messages took as long as writing half of them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="digest_parts", db_index=False)
    told_at = models.DateTimeField()
    """When its messages were written, all of them."""
    carried_on = models.DateField(null=True)

    objects = DigestPartQuerySet.as_manager()

    class Meta:
        verbose_name = "まとめて送るお知らせ"
        indexes = [models.Index(fields=["carried_on", "person"], name="digest_part_days")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.carried_on or '-'}"


class Message(models.Model):
    """What one person is told once; `key` makes telling twice impossible."""

    key = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages", db_index=False)
    title = models.CharField("題", max_length=200)
    body = models.TextField("内容", blank=True)
    link_name = models.CharField(max_length=80, blank=True)
    link_pk = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_part = models.ForeignKey(
        DigestPart, models.DO_NOTHING, related_name="messages", null=True, db_index=False, db_constraint=False
    )
    """With what the daily mail carries it; nothing for a message with a mail of its own.

    No index and no constraint, which would cost once for each of thousands of messages: they are found by person and
    time, the part is written by the same transaction, and only one in which nothing stands is ever taken away.
    """

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        indexes = [models.Index(fields=["person", "-created_at"])]
        # No further index: a morning writes thousands of messages. `unique` on the field would make a second one for
        # beginnings of keys, which nobody asks for.
        constraints = [models.UniqueConstraint(fields=["key"], name="message_told_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Return the address of what the message is about, or an empty text."""
        return link_url(self.link_name, self.link_pk)


class Mention(models.Model):
    """A record whose content stands in a message that leads elsewhere, so that disposal finds the words."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    stream = models.CharField(max_length=80, db_index=True)

    class Meta:
        verbose_name = "お知らせに出る記録"
        constraints = [models.UniqueConstraint(fields=["message", "stream"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.stream}"


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    """Named reads of the outbox."""

    def due(self, at: datetime) -> Self:
        """Keep the waiting mails whose next attempt has come."""
        return self.filter(state=MailState.QUEUED, next_attempt_at__lte=at).order_by("next_attempt_at", "id")


class OutboxMail(models.Model):
    """A mail written with the act that causes it, sent later by the worker."""

    STATES = [
        (MailState.QUEUED.value, "送信待ち"),
        (MailState.SENT.value, "送信済"),
        (MailState.EXHAUSTED.value, "送信できず"),
    ]

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.EmailField()
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    state = models.CharField("状態", max_length=12, choices=STATES, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField("試行", default=0)
    created_at = models.DateTimeField("作成")
    next_attempt_at = models.DateTimeField("次の試行")
    sent_at = models.DateTimeField("送信", null=True)
    failure = models.CharField("最後の失敗", max_length=200, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "送信箱"
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="outbox_sent_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a part of the background last worked, and since when and why it fails if it does."""

    name = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "稼働の印"

    def __str__(self) -> str:
        return self.name


def link_url(name: str, pk: int | None) -> str:
    """Resolve a stored URL name; an empty name gives an empty address.

    So does a page that a later release no longer has: one old row must not stop everybody's digest.
    """
    return soft_link(name, *(() if pk is None else (pk,))) if name else ""

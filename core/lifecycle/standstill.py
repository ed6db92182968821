"""What stands in the way of the seals, in the words of their page, which speaks when the worker itself is dead.

Whoever wants to change the trail unseen stops the sealing first, or sees to it that no seal leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from core.audit.models import Unsealed
from core.lifecycle.sealing import ADDRESSES_MISSING, NOTHING_LEAVES, addressed, last_seal_before, mail_key, witnesses
from core.notifications.models import OutboxMail
from core.notifications.states import MailState
from core.periods.clock import japan_date, japan_midnight

PATIENCE = timedelta(hours=2)
"""Twice the hour between two seals."""
STANDS_STILL = "封印が2時間より長く止まっています"
MAIL_MISSING = "前の日の封印の知らせを、送れていません"
STOPPED = (
    "封印を待つできごとは、封印されるまで、気づかれずに切り取られるおそれがあります。システム管理者に「稼働状況」の確認を求めてください。"
    "動き出すまでは、一番上の封印を印刷し、大事な決裁の短い符号を紙に控えてください。止まっていた時間と理由を控えます。"
)
UNSENT = (
    "封印がシステムの外に残っていません。システム管理者に「送信箱」と「稼働状況」の確認を求めてください。"
    "届くまでは、一番上の封印を印刷して綴じてください。"
)


@dataclass(frozen=True)
class Standstill:
    """One thing that stands in the way, and what to do."""

    title: str
    way: str


@dataclass(frozen=True)
class Waiting:
    """The events that no seal covers yet: how many, and since when the oldest waits."""

    count: int
    oldest: datetime | None


def waiting() -> Waiting:
    """Return what waits for a seal; one query."""
    return Waiting(**Unsealed.objects.aggregate(count=Count("pk"), oldest=Min("event__at")))


def standstills(at: datetime, found: Waiting | None = None) -> list[Standstill]:
    """Return what stands in the way of the seals at an instant; nothing when all is well.

    Args:
        found: what waits, where the caller has read it.
    """
    return list(_found(at, found or waiting()))


def _found(at: datetime, found: Waiting) -> Iterator[Standstill]:
    if found.oldest is not None and found.oldest < at - PATIENCE:
        yield Standstill(STANDS_STILL, STOPPED)
    if not addressed(witnesses(japan_date(at))):
        yield Standstill(NOTHING_LEAVES, ADDRESSES_MISSING)
    elif _is_mail_missing(at):
        yield Standstill(MAIL_MISSING, UNSENT)


def _is_mail_missing(at: datetime) -> bool:
    """Tell whether a mail with the last seal of the last day waits too long, was given up, or was never written."""
    on = japan_date(at)
    last = last_seal_before(on)
    if last is None:
        return False
    mails = OutboxMail.objects.filter(key__startswith=f"{mail_key(last)}:")
    waits = Q(state=MailState.QUEUED, created_at__lt=at - PATIENCE) | Q(state=MailState.EXHAUSTED)
    return mails.filter(waits).exists() or (at > japan_midnight(on) + PATIENCE and not mails.exists())

"""Takes the words out of messages and mails about records that are disposed of (廃棄).

Messages are no records: the rows stay, so that counting and keys go on, but they say nothing more.
"""

from collections.abc import Collection

from django.db.models import Q

from core.notifications.models import DigestPart, Mention, Message, MessageQuerySet, OutboxMail
from core.notifications.writer import digest_key, reminder_key

EMPTIED = "廃棄済みの記録についてのお知らせ"


def forget(links: Collection[tuple[str, int]], streams: Collection[str]) -> int:
    """Empty the messages that lead to some pages or mention some records, and their mails; return how many messages.

    A daily digest that carried one of them is emptied whole: it only repeats what its messages say. So is the mail of
    one reminder. What waits for a mail is locked first: a sweep that is just writing it is waited for, another one
    passes it over until this is committed.
    """
    leading = Q(pk__in=Mention.objects.filter(stream__in=streams).values("message"))
    for name in {name for name, _ in links}:
        leading |= Q(link_name=name, link_pk__in=[pk for other, pk in links if other == name])
    found = Message.objects.filter(leading)
    _hold_waiting(found)
    keys: set[str] = set()
    for message in found.select_related("digest_part__person"):
        part = message.digest_part
        keys |= {message.key} if part is None else {reminder_key(message.pk)}
        if part is not None and part.carried_on is not None:
            keys.add(digest_key(part.person, part.carried_on))
    OutboxMail.objects.filter(key__in=keys).update(subject=EMPTIED, body="")
    return found.update(title=EMPTIED, body="")


def _hold_waiting(messages: MessageQuerySet) -> None:
    parts = DigestPart.objects.waiting().filter(pk__in=messages.values("digest_part"))
    list(parts.order_by("pk").select_for_update(no_key=True).values_list("pk"))

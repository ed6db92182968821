"""Gives reminders of before the parts of daily mails that they stand in, so that what waits is mailed and no day twice.

By itself, between the new column and the end of the old ones: PostgreSQL alters no table whose rows wait for a check.
"""

from typing import Any

from django.db import migrations
from django.db.models import Min, OuterRef, Subquery


def forward(apps: Any, schema_editor: Any) -> None:
    """Make a part for each person and day of mails, and one for what waits for one."""
    messages, parts = apps.get_model("notifications", "Message"), apps.get_model("notifications", "DigestPart")
    reminders = messages.objects.filter(by_digest=True)
    days = reminders.order_by().values_list("person", "digest_on").annotate(first=Min("created_at"))
    made = (parts(person_id=person, told_at=first, carried_on=on) for person, on, first in days.iterator())
    parts.objects.bulk_create(made, batch_size=1000)
    of_person = parts.objects.filter(person=OuterRef("person"))
    carried, waiting = of_person.filter(carried_on=OuterRef("digest_on")), of_person.filter(carried_on=None)
    reminders.exclude(digest_on=None).update(digest_part=Subquery(carried.values("pk")[:1]))
    reminders.filter(digest_on=None).update(digest_part=Subquery(waiting.values("pk")[:1]))


def backward(apps: Any, schema_editor: Any) -> None:
    """Mark each reminder itself again."""
    messages, parts = apps.get_model("notifications", "Message"), apps.get_model("notifications", "DigestPart")
    carried = parts.objects.filter(pk=OuterRef("digest_part")).values("carried_on")
    messages.objects.exclude(digest_part=None).update(by_digest=True, digest_on=Subquery(carried))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_digest_parts")]

    operations = [migrations.RunPython(forward, backward)]

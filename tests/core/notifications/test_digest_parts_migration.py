"""Reminders of a database of before are brought forward: what waits is mailed once, what was carried is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.deadlines.sweep import sweep
from core.notifications.models import DigestPart, Message, OutboxMail
from core.staff.models import Person
from tests.factories import AT, ON, a_person, at_nine

pytestmark = pytest.mark.usefixtures("committed_db")
BEFORE = ("notifications", "0004_fewer_indexes_of_messages")
YESTERDAY = ON - timedelta(days=1)


def messages_of_before() -> Any:
    """Go back to the columns of before; return the table as it was."""
    call_command("migrate", *BEFORE, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([BEFORE]).apps.get_model("notifications", "Message")


def write(messages: Any, key: str, person: Person, *, by_digest: bool = True, on: date | None = None) -> None:
    facts = {"by_digest": by_digest, "digest_on": on, "created_at": AT}
    messages.objects.create(key=key, person_id=person.pk, title=key, body="", link_name="", **facts)


def test_what_waits_is_mailed_once_and_a_mail_of_the_day_is_known() -> None:
    late, done, other = a_person(), a_person(), a_person()
    messages = messages_of_before()
    for key in ("due:1", "due:2"):
        write(messages, key, late)
    write(messages, "due:3", late, on=YESTERDAY)
    write(messages, "due:4", done, on=ON)
    write(messages, "due:5", done)
    write(messages, "act:1", other, by_digest=False)
    call_command("migrate", "notifications", verbosity=0)
    found = Message.objects.order_by("key").values_list("key", "digest_part__person", "digest_part__carried_on")
    assert list(found) == [
        ("act:1", None, None),
        ("due:1", late.pk, None),
        ("due:2", late.pk, None),
        ("due:3", late.pk, YESTERDAY),
        ("due:4", done.pk, ON),
        ("due:5", done.pk, None),
    ]
    assert DigestPart.objects.count() == 4
    sweep(at_nine(ON))
    assert [(letter.person, letter.body.count("・")) for letter in OutboxMail.objects.all()] == [(late, 2)]
    sweep(at_nine(ON + timedelta(days=1)))
    assert OutboxMail.objects.get(person=done).body.count("・") == 1


def test_the_way_back_marks_the_messages_again() -> None:
    person = a_person()
    messages = messages_of_before()
    write(messages, "act:1", person, by_digest=False)
    write(messages, "due:1", person)
    write(messages, "due:2", person, on=ON)
    call_command("migrate", "notifications", verbosity=0)
    messages = messages_of_before()
    found = list(messages.objects.order_by("key").values_list("key", "by_digest", "digest_on"))
    call_command("migrate", "notifications", verbosity=0)
    assert found == [("act:1", False, None), ("due:1", True, None), ("due:2", True, ON)]

"""Messages."""

from datetime import timedelta

import pytest

from core.notifications.models import Message
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from tests.core.people.helpers import as_holder
from tests.factories.core import a_person

pytestmark = pytest.mark.django_db


def a_message(person: Person, number: int = 1) -> Message:
    """Tell a person something, the later the larger the number."""
    at = now() - timedelta(hours=1) + timedelta(seconds=number)
    return Message.objects.create(
        key=f"m{person.pk}:{number}",
        person=person,
        title=f"お知らせ{number}",
        created_at=at,
        link_name="people:password",
    )


def test_messages_are_mine_newest_first() -> None:
    browser = as_holder(Office.STAFF)
    a_message(browser.person, 1), a_message(browser.person, 2), a_message(a_person(), 3)

    shown = browser.to("messages").context["shown"]

    assert [message.title for message in shown.rows] == ["お知らせ2", "お知らせ1"]


def test_looking_at_messages_changes_nothing() -> None:
    browser = as_holder(Office.STAFF)
    message = a_message(browser.person)

    browser.to("messages")

    assert Message.objects.get(pk=message.pk).read_at is None


def test_all_messages_are_marked_as_read() -> None:
    browser = as_holder(Office.STAFF)
    a_message(browser.person, 1), a_message(browser.person, 2)
    foreign = a_message(a_person())

    answer = browser.send("messages_read")

    assert answer["Location"] == "/messages/"
    assert list(Message.objects.unread()) == [foreign]


def test_opening_a_message_marks_it_and_leads_on() -> None:
    browser = as_holder(Office.STAFF)
    message = a_message(browser.person)

    answer = browser.send("message_open", message.pk)

    assert answer["Location"] == "/me/password/"
    assert Message.objects.unread().count() == 0


def test_message_of_another_is_not_found() -> None:
    message = a_message(a_person())

    assert as_holder(Office.STAFF).send("message_open", message.pk).status_code == 404
    assert Message.objects.unread().count() == 1


def test_messages_come_fifty_a_page_and_lead_both_ways() -> None:
    browser = as_holder(Office.STAFF)
    for number in range(120):
        a_message(browser.person, number)

    first = browser.to("messages").context["shown"]
    second = browser.to("messages", cursor=first.next).context["shown"]
    third = browser.to("messages", cursor=second.next).context["shown"]
    back = browser.to("messages", cursor=second.previous).context["shown"]

    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 20]
    assert (first.previous, third.next) == (None, None)
    assert [m.pk for m in back.rows] == [m.pk for m in first.rows]

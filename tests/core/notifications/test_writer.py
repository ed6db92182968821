"""Messages and mails are written once for each key, and no text splits a header."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notifications.models import DigestPart, Message, OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import digest_key, mail, open_parts, write_messages
from core.staff.models import Person
from core.ui.links import absolute
from tests.factories import AT, a_person, everything

pytestmark = pytest.mark.django_db


def test_write_messages_makes_one_message_and_mail_for_each_person() -> None:
    people = [a_person("月岡 修"), a_person()]
    write_messages(
        [Tell(people, "起案が許可されました", "内容を確認してください。", "thing", 7, "decision")], key="act:1", at=AT
    )
    assert [(m.key, m.person, m.url) for m in Message.objects.order_by("id")] == [
        (f"act:1:decision:{person.pk}", person, "/things/7/") for person in people
    ]
    letter = OutboxMail.objects.get(person=people[0])
    assert (letter.key, letter.to, letter.subject) == (
        f"act:1:decision:{people[0].pk}",
        people[0].email,
        "起案が許可されました",
    )
    assert letter.body.split("\n") == [
        "月岡 修 様",
        "",
        "起案が許可されました",
        "内容を確認してください。",
        "",
        "https://sns.city.example.jp/things/7/",
    ]
    assert (letter.state, letter.attempts, letter.next_attempt_at, letter.sent_at) == ("queued", 0, AT, None)


def test_write_messages_again_under_the_key_changes_nothing() -> None:
    tell = Tell([a_person()], "題")
    write_messages([tell], key="act:1", at=AT)
    before = everything()
    write_messages([tell], key="act:1", at=AT)
    assert everything() == before


def test_write_messages_to_a_person_named_twice_tells_once() -> None:
    person = a_person()
    write_messages([Tell([person, person], "題")], key="act:1", at=AT)
    assert (Message.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_write_messages_of_two_topics_tells_both() -> None:
    person = a_person()
    write_messages([Tell([person], "題", topic="a"), Tell([person], "題", topic="b")], key="act:1", at=AT)
    assert (Message.objects.count(), OutboxMail.objects.count()) == (2, 2)


def test_write_messages_to_nobody_writes_nothing() -> None:
    before = everything()
    write_messages([Tell([], "題")], key="act:1", at=AT)
    assert everything() == before


def test_person_without_address_gets_the_message_only() -> None:
    write_messages([Tell([a_person(email="")], "題")], key="act:1", at=AT)
    assert (Message.objects.count(), OutboxMail.objects.count()) == (1, 0)


def test_long_title_is_cut_to_what_fits() -> None:
    write_messages([Tell([a_person()], "あ" * 300)], key="act:1", at=AT)
    assert (len(Message.objects.get().title), len(OutboxMail.objects.get().subject)) == (200, 190)


@given(st.text(max_size=400))
def test_subject_is_always_one_line(title: str) -> None:
    subject = mail("k", Person(pk=1, email="a@example.jp"), title, "", AT).subject
    assert len(subject.splitlines()) <= 1
    assert len(subject) <= 190


def test_subject_with_a_header_inside_is_harmless() -> None:
    letter = mail("k", Person(pk=1, email="a@example.jp"), "題\r\nBcc: all@example.jp\n\n本文", "", AT)
    assert letter.subject == "題 Bcc: all@example.jp 本文"


def test_absolute_prefixes_a_path_and_leaves_nothing_empty(settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://www.example.jp"
    assert [absolute(path) for path in ("/things/1/", "")] == ["https://www.example.jp/things/1/", ""]


def test_digest_key_is_one_for_each_person_and_day() -> None:
    keys = {digest_key(Person(pk=pk), on) for pk in (1, 2) for on in (date(2026, 11, 24), date(2026, 11, 25))}
    assert len(keys) == 4
    assert digest_key(Person(pk=1), date(2026, 11, 24)) == "digest:2026-11-24:1"


@pytest.mark.parametrize(
    ("name", "pk", "url"),
    [("", None, ""), ("", 3, ""), ("things", None, "/things/"), ("thing", 3, "/things/3/"), ("gone", 3, "")],
)
def test_url_of_a_message(name: str, pk: int | None, url: str) -> None:
    assert Message(link_name=name, link_pk=pk).url == url


def test_unread_keeps_what_its_person_has_not_opened() -> None:
    person = a_person()
    for key in ("act:1", "act:2"):
        write_messages([Tell([person], key)], key=key, at=AT)
    Message.objects.filter(title="act:1").update(read_at=AT)
    assert [m.title for m in Message.objects.unread()] == ["act:2"]


def test_parts_of_a_mail_are_one_for_each_person_and_wait() -> None:
    people = [a_person(), a_person()]
    parts = open_parts({person.pk for person in people}, at=AT)
    found = DigestPart.objects.waiting().values_list("person", "pk")
    assert dict(found) == parts
    assert [str(part) for part in DigestPart.objects.order_by("pk")] == [f"{person.pk}: -" for person in people]
    DigestPart.objects.filter(person=people[0]).update(carried_on=AT.date())
    assert list(DigestPart.objects.waiting().values_list("person", flat=True)) == [people[1].pk]

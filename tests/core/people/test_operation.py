"""The outbox and the signs of life, and what administrators do about mail that failed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.failures import failure_words
from core.notifications.heartbeat import STARTED, beat
from core.notifications.mail import message_id
from core.notifications.models import Heartbeat, OutboxMail
from core.people.operation_views import EXPECTED, PARTS, ago_words
from core.periods.clock import now
from core.staff.offices import Office
from iwaki_sm.celery import BEAT_TABLE
from tests.core.people.helpers import Browser, administrator, as_holder, events, said
from tests.factories import everything
from tests.factories.core import AT, a_person

pytestmark = pytest.mark.django_db


def a_failed_mail(key: str = "act:1", **values: Any) -> OutboxMail:
    """Leave a mail that could not be sent."""
    person = values.pop("person", None) or a_person("月岡 修")
    given = {
        "state": "exhausted",
        "attempts": 20,
        "failure": "550",
        "to": person.email,
        "subject": "題",
        "body": "本文",
    }
    at = now() - timedelta(days=1)
    return OutboxMail.objects.create(key=key, person=person, created_at=at, next_attempt_at=at, **(given | values))


@pytest.mark.parametrize("office", list(Office))
def test_outbox_and_health_exist_for_administrators_only(office: Office) -> None:
    browser = as_holder(office)
    status = 200 if office == Office.ADMINISTRATOR else 404

    assert (browser.to("outbox").status_code, browser.to("health").status_code) == (status, status)


def test_outbox_is_narrowed_by_state() -> None:
    browser, at = administrator(), now()
    for state, sent_at in (("queued", None), ("exhausted", None), ("sent", at)):
        values = {"key": state, "to": "a@city.example.jp", "subject": state, "body": "", "state": state}
        OutboxMail.objects.create(person=browser.person, created_at=at, next_attempt_at=at, sent_at=sent_at, **values)

    shown = browser.to("outbox", state="exhausted")

    assert [row["mail"].subject for row in shown.context["rows"]] == ["exhausted"]
    waiting = browser.to("health").context["waiting"]
    assert (waiting["queued"], waiting["exhausted"]) == (1, 1)


def test_mail_that_failed_is_put_back_to_the_address_of_today_as_a_recorded_act() -> None:
    browser, letter = administrator(), a_failed_mail(to="old@city.example.jp")

    answer = browser.send("outbox_requeue", letter.pk)

    after = OutboxMail.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/outbox/?state=exhausted")
    assert said(answer) == ["月岡 修さんへのメールを、送信待ちに戻しました。"]
    assert (after.state, after.attempts, after.to) == ("queued", 0, letter.person.email)
    assert message_id(after) == message_id(letter)
    (event,) = events("outbox.requeued")
    assert (event["sent_to"], event["failed"]["to"]) == (letter.person.email, "old@city.example.jp")


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_mail_that_waits_or_was_sent_is_not_put_back(state: str) -> None:
    browser = administrator()
    letter = a_failed_mail(state=state, sent_at=now() if state == "sent" else None)
    before = everything()

    assert browser.send("outbox_requeue", letter.pk).status_code == 409
    assert everything() == before


def test_mail_put_back_twice_is_one_act() -> None:
    browser, letter = administrator(), a_failed_mail()

    codes = [browser.send("outbox_requeue", letter.pk).status_code for _ in range(2)]

    assert (codes, len(events("outbox.requeued"))) == ([302, 409], 1)


def test_mail_of_somebody_without_an_address_or_who_left_is_refused_with_the_way_on() -> None:
    browser, person = administrator(), a_person(email="")
    letter = a_failed_mail(person=person, to="old@city.example.jp")

    without = browser.send("outbox_requeue", letter.pk)
    edit(person, by=SYSTEM, at=AT, email="new@city.example.jp", is_active=False)
    left = browser.send("outbox_requeue", letter.pk)

    assert (without.status_code, left.status_code) == (403, 403)
    assert without.context["way_on"] == "職員台帳に電子メールを登録してから、もう一度送ってください。"
    assert OutboxMail.objects.get().state == "exhausted"


@pytest.mark.parametrize("office", [office for office in Office if office != Office.ADMINISTRATOR])
def test_mail_is_put_back_by_administrators_only(office: Office) -> None:
    letter = a_failed_mail()

    assert as_holder(office).send("outbox_requeue", letter.pk).status_code == 404
    assert OutboxMail.objects.get().state == "exhausted"


def test_mail_that_is_not_there_is_not_found() -> None:
    assert administrator().send("outbox_requeue", 7).status_code == 404


def test_opening_the_address_that_puts_back_does_nothing() -> None:
    browser, letter = administrator(), a_failed_mail()

    assert browser.to("outbox_requeue", letter.pk).status_code == 405
    assert OutboxMail.objects.get().state == "exhausted"


def test_outbox_needs_as_many_queries_for_three_mails_as_for_one() -> None:
    browser, counts = administrator(), []
    for number in range(3):
        a_failed_mail(f"act:{number}")
        counts.append(queries(browser))
    assert counts == [counts[0]] * 3


def queries(browser: Browser) -> int:
    """Count the queries of the outbox page."""
    browser.to("outbox")
    with CaptureQueriesContext(connection) as counted:
        browser.to("outbox")
    return len(counted)


def test_health_names_what_is_down_and_since_when() -> None:
    browser, at = administrator(), now()
    long_ago, hour_ago = at - timedelta(hours=2), at - timedelta(hours=1)
    Heartbeat.objects.create(name="worker", beaten_at=at)
    Heartbeat.objects.create(name="sweep", beaten_at=long_ago)
    Heartbeat.objects.create(name="outbox", beaten_at=at)
    Heartbeat.objects.create(
        name="mail_server", beaten_at=long_ago, failing_since=hour_ago, failed_at=at, failure="TimeoutError: timed out"
    )

    answer = browser.to("health")

    assert [(row["label"], row["tone"], row["words"]) for row in answer.context["rows"]] == [
        ("処理の係", "ok", "動いています"),
        ("期限の巡回", "warn", "確認できません"),
        ("メールの送信", "ok", "動いています"),
        ("メールサーバー", "warn", "失敗しています"),
        *((label, "end", "まだありません") for label in list(PARTS.values())[4:]),
    ]
    assert [(row["label"], row["since"]) for row in answer.context["down"]] == [
        ("期限の巡回", long_ago),
        ("メールサーバー", hour_ago),
    ]
    assert answer.content.decode().count("最後の失敗:時間切れ<details>") == 1


def test_health_names_the_one_of_several_processes_that_is_dead() -> None:
    browser, at = administrator(), now()
    for name in ("worker", "sweep", "outbox", "worker:a", "beat:b"):
        beat(name, at)
    for name in ("worker:b", "beat:a"):
        beat(name, at - timedelta(minutes=3))

    shown = browser.to("health").context

    down = [(row["label"], row["words"], row["since"]) for row in shown["down"]]
    silent_since = at - timedelta(minutes=3)
    assert down == [("時計(a)", "確認できません", silent_since), ("処理の係(b)", "確認できません", silent_since)]
    alive = {row["label"] for row in shown["rows"] if row["words"] == "動いています"}
    assert alive == {"処理の係", "期限の巡回", "メールの送信", "処理の係(a)", "時計(b)"}


def test_health_hints_at_the_owner_of_the_tables() -> None:
    told = administrator().to("health").content.decode().count("データベースの持ち主として動いています")

    assert told == int(connection.vendor == "postgresql")


def test_every_task_of_the_clock_has_its_row_and_its_limit() -> None:
    tasks = {"worker" if name == "heartbeat" else name for name in BEAT_TABLE}

    assert tasks | {"mail_server"} == set(PARTS) == set(EXPECTED) | {"worker"}


def test_health_of_a_task_that_has_only_ever_failed_names_it() -> None:
    browser, at = administrator(), now()
    Heartbeat.objects.create(name="outbox", failing_since=at, failed_at=at, failure="ValueError: x")

    down = {row["label"]: row["words"] for row in browser.to("health").context["down"]}

    assert down == {
        "処理の係": "確認できません",
        "期限の巡回": "確認できません",
        "メールの送信": "失敗しています",
    }


@pytest.mark.parametrize(
    ("minutes", "down"), [(1, []), (3, ["処理の係", "メールの送信"]), (21, ["処理の係", "期限の巡回", "メールの送信"])]
)
def test_health_is_silent_about_what_was_not_due_since_the_start(minutes: int, down: list[str], settings: Any) -> None:
    settings.HEARTBEAT_LIMIT_SECONDS = 90
    beat(STARTED, now() - timedelta(minutes=minutes))

    shown = administrator().to("health").context

    assert [row["label"] for row in shown["down"]] == down
    new = [row["label"] for row in shown["rows"] if row["age"] == "起動したばかりです"]
    assert sorted([*new, *down]) == sorted(["処理の係", "期限の巡回", "メールの送信"])


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-1), "0秒前"),
        (timedelta(seconds=59), "59秒前"),
        (timedelta(seconds=413), "6分前"),
        (timedelta(hours=23, minutes=59), "23時間前"),
        (timedelta(days=2, hours=3), "2日前"),
    ],
)
def test_age_is_said_in_the_largest_unit(age: timedelta, words: str) -> None:
    assert ago_words(age) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("SMTPRecipientsRefused: {'a@x.jp': (550, b'no such user')}", "宛先が受け付けられませんでした(550)"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "メールサーバーにつながりません"),
        ("gaierror: [Errno -2] Name or service not known", "メールサーバーにつながりません"),
        ("TimeoutError: timed out", "時間切れ"),
        ("SMTPDataError: (554, b'spam')", "その他の失敗"),
    ],
)
def test_failure_of_a_mail_is_said_in_a_word_beside_its_text(raw: str, words: str) -> None:
    browser = administrator()
    a_failed_mail(failure=raw)

    assert failure_words(raw) == (words, raw)
    assert f"{words}<details>" in browser.to("outbox").content.decode()


def test_failure_of_another_part_says_nothing_of_mail() -> None:
    assert failure_words("OperationalError: [Errno 111]", of_mail=False) == (
        "その他の失敗",
        "OperationalError: [Errno 111]",
    )

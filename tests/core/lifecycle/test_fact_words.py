"""Facts in words: what a note holds, and what a decision was given."""

from datetime import UTC, datetime

import pytest

from core.audit.models import Event
from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from core.lifecycle.fact_words import fact_rows, plain_words
from core.lifecycle.trails import change_rows, facts_of
from tests.approvals.pages import a_world
from tests.factories.approvals import a_request, step_at
from tests.factories.core import AT, a_person

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 25, 15, 23, 2, tzinfo=UTC)


def rows(event: Event) -> list[tuple[str, str]]:
    """Return an event's facts in words, without the changes that stand in a table of their own."""
    return fact_rows(event, {name: value for name, value in facts_of(event).items() if name != "changes"})


def test_failed_sign_in_is_told_in_words() -> None:
    failed = {"staff_number": "10001", "known": True, "address": "10.0.0.1", "limited_until": EVENING}
    note("signin_failed", "サインインに失敗した", by=SYSTEM, at=AT, **failed)

    assert sorted(rows(Event.objects.get(move="signin_failed"))) == [
        ("いまある職員番号", "はい"),
        ("受付停止の終わり", "令和8年11月26日(木) 0:23"),
        ("接続元", "10.0.0.1"),
        ("職員番号", "10001"),
    ]


def test_record_pointed_to_is_named() -> None:
    person = a_person("野原 恵")
    note("signin", "サインインした", by=SYSTEM, at=AT, person=person)

    assert rows(Event.objects.get(move="signin")) == [("職員", str(person))]


def test_decision_is_told_with_labels_and_names() -> None:
    world = a_world()
    step = step_at(a_request(world=world, decided=1, when=EVENING), 1)

    told = dict(rows(Event.objects.get(stream=step.stream, move__endswith=".consent")))

    head = world.section_head
    assert told["決めた人"] == str(head.person)
    assert (told["決めたときの職"], told["決めた日時"]) == (head.label, "令和8年11月26日(木) 0:23")


def test_instant_that_changed_is_told_in_japan_time() -> None:
    pair = [None, "2026-11-25T15:23:02.352Z"]

    assert change_rows(Event, {"at": pair})[0][2] == "令和8年11月26日(木) 0:23"


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "はい"), (None, ""), (3, "3"), ("2026-11-13", "令和8年11月13日(金)"), ("2026-99-99T99:99:99Z", None)],
)
def test_plain_value_in_words(value: object, words: str | None) -> None:
    assert plain_words(value) == (value if words is None else words)

"""Names of streams and states in words, and streams by document number."""

import pytest

from core.audit.models import Event
from core.lifecycle.streams import state_words, words_of_stream
from tests.factories import an_appointment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stream", "words"),
    [("staff.appointment:12", "任用 12"), ("note:signin:8c1f", "操作の記録"), ("nothing.known:3", "nothing.known:3")],
)
def test_words_of_a_stream(stream: str, words: str) -> None:
    assert words_of_stream(stream) == words


def test_words_of_a_state_are_the_labels_of_the_record() -> None:
    event = Event.objects.get(stream=an_appointment().stream)

    assert state_words(event) == "(新規) → 確定"

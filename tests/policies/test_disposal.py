"""What is emptied of a version when its matter is disposed of: every text a person wrote."""

from typing import Any

from approvals.dossier import RequestDossier
from core.retention.carrying_out import EMPTIED
from policies.models import MediaPolicy, PolicyReview
from policies.rules import FIELDS
from tests.factories import ON

SAID = ("reason", "opinion", "review_note")


def test_no_word_of_a_version_is_left_and_the_reply_choice_stays() -> None:
    words: dict[str, Any] = dict.fromkeys((*FIELDS, *SAID), "灯台") | {"replies": "none"}
    written = MediaPolicy(**words)
    left = RequestDossier().emptied(written, ON)
    assert left == {**dict.fromkeys(FIELDS, ""), "replies": "none", **dict.fromkeys(SAID, EMPTIED)}


def test_messages_that_lead_to_a_version_are_found() -> None:
    assert RequestDossier().links_of(MediaPolicy(pk=7)) == [("policies:policy_detail", 7)]


def test_no_word_of_a_later_review_is_left() -> None:
    assert RequestDossier().emptied(PolicyReview(note="灯台"), ON) == {"note": EMPTIED}

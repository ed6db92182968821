"""Every office and every move of a notice that a person makes: one literal table; what is not listed is refused.

`foreign` people hold their office in another department; the deputy is the section head's.
"""

from datetime import timedelta
from typing import Any

import pytest

from approvals.models import ChangeNotice
from approvals.notices.moves import CANCEL, DEVIATE, EFFECT, MOVES, PULL_BACK, RESCHEDULE, RETURN, SUBMIT
from approvals.notices.states import NoticeState
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move, allow
from tests.approvals.attempts import everybody, outcome
from tests.architecture.moves import moves_of
from tests.factories import AT, ON
from tests.factories.approvals import a_deputy, an_office_world
from tests.factories.notices import a_notice

pytestmark = pytest.mark.django_db
SECTION = {"staff", "section_head", "deputy"}
MANAGER = {"section_head", "deputy"}
TABLE: dict[str, dict[str, set[str]]] = {
    "draft": {"submit": SECTION, "cancel": SECTION},
    "submitted": {"pull_back": SECTION, "give_back": MANAGER, "cancel": SECTION},
    "returned": {"submit": SECTION, "cancel": SECTION},
    "settled": {"reschedule": MANAGER, "deviate": MANAGER, "cancel": MANAGER},
    "filed": {"reschedule": MANAGER, "deviate": MANAGER, "cancel": MANAGER},
    "announced": {"reschedule": MANAGER, "deviate": MANAGER, "cancel": MANAGER},
    "effected": {},
    "completed": {},
    "cancelled": {},
}
TRIED = (SUBMIT, PULL_BACK, RETURN, EFFECT, RESCHEDULE, DEVIATE, CANCEL)
BY_ACTION = {"settle", "redate"}
"""Tried with their actions, which make what is shown, and count anew (`test_life`, `test_redating`)."""
EFFECTS_ONLY = {"file", "announce", "complete", "lapse"}
"""Transitions that nobody makes: they follow from a filing, from the channels, from a closure."""


def sound() -> dict[str, Any]:
    """Return facts that no move has anything to say against on the day of the announcement, but for an effect."""
    facts: dict[str, Any] = {"opinion": "理由", "effected_on": ON, "cancelled_on": ON, "cancel_reason": "取りやめ"}
    facts["deviation_reason"] = "アカウントが乗っ取られたため"
    facts |= {"planned_on": ON + timedelta(days=90), "reason": "準備のため", "account_on": ON, "homepage_on": ON}
    return facts


def attempt(notice: ChangeNotice, move: Move, by: Actor) -> str:
    """Try one move with sound facts, having seen the notice as it stands."""
    seen = notice.fingerprint() if move.decides else None
    return outcome(lambda: perform(notice, move, by=by, at=AT, seen=seen, **sound()))


@pytest.mark.parametrize("state", list(TABLE))
def test_office_and_move(state: str) -> None:
    world = an_office_world()
    notice = a_notice(NoticeState(state), world=world)
    people = everybody(world) | {"deputy": a_deputy(world.section_head)}
    done = {move.name: {who for who, by in people.items() if attempt(notice, move, by) == "done"} for move in TRIED}
    assert {name: who for name, who in done.items() if who} == TABLE[state]


def test_every_transition_is_tried_or_follows_from_another() -> None:
    assert {move.name for move in TRIED} | EFFECTS_ONLY | BY_ACTION == set(moves_of(ChangeNotice))
    assert {move.name for move in MOVES if move.check is allow} == EFFECTS_ONLY
    assert set(TABLE) == set(NoticeState)

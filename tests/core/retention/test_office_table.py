"""Every office and every move of a disposal, tried with one person of each; what is not listed is refused."""

from functools import partial
from typing import Any

import pytest

from core.lifecycle.act import acting, perform
from core.lifecycle.actor import Actor
from core.retention.actions import lift_hold, list_disposal, place_hold
from core.retention.models import Disposal
from core.retention.moves import CARRY_OUT, DECLINE, PERMIT, WITHDRAW
from core.retention.states import DisposalState
from tests.approvals.attempts import everybody, outcome
from tests.factories import AT, ON
from tests.factories.approvals import a_deputy
from tests.factories.retention import BASIS, a_disposal, a_hold, an_old_request, an_old_world, seen, the_officer

pytestmark = pytest.mark.django_db

OFFICER, DIRECTOR = {"records_officer"}, {"general_affairs_director"}
MOVES = (PERMIT, DECLINE, WITHDRAW, CARRY_OUT)
TABLE: dict[str, dict[str, set[str]]] = {
    "requested": {"permit": DIRECTOR, "decline": DIRECTOR, "withdraw": OFFICER},
    "permitted": {"withdraw": OFFICER, "carry_out": OFFICER},
    "carried_out": {},
    "declined": {},
    "withdrawn": {},
}


def attempt(disposal: Disposal, move: Any, by: Actor) -> str:
    """Try one move with sound facts, having seen the disposal as it stands."""
    given: dict[str, Any] = {
        **dict.fromkeys(("permitted_by", "carried_out_by"), by.person),
        **dict.fromkeys(("permitted_for", "carried_out_for"), by.on_behalf_of),
        **dict.fromkeys(("permitted_as", "carried_out_as"), by.label),
        **dict.fromkeys(("permitted_on", "carried_out_on"), ON),
        "reason": "理由を書きました。",
        "how": "消去",
    }
    facts = {name: given[name] for name in move.takes}
    return outcome(partial(perform, disposal, move, by=by, at=AT, seen=disposal.fingerprint(), **facts))


@pytest.mark.parametrize("state", list(TABLE))
def test_office_and_move(state: str) -> None:
    world = an_old_world()
    disposal = a_disposal(DisposalState(state), world=world)
    done = {
        move.name: {who for who, actor in everybody(world).items() if attempt(disposal, move, actor) == "done"}
        for move in MOVES
    }
    assert {name: people for name, people in done.items() if people} == TABLE[state]


@pytest.mark.parametrize("state", list(TABLE))
def test_button_shows_exactly_where_the_act_goes_through(state: str) -> None:
    world = an_old_world()
    disposal = a_disposal(DisposalState(state), world=world)
    for move in MOVES:
        for who, actor in everybody(world).items():
            shown = move.why_not(disposal, actor, ON) is None
            assert (move.name, who, shown) == (move.name, who, attempt(disposal, move, actor) == "done")


def test_listing_and_holding_by_office() -> None:
    world = an_old_world()
    request, held = an_old_request(world=world), an_old_request(world=world)
    hold, chosen, people = a_hold(held, world), seen(request), everybody(world)

    def tried(who: Actor) -> tuple[str, str, str]:
        given: Any = {"by": who, "at": AT}
        return (
            outcome(partial(list_disposal, chosen, basis=BASIS, **given)),
            outcome(partial(place_hold, request.stream, cause="audit", reason="監査", **given)),
            outcome(partial(lift_hold, hold, reason="監査の終わり", **given)),
        )

    answers = {who: tried(actor) for who, actor in people.items()}
    refused = ("denied",) * 3
    assert answers == {**dict.fromkeys(people, refused), "records_officer": ("done",) * 3}


def test_deputy_of_another_office_is_refused() -> None:
    world = an_old_world()
    disposal = a_disposal(world=world)
    tried = {name: attempt(disposal, PERMIT, a_deputy(actor)) for name, actor in everybody(world).items() if actor.unit}
    assert {name for name, answer in tried.items() if answer == "done"} == DIRECTOR


def test_deputy_of_the_officer_does_not_permit_what_the_officer_asked_for() -> None:
    world = an_old_world()
    disposal = a_disposal(world=world)
    deputy = a_deputy(the_officer(world))
    assert {move.name: attempt(disposal, move, deputy) for move in MOVES} == {
        "permit": "denied",
        "decline": "denied",
        "withdraw": "done",
        "carry_out": "conflict",
    }


def test_office_that_ended_refuses() -> None:
    world = an_old_world()
    disposal = a_disposal(world=world)
    deputy = a_deputy(world.general_affairs_director, ON, ON)
    tomorrow = AT.replace(day=AT.day + 1)
    facts = {"permitted_by": deputy.person, "permitted_as": deputy.label, "permitted_on": ON}

    def permit() -> None:
        with acting(by=deputy, at=tomorrow) as act:
            act.perform(disposal, PERMIT, seen=disposal.fingerprint(), **facts)

    assert outcome(permit) == "denied"

"""Every move that decides or gives authority asks who is at the screen, before it changes anything."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.lifecycle.act import acting, perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import ProofNeeded
from core.lifecycle.moves import Move, allow, no_effects, no_examination, tell_nobody
from core.lifecycle.proof import prove, proved
from core.staff.models import Appointment
from core.staff.states import AppointmentState
from tests.architecture.moves import moves
from tests.factories.core import AT, an_appointment

pytestmark = pytest.mark.django_db
DECIDING = [
    "ChangeNotice.deviate",
    "ChangeNotice.give_back",
    "ChangeNotice.redate",
    "ChangeNotice.reschedule",
    "ChangeNotice.settle",
    "Consultation.answer",
    "Disposal.carry_out",
    "Disposal.decline",
    "Disposal.permit",
    "HandOver.accept",
    "HandOver.decline",
    "HandOver.settle",
    "MediaPolicy.give_back",
    "MediaPolicy.keep",
    "MediaPolicy.settle",
    "Statement.approve",
    "Step.consent",
    "Step.deny",
    "Step.permit",
    "Step.send_back",
    "Version.adopt",
]
"""Every move by which an office decides, by transition: it names the content seen."""
ANSWERING = [
    "Account.register",
    "Account.start",
    "Consultation.confirm",
    "Consultation.raise_objection",
    "Filing.receive",
    "Obligation.waive",
    *["Review.confirm"] * 4,
    *["Review.raise_objection"] * 4,
    "ReviewCall.end",
    "Suspendable.reinstate",
    "Suspendable.renew_suspension",
    "Suspendable.suspend",
]
"""Every further move by which an office answers for something; later reviews are of four kinds."""
EMPOWERING = ["Dated.confirm", "Dated.confirm", "PasswordIssue.issue"]
"""Every move that gives authority; confirming an entry is one of appointments and one of deputyships."""
ASKING = {*DECIDING, *ANSWERING, *EMPOWERING}
OLD = AT - timedelta(minutes=31)


def asks(move: Move) -> bool:
    """Tell whether a move is in the table."""
    return move.transition.__qualname__ in ASKING


def sample(move: Move) -> Move:
    """Return a move with the same say about deciding, of a record that is quickly made."""
    plain = {"check": allow, "examine": no_examination, "effects": no_effects, "tells": tell_nobody, "takes": ()}
    return replace(move, transition=Appointment.decline, **plain)  # type: ignore[arg-type]  # keywords by name


def made(move: Move, shown_at: datetime | None) -> str:
    """Make a move behind a screen whose person was last proved then; return the state after it."""
    entry = an_appointment(state=AppointmentState.PROPOSED)
    with proved(shown_at):
        try:
            perform(entry, sample(move), by=SYSTEM, at=AT, seen=entry.fingerprint())
        except ProofNeeded:
            assert Appointment.objects.get(pk=entry.pk).version == entry.version
            return "asked"
    return str(Appointment.objects.get(pk=entry.pk).state)


def test_moves_that_ask_are_these() -> None:
    def named(kind: str) -> list[str]:
        return sorted(move.transition.__qualname__ for move in moves() if getattr(move, kind))

    assert (named("decides"), named("official"), named("empowers")) == (DECIDING, ANSWERING, EMPOWERING)
    assert {move.transition.__qualname__ for move in moves() if move.asks_proof} == ASKING


@pytest.mark.parametrize("move", [pytest.param(m, id=m.transition.__qualname__) for m in moves() if asks(m)])
def test_move_that_decides_asks_after_the_minutes(move: Move) -> None:
    assert made(move, OLD) == "asked"
    assert made(move, AT - timedelta(minutes=30)) == AppointmentState.DECLINED
    assert made(move, None) == AppointmentState.DECLINED


@pytest.mark.parametrize("move", [pytest.param(m, id=m.transition.__qualname__) for m in moves() if not asks(m)])
def test_move_that_decides_nothing_never_asks(move: Move) -> None:
    assert made(move, OLD) == AppointmentState.DECLINED


def test_proof_of_this_request_holds_to_its_end_only() -> None:
    with proved(OLD):
        prove(AT)
        with acting(by=SYSTEM, at=AT) as act:
            act.require_proof()
    with proved(OLD), acting(by=SYSTEM, at=AT) as act, pytest.raises(ProofNeeded):
        act.require_proof()

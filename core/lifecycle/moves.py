"""A move: one FSM transition with its words, its check, its effects and what it tells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django_fsm import can_proceed

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell

if TYPE_CHECKING:
    from core.lifecycle.act import Act

Check = Callable[[Any, Actor, date], None]
Examine = Callable[[Any, Mapping[str, Any], date], None]
Effects = Callable[["Act", Any, Mapping[str, Any]], None]
Tells = Callable[["Act", Any, Mapping[str, Any]], Iterable[Tell]]


def allow(record: Any, by: Actor, on: date) -> None:
    """Allow: for moves that only other moves' effects make."""


def no_examination(record: Any, facts: Mapping[str, Any], on: date) -> None:
    """Accept any facts."""


def no_effects(act: "Act", record: Any, facts: Mapping[str, Any]) -> None:
    """Do nothing further."""


def tell_nobody(act: "Act", record: Any, facts: Mapping[str, Any]) -> Iterable[Tell]:
    """Tell nobody."""
    return ()


@dataclass(frozen=True)
class Move:
    """One transition of one kind of record; each transition has exactly one.

    `transition` is the model's transition method; `label` the button; `past` the history's words;
    `check(record, by, on)` raises `Denied` for the wrong person or moment, also decides whether the
    button shows; `examine(record, facts, on)` raises `Denied` for wrong input; `decides` makes the
    act name the content seen; `official` marks a further act by which an office answers for something (a
    receipt, a later review, the start of operation); `empowers` says that it gives a person authority; all
    three ask for a recent sign-in; keyword facts that the transition method takes are passed to it.
    """

    transition: Callable[..., Any]
    label: str
    past: str
    check: Check = allow
    examine: Examine = no_examination
    effects: Effects = no_effects
    tells: Tells = tell_nobody
    decides: bool = False
    empowers: bool = False
    official: bool = False
    takes: tuple[str, ...] = ()
    tone: str = "run"
    formerly: tuple[str, ...] = ()
    """Labels of further records whose trails tell of such moves: from before the record of today was one of its own."""

    @property
    def name(self) -> str:
        """Return the transition's name."""
        return self.transition.__name__

    @property
    def is_decision(self) -> bool:
        """Tell whether an office decides or answers for something by it: what auditors and the weekly digest list."""
        return self.decides or self.official

    @property
    def asks_proof(self) -> bool:
        """Tell whether the person at the screen must have been proved lately (ADR 0020)."""
        return self.is_decision or self.empowers

    def why_not(self, record: Any, by: Actor, on: date) -> Denied | None:
        """Return the refusal a person would get, or None when the move can be made now."""
        if not can_proceed(getattr(record, self.name)):
            return Denied("いまの状態ではこの操作はできません。")
        try:
            self.check(record, by, on)
        except Denied as refusal:
            return refusal
        return None


def permits(check: Callable[..., None], *arguments: object) -> bool:
    """Tell whether a check lets an act pass that is no move."""
    try:
        check(*arguments)
    except Denied:
        return False
    return True


def open_to(moves: Iterable[Move], record: Any, by: Actor, on: date) -> list[Move]:
    """Return the moves a person can make now: the buttons of a page."""
    return [move for move in moves if move.why_not(record, by, on) is None]

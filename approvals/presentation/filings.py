"""Filings as lists and pages show them: the same words for lateness on both sides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.actions.filings import body_of
from approvals.models import Filing
from approvals.models.filing import NOT_WANTED
from approvals.moves.filing import FILE, RECEIVE
from approvals.notices.bodies import DAYS
from approvals.permissions import check_file, check_receive
from approvals.presentation.viewer import Viewer
from approvals.states import FilingState
from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from core.periods.clock import japan_date
from core.periods.opening_days import opening_days_between
from core.staff.offices import Office

S = FilingState


@dataclass(frozen=True)
class Segment:
    """One cut of the list of filings."""

    slug: str
    label: str
    state: FilingState
    empty: str


DUE = Segment("due", "届出待ち・期限超過", S.DUE, "届出を待っているものはありません。")
FILED = Segment("filed", "受理待ち", S.FILED, "受理を待っている届出はありません。")
RECEIVED = Segment("received", "受理済", S.RECEIVED, "受理した届出は、まだありません。")


def is_director(actor: Actor) -> bool:
    """Tell whether an actor receives filings."""
    return actor.holds(Office.GENERAL_AFFAIRS_DIRECTOR) or actor.holds(Office.POLICY_DIRECTOR)


def segments_for(viewer: Viewer) -> tuple[Segment, ...]:
    """Return the cuts, the one with the viewer's own work first."""
    own = FILED if any(is_director(actor) for actor in viewer.all) else DUE
    return (own, *(one for one in (DUE, FILED, RECEIVED) if one is not own))


@dataclass(frozen=True)
class Line:
    """One filing as the list shows it."""

    filing: Filing
    late: str
    may_receive: bool


def lines_of(filings: list[Filing], actor: Actor, on: date) -> list[Line]:
    """Return the rows of one page."""
    return [Line(one, late_words(one, on), RECEIVE.why_not(one, actor, on) is None) for one in filings]


def late_words(filing: Filing, on: date) -> str:
    """Say by how many opening days a filing is or was late; empty when it is not."""
    done = japan_date(filing.filed_at) if filing.filed_at else None
    last = done or on
    if last <= filing.due_on:
        return ""
    days = opening_days_between(filing.due_on, last)
    return f"{days}開庁日遅れて届出" if done else f"期限を{days}開庁日超過"


@dataclass(frozen=True)
class FilingActs:
    """What the person at the page can do with a filing."""

    file: bool
    receive: bool
    ask: bool
    correct: bool

    @classmethod
    def of(cls, filing: Filing, actor: Actor, on: date) -> "FilingActs":
        """Ask the moves and checks."""
        filed = filing.state != S.DUE
        return cls(
            file=FILE.why_not(filing, actor, on) is None,
            receive=RECEIVE.why_not(filing, actor, on) is None,
            ask=filed and not filing.correction and permits(check_receive, filing, actor, on),
            correct=bool(filing.correction) and permits(check_file, filing, actor, on),
        )

    @property
    def any(self) -> bool:
        """Tell whether anything is open."""
        return self.file or self.receive or self.ask or self.correct


def switches_of(filing: Filing, viewer: Viewer) -> list[Actor]:
    """Return the other capacities in which something is open, when nothing is in the chosen one."""
    return viewer.switches(lambda actor: FilingActs.of(filing, actor, viewer.on).any)


def body_rows(filing: Filing) -> list[tuple[str, Any]]:
    """Return what was filed; before that, what would be filed now."""
    body = filing.body if filing.state != S.DUE else body_of(filing, "")
    kept = [(str(name), value) for name, value in body.items() if value or name not in {"通称", "備考", "アカウントID"}]
    return [(name, _day(value) if name == "取得日" or name in DAYS else value) for name, value in kept]


def amended_by(filing: Filing) -> list[Filing]:
    """Return the filings that put right what a filing said of the day, made or owed, the latest first."""
    if filing.notice_id is None or filing.amends_id is not None:
        return []
    found = filing.amendments.exclude(NOT_WANTED).select_related("notice").order_by("-pk")
    return list(found)


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value

"""What the person at the page can do next with a request, its account and its filing: always asked of the moves."""

from dataclasses import dataclass, field

from django.urls import reverse

from approvals.models import Filing, Request
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.moves.filing import FILE, RECEIVE
from approvals.moves.request import PULL_BACK, SUBMIT, WITHDRAW
from approvals.permissions import check_edit
from approvals.presentation.viewer import Viewer
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move, permits
from core.records import Record


@dataclass(frozen=True)
class Button:
    """A link or a one-button form; the main one of a page is drawn filled."""

    label: str
    url: str
    post: bool = False
    main: bool = False


@dataclass(frozen=True)
class Buttons:
    """The acts open in the office chosen, and the other offices in which something would be open."""

    acts: list[Button] = field(default_factory=list)
    switches: list[tuple[str, Actor]] = field(default_factory=list)


def buttons_of(request: Request, filing: Filing | None, viewer: Viewer) -> Buttons:
    """Return the acts of the section and of the offices after the decision."""
    chosen = _acts(request, filing, viewer, viewer.actor)
    known = {act.label for act in chosen}
    switches = [
        (act.label, other)
        for other in viewer.others
        for act in _acts(request, filing, viewer, other)
        if act.label not in known
    ]
    return Buttons(chosen, list({label: (label, other) for label, other in reversed(switches)}.values())[::-1])


def _acts(request: Request, filing: Filing | None, viewer: Viewer, actor: Actor) -> list[Button]:
    found = []
    if permits(check_edit, request, actor, viewer.on):
        verb = f"直して{SUBMIT.label}" if request.round else f"続きを書いて{SUBMIT.label}"
        found.append(Button(verb, _url("request_edit", request), main=True))
    table: list[tuple[Move, Record | None, str, bool, bool]] = [
        (ACQUIRE, request.account, "acquire", False, True),
        (FILE, filing, "filing_detail", False, True),
        (RECEIVE, filing, "filing_detail", False, True),
        (START, request.account, "start", False, True),
        (PULL_BACK, request, "request_pull_back", True, False),
        (WITHDRAW, request, "request_withdraw", False, False),
        (ABANDON, request.account, "abandon", False, False),
    ]
    for move, record, name, post, main in table:
        if record is not None and move.why_not(record, actor, viewer.on) is None:
            found.append(Button(move.label, _url(name, record), post, main))
    return found


def _url(name: str, record: Record) -> str:
    return reverse(f"approvals:{name}", args=[record.pk])

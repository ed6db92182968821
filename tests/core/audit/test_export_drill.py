"""Tampering with an export of a thousand events: whatever is done to it, the verifier that stands alone says so.

What leaves the file consistent in itself (everything made new, the tail cut cleanly, an old state) is told by a
witness from outside: a seal from a mail, a short code from paper.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from core.audit.export import export_lines
from core.audit.sealer import seal
from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from tests.core.audit.forging import Entry, consistent, line_of, parsed, rebuilt
from tests.factories import AT, a_unit
from tests.factories.retention import dispose_of
from tests.factories.trail import fill
from tests.services import drills
from verifier import verify_export as rules

pytestmark = pytest.mark.drill
AREA = "tampering"
EVENTS = 1000
DICE = random.Random(20261124)


@dataclass
class Export:
    """The lines, the state of the verifier before each of them, and what a mail and a paper witness."""

    lines: list[bytes]
    states: list[rules.State]
    seal: tuple[int, str]
    code: tuple[str, str]

    def found(self, place: int, rest: list[bytes]) -> bool:
        """Tell whether anything is wrong when `rest` follows the first `place` lines."""
        return next(rules.verify(rest, self.states[place].copy()), None) is not None

    def witnessed(self, lines: list[bytes]) -> bool:
        """Tell whether the witnesses contradict a file."""
        return next(rules.verify(lines, rules.State([self.seal], [self.code])), None) is not None


@pytest.fixture(scope="module")
def export(django_db_setup: None, django_db_blocker: Any) -> Export:
    """A thousand events: records, a disposal, notes; sealed but for the last twenty."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(EVENTS - 80)
        emptied = a_unit("department")
        dispose_of(emptied.stream)
        notes(45)
        seal(AT, batch=150)
        notes(20)
        lines = list(export_lines(AT))
        transaction.set_rollback(True)
    return prepared(lines)


def notes(count: int) -> None:
    for number in range(count):
        note("test", "試した", by=SYSTEM, at=AT, number=number)


def prepared(lines: list[bytes]) -> Export:
    state, states = rules.State(), []
    for line in lines:
        states.append(state.copy())
        rules.remember(state, line)
    last = [entry for entry in parsed(lines) if entry["kind"] == "seal"][-1]
    record = next(entry for entry in reversed(parsed(lines)) if entry["kind"] == "event" and entry["number"] > 1)
    return Export(lines, states, (last["number"], last["hash"]), (record["stream"], rules.short_code(record["hash"])))


def test_untouched_export_verifies(export: Export) -> None:
    assert consistent(export.lines)
    assert not export.witnessed(export.lines)
    assert sum(entry["kind"] == "event" for entry in parsed(export.lines)) == EVENTS


def test_every_byte_flipped(export: Export, report: drills.Report) -> None:
    masks = [1 << bit for bit in range(8)][: drills.size(1, 8)]
    tried = missed = 0
    for place, line in enumerate(export.lines):
        state = export.states[place]
        for at in range(len(line)):
            for mask in masks:
                bad = line[:at] + bytes([line[at] ^ mask]) + line[at + 1 :]
                tried += 1
                if next(rules.faults_of(state, bad), None) is None:
                    missed += not export.found(place, [bad, *export.lines[place + 1 :]])
    report(AREA, f"export: each byte flipped in {len(masks)} of 8 bits", tried=tried, outcome="all found", lost=missed)


def test_every_line_deleted(export: Export, report: drills.Report) -> None:
    missed = sum(not export.found(place, export.lines[place + 1 :]) for place in range(len(export.lines)))
    report(AREA, "export: each line deleted", tried=len(export.lines), outcome="all found", lost=missed)


def test_lines_swapped(export: Export, report: drills.Report) -> None:
    last = len(export.lines) - 1
    pairs = [(place, place + 1) for place in range(last)]
    pairs += [tuple(sorted(DICE.sample(range(last + 1), 2))) for _ in range(drills.size(200, 5000))]  # type: ignore[misc]  # two each
    missed = sum(not export.found(one, swapped(export.lines, one, other)) for one, other in pairs)
    report(AREA, "export: neighbours and random lines swapped", tried=len(pairs), outcome="all found", lost=missed)


def swapped(lines: list[bytes], one: int, other: int) -> list[bytes]:
    return [lines[other], *lines[one + 1 : other], lines[one], *lines[other + 1 :]]


def test_lines_inserted(export: Export, report: drills.Report) -> None:
    """A line of elsewhere, and a new note that is right in itself."""
    forged = next(e for e in parsed(export.lines) if e["kind"] == "event" and e["stream"].startswith("note:test"))
    forged |= {"stream": "note:test:forged"}
    forged["hash"] = rules.hash_of(forged, rules.SEALED_IN_EVENT)
    tried = missed = 0
    for place in range(0, len(export.lines), drills.size(7, 1)):
        for line in (DICE.choice(export.lines), line_of(forged)):
            tried += 1
            missed += not export.found(place, [line, *export.lines[place:]])
    report(AREA, "export: lines inserted from elsewhere and made for it", tried=tried, outcome="all found", lost=missed)


def test_tail_cut(export: Export, report: drills.Report) -> None:
    """Cut roughly, the last line is missing; cut cleanly with a new last line, the witnesses tell.

    Cut between content that was disposed of and the note that says so, even a new last line makes no clean file.
    """
    entries, tried, missed, clean = parsed(export.lines), 0, 0, 0
    for place in range(1, len(export.lines)):
        tried += 1
        missed += next(rules.finish(export.states[place]), None) is None
    cuts = clean_cuts(len(entries))
    for place in cuts:
        lines = rebuilt([*entries[:place], entries[-1]], lambda entry: None, 0)
        tried, clean = tried + 1, clean + consistent(lines)
        missed += consistent(lines) and not export.witnessed(lines)
    assert clean > len(cuts) / 2
    report(
        AREA,
        "export: tail cut at each line; an older state with a clean end",
        tried=tried,
        outcome="all found",
        lost=missed,
    )


def clean_cuts(lines: int) -> list[int]:
    return sorted(DICE.sample(range(1, lines - 22), drills.size(8, 900)))


def relabel(entry: Entry) -> None:
    entry["label"] += "(後から)"


def rewrite(entry: Entry) -> None:
    entry["body"] = '{"changes":{"name":["仮称","後から"]}}'


@pytest.mark.parametrize("change", [relabel, rewrite])
def test_everything_made_new_from_a_changed_event_on(
    export: Export, report: drills.Report, change: Callable[[Entry], None]
) -> None:
    entries = parsed(export.lines)
    sealed = max(place for place, entry in enumerate(entries) if entry["kind"] == "seal")
    places = [n for n, entry in enumerate(entries[:sealed]) if entry["kind"] == "event" and "body" in entry]
    chosen = DICE.sample(places, drills.size(6, 400))
    missed = 0
    for place in chosen:
        lines = rebuilt(entries, change, place)
        assert consistent(lines)
        missed += not export.witnessed(lines)
    what = f"export: all hashes and seals made new after {change.__name__}"
    report(AREA, what, tried=len(chosen), outcome="all found by a seal from a mail", lost=missed)

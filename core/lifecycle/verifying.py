"""The verification of the whole trail as an act: what was found is an event of its own, and faults are told."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from core.audit.whole import Whole
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.lifecycle.sealing import SEALS_PAGE, witnesses
from core.notifications.telling import Tell

SHOWN = 1000
"""How many faults are listed; a trail with more of them is broken, not nibbled at."""
RECORDED = 20
VERIFICATION = "audit.verify"
EVIDENCE_CHECK = "evidence.check"
"""The note of the other check of the night (`dashboard.evidence`); the page of the seals leads to it."""


@dataclass(frozen=True)
class Found:
    """What a verification counted, and its faults, `SHOWN` at most."""

    events: int
    seals: int
    waiting: int
    faults: list[str]


def verify(
    known_seals: Mapping[int, Iterable[str]] | None = None, known_codes: Iterable[tuple[str, str]] = ()
) -> Found:
    """Verify everything against itself, the records, and what mails, paper or earlier exports witness."""
    whole = Whole(known_seals or {}, known_codes)
    with closing(whole.faults()) as found:
        faults = list(islice(found, SHOWN))
    return Found(whole.events, whole.seals, whole.waiting, faults)


def verify_and_record(
    at: datetime,
    known_seals: Mapping[int, Iterable[str]] | None = None,
    known_codes: Iterable[tuple[str, str]] = (),
) -> Found:
    """Verify, write an event that says what was found, and tell 総務部長 and the auditors of faults."""
    found = verify(known_seals, known_codes)
    counts = {"events": found.events, "seals": found.seals, "faults": len(found.faults)}
    with acting(by=SYSTEM, at=at) as act:
        act.note(VERIFICATION, "監査証跡を検証した", **counts, first=found.faults[:RECORDED])
        if found.faults:
            act.tell(_alarm(found, act.on))
    return found


def _alarm(found: Found, on: date) -> Tell:
    title = f"監査証跡の検証で、合わないところが{len(found.faults)}か所見つかりました"
    way = "データベースに触らず、システムの担当者とともに、届いている封印の知らせと見比べてください。"
    return Tell(witnesses(on), title, "\n".join([*found.faults[:RECORDED], "", way]), SEALS_PAGE)

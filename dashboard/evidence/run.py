"""Runs the check as an act of its own: who had the evidence checked, when, and what was found.

The clock has it run every night, auditors on demand. Whoever it was, the auditors hear of findings once, and again when
they are others than those of the run before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.audit.models import Event
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.trails import facts_of
from core.lifecycle.verifying import EVIDENCE_CHECK
from core.notifications.telling import Tell
from core.records import digest_of
from core.staff.authority import people_answering
from core.staff.offices import Office
from dashboard.evidence.check import Result, check_evidence
from dashboard.evidence.findings import TITLES, Finding, Kind

MOVE = EVIDENCE_CHECK
PAGE = "dashboard:evidence"
KEPT = 500
"""Findings the note keeps, by kind and record; the number is that of all. Their sentences name matters and persons, and
what a note says stays when a matter is disposed of: they are told, by messages that disposal finds."""
TOLD = 20
"""Findings a message says; the rest is a number."""
WAY = (
    "画面を印刷し、何も操作せずに、システム管理者と上司に知らせてください。"
    "同じ内容は、変わるまで、もう一度は知らせません。"
)


@dataclass(frozen=True)
class Kept:
    """A finding as the note keeps it, with what the record is about today."""

    kind: Kind
    stream: str
    about: str


@dataclass(frozen=True)
class Run:
    """A check as the trail keeps it."""

    event: Event
    counts: dict[str, int]
    findings: list[Kept]

    @property
    def number(self) -> int:
        """Return how many findings there were."""
        return self.counts.get("findings", 0)

    @property
    def groups(self) -> list[tuple[str, list[Kept]]]:
        """Return the findings kept, by kind, with the words for the kind."""
        by_kind = ((title, [f for f in self.findings if f.kind == kind]) for kind, title in TITLES.items())
        return [(title, found) for title, found in by_kind if found]


def run_check(*, by: Actor, at: datetime) -> Result:
    """Check the evidence, note that it was done, and tell the auditors of findings that the run before had not."""
    result = check_evidence()
    counts = {"entries": result.entries, "decisions": result.decisions, "accounts": result.accounts}
    kept = [[str(finding.kind), finding.stream] for finding in result.findings[:KEPT]]
    counts["findings"] = len(result.findings)
    with acting(by=by, at=at) as act:
        digest, before = _digest(result.findings), _digest_before()
        act.note(MOVE, "証拠を突き合わせた", counts=counts, findings=kept, digest=digest)
        if result.findings and digest != before:
            act.tell(_alarm(result.findings, act.on))
    return result


def _digest(findings: Sequence[Finding]) -> str:
    return digest_of({"findings": sorted([str(f.kind), f.stream, f.sentence] for f in findings)})


def _digest_before() -> str:
    event = _newest()
    return str(facts_of(event).get("digest", "")) if event else ""


def _alarm(findings: Sequence[Finding], on: date) -> Tell:
    title = f"証拠の突合で、合わないところが{len(findings)}件見つかりました"
    lines = [f"・{TITLES[one.kind]}:{one.sentence}" for one in findings[:TOLD]]
    rest = [f"・ほか{len(findings) - TOLD}件"] if len(findings) > TOLD else []
    mentions = list(dict.fromkeys(one.stream for one in findings[:TOLD]))
    auditors = people_answering(Office.AUDITOR, None, on)
    return Tell(auditors, title, "\n".join([*lines, *rest, WAY]), PAGE, mentions=mentions)


def _newest() -> Event | None:
    noted = Event.objects.filter(move=MOVE).select_related("person", "on_behalf_of", "facts")
    return noted.order_by("-at", "-pk").first()

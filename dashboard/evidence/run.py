"""Runs the check as an act of its own: who had the evidence checked, when, and what was found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.audit.models import Event
from core.lifecycle.act import note
from core.lifecycle.actor import Actor
from core.lifecycle.trails import facts_of
from dashboard.evidence.check import Result, check_evidence
from dashboard.evidence.findings import TITLES, Finding, Kind

MOVE = "evidence.check"
KEPT = 500
"""Findings the note keeps in words; the number is that of all."""


@dataclass(frozen=True)
class Run:
    """A check as the trail keeps it."""

    event: Event
    counts: dict[str, int]
    findings: list[Finding]

    @property
    def number(self) -> int:
        """Return how many findings there were."""
        return self.counts.get("findings", 0)

    @property
    def groups(self) -> list[tuple[str, list[Finding]]]:
        """Return the findings kept, by kind, with the words for the kind."""
        by_kind = ((title, [f for f in self.findings if f.kind == kind]) for kind, title in TITLES.items())
        return [(title, found) for title, found in by_kind if found]


def run_check(*, by: Actor, at: datetime) -> Result:
    """Check the evidence and note that it was done."""
    result = check_evidence()
    counts = {"entries": result.entries, "decisions": result.decisions, "accounts": result.accounts}
    kept = [[str(finding.kind), finding.stream, finding.sentence] for finding in result.findings[:KEPT]]
    counts["findings"] = len(result.findings)
    note(MOVE, "証拠を突き合わせた", by=by, at=at, counts=counts, findings=kept)
    return result


def last_run() -> Run | None:
    """Return the newest check, None before the first."""
    noted = Event.objects.filter(move=MOVE).select_related("person", "on_behalf_of", "facts")
    event = noted.order_by("-at", "-pk").first()
    if event is None:
        return None
    facts: dict[str, Any] = facts_of(event)
    findings = [Finding(Kind(kind), stream, sentence) for kind, stream, sentence in facts.get("findings", [])]
    return Run(event, facts.get("counts", {}), findings)

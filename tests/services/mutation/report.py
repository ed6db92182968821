"""What a campaign found: a row for each module, a line for each change that nothing noticed."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

KILLED, TIMED_OUT, SURVIVED, NOT_REACHED, NOT_APPLIED = "killed", "timed out", "survived", "not reached", "not applied"
COUNTED = (KILLED, TIMED_OUT, SURVIVED, NOT_REACHED)

LONG, AROUND = 110, 60
"""Characters of a line that are shown, and how many of them stand before the difference."""


@dataclass(frozen=True)
class Result:
    """One change and what came of it; `by` is the test that noticed, `left` how many there was no time to ask."""

    file: str
    line: int
    operator: str
    before: str
    after: str
    outcome: str
    by: str = ""
    tests: int = 0
    left: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what stays the same when lines move."""
        return self.file, self.operator, self.before, self.after

    def lines(self) -> str:
        """Return the change as a diff."""
        note = f", {self.tests} tests" + (f", {self.left} more left out" if self.left else "")
        before, after = shortened(self.before, self.after)
        return f"{self.file}:{self.line}: {self.outcome} ({self.operator}{note})\n  - {before}\n  + {after}"


def shortened(before: str, after: str) -> tuple[str, str]:
    """Return two long lines with what surrounds their difference only."""
    same = [one == other for one, other in zip(before, after, strict=False)]
    start = (same.index(False) if False in same else len(same)) - AROUND
    if len(before) <= LONG or start <= 0:
        return before, after
    return f"… {before[start : start + LONG]}", f"… {after[start : start + LONG]}"


def score(results: Iterable[Result]) -> float:
    """Return the share of changes noticed, in percent."""
    outcomes = Counter(result.outcome for result in results)
    counted = sum(outcomes[outcome] for outcome in COUNTED)
    return 100 * (outcomes[KILLED] + outcomes[TIMED_OUT]) / counted if counted else 100.0


def table(results: Sequence[Result]) -> str:
    """Lay out a row for each module and one for all."""
    cells = [["module", "mutants", KILLED, SURVIVED, TIMED_OUT, NOT_REACHED, "score"]]
    for name, rows in [*by_file(results).items(), ("all", list(results))]:
        outcomes = Counter(row.outcome for row in rows)
        counts = [sum(outcomes[o] for o in COUNTED), *(outcomes[o] for o in (KILLED, SURVIVED, TIMED_OUT, NOT_REACHED))]
        cells.append([name, *(str(count) for count in counts), f"{score(rows):.1f} %"])
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    )


def by_file(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Group the results by module, in their order."""
    files: dict[str, list[Result]] = {}
    for result in results:
        files.setdefault(result.file, []).append(result)
    return files


def unnoticed(results: Iterable[Result]) -> list[Result]:
    """Return the changes to look at."""
    return [result for result in results if result.outcome not in {KILLED, TIMED_OUT}]


def save(results: Iterable[Result], path: Path) -> None:
    """Write the results of a module where a machine reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in results], ensure_ascii=False, indent=1), encoding="utf-8")


def saved(path: Path) -> list[Result]:
    """Read results back; none where no campaign ran."""
    return [Result(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []

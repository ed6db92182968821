"""What a drill tried and what was lost: a row for the table that `make drill` prints.

A drill is a test that attacks the running system: races, faults, tampering. It is marked `drill`, runs with the rest of
the suite at a size that fits there, and at its full size under `make drill`.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

TABLE = "DRILL_TABLE"
"""The environment variable that names the file rows are added to; without it nothing is kept."""
FULL = "DRILL_FULL"
"""The environment variable that asks for the full size."""


@dataclass(frozen=True)
class Row:
    """One drill: what was tried, how often, what came of it in words, and how much was lost."""

    area: str
    what: str
    engine: str
    tried: int
    outcome: str
    lost: int


Report = Callable[..., None]
Item = TypeVar("Item")


def size(usual: int, full: int) -> int:
    """Return how often to try: `usual` in the suite, `full` under `make drill`."""
    return full if os.environ.get(FULL) else usual


def share(items: Sequence[Item], turn: int, of: int) -> Sequence[Item]:
    """Return one in `of` items in the suite, others in the next turn; all of them under `make drill`."""
    return items[turn % size(of, 1) :: size(of, 1)]


def keep(row: Row) -> None:
    """Add a row to the table; whole lines, so that several processes may."""
    if path := os.environ.get(TABLE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def kept(path: Path) -> list[Row]:
    """Read the rows back, by area, in the order of their names."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sorted((Row(**json.loads(line)) for line in lines), key=lambda row: (row.area, row.what, row.engine))


def table(rows: Iterable[Row]) -> str:
    """Lay the rows out for reading."""
    cells = [("area", "what was tried", "engine", "times", "what came of it", "lost")]
    cells += [(row.area, row.what, row.engine, f"{row.tried:,}", row.outcome, str(row.lost)) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])

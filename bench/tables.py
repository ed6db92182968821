"""Writes what was measured as Markdown, each line with its bar and whether it was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measuring import Measured
from bench.subjects import GROWTH_BAR

LIKE = 1.1
"""Pages of so many times the characters have about as many rows."""


@dataclass(frozen=True)
class Line:
    """One subject: what it costs at each size, its bar, and which bars it missed."""

    name: str
    cells: tuple[str, ...]
    bar: str
    missed: tuple[str, ...] = ()

    def __str__(self) -> str:
        verdict = f"missed: {', '.join(self.missed)}" if self.missed else ("kept" if self.bar else "")
        return f"| {self.name} | {' | '.join(self.cells)} | {self.bar} | {verdict} |"


def page_lines(measured: Sequence[Measured], sizes: Sequence[int]) -> list[Line]:
    """Return a line for each subject; the largest size is judged, and how it grew from the smallest."""
    found: dict[str, dict[int, Measured]] = {}
    for one in measured:
        found.setdefault(one.name, {})[one.accounts] = one
    first = found.get("first page", {})
    return [_page_line(name, by_size, sizes, first) for name, by_size in found.items()]


def _page_line(name: str, by_size: dict[int, Measured], sizes: Sequence[int], first: dict[int, Measured]) -> Line:
    cells = tuple(_cell(by_size.get(size)) for size in sizes)
    small, large = by_size.get(sizes[0]), by_size.get(sizes[-1])
    if large is None or large.bar is None:
        return Line(name, cells, "")
    missed = []
    if large.multiple > large.bar:
        missed.append(f"{large.multiple:.2f} > {large.bar}")
    if small is not None and small is not large:
        missed += _grown(large, _as_full(small, large, first), "the small size")
    if name == "deep page":
        missed += _grown(large, first.get(sizes[-1]), "the first page")
    return Line(name, cells, str(large.bar), tuple(missed))


def _as_full(small: Measured, large: Measured, first: dict[int, Measured]) -> Measured:
    """Return what a page is compared with at the small size: the first page there, where its own has fewer rows."""
    return small if small.weight * LIKE >= large.weight else first.get(small.accounts, small)


def _grown(one: Measured, than: Measured | None, words: str) -> list[str]:
    if than is None or one.multiple <= than.multiple * GROWTH_BAR:
        return []
    return [f"{one.multiple / than.multiple:.2f} times {words}"]


def _cell(one: Measured | None) -> str:
    return f"{one.multiple:.2f} (p95 {one.multiple_p95:.2f})" if one else "–"


def floors(measured: Iterable[Measured], sizes: Sequence[int]) -> str:
    """Say what the floor took."""
    by_size = {size: median([t for one in measured if one.accounts == size for t in one.floor]) for size in sizes}
    return ", ".join(f"{took:.1f} ms at {size:,} accounts" for size, took in by_size.items())


def table(heads: Sequence[str], lines: Sequence[Line]) -> str:
    """Return a Markdown table."""
    top = ["subject", *heads, "bar", "verdict"]
    return "\n".join([f"| {' | '.join(top)} |", f"|{'---|' * len(top)}", *map(str, lines)])

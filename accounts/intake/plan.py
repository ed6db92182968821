"""What an import would do: a problem for every cell that is wrong, and what would be new, changed, unchanged."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from accounts.intake.columns import BY_KEY
from accounts.models import Account
from core.periods.era import era_date
from core.records import digest_of


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one cell, or with the row where no column is named."""

    number: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """One sound row: the values to keep, the account it is about, what differs, what was put right."""

    number: int
    values: dict[str, Any]
    account: Account | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    put_right: str = ""

    @property
    def kind(self) -> Kind:
        """Return what becomes of the row."""
        if self.account is None:
            return Kind.NEW
        return Kind.CHANGED if self.changes else Kind.UNCHANGED

    @property
    def title(self) -> str:
        """Return service and name."""
        return f"{self.values['service']}「{self.values['name']}」"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Return label, old and new words of each change."""
        return [(BY_KEY[key].label, words(old), words(new)) for key, (old, new) in self.changes.items()]

    def told(self) -> list[Any]:
        """Return what the digest of a plan binds of this row."""
        seen = self.account.fingerprint() if self.account else ""
        return [self.number, seen, {key: told(value) for key, value in self.values.items()}, sorted(self.changes)]


@dataclass(frozen=True)
class Plan:
    """The whole of a file: sound rows, and every problem."""

    lines: tuple[Line, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    def of(self, kind: Kind) -> list[Line]:
        """Return the rows of a kind."""
        return [line for line in self.lines if line.kind == kind]

    @property
    def new(self) -> list[Line]:
        """Return the rows that would be registered."""
        return self.of(Kind.NEW)

    @property
    def changed(self) -> list[Line]:
        """Return the rows that would correct an account."""
        return self.of(Kind.CHANGED)

    @property
    def unchanged(self) -> list[Line]:
        """Return the rows that say what stands there."""
        return self.of(Kind.UNCHANGED)

    @property
    def wrong_rows(self) -> int:
        """Return how many rows have a problem."""
        return len({problem.number for problem in self.problems})

    @property
    def digest(self) -> str:
        """Return the digest that tells this plan from every other one."""
        wrong = [[one.number, one.column, one.sentence] for one in self.problems]
        return digest_of({"lines": [line.told() for line in self.lines], "problems": wrong})


def told(value: Any) -> Any:
    """Return a value as a digest holds it: records by their key."""
    return getattr(value, "pk", value)


def words(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, date):
        return era_date(value, weekday=False)
    return str(value) if value not in (None, "") else "なし"

"""What a connection to PostgreSQL has prepared, so that it parses and plans a statement once (ADR 0030, 0031)."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from psycopg2.extensions import AsIs

K = TypeVar("K", bound=Hashable)

ONE_PLAN, ANY_PLAN = "force_generic_plan", "auto"
"""How PostgreSQL is to choose between the plan it keeps and a new one."""
MOST_KEPT = 300
"""Statements that a connection keeps; beyond so many the one that was asked longest ago makes room."""


@dataclass(frozen=True)
class Planned:
    """A statement as it is prepared."""

    name: str
    """What the database calls it, small letters."""
    sql: str
    parameters: Sequence[Any]
    """What stands at its marks: a `place`, or a value that is the same each time."""
    types: Sequence[str]
    """Of what is handed over at each place, in the words of the database; `unknown` is as it is used."""
    briefly: str
    """Names the tables, for whoever reads a log, and for an act that has to know what is asked of it."""


class Kept:
    """The statements that one connection has prepared, and which of the two modes it was last set to."""

    def __init__(self) -> None:
        self._texts: dict[Hashable, tuple[str, str]] = {}
        """Name and text by key, what was asked last at the end."""
        self._made = 0
        self._mode = ANY_PLAN

    def asking(self, key: K, planned: Callable[[K], Planned], mode: str, asked: Any) -> str:
        """Return what runs a statement, which is prepared when it was not before.

        Args:
            key: tells the statement from others; two of the same SQL may have other values put into them for good.
            planned: gives it, when it is not prepared.
            mode: how its plan is chosen.
            asked: Django's wrapper of the connection.
        """
        known = self._texts.pop(key) if key in self._texts else self._prepare(planned(key), asked)
        self._texts[key] = known
        _, text = known
        if self._mode == mode:
            return text
        # A rollback takes back what is set in a transaction, but not what was set before it.
        self._mode = "" if asked.in_atomic_block else mode
        return f"SET plan_cache_mode TO {mode}; {text}"

    def _prepare(self, planned: Planned, asked: Any) -> tuple[str, str]:
        """Prepare a statement; what was handed out just before stays: something may be prepared before it is run."""
        if len(self._texts) >= MOST_KEPT:
            oldest, _ = self._texts.pop(next(iter(self._texts)))
            _carry_out(asked, f"DEALLOCATE {oldest}")
        name = f"{planned.name}_{self._made}"
        types, marks = ", ".join(planned.types), ", ".join(["%s"] * len(planned.types))
        _carry_out(asked, f"PREPARE {name}{types and f' ({types})'} AS {planned.sql}", planned.parameters)
        self._made += 1
        return name, f"EXECUTE {name}{marks and f' ({marks})'} /* {planned.briefly} */"


def _carry_out(asked: Any, sql: str, parameters: Sequence[Any] = ()) -> None:
    with asked.wrap_database_errors, asked.connection.cursor() as cursor:
        cursor.execute(sql, parameters)


_kept: "WeakKeyDictionary[Any, Kept]" = WeakKeyDictionary()
"""By the driver's connection: what is prepared ends with it."""


def kept_by(asked: Any) -> Kept:
    """Return what a connection has prepared."""
    return _kept.get(asked.connection) or _kept.setdefault(asked.connection, Kept())


def keeps_plans(asked: Any) -> bool:
    """Tell whether what is prepared is still there at the next statement: not behind a pooler of transactions."""
    return asked.vendor == "postgresql" and not asked.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def place(number: int) -> Any:
    """Return what stands in a prepared statement where a value is handed over; the first is 1."""
    return AsIs(f"${number}")

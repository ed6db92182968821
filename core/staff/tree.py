"""The tree of the units as keys and dates, read whole: a city has some hundred, and every page asks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Aggregate, F, Func, Subquery, TextField, Value

from core.memo import once, tell
from core.staff.models import Unit, UnitLevel
from core.statements import Statement


@dataclass(frozen=True)
class Node:
    """One unit: its name, its level, and where it stands."""

    pk: int
    name: str
    level: str
    parent: int | None
    successor: int | None
    starts_on: date
    ends_on: date | None
    site: str = ""
    """Where the pages of the unit's own site begin; empty where none is recorded."""

    def had_ended(self, on: date) -> bool:
        """Tell whether the unit's last day lies before a day."""
        return self.ends_on is not None and self.ends_on < on

    def existed_on(self, on: date) -> bool:
        """Tell whether the unit existed on a day."""
        return self.starts_on <= on and not self.had_ended(on)


class Tree:
    """All units, by key."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Take all nodes; nothing in a tree changes afterwards, for requests of the same units share it."""
        self.nodes = {node.pk: node for node in nodes}

    def current(self, pk: int, on: date) -> int:
        """Follow successors to the unit that carries this one's work on a day (reorganisation)."""
        seen = {pk}
        while (node := self.nodes[pk]).had_ended(on) and node.successor is not None and node.successor not in seen:
            pk = node.successor
            seen.add(pk)
        return pk

    def existing_on(self, on: date, level: str) -> list[Node]:
        """Return the units of a level that exist on a day, by key."""
        return [node for node in self._by_level.get(level, ()) if node.existed_on(on)]

    def carried(self, keys: Iterable[int], on: date) -> list[int]:
        """Keep the units whose work no successor carries on a day."""
        return [pk for pk in keys if not (self.nodes[pk].had_ended(on) and self.nodes[pk].successor is not None)]

    def groups_of(self, sections: Iterable[int]) -> list[int]:
        """Return the groups directly below some units."""
        below = [pk for section in sections for pk in self._children.get(section, ())]
        return [pk for pk in below if self.nodes[pk].level == UnitLevel.GROUP]

    def section_of(self, pk: int) -> int:
        """Return the section a group lies in, or the unit itself."""
        node = self.nodes[pk]
        return self.section_of(node.parent) if node.level == UnitLevel.GROUP and node.parent is not None else pk

    def top_of(self, pk: int) -> int:
        """Return the department a unit belongs to, or the topmost unit."""
        parent = self.nodes[pk].parent
        return pk if parent is None else self.top_of(parent)

    def inside(self, keys: Iterable[int]) -> list[int]:
        """Return some units and all below them."""
        found = dict.fromkeys(keys)
        waiting = list(found)
        while waiting:
            fresh = [pk for pk in self._children.get(waiting.pop(), ()) if pk not in found]
            found |= dict.fromkeys(fresh)
            waiting += fresh
        return list(found)

    def with_forerunners(self, keys: Iterable[int], on: date) -> list[int]:
        """Add the ended units whose work some units carry, and theirs."""
        found = dict.fromkeys(keys)
        waiting = list(found)
        while waiting:
            before = self._forerunners.get(waiting.pop(), ())
            fresh = [pk for pk in before if pk not in found and self.nodes[pk].had_ended(on)]
            found |= dict.fromkeys(fresh)
            waiting += fresh
        return list(found)

    @cached_property
    def _by_level(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for _, node in sorted(self.nodes.items()):
            found.setdefault(node.level, []).append(node)
        return found

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        return _grouped((node.parent, node.pk) for node in self.nodes.values())

    @cached_property
    def _forerunners(self) -> dict[int, list[int]]:
        return _grouped((node.successor, node.pk) for node in self.nodes.values())


def _grouped(pairs: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for above, pk in pairs:
        if above is not None:
            found.setdefault(above, []).append(pk)
    return found


def tree() -> Tree:
    """Read the units; once in a web request, and once in an act."""
    return once("units", _read, of=OF)


def _read() -> Tree:
    rows = _UNITS.rows()
    return _told(rows[0][0] if rows else None)


def tell_tree(text: str) -> None:
    """Remember units that were read along with something else, as `units_text` gives them."""
    tell("units", _told(text), of=OF)


def units_text() -> Any:
    """Return all units as one text, to be read by a question that is asked anyway: a number, then so many rows."""
    return Subquery(Unit.objects.order_by().values(one=Value(1)).annotate(text=_Rows(*_WRITTEN)).values("text"))


class _Rows(Aggregate):
    """Rows as one text between signs that no keyboard writes: PostgreSQL takes twice as long to write JSON."""

    output_field = TextField()
    arity = None

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write it as PostgreSQL does."""
        rows = f"STRING_AGG(CONCAT_WS(CHR({PART}), %(expressions)s), CHR({ROW}))"
        return self.as_sql(compiler, connection, template=f"COUNT(*) || CHR({ROW}) || {rows}", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write it as SQLite does."""
        rows = f"GROUP_CONCAT(%(expressions)s, CHAR({ROW}))"
        joined = {"template": f"COUNT(*) || CHAR({ROW}) || {rows}", "arg_joiner": f" || CHAR({PART}) || "}
        return self.as_sql(compiler, connection, **joined, **more)


def _told(text: str | None) -> Tree:
    """Return the tree of what was read; where a name holds a sign that parts rows, the rows are read one by one."""
    known = _of(text)
    return known if known is not None else Tree(Node(*values) for values in Unit.objects.values_list(*_COLUMNS))


@lru_cache(maxsize=8)
def _of(text: str | None) -> Tree | None:
    """Return the tree of a text, of the very same units the very same one; None when it can not be told apart."""
    number, *rows = (text or "0").split(chr(ROW))
    nodes = [row.split(chr(PART)) for row in rows]
    if len(nodes) != int(number) or any(len(values) != len(_COLUMNS) for values in nodes):
        return None
    return Tree(map(_node, nodes))


def _node(values: Sequence[str]) -> Node:
    pk, name, level, parent, successor, starts_on, ends_on, site = values
    last = None if ends_on == OPEN else date.fromisoformat(ends_on)
    return Node(
        int(pk), name, level, int(parent) or None, int(successor) or None, date.fromisoformat(starts_on), last, site
    )


def _or(name: str, otherwise: str) -> Func:
    """Return a column, and something else where it has no value."""
    return Func(F(name), template=f"COALESCE(%(expressions)s, {otherwise})", output_field=TextField())


ROW, PART = 30, 31
"""The signs between rows and between their parts, by their numbers."""
OPEN = "infinity"
"""The last day of what has none, as PostgreSQL calls it."""
OF = ("staff.unit",)
_COLUMNS = ("pk", "name", "level", "parent", "successor", "starts_on", "ends_on", "site")
_WRITTEN = (*_COLUMNS[:3], _or("parent", "0"), _or("successor", "0"), "starts_on", _or("ends_on", f"'{OPEN}'"), "site")
_UNITS = Statement("units", lambda: Unit.objects.order_by().values_list(units_text())[:1], planned_once=True)

"""What is put into a compiled statement when it is asked; SQLite is handed short lists value by value (ADR 0030).

A list handed over as JSON is one shape of SQL however long it is, but SQLite unpacks it into a table of its own
wherever it stands: on an account's page in ninety places, most of them empty or with one or two units. Value by value,
a list has few lengths, so that there are few shapes of a statement and the driver keeps each prepared.

Texts that are the same each time are written out: a column compared with a parameter, where an index covers only rows
with one value of that column, makes SQLite plan the whole statement anew at every asking, for another value could need
another index.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

LIST = "(SELECT value FROM json_each(%s))"
"""How a list stands in a statement for SQLite; this is how a long one is asked."""
MARK = re.compile("(?<!%)%s")
"""Where a parameter stands."""
LONGEST = 16
"""Values of a list that is handed over value by value."""
MOST_SHAPES = 100
"""Shapes of one statement that are remembered."""
LONG = -1
"""Stands for the length of a list that is handed over as one value."""


@dataclass(frozen=True)
class Slot:
    """Where in the parameters of a compiled statement a value goes, and how it is written."""

    name: str
    kind: str
    """Its type in the words of the database."""
    written: Callable[[Any, Any], Any]
    """Turns a value into a parameter of a connection."""
    is_list: bool = False
    """Whether it stands in a `LIST`."""

    def parameters(self, value: Any, asked: Any) -> tuple[int, list[Any]]:
        """Return how many parameters a value takes, and those; a short list is filled up to a power of two."""
        if not self.is_list:
            return 1, [self.written(value, asked)]
        values = list(value)
        if not values:
            return 0, values
        if len(values) > LONGEST:
            return LONG, [json.dumps(values)]
        length = 1 << (len(values) - 1).bit_length()
        return length, values + values[-1:] * (length - len(values))


class Shape(NamedTuple):
    """A statement for lists of some lengths."""

    sql: str
    parameters: list[Any]
    """With nothing yet where something is handed over."""
    open_places: list[tuple[int, int, int]]
    """Each such place, the number of the slot that stands there, and which of its parameters."""


class Shaped:
    """A statement for SQLite, and what it is filled with."""

    def __init__(self, sql: str, parts: Sequence[Any]) -> None:
        """Take the SQL and what stands at its marks: slots, and values that are the same each time.

        Raises:
            ValueError: when the SQL has more or fewer lists, or marks, than the parts.
        """
        sql, parts = _written_out(sql, parts)
        slots = {(part.name, part.kind): part for part in parts if isinstance(part, Slot)}
        numbers = {key: number for number, key in enumerate(slots)}
        self._slots = list(slots.values())
        self._parts = [
            (numbers[part.name, part.kind], part) if isinstance(part, Slot) else (-1, part) for part in parts
        ]
        self._lists = [number for number, part in self._parts if number >= 0 and part.is_list]
        self._between = sql.split(LIST)
        if len(self._between) != len(self._lists) + 1:
            raise ValueError(f"{len(self._lists)} parts for {len(self._between) - 1} lists")
        self._shapes: dict[tuple[int, ...], Shape] = {}

    def filled(self, given: Mapping[str, Any], asked: Any) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters.

        Raises:
            KeyError: when something is not given.
        """
        found = [slot.parameters(given[slot.name], asked) for slot in self._slots]
        lengths = tuple([length for length, _ in found])
        shape = self._shapes.get(lengths) or self._shape(lengths)
        parameters = shape.parameters.copy()
        for place, number, nth in shape.open_places:
            parameters[place] = found[number][1][nth]
        return shape.sql, parameters

    def _shape(self, lengths: tuple[int, ...]) -> Shape:
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        first, *others = self._between
        texts = [_marks(lengths[number]) + after for number, after in zip(self._lists, others, strict=True)]
        shape = Shape(first + "".join(texts), [], [])
        for number, part in self._parts:
            if number < 0:
                shape.parameters.append(part)
            else:
                for nth in range(abs(lengths[number])):
                    shape.open_places.append((len(shape.parameters), number, nth))
                    shape.parameters.append(None)
        return self._shapes.setdefault(lengths, shape)


def _written_out(sql: str, parts: Sequence[Any]) -> tuple[str, list[Any]]:
    """Put the texts that are the same each time into a statement; return it and the parts that are left."""
    first, *others = MARK.split(sql)
    if len(others) != len(parts):
        raise ValueError(f"{len(parts)} parts for {len(others)} marks")
    text, left = [first], []
    for part, after in zip(parts, others, strict=True):
        literal = _literal(part)
        if literal is None:
            left.append(part)
        text += [literal or "%s", after]
    return "".join(text), left


def _literal(part: Any) -> str | None:
    """Return how a text stands in a statement; None for what stays a parameter."""
    if not isinstance(part, str) or "\0" in part:
        return None
    return "'" + part.replace("'", "''").replace("%", "%%") + "'"


def _marks(length: int) -> str:
    return LIST if length == LONG else f"({', '.join(['%s'] * length)})"

"""Learns which tests could notice a change: the statements a test runs, the rows of tables it reads.

Statements are marked in the code itself: before each, its number goes into a set. That costs little; the map is kept as
long as the code stays the same, and only the tests of files that changed are mapped again.
"""

import ast
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts.bootstrap import ROOT
from tests.services.mutation.edits import Edit, Functions
from tests.services.mutation.live import changed_fields, is_row, living_functions, names_read, new_values, swap

MARK = "__reached__"


class Reach:
    """What each test reached, and how long it took.

    A place is `module:line` of a statement in a function, or `module.NAME.field` of a table's row.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.digests: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._reached: dict[str, list[int]] = {}
        self._tests: dict[int, list[str]] = {}

    def add(self, test: str, seconds: float, places: Iterable[str], *, passed: bool) -> None:
        """Keep what one test reached; a test that fails without any change is never asked."""
        self.seconds[test] = seconds
        file = _file_of(test)
        self.digests.setdefault(file, digest([ROOT / file]))
        self._reached[test] = [self._numbers.setdefault(place, len(self._numbers)) for place in places]
        self._tests = {}
        if not passed:
            self.failed.add(test)

    def of(self, places: Iterable[str]) -> list[str]:
        """Return the tests that reach any of some places, fastest first."""
        if not self._tests:
            for test in self._reached.keys() - self.failed:
                for number in self._reached[test]:
                    self._tests.setdefault(number, []).append(test)
        known = [self._numbers[place] for place in places if place in self._numbers]
        found = {test for number in known for test in self._tests.get(number, ())}
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def forget_changed(self) -> None:
        """Forget the tests of files that are gone or have changed."""
        changed = {
            file for file, kept in self.digests.items() if not (ROOT / file).exists() or digest([ROOT / file]) != kept
        }
        for test in [test for test in self.seconds if _file_of(test) in changed]:
            del self.seconds[test], self._reached[test]
            self.failed.discard(test)
        for file in changed:
            del self.digests[file]

    def save(self, path: Path) -> None:
        """Write the map to a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = [self.key, self.seconds, sorted(self.failed), self.digests, self._numbers, self._reached]
        new = path.with_suffix(".new")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(path)


def _file_of(test: str) -> str:
    return test.split("::", maxsplit=1)[0]


def saved(path: Path, key: str) -> Reach:
    """Return the map that was kept for `key`, the digest of the code, or an empty one."""
    reach = Reach(key)
    kept: list[Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else [""]
    if kept[0] == key:
        _, reach.seconds, failed, reach.digests, reach._numbers, reach._reached = kept
        reach.failed = set(failed)
    return reach


def digest(files: Iterable[Path]) -> str:
    """Return a digest of some files' names and contents."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\n".encode() + path.read_bytes())
    return total.hexdigest()


class Marks:
    """Marks in every function of some modules, which fill a set that is taken after each test."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self.places: list[str] = []
        self.numbers: set[int] = set()
        self.reads: set[str] = set()
        own = list(modules)
        living = living_functions(str(module.__file__) for module in own)
        for module in own:
            tree = parsed(module)
            for place, statements, index in reversed(list(statements_of(module, tree))):
                if not isinstance(statements[index], ast.Nonlocal | ast.Global):
                    statements.insert(index, self._mark(place, statements[index]))
            vars(module)[MARK] = self.numbers.add
            swap(ast.fix_missing_locations(tree), str(module.__file__), living)
        watch_rows(own, self.reads.add)

    def _mark(self, place: str, statement: ast.stmt) -> ast.stmt:
        self.places.append(place)
        call = ast.Call(ast.Name(MARK, ast.Load()), [ast.Constant(len(self.places) - 1)], [])
        return ast.copy_location(ast.Expr(call), statement)

    def take(self) -> set[str]:
        """Return the places reached since the last time."""
        taken = {self.places[number] for number in list(self.numbers)} | set(self.reads)
        self.numbers.clear()
        self.reads.clear()
        return taken


def parsed(module: ModuleType) -> ast.Module:
    """Return the syntax tree of a module's source."""
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def place_of_line(module: ModuleType, line: int) -> str:
    """Name a statement's place."""
    return f"{module.__name__}:{line}"


def statements_of(module: ModuleType, tree: ast.Module) -> Iterator[tuple[str, list[ast.stmt], int]]:
    """Yield every statement inside functions, outer ones first: its place, and the list and index where it stands."""

    def below(node: ast.AST, *, inside: bool) -> Iterator[tuple[str, list[ast.stmt], int]]:
        inside = (inside or isinstance(node, Functions)) and not isinstance(node, ast.ClassDef)
        for _, value in ast.iter_fields(node):
            for index, inner in enumerate(value if isinstance(value, list) else ()):
                if inside and isinstance(inner, ast.stmt):
                    yield place_of_line(module, inner.lineno), value, index
                if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case):
                    yield from below(inner, inside=inside)

    yield from below(tree, inside=False)


def watch_rows(modules: Iterable[ModuleType], note: Callable[[str], None]) -> None:
    """Let every row (move, duty) that a module names say which of its fields is read, as `module.NAME.field`."""
    names: dict[int, list[str]] = defaultdict(list)
    rows: dict[int, Any] = {}
    for module in modules:
        for name, value in vars(module).items():
            if is_row(value):
                rows[id(value)] = value
                names[id(value)].append(f"{module.__name__}.{name}")
    kinds = {kind: _watched(kind, names, note) for kind in {type(row) for row in rows.values()}}
    for row in rows.values():
        object.__setattr__(row, "__class__", kinds[type(row)])


def _watched(kind: type, names: Mapping[int, list[str]], note: Callable[[str], None]) -> type:
    def read(self: Any, name: str) -> Any:
        if name == "__class__":
            return kind
        for own in names.get(id(self), ()):
            note(f"{own}.{name}")
        return object.__getattribute__(self, name)

    return type(kind.__name__, (kind,), {"__getattribute__": read})


class Readers:
    """Which statements of functions read a name: those that feel a change of a plain value."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self._places: dict[str, set[str]] = defaultdict(set)
        for module in modules:
            for place, statements, index in statements_of(module, parsed(module)):
                for name in names_read(_own_part(statements[index])):
                    self._places[name].add(place)

    def of(self, name: str) -> set[str]:
        """Return the places that read a name."""
        return self._places.get(name, set())


def _own_part(statement: ast.stmt) -> ast.AST:
    """Return a statement without the statements inside it."""
    inner = {"body", "orelse", "finalbody", "handlers"}
    own = [value for name, value in ast.iter_fields(statement) if name not in inner]
    flat: list[Any] = [part for value in own for part in (value if isinstance(value, list) else [value])]
    return ast.List([part for part in flat if hasattr(part, "_fields")], ast.Load())


def places_of(module: ModuleType, tree: ast.Module, edit: Edit, readers: Readers) -> set[str] | None:
    """Return where a change can be felt; None when a table stays as it is.

    Raises:
        Exception: whatever the changed statement raises at import.
    """
    if edit.in_function:
        return {place_of_line(module, edit.statement.lineno)}
    values, places = new_values(module, tree, edit), set[str]()
    for name, value in values.items():
        old = vars(module)[name]
        if is_row(old) and type(old) is type(value):
            places |= {f"{module.__name__}.{name}.{field}" for field in changed_fields(old, value)}
        else:
            places |= readers.of(name)
    return places if values else None

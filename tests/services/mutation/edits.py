"""The changes a module can suffer, as edits of its syntax tree.

Left alone: annotations, types in casts, docstrings, imports, decorators, class bodies outside of their methods (fields
and constraints are held by the migrations), defaults of parameters, sentences (Japanese or with spaces), colours
(`tone`), and row locks (the races on PostgreSQL hold those).
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Holder = Any
"""A syntax node, edited in a field, or a list of them, edited at an index."""

FLIPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min", "filter": "exclude", "exclude": "filter",
           "startswith": "endswith", "asc": "desc", "desc": "asc"}  # fmt: skip
NARROWING = frozenset({"filter", "exclude", "order_by", "distinct", "reverse", "strip", "lower", "casefold"})
"""Methods whose call can be taken out of a chain, leaving what it was called on."""
LOOKS = frozenset({"tone"})
LOCKS = frozenset({"select_for_update"})
LONGEST_TABLE = 12
"""Elements of a literal up to which each one is left out in turn; longer ones are data (hosts, services)."""
Functions = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Edit:
    """One change: in `holder`, at `place`, stands `new` (nothing at all when `new` is None)."""

    operator: str
    statement: ast.stmt
    in_function: bool
    holder: Holder
    place: str | int
    new: Any

    @property
    def line(self) -> int:
        """Return the line of what is changed, counted from 1."""
        return int(getattr(_get(self.holder, self.place), "lineno", self.statement.lineno))

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Change the tree for the length of the block."""
        old = _get(self.holder, self.place)
        if self.new is None and isinstance(self.holder, list):
            del self.holder[int(self.place)]
        else:
            _set(self.holder, self.place, self.new)
        try:
            yield
        finally:
            if self.new is None and isinstance(self.holder, list):
                self.holder.insert(int(self.place), old)
            else:
                _set(self.holder, self.place, old)

    def words(self, tree: ast.Module) -> tuple[str, str]:
        """Return the smallest line that shows the change, before and after."""
        before = ast.unparse(tree).splitlines()
        with self.applied():
            after = ast.unparse(tree).splitlines()
        return _difference(before, after)


def _get(holder: Holder, place: str | int) -> Any:
    return holder[int(place)] if isinstance(holder, list) else getattr(holder, str(place))


def _set(holder: Holder, place: str | int, value: Any) -> None:
    if isinstance(holder, list):
        holder[int(place)] = value
    else:
        setattr(holder, str(place), value)


def _difference(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return " ".join(line.strip() for line in old), " ".join(line.strip() for line in new)


def edits(tree: ast.Module) -> Iterator[Edit]:
    """Yield every change of a module, in the order of its text; each is to be applied alone."""
    for statement in tree.body:
        yield from _outside(statement)


def _outside(statement: ast.stmt) -> Iterator[Edit]:
    """Yield the changes of a statement that runs at import."""
    if isinstance(statement, ast.ClassDef):
        for inner in statement.body:
            if isinstance(inner, ast.ClassDef | Functions):
                yield from _outside(inner)
    elif isinstance(statement, Functions):
        yield from _body(statement.body)
    elif isinstance(statement, ast.Assign | ast.AnnAssign) and _is_table(statement):
        yield from _Finder(statement, in_function=False).child(statement, "value")


def _is_table(statement: ast.Assign | ast.AnnAssign) -> bool:
    """Tell an assignment of a value to one name from an alias of a type, which only annotations read."""
    target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
    alias = isinstance(statement.value, ast.Subscript) or (
        isinstance(statement.value, ast.Call) and ast.unparse(statement.value.func) == "TypeVar"
    )
    return isinstance(target, ast.Name) and statement.value is not None and not alias


def _body(statements: list[ast.stmt]) -> Iterator[Edit]:
    for index, statement in enumerate(statements):
        if isinstance(statement, Functions):
            yield from _body(statement.body)
        elif not _is_docstring(statement):
            finder = _Finder(statement, in_function=True)
            if _acts(statement):
                yield finder.edit("drop statement", statements, index, never(statement))
            yield from _of_statement(finder, statement)
            yield from finder.inside(statement)


def _acts(statement: ast.stmt) -> bool:
    """Tell a statement that can be missed without a name being unknown afterwards."""
    if isinstance(statement, ast.Assign):
        return not any(isinstance(target, ast.Name | ast.Tuple) for target in statement.targets)
    return isinstance(statement, ast.Expr | ast.Raise | ast.AugAssign | ast.Delete)


def _of_statement(finder: "_Finder", statement: ast.stmt) -> Iterator[Edit]:
    if isinstance(statement, ast.If | ast.While | ast.Assert):
        for value in (True, False) if isinstance(statement, ast.If) else (False,):
            yield finder.edit("condition", statement, "test", ast.Constant(value))
    elif isinstance(statement, ast.Return) and not isinstance(statement.value, ast.Constant | None):
        yield finder.edit("return nothing", statement, "value", ast.Constant(None))


def never(statement: ast.stmt) -> ast.stmt:
    """Return the statement where it never runs: what is left keeps its variables, and a generator stays one."""
    return ast.copy_location(ast.If(ast.copy_location(ast.Constant(False), statement), [statement], []), statement)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


class _Finder:
    """Finds the changes of the expressions of one statement."""

    def __init__(self, statement: ast.stmt, *, in_function: bool) -> None:
        self.statement = statement
        self.in_function = in_function

    def edit(self, operator: str, holder: Holder, place: str | int, new: Any) -> Edit:
        """Make an edit at this statement; a new node takes the place of the old one in the text."""
        old = _get(holder, place)
        if isinstance(new, ast.expr | ast.stmt) and isinstance(old, ast.expr | ast.stmt):
            new = ast.fix_missing_locations(ast.copy_location(new, old)) if not hasattr(new, "lineno") else new
        return Edit(operator, self.statement, self.in_function, holder, place, new)

    def inside(self, node: ast.AST) -> Iterator[Edit]:
        """Yield the changes of everything below a node."""
        for name in node._fields:
            if name in {"annotation", "returns", "decorator_list", "targets", "target", "ctx"}:
                continue
            yield from self.child(node, name)

    def child(self, node: ast.AST, name: str) -> Iterator[Edit]:
        """Yield the changes of one field of a node, lists included."""
        value = getattr(node, name)
        if isinstance(value, list):
            if value and isinstance(value[0], ast.stmt):
                yield from _body(value)
                return
            for index, inner in enumerate(value):
                if isinstance(inner, ast.AST):
                    yield from self.of(inner, value, index)
        elif isinstance(value, ast.AST):
            yield from self.of(value, node, name)

    def of(self, node: ast.AST, holder: Holder, place: str | int) -> Iterator[Edit]:
        """Yield the changes of a node that stands in `holder` at `place`, and of what is below it."""
        if is_sentence(node) or (isinstance(node, ast.keyword) and node.arg in LOOKS):
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOCKS:
            yield from self.child(node.func, "value")
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
            yield from self.of(node.args[1], node.args, 1)
            return
        for kinds, find in OPERATORS:
            if isinstance(node, kinds):
                yield from find(self, node, holder, place)
        if not isinstance(node, ast.JoinedStr):
            yield from self.inside(node)


def is_sentence(node: ast.AST) -> bool:
    """Tell text for people, which is Japanese or has spaces, from keys and names."""
    texts = [node] if isinstance(node, ast.Constant) else node.values if isinstance(node, ast.JoinedStr) else []
    said = [text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    return any(" " in text or not text.isascii() for text in said)


def _conditions(find: _Finder, node: Any, holder: Holder, place: str | int) -> Iterator[Edit]:
    for value in (True, False):
        yield find.edit("condition", node, "test", ast.Constant(value))


def _comprehension(find: _Finder, node: ast.comprehension, holder: Holder, place: str | int) -> Iterator[Edit]:
    for index in range(len(node.ifs)):
        yield find.edit("drop condition", node.ifs, index, None)


def _comparison(find: _Finder, node: ast.Compare, holder: Holder, place: str | int) -> Iterator[Edit]:
    for index, operator in enumerate(node.ops):
        yield find.edit("comparison", node.ops, index, FLIPPED[type(operator)]())


def _and_or(find: _Finder, node: ast.BoolOp, holder: Holder, place: str | int) -> Iterator[Edit]:
    yield find.edit("and/or", node, "op", FLIPPED[type(node.op)]())
    for index in range(len(node.values)):
        rest = [value for other, value in enumerate(node.values) if other != index]
        new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield find.edit("drop operand", holder, place, new)


def _arithmetic(find: _Finder, node: ast.BinOp, holder: Holder, place: str | int) -> Iterator[Edit]:
    if type(node.op) in FLIPPED and not (is_sentence(node.left) or is_sentence(node.right)):
        yield find.edit("arithmetic", node, "op", FLIPPED[type(node.op)]())


def _sign(find: _Finder, node: ast.UnaryOp, holder: Holder, place: str | int) -> Iterator[Edit]:
    yield find.edit("drop not" if isinstance(node.op, ast.Not) else "drop sign", holder, place, node.operand)


def _constant(find: _Finder, node: ast.Constant, holder: Holder, place: str | int) -> Iterator[Edit]:
    value = node.value
    if isinstance(value, bool):
        yield find.edit("constant", holder, place, ast.Constant(not value))
    elif isinstance(value, int):
        yield find.edit("constant", holder, place, ast.Constant(value + 1))
        if value > 1:
            yield find.edit("constant", holder, place, ast.Constant(value - 1))
    elif isinstance(value, str) and value:
        yield find.edit("empty text", holder, place, ast.Constant(""))


def _key(find: _Finder, node: ast.JoinedStr, holder: Holder, place: str | int) -> Iterator[Edit]:
    yield find.edit("empty text", holder, place, ast.Constant(""))


def _call(find: _Finder, node: ast.Call, holder: Holder, place: str | int) -> Iterator[Edit]:
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None and keyword.arg not in LOOKS:
            yield find.edit("drop argument", node.keywords, index, None)
    if isinstance(node.func, ast.Attribute) and node.func.attr in NARROWING:
        yield find.edit("drop call", holder, place, node.func.value)
        if node.func.attr in {"filter", "exclude"} and len(node.args) > 1:
            for index in range(len(node.args)):
                yield find.edit("drop argument", node.args, index, None)


def _name(find: _Finder, node: ast.Name | ast.Attribute, holder: Holder, place: str | int) -> Iterator[Edit]:
    field = "id" if isinstance(node, ast.Name) else "attr"
    if (other := SWAPPED.get(getattr(node, field))) is not None and place == "func":
        yield find.edit("swap call", node, field, other)


def _elements(find: _Finder, node: ast.Set | ast.List | ast.Tuple, holder: Holder, place: str | int) -> Iterator[Edit]:
    unpacked = isinstance(holder, ast.Assign) and isinstance(holder.targets[0], ast.Tuple)
    shape = isinstance(node, ast.Tuple) and isinstance(holder, ast.Return | ast.Subscript | ast.Dict | ast.Yield)
    if unpacked or shape or len(node.elts) > LONGEST_TABLE:
        return
    if isinstance(node, ast.Set) and len(node.elts) == 1:
        return
    for index in range(len(node.elts)):
        yield find.edit("drop element", node.elts, index, None)


def _entries(find: _Finder, node: ast.Dict, holder: Holder, place: str | int) -> Iterator[Edit]:
    if len(node.keys) > LONGEST_TABLE:
        return
    for index in range(len(node.keys)):
        keys = [key for other, key in enumerate(node.keys) if other != index]
        values = [value for other, value in enumerate(node.values) if other != index]
        yield find.edit("drop element", holder, place, ast.Dict(keys, values))


Find = Callable[[_Finder, Any, Holder, str | int], Iterator[Edit]]
OPERATORS: Sequence[tuple[tuple[type[ast.AST], ...], Find]] = [
    ((ast.IfExp,), _conditions),
    ((ast.comprehension,), _comprehension),
    ((ast.Compare,), _comparison),
    ((ast.BoolOp,), _and_or),
    ((ast.BinOp,), _arithmetic),
    ((ast.UnaryOp,), _sign),
    ((ast.Constant,), _constant),
    ((ast.JoinedStr,), _key),
    ((ast.Call,), _call),
    ((ast.Name, ast.Attribute), _name),
    ((ast.Set, ast.List, ast.Tuple), _elements),
    ((ast.Dict,), _entries),
]

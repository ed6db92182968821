"""Makes one change in the process it runs in: functions get new code, tables new values, where everybody sees them.

Meant for a forked process that ends afterwards: nothing is put back.
"""

import ast
import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, cast

from tests.services.mutation.edits import Edit, Functions

Place = tuple[str, int, str]
"""File, first line and qualified name of a function."""
KEEPING = type(cache(abs))
"""What `functools.cache` makes of a function."""


class CannotApplyError(Exception):
    """A change can not be made in a running process; says nothing about the tests."""


def place_of(code: CodeType) -> Place:
    return code.co_filename, code.co_firstlineno, code.co_qualname


def living_functions(files: Iterable[str]) -> dict[Place, list[FunctionType]]:
    """Find the functions of some files wherever they are held: modules, classes, decorators, properties, closures."""
    wanted, found = frozenset(files), defaultdict(list)
    gc.unfreeze()  # what the collection of the tests set aside is not listed
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in wanted:  # isinstance() would wake lazy objects
            found[place_of(thing.__code__)].append(thing)
    return found


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of every function inside `code`, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes(constant)


def swap(tree: ast.Module, filename: str, living: Mapping[Place, list[FunctionType]]) -> int:
    """Give living functions the code that `tree` has for them where it differs; return how many.

    Raises:
        CannotApplyError: when a lambda would close over other variables than it does.
    """
    swapped = 0
    for code in codes(compile(tree, filename, "exec")):
        for function in living.get(place_of(code), ()):
            if function.__code__ != code:
                function.__code__ = _closing_over_the_same(tree, filename, function.__code__, code)
                swapped += 1
    return swapped


def _closing_over_the_same(tree: ast.Module, filename: str, old: CodeType, new: CodeType) -> CodeType:
    """Return the new code, compiled again with the old one's variables named where a change took them out."""
    if new.co_freevars == old.co_freevars:
        return new
    for node in ast.walk(tree):
        if isinstance(node, Functions) and node.name == old.co_name and first_line(node) == old.co_firstlineno:
            names: list[ast.stmt] = [ast.Expr(ast.Name(name, ast.Load())) for name in old.co_freevars]
            node.body.append(ast.If(ast.Constant(False), names, []))
            whole = compile(ast.fix_missing_locations(tree), filename, "exec")
            return next(code for code in codes(whole) if place_of(code) == place_of(old))
    raise CannotApplyError(f"{old.co_qualname} would close over other variables")


def first_line(node: Functions) -> int:
    """Return the line that Python takes for the beginning of a function: the first decorator's."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def change(module: ModuleType, tree: ast.Module, edit: Edit, living: Mapping[Place, list[FunctionType]]) -> None:
    """Make one change of a module.

    Raises:
        CannotApplyError: when the process can not be changed like this.
        Exception: whatever the changed statement raises at import.
    """
    if edit.in_function:
        with edit.applied():
            if not swap(tree, str(module.__file__), living):
                raise CannotApplyError("no living function has this code")
        forget_kept([module])
    else:
        for name, value in new_values(module, tree, edit).items():
            replace(module, name, value)


def forget_kept(modules: Iterable[ModuleType]) -> None:
    """Have functions that keep what they returned run again: else nobody feels a change of them, or reaches them."""
    for module in modules:
        for value in list(vars(module).values()):
            if type(value) is KEEPING:  # isinstance() would wake lazy objects
                cast("Any", value).cache_clear()


def assigned_name(statement: ast.stmt) -> str:
    """Return the one name that a statement outside of functions gives a value; empty for other statements."""
    targets: list[ast.expr] = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def new_values(module: ModuleType, tree: ast.Module, edit: Edit) -> dict[str, Any]:
    """Return what the changed statement gives its name, and what follows from that further down in the module.

    Raises:
        Exception: whatever the changed statement raises at import.
    """
    scope, changed = dict(vars(module)), dict[str, Any]()
    with edit.applied():
        for statement in tree.body[tree.body.index(edit.statement) :]:
            name = assigned_name(statement)
            if name and (statement is edit.statement or names_read(statement) & changed.keys()):
                value = cast("ast.Assign", statement).value
                scope[name] = eval(compile(ast.Expression(value), str(module.__file__), "eval"), scope)
                if scope[name] != vars(module)[name]:
                    changed[name] = scope[name]
    return changed


def names_read(node: ast.AST) -> set[str]:
    """Return the names and attributes that stand anywhere in a node."""
    inside = list(ast.walk(node))
    return {n.id for n in inside if isinstance(n, ast.Name)} | {n.attr for n in inside if isinstance(n, ast.Attribute)}


def is_row(value: Any) -> bool:
    """Tell an instance of a dataclass, such as a move or a duty: a row of a table."""
    return is_dataclass(type(value))


def replace(module: ModuleType, name: str, value: Any) -> None:
    """Put a new value in the place of a module's own: into the object where that can be, else under its name."""
    old = vars(module)[name]
    if is_row(old) and type(old) is type(value):
        for field in changed_fields(old, value):
            object.__setattr__(old, field, getattr(value, field))
    elif isinstance(old, dict) and isinstance(value, dict):
        old.clear()
        old.update(value)
    else:
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(name) is old:
                setattr(other, name, value)


def changed_fields(old: Any, new: Any) -> list[str]:
    """Return which fields of a row differ."""
    return [field.name for field in fields(old) if getattr(old, field.name) != getattr(new, field.name)]

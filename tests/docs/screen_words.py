"""The words that can stand on a screen, read from templates and Python source, with ○○ where a value comes in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scripts.bootstrap import ROOT

PACKAGES = ("core", "accounts", "policies", "publications", "approvals", "incidents", "dashboard")
HOLE = "○○"
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}")
BREAK = re.compile(r"\{%.*?%\}|<[^>]*>")
QUOTED = re.compile(r'"([^"]*)"')


@cache
def screen_words() -> frozenset[str]:
    """Return every text of the interface, and each of its sentences, as the manual would quote it."""
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        found.update(words_of_template(path.read_text(encoding="utf-8")))
    for package in PACKAGES:
        for path in _sources(ROOT / package):
            found.update(words_of_python(path.read_text(encoding="utf-8")))
    return frozenset(part for text in found for part in _parts(text))


def _sources(folder: Path) -> Iterator[Path]:
    """Walk a package's code; migrations repeat old words, demonstration data invents some."""
    return (path for path in folder.rglob("*.py") if not {"migrations", "demo"} & set(path.parts))


def words_of_template(text: str) -> Iterator[str]:
    """Yield the texts between tags, and the quoted words inside tags."""
    plain = COMMENT.sub("", text)
    yield from QUOTED.findall(plain)
    yield from BREAK.split(VALUE.sub(HOLE, plain))


def words_of_python(source: str) -> Iterator[str]:
    """Yield the string literals, docstrings left out."""
    tree = ast.parse(source)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)


def _parts(text: str) -> Iterator[str]:
    """Yield a text and its sentences; a value at either end is no part of the words."""
    whole = " ".join(text.split())
    for part in (whole, *re.findall(r"[^。]+。", whole)):
        yield part.strip()
        yield part.strip().removeprefix(HOLE).removesuffix(HOLE)

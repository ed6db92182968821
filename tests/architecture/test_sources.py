"""Rules about the source itself that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.bootstrap import ROOT

PACKAGES = (
    *("bench", "iwaki_sm", "core", "accounts", "policies", "publications", "approvals", "incidents", "dashboard"),
    *("scripts", "tests"),
)
GENERATED = {".venv", ".git", "build", "var", "node_modules", "migrations"}
MOST_LINES = 350
STATE_UPDATES = {
    # Outbox rows are no records: nobody acts on them, the sender alone moves them on.
    "core/notifications/mail.py",
}
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|home|Users|work|farm)/[\w.-]+")


def _files(*patterns: str) -> Iterator[Path]:
    """Walk the project's own files."""
    for pattern in patterns:
        for path in sorted(ROOT.rglob(pattern)):
            if not GENERATED & set(path.relative_to(ROOT).parts[:-1]):
                yield path


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _code() -> list[Path]:
    return [path for path in _files("*.py") if path.relative_to(ROOT).parts[0] in {*PACKAGES, "manage.py"}]


def state_updates(source: str) -> list[int]:
    """Find the lines of `source` that write a state past its Move, by `update` or `bulk_update`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        direct = node.func.attr == "update" and any(keyword.arg == "state" for keyword in node.keywords)
        strings = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
        if direct or (node.func.attr == "bulk_update" and "state" in strings):
            found.append(node.lineno)
    return found


def machine_paths(text: str) -> list[str]:
    """Find paths that exist on one machine only."""
    return MACHINE_PATH.findall(text)


def test_no_state_is_written_past_its_move() -> None:
    project = [path for path in _code() if _name(path).split("/")[0] not in {"tests", "scripts"}]
    found = {_name(path): lines for path in project if (lines := state_updates(path.read_text(encoding="utf-8")))}
    assert {name: lines for name, lines in found.items() if name not in STATE_UPDATES} == {}
    assert set(found) == STATE_UPDATES


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Request.objects.filter(pk=1).update(state='x')", [1]),
        ("\nqs.update(version=2, state=S.DRAFT)", [2]),
        ("qs.bulk_update(rows, ['state'])", [1]),
        ("qs.update(version=2)", []),
        ("{}.update({'state': 1})", []),
    ],
)
def test_state_updates_in_a_source(source: str, lines: list[int]) -> None:
    assert state_updates(source) == lines


def test_no_file_is_too_long() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _code()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_says_what_belongs_there() -> None:
    silent = [
        _name(path)
        for path in _code()
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_path_of_one_machine() -> None:
    kinds = (
        "*.py",
        "*.md",
        "*.toml",
        "*.html",
        "*.css",
        "*.js",
        "*.txt",
        "*.in",
        "Makefile",
        "run",
        ".env.example",
        ".gitignore",
    )
    texts = {_name(path): path.read_text(encoding="utf-8") for path in _files(*kinds) if path.is_file()}
    found = {name: paths for name, text in texts.items() if (paths := machine_paths(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("see " + "/ro" + "ot/x.txt", ["/ro" + "ot/x.txt"]),
        ("cd /wo" + "rk/main", ["/wo" + "rk/main"]),
        ("https://example.jp/home/page", []),
        ("var/work/x and ./home/x", []),
        ("/usr/bin/env", []),
    ],
)
def test_machine_paths_in_a_text(text: str, paths: list[str]) -> None:
    assert machine_paths(text) == paths


def sign_ins(source: str) -> list[int]:
    """Find the lines of `source` that begin a session."""
    names = ("login", "alogin")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id in names)
        or (isinstance(call.func, ast.Attribute) and call.func.attr in names)
    ]


def test_sessions_begin_in_one_place() -> None:
    project = [path for path in _code() if _name(path).split("/")[0] not in {"tests", "scripts"}]
    found = [_name(path) for path in project if sign_ins(path.read_text(encoding="utf-8"))]
    assert found == ["core/people/entering.py"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [("login(request, person)", [1]), ("\nauth.login(r, p)", [2]), ("self.login_url()", []), ("logout(r)", [])],
)
def test_sign_ins_in_a_source(source: str, lines: list[int]) -> None:
    assert sign_ins(source) == lines

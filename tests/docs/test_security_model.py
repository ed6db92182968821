"""The security model names tests that exist: a control whose test was renamed or removed shows at once."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`((?:\w+/)+test_\w+\.py)(?:::(test_\w+))?`")
ROWS = [
    line
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and NAMED.search(line)
]


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_model_has_rows() -> None:
    assert len(ROWS) > 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_tests_of_a_control_exist(row: str) -> None:
    named = NAMED.findall(row)
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / "tests" / file).exists() or (test and test not in _tests_of(ROOT / "tests" / file))
    ]
    assert missing == []


def test_every_row_of_threats_names_a_test() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    part = text.partition("## Threats, controls, tests")[2].partition("## What it does not hold")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert [row for row in rows if not NAMED.search(row)] == []

"""How tests are shared out: by file, what takes long in parts, and what shares a running copy in one worker."""

from collections import Counter
from pathlib import Path

import pytest

from scripts.bootstrap import ROOT
from tests.services.sharing import IN_PARTS, PARTS, TOGETHER, share_of


def test_a_file_is_one_share() -> None:
    names = [f"tests/accounts/test_rules.py::test_{name}" for name in ("one", "two[a::b]", "three[/]")]
    assert {share_of(name) for name in names} == {"tests/accounts/test_rules.py"}


@pytest.mark.parametrize("file", ["tests/matrix/test_{}.py", "tests/drills/test_races.py"])
def test_what_takes_long_is_shared_out_in_parts(file: str) -> None:
    names = [f"{file.format(number % 7)}::test_row[{number}]" for number in range(500)]
    shares = [share_of(name) for name in names]
    assert len(set(shares)) == PARTS
    assert min(Counter(shares).values()) > 500 / PARTS / 2
    assert [share_of(name) for name in names] == shares


def test_files_on_one_copy_share_a_worker() -> None:
    killed = {share_of(f"tests/drills/test_{name}_killed.py::test_it") for name in ("worker", "processes")}
    assert len(killed) == 1


@pytest.mark.parametrize("path", [*IN_PARTS, *TOGETHER])
def test_what_is_named_is_there(path: str) -> None:
    assert Path(ROOT, path).exists()


@pytest.mark.parametrize("fixture", ["live_app", "patient"])
def test_every_test_on_a_shared_copy_is_named(fixture: str) -> None:
    """Two workers with a copy each would start it twice; journeys share out by file on purpose."""
    others = [path for path in Path(ROOT, "tests").rglob("test_*.py") if "journeys" not in path.parts]
    users = {str(path.relative_to(ROOT)) for path in others if f"{fixture}:" in path.read_text(encoding="utf-8")}
    shares = {TOGETHER.get(path) for path in users if path != "tests/services/test_sharing.py"}
    assert (len(shares), None in shares) == (1, False)


def test_no_test_beside_the_city_of_the_matrix_has_the_database_for_itself() -> None:
    """The city stands from one share to the next of its package; a test with a mark of its own would find it there."""
    marked = [path.name for path in Path(ROOT, "tests/matrix").glob("test_*.py") if "django_db" in path.read_text()]
    assert marked == []

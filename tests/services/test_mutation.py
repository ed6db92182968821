"""The changes that `make mutate` makes, and what it says of those it knows the answer for."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scripts.bootstrap import ROOT
from tests.services.mutation import report
from tests.services.mutation.campaign import asks_database, in_child
from tests.services.mutation.edits import edits
from tests.services.mutation.live import change, living_functions
from tests.services.mutation.report import Result


def changes(source: str) -> list[tuple[str, str, str]]:
    tree = ast.parse(source)
    return [(edit.operator, *edit.words(tree)) for edit in edits(tree)]


def changed(source: str) -> list[str]:
    """Return how the body of a function may be changed."""
    lines = "\n".join(f"    {line}" for line in source.splitlines())
    return [after for _, _, after in changes(f"def act(a, b):\n{lines}")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("check(a)", ["if False: check(a)"]),
        ("raise Denied('だめです。')", ["if False: raise Denied('だめです。')"]),
        ("if a:\n    pass", ["if True:", "if False:"]),
        ("return a < b", ["return None", "return a <= b"]),
        ("return a == b", ["return None", "return a != b"]),
        ("return a in b", ["return None", "return a not in b"]),
        ("return not a", ["return None", "return a"]),
        ("return a and b", ["return None", "return a or b", "return b", "return a"]),
        ("return a + 2", ["return None", "return a - 2", "return a + 3", "return a + 1"]),
        ("return f(a, on=b)", ["return None", "return f(a)"]),
        ("x = a.filter(b)", ["x = a", "x = a.exclude(b)"]),
        ("x = {a, b}", ["x = {b}", "x = {a}"]),
        ("x = [one for one in a if b]", ["x = [one for one in a]"]),
        ("x = True", ["x = False"]),
        ("x = 'key'", ["x = ''"]),
        ("x = f'key:{a}'", ["x = ''"]),
        ("x = 'お知らせ'", []),
        ("x = f'{a}のお知らせ'", []),
        ("raise RuntimeError(f'{a} was opened')", ["if False: raise RuntimeError(f'{a} was opened')"]),
        ("x: int = a", []),
        ("x = a.select_for_update(no_key=True)", []),
        ("x = Move(a, tone='ok')", []),
        ("x = cast('R', a + b)", ["x = cast('R', a - b)"]),
        ("'''What it does.'''", []),
    ],
)
def test_changes_of_a_statement_in_a_function(source: str, expected: list[str]) -> None:
    assert changed(source) == expected


def test_changes_of_a_table_leave_fields_aliases_and_decorators_alone() -> None:
    source = (
        "Check = Callable[[int], None]\nclass A:\n    size = 3\n@cache(size=3)\ndef f(a=3): ...\nROW = Row(a, check=b)"
    )
    assert changes(source) == [("drop argument", "ROW = Row(a, check=b)", "ROW = Row(a)")]


def test_change_is_taken_back_after_the_block() -> None:
    tree = ast.parse("def f(a, b):\n    check(a)\n    return a and f(b, on=a)")
    before = ast.dump(tree)
    for edit in edits(tree):
        with edit.applied():
            assert ast.dump(tree) != before
    assert ast.dump(tree) == before


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    """Import a module whose function is held by a decorator, a property and a closure."""
    path = tmp_path / "sample_of_holders.py"
    path.write_text(
        "from functools import cache, cached_property\n"
        "def twice(f):\n    return lambda *args: 2 * f(*args)\n"
        "@twice\ndef decorated(a):\n    return a + 1\n"
        "@cache\ndef remembered(a):\n    return a * a\n"
        "class Thing:\n    @cached_property\n    def kept(self):\n        return 4 * 5\n"
        "class Child(Thing):\n    def name(self):\n        return super().kept\n",
        encoding="utf-8",
    )
    spec = importlib.util.spec_from_file_location("sample_of_holders", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("after", "expression", "expected"),
    [
        ("return a - 1", "decorated(10)", 18),
        ("return a // a", "remembered(10)", 1),
        ("return lambda *args: 2 // f(*args)", "twice(abs)(2)", 1),
        ("return 4 // 5", "Thing().kept", 0),
        ("return None", "Child().name()", None),
    ],
)
def test_change_reaches_functions_wherever_they_are_held(
    module: ModuleType, after: str, expression: str, expected: object
) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    edit = [edit for edit in edits(tree) if edit.words(tree)[1] == after][-1]
    module.remembered(10)

    def work() -> object:
        change(module, tree, edit, living_functions([str(module.__file__)]))
        return [eval(expression, vars(module))]

    assert in_child(work) == (0, [expected])
    assert module.decorated(10) == 22


def test_child_that_is_ended_by_a_signal_has_no_answer() -> None:
    assert in_child(lambda: os.kill(os.getpid(), 9)) == (9, None)


def test_child_whose_work_fails_says_nothing_about_tests() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        in_child(lambda: 1 // 0)


@pytest.mark.django_db
def test_marked_test_asks_for_the_database_that_is_made_before_the_first_change(request: pytest.FixtureRequest) -> None:
    """Otherwise each child migrates, runs out of its seconds, and every change passes for noticed."""
    assert asks_database(request.node)


def test_plain_test_asks_for_no_database(request: pytest.FixtureRequest) -> None:
    assert not asks_database(request.node)


@pytest.mark.plain
def test_campaign_over_the_sample_tells_what_survived(tmp_path: Path) -> None:
    here = "tests/services/mutation"
    asked = [f"{here}/sample.py", "--tests", f"{here}/check_sample.py", "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "tests.services.mutation", *asked]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    results = report.saved(tmp_path / "tests.services.mutation.sample.json")
    survived = [(r.after, r.outcome) for r in report.unnoticed(results)]
    assert survived == [
        ("LIMIT = 4", report.SURVIVED),
        ("LIMIT = 2", report.SURVIVED),
        ("NEVER_READ = 6", report.NOT_APPLIED),
        ("NEVER_READ = 4", report.NOT_APPLIED),
        ("LARGE = Rule('大きさ', check=refuse_large)", report.NOT_REACHED),
        ("LARGE = Rule('大きさ', check=refuse_large, strict=False)", report.NOT_REACHED),
        ("return number >= LIMIT", report.SURVIVED),
        ("return 2", report.NOT_REACHED),
    ], ended.stdout + ended.stderr
    assert report.TIMED_OUT in {r.outcome for r in results}
    assert ended.returncode == 1


def test_long_lines_are_shown_around_their_difference() -> None:
    same = "x" * 200
    assert report.shortened(f"{same}, a)", f"{same})") == (f"… {'x' * 60}, a)", f"… {'x' * 60})")
    assert report.shortened("a < b", "a <= b") == ("a < b", "a <= b")


def test_score_counts_what_was_not_reached_as_unnoticed() -> None:
    rows = [Result("a.py", 1, "constant", "1", "2", outcome) for outcome in report.COUNTED]
    assert report.score([*rows, Result("a.py", 1, "constant", "1", "2", report.NOT_APPLIED)]) == 50.0
    assert report.table(rows).splitlines()[-1].split() == ["all", "4", "1", "1", "1", "1", "50.0", "%"]

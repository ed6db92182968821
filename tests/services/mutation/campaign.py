"""Runs the tests that could notice against each change: one pytest session, one database, a forked process each.

A start of pytest with migrations takes seconds; a fork takes milliseconds. The parent collects and migrates once and
never runs a changed line; each child changes itself and runs its tests on a copy of the database until one fails: those
that noticed most before, then the fastest.
"""

import ast
import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.db import connection, connections

from scripts.bootstrap import ROOT
from tests.services.mutation import report
from tests.services.mutation.edits import Edit, edits
from tests.services.mutation.live import CannotApplyError, Place, change, forget_kept, living_functions
from tests.services.mutation.reach import Marks, Reach, Readers, digest, parsed, place_of_line, places_of, saved
from tests.services.mutation.report import Result

PACKAGES = (
    "core", "accounts", "policies", "approvals", "incidents", "publications", "dashboard", "iwaki_sm", "verifier",
)  # fmt: skip
KEEP_EVERY = 20


@dataclass(frozen=True)
class Options:
    """How much to try: files, at most `sample` changes of each (0: all), `seconds` of tests for a change."""

    files: tuple[str, ...]
    sample: int = 0
    seed: int = 1
    seconds: float = 60.0
    again: bool = False
    folder: Path = ROOT / "build" / "mutation"


class Campaign:
    """A pytest plugin that takes the place of the loop over the tests."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.results: list[Result] = []
        self._items: dict[str, pytest.Item] = {}
        self._killers: Counter[str] = Counter()
        self._database = Path()
        self._own: list[ModuleType] = []
        self._living: dict[Place, list[FunctionType]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Map the tests, then try every change of every file."""
        self._items = {item.nodeid: item for item in session.items}
        importlib.import_module("tests.factories.written").written.wanted = False
        importlib.import_module(settings.ROOT_URLCONF)  # the views: otherwise loaded by the first page, unmarked
        targets = {file: importlib.import_module(module_name(file)) for file in self.options.files}
        self._own = list({module.__name__: module for module in (*_own_modules(), *targets.values())}.values())
        self._migrate(session)
        self._reach = self._mapped()
        self._readers = Readers(self._own)
        for file, module in targets.items():
            self._try_file(file, module)
        return True

    def _migrate(self, session: pytest.Session) -> None:
        """Run one test here, so that the session's database exists for all children."""
        for first in [item for item in session.items if asks_database(item)][:1]:
            runtestprotocol(first, log=False, nextitem=_another(first))
            self._database = Path(connection.settings_dict["NAME"])
            connections.close_all()

    def _mapped(self) -> Reach:
        """Return which tests reach what; only tests that are new or changed since the last time are run."""
        path, key = self.options.folder / "reach.json", digest(_code_files())
        reach = saved(path, key)
        reach.forget_changed()
        missing = [item for name, item in self._items.items() if name not in reach.seconds]
        if missing:
            say(f"Mapping {len(missing)} tests")
            in_child(lambda: self._map(missing, reach, path))
            reach = saved(path, key)
        if failed := sorted(reach.failed & self._items.keys()):
            say(f"Not asked, as they fail without any change: {', '.join(failed)}")
        reach.failed |= reach.seconds.keys() - self._items.keys()
        return reach

    def _map(self, items: Sequence[pytest.Item], reach: Reach, path: Path) -> int:
        with self._copy_of_database():
            marks = Marks(self._own)
            for number, (item, passed, seconds) in enumerate(run_items(items, lambda _: forget_kept(self._own))):
                reach.add(item.nodeid, seconds, marks.take(), passed=passed)
                if number % KEEP_EVERY == KEEP_EVERY - 1:
                    reach.save(path)
                    say(f"  {number + 1} of {len(items)}")
        reach.save(path)
        return len(items)

    def _try_file(self, file: str, module: ModuleType) -> None:
        self._living = living_functions([str(module.__file__)])
        self._killers.clear()
        tree, path = parsed(module), self.options.folder / f"{module.__name__}.json"
        chosen, results = self._chosen(file, tree, report.saved(path) if self.options.again else [])
        say(f"{file}: {len(chosen)} changes")
        for number, result in enumerate(self._results(module, file, tree, chosen), start=1):
            results.append(result)
            if number % KEEP_EVERY == 0:
                report.save(results, path)
        results.sort(key=lambda result: result.line)
        report.save(results, path)
        self.results += results

    def _chosen(self, file: str, tree: ast.Module, before: list[Result]) -> tuple[list[Edit], list[Result]]:
        """Return the changes to try, and what was noticed before and stays."""
        found = list(edits(tree))
        if self.options.sample and len(found) > self.options.sample:
            choice = random.Random(f"{self.options.seed}:{file}")
            found = sorted(choice.sample(found, self.options.sample), key=lambda edit: edit.line)
        noticed = {result.key: result for result in before if result not in report.unnoticed(before)}
        keys = [(file, edit.operator, *edit.words(tree)) for edit in found] if noticed else []
        kept = [noticed[key] for key in dict.fromkeys(keys) if key in noticed]
        return ([edit for edit, key in zip(found, keys, strict=True) if key not in noticed] if noticed else found), kept

    def _results(self, module: ModuleType, file: str, tree: ast.Module, chosen: list[Edit]) -> Iterator[Result]:
        for edit in chosen:
            result = self._try(module, tree, edit, Result(file, edit.line, edit.operator, *edit.words(tree), ""))
            if result.outcome:
                yield result
                if result.outcome not in {report.KILLED, report.TIMED_OUT}:
                    say(result.lines())

    def _try(self, module: ModuleType, tree: ast.Module, edit: Edit, result: Result) -> Result:
        """Return the result of one change; without an outcome where the change leaves a table as it was."""
        try:
            places = places_of(module, tree, edit, self._readers)
        except Exception as error:  # noqa: BLE001 - a module that can not be imported is noticed by every test
            return replace(result, outcome=report.KILLED, by=f"import: {type(error).__name__}")
        if places is None:
            return result
        if not places:
            return replace(result, outcome=report.NOT_APPLIED, by="read at import only")
        reaching = sorted(self._likely(module, edit, self._reach.of(places)), key=lambda test: -self._killers[test])
        asked = self._affordable(reaching)
        if not asked:
            return replace(result, outcome=report.NOT_REACHED)
        outcome, by = self._ask(lambda: change(module, tree, edit, self._living), asked)
        self._killers[by] += 1
        return replace(result, outcome=outcome, by=by, tests=len(asked), left=len(reaching) - len(asked))

    def _likely(self, module: ModuleType, edit: Edit, tests: list[str]) -> list[str]:
        """Order tests by whether they went into a changed branch; where it is closed, others can not notice."""
        if not (edit.in_function and isinstance(edit.statement, ast.If)):
            return tests
        inside = set(self._reach.of([place_of_line(module, edit.statement.body[0].lineno)]))
        went_in, passed_by = [test for test in tests if test in inside], [test for test in tests if test not in inside]
        if edit.holder is not edit.statement or not isinstance(edit.new, ast.Constant):
            pairs = zip_longest(went_in, passed_by)
            return [test for pair in pairs for test in pair if test is not None]
        return [*passed_by, *went_in] if edit.new.value else went_in

    def _affordable(self, tests: list[str]) -> list[str]:
        total, chosen = 0.0, list[str]()
        for test in tests:
            total += self._reach.seconds[test]
            if total > self.options.seconds and chosen:
                break
            chosen.append(test)
        return chosen

    def _ask(self, apply: Callable[[], None], tests: list[str]) -> tuple[str, str]:
        """Run tests in a changed child; return the outcome and the test that noticed."""

        def work() -> tuple[str, str]:
            try:
                apply()
            except CannotApplyError as error:
                return report.NOT_APPLIED, str(error)
            except Exception as error:  # noqa: BLE001 - a module that can not be imported is noticed by every test
                return report.KILLED, f"import: {type(error).__name__}"
            with self._copy_of_database():
                for item, passed, _ in run_items([self._items[test] for test in tests], self._limit):
                    if not passed:
                        return report.KILLED, item.nodeid
            return report.SURVIVED, ""

        ended, answer = in_child(work)
        if answer is not None:
            return answer[0], answer[1]
        if ended == signal.SIGALRM:
            return report.NOT_APPLIED, "no answer in time: the machine may have been busy"
        return (report.TIMED_OUT if ended == signal.SIGPROF else report.KILLED), f"signal {ended}"

    def _limit(self, item: pytest.Item) -> None:
        """Have the process ended by a signal when a test takes far longer than it should, computing or waiting."""
        usual = self._reach.seconds[item.nodeid]
        signal.setitimer(signal.ITIMER_PROF, 5 + 5 * usual)
        signal.setitimer(signal.ITIMER_REAL, 300 + 60 * usual)

    def _copy_of_database(self) -> AbstractContextManager[None]:
        """Return what keeps children apart; PostgreSQL takes back by itself what none of them committed."""
        on_file = connection.vendor == "sqlite" and self._database.name
        return _DatabaseCopy(self._database) if on_file else closing_connections()


class _DatabaseCopy:
    """Puts this process on a copy of the migrated database; the next copy takes its place."""

    def __init__(self, database: Path) -> None:
        self.copy = database.with_name(f"{database.name}-mutant")
        shutil.copyfile(database, self.copy)
        for suffix in ("-wal", "-shm"):
            self.copy.with_name(self.copy.name + suffix).unlink(missing_ok=True)

    def __enter__(self) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = str(self.copy)

    def __exit__(self, *problem: object) -> None:
        connections.close_all()


@contextmanager
def closing_connections() -> Iterator[None]:
    """Leave no connection open: what a test commits goes into a copy, made of a database that nobody uses."""
    connections.close_all()
    yield
    connections.close_all()


def run_items(
    items: Sequence[pytest.Item], before: Callable[[pytest.Item], None] = lambda item: None
) -> Iterator[tuple[pytest.Item, bool, float]]:
    """Run tests one after the other in the session's fixtures; yield each, whether it passed, its CPU seconds."""
    items[0].session._setupstate.teardown_exact(items[0])
    for item, following in zip(items, [*items[1:], _another(items[-1])], strict=True):
        before(item)
        began = time.process_time()
        reports = runtestprotocol(item, log=False, nextitem=following)
        yield item, not any(part.failed for part in reports), time.process_time() - began


def _another(item: pytest.Item) -> pytest.Item | None:
    """Return a test that is named as the next one, so that the session's fixtures stay and the test's own end."""
    return next((other for other in item.session.items if other is not item), None)


def asks_database(item: pytest.Item) -> bool:
    """Tell whether a test needs the database: by its mark, or by a fixture that migrates it."""
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in getattr(item, "fixturenames", ())


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do some work in a forked process, its output thrown away.

    Returns:
        The signal that ended it (0: none), and its answer (None: a signal came first).

    Raises:
        RuntimeError: when the work itself fails, which is no finding about any test.
    """
    sys.stdout.flush()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_end(work, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status), None
    if status:
        raise RuntimeError(text)
    return 0, json.loads(text)


def _work_and_end(work: Callable[[], Any], write: int) -> None:
    """Never returns: what the parent meant to do after the fork is not for the child."""
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        answer = json.dumps(work())
        code = 0
    except BaseException:  # noqa: BLE001 - the parent raises it
        answer = traceback.format_exc()
    finally:
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            pipe.write(answer)
        os._exit(code)


def module_name(file: str) -> str:
    """Return the dotted name of a module by its path from the project's root."""
    return file.removesuffix(".py").replace("/", ".")


def _own_modules() -> list[ModuleType]:
    """Return the project's modules that are loaded, migrations left out."""
    own = [module for name, module in list(sys.modules.items()) if name.split(".")[0] in PACKAGES]
    return [m for m in own if getattr(m, "__file__", None) and "migrations" not in m.__name__]


def _code_files() -> list[Path]:
    """Return what a map depends on: the code, and what tests share."""
    code = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    shared = [path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_")]
    return [*code, *(path for path in shared if "mutation" not in path.parts)]


def say(text: str) -> None:
    """Print for the person who waits, also from a child."""
    os.write(_OUT, f"{text}\n".encode())


_OUT = os.dup(1)

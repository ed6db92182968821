"""What `make test` makes of its runs: the exit code, and what it says about a browser or server that is missing."""

from pathlib import Path

import pytest

from scripts import processes
from tests.services import postgres, redis
from tests.services.suite import NOTHING_SELECTED, Outcome, _summary


def _outcome(code: int) -> Outcome:
    return Outcome("SQLite, broker in files", code, 1.0, "=== 3 passed in 1.0s ===")


@pytest.fixture(autouse=True)
def _outside_of_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize(
    ("code", "selection", "failed"),
    [
        (0, False, False),
        (1, False, True),
        (1, True, True),
        (NOTHING_SELECTED, False, True),
        (NOTHING_SELECTED, True, False),
    ],
)
def test_run_of_pytest_that_ended_with_a_code(code: int, selection: bool, failed: bool) -> None:
    assert _outcome(code).failed(selection=selection) is failed


def test_summary_ends_with_pytests_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert _summary([_outcome(0)], browser=True, selection=False) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "=== 3 passed in 1.0s ==="


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_summary_without_a_browser_is_loud_and_fails_only_in_ci(
    ci: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    assert _summary([_outcome(0)], browser=False, selection=False) == code
    lines = [line for line in capsys.readouterr().out.splitlines() if "NOT RUN" in line]
    assert [line.split(":")[0].split() for line in lines] == [["Browser", "journeys", "NOT", "RUN"]]


@pytest.mark.parametrize(
    ("wait", "url", "sentence"),
    [
        (postgres._wait, "postgresql://nobody@127.0.0.1:{port}/none", "PostgreSQL did not start"),
        (redis._wait, "redis://127.0.0.1:{port}/0", "Redis did not start"),
    ],
)
def test_server_that_does_not_start_is_an_error(wait: object, url: str, sentence: str, tmp_path: Path) -> None:
    assert callable(wait)
    child = processes.start("server", ["false"], {}, tmp_path)
    child.process.wait()
    with pytest.raises(RuntimeError, match=sentence):
        wait(url.format(port=processes.free_port()), child)

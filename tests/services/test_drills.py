"""The table of the drills: rows from several processes, and a campaign that lost something fails."""

from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests.services import drills
from tests.services.drill_suite import IN_A_BROWSER, PLAIN, _summary
from tests.services.drills import Row
from tests.services.suite import Outcome

ROW = Row("races", "decisions", "SQLite", 200, "1 took effect, 199 conflicts", 0)


def test_rows_are_kept_only_where_a_table_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.jsonl"
    monkeypatch.delenv(drills.TABLE, raising=False)
    drills.keep(ROW)
    assert drills.kept(path) == []
    monkeypatch.setenv(drills.TABLE, str(path))
    drills.keep(ROW)
    assert drills.kept(path) == [ROW]


def test_table_lays_a_row_out() -> None:
    assert drills.table([ROW]).splitlines()[-1] == (
        "races  decisions       SQLite  200    1 took effect, 199 conflicts  0"
    )


@pytest.mark.parametrize(("lost", "code", "ends"), [(0, 0, 0), (0, 1, 1), (2, 0, 1)])
def test_campaign_fails_when_a_drill_failed_or_lost(
    lost: int, code: int, ends: int, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = Outcome("drills", code, 1.0, "=== 1 passed ===")
    assert _summary([outcome], "", lost, selection=False) == ends
    assert f"Lost: {lost or 'nothing'}" in capsys.readouterr().out


@pytest.mark.parametrize(("marks", "chosen"), [({"drill"}, PLAIN), ({"drill", "journey"}, IN_A_BROWSER)])
def test_every_drill_is_in_one_selection(marks: set[str], chosen: str) -> None:
    def marked(name: str, /, **_: str | int | bool | None) -> bool:
        return name in marks

    def matches(selection: str) -> bool:
        return bool(Expression.compile(selection).evaluate(marked))

    assert [selection for selection in (PLAIN, IN_A_BROWSER) if matches(selection)] == [chosen]


def test_size_is_the_usual_one_outside_of_the_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(drills.FULL, raising=False)
    assert drills.size(20, 2000) == 20
    monkeypatch.setenv(drills.FULL, "1")
    assert drills.size(20, 2000) == 2000

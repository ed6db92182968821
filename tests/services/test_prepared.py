"""What a run prepares once: made by the first that asks, kept from halfway failures, gone at the end."""

import os
import threading
from pathlib import Path

import pytest

from tests.services import prepared


@pytest.fixture(autouse=True)
def _a_run_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(prepared.FOLDER, str(tmp_path))


def test_whoever_asks_at_the_same_time_gets_what_one_made() -> None:
    made: list[Path] = []

    def make(folder: Path) -> str:
        made.append(folder)
        (folder / "file").write_text("whole")
        return "a word"

    found: list[tuple[Path, str]] = []
    asking = [threading.Thread(target=lambda: found.append(prepared.once("thing", make))) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()

    assert len(made) == 1
    assert found == [(made[0], "a word")] * 8
    assert (found[0][0] / "file").read_text() == "whole"


def test_what_failed_halfway_is_made_anew_in_another_folder() -> None:
    def fail(folder: Path) -> str:
        (folder / "half").touch()
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        prepared.once("thing", fail)
    folder, word = prepared.once("thing", lambda _: "")

    assert (list(folder.iterdir()), word) == ([], "")


def test_who_looks_before_the_word_is_whole_finds_nothing(tmp_path: Path) -> None:
    def make(folder: Path) -> str:
        assert prepared.migrated(None) is None
        return "a word"

    prepared.once(prepared.named(prepared.MIGRATED, None), make)
    assert prepared.migrated(None) is not None
    assert [path.name for path in tmp_path.glob("*.word")] == ["migrated-sqlite.word"]


def test_a_run_inside_a_run_shares_its_folder_and_leaves_it(tmp_path: Path) -> None:
    with prepared.shared():
        assert os.environ[prepared.FOLDER] == str(tmp_path)
    assert tmp_path.is_dir()


def test_a_run_throws_its_folder_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(prepared.FOLDER)
    with prepared.shared():
        folder, _ = prepared.once("thing", lambda _: "")
        assert folder.is_dir()
    assert not folder.exists()
    assert prepared.FOLDER not in os.environ


def test_processes_of_a_run_compile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(prepared.FOLDER)
    monkeypatch.setenv(prepared.NOT_COMPILED, "1")
    with prepared.shared():
        assert prepared.NOT_COMPILED not in os.environ


def test_things_of_two_servers_have_two_names() -> None:
    names = {prepared.named("migrated", url) for url in (None, "postgresql://a/one", "postgresql://a/two")}
    assert len(names) == 3

"""Beat starts on whatever a kill left of its notes, and keeps those that are whole."""

import dbm
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iwaki_sm.beat import Scheduler
from iwaki_sm.celery import BEAT_TABLE, app

CELERYS_OWN = {"celery.backend_cleanup"}
LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)


def started(file: Path) -> Scheduler:
    """Start beat's scheduler on a file."""
    return Scheduler(app, schedule_filename=str(file))


def written(file: Path) -> None:
    """Leave notes of a beat that was started and stopped."""
    scheduler = started(file)
    scheduler.schedule["sweep"].last_run_at = LONG_AGO
    scheduler.close()


def cut(path: Path) -> None:
    """Cut a file off, as a kill in the middle of a write does."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Leave a file without content."""
    path.write_bytes(b"")


def scribble(path: Path) -> None:
    """Write something else over a file."""
    path.write_bytes(b"\xff" * path.stat().st_size)


def test_notes_that_are_whole_are_kept(tmp_path: Path) -> None:
    written(tmp_path / "notes")

    assert started(tmp_path / "notes").schedule["sweep"].last_run_at == LONG_AGO


@pytest.mark.parametrize("damage", [cut, empty, scribble])
def test_beat_starts_on_damaged_notes_with_its_whole_table(damage: Callable[[Path], None], tmp_path: Path) -> None:
    written(tmp_path / "notes")
    for path in tmp_path.iterdir():
        damage(path)

    assert set(started(tmp_path / "notes").schedule) - CELERYS_OWN == set(BEAT_TABLE)


def test_beat_starts_where_an_entry_is_cut_off_in_a_file_that_opens(tmp_path: Path) -> None:
    written(tmp_path / "notes")
    with dbm.open(str(tmp_path / "notes"), "w") as store:
        store[b"entries"] = b""

    assert set(started(tmp_path / "notes").schedule) - CELERYS_OWN == set(BEAT_TABLE)

"""A folder of exported files in hostile hands, or left by a killed run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from publications.public.folder import MANIFEST, MARK, Folder, FolderInUseError, ForeignFolderError


def exported(path: Path, **files: str) -> Folder:
    """Run one export of files, whose names have no suffix."""
    folder = Folder(path)
    folder.announce()
    for name, text in files.items():
        folder.write(name, [text.encode()])
    folder.finish()
    return folder


@pytest.mark.parametrize("text", ["", "defaced", "half"])
def test_a_file_that_somebody_changed_is_put_right(tmp_path: Path, text: str) -> None:
    exported(tmp_path, genuine="half and half")
    (tmp_path / "genuine").write_text(text, encoding="utf-8")
    assert exported(tmp_path, genuine="half and half").changed == 1
    assert (tmp_path / "genuine").read_text(encoding="utf-8") == "half and half"


def test_what_a_killed_run_wrote_is_removed_when_the_next_does_not_need_it(tmp_path: Path) -> None:
    killed = Folder(tmp_path)
    killed.announce()
    killed.write("account", [b"not public any more"])
    del killed
    exported(tmp_path, index="first page")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([MANIFEST, "index"])


def test_a_killed_write_leaves_no_half_file_after_the_next_run(tmp_path: Path) -> None:
    """The process ends while it writes beside the file's place: what stands there then is put back, as after a kill."""
    left: dict[Path, bytes] = {}

    def parts() -> Iterator[bytes]:
        yield b"half of a page" * 10_000
        left.update({path: b"half" for path in tmp_path.rglob("*") if path.is_file() and path.name != MANIFEST})

    killed = Folder(tmp_path)
    killed.announce()
    killed.write("deep/page", parts())
    del killed
    for path, half in left.items():
        path.write_bytes(half)
    exported(tmp_path, index="first page")
    assert left
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted([MANIFEST, "index"])


@pytest.mark.parametrize("name", ["../secret", "/{}/secret", "a/../../secret"])
def test_a_forged_list_removes_nothing_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("of somebody else", encoding="utf-8")
    exported(tmp_path / "site", index="first page")
    forged = {"by": MARK, "files": [name.format(str(tmp_path).strip("/"))]}
    (tmp_path / "site" / MANIFEST).write_text(json.dumps(forged), encoding="utf-8")
    with pytest.raises(ForeignFolderError):
        exported(tmp_path / "site", index="first page")
    assert (tmp_path / "secret").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"by": 1}'])
def test_a_list_that_can_not_be_read_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ForeignFolderError):
        Folder(tmp_path)


def test_nothing_is_written_through_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    exported(tmp_path / "site", index="first page")
    (tmp_path / "site" / "accounts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ForeignFolderError):
        Folder(tmp_path / "site").write("accounts/1", [b"page"])
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_is_one_exports_at_a_time_and_free_again_after_it(tmp_path: Path) -> None:
    first = Folder(tmp_path)
    first.announce()
    with pytest.raises(FolderInUseError):
        Folder(tmp_path)
    first.write("index", [b"first page"])
    first.finish()
    assert exported(tmp_path, index="first page").changed == 0

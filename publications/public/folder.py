"""A folder of files as a whole: each replaced at once, only what changed, nothing removed that others wrote.

Guaranteed: a reader sees every single file either as it was or as it is, never half of it (`replace`); the first
page comes last, so that what it leads to is there already; a file that is not needed any more goes after that. Between
two files a reader may meet both exports. What is on the disk is compared, so a file that somebody changed is put right.
What was written is listed in a manifest, a new file before it is there; only what is listed is ever removed. So a run
that was killed is completed by the next one, and leaves nothing for visitors that the next one does not know.
"""

import fcntl
import json
import os
import weakref
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = ".export-public.json"
STARTED = ".export-public.started"
"""Names of new files, a line each, while a run is under way."""
BESIDE = ".export-public.new"
"""The file that is written, before it takes its place."""
MARK = "iwaki_sm export_public"
PART = 1 << 16


class ForeignFolderError(Exception):
    """The folder holds files that no export wrote, or was changed so that writing there would reach others."""


class FolderInUseError(Exception):
    """Another export is writing to the folder."""


class Folder:
    """A folder that exports are written to; memory holds the name of each file and no content."""

    def __init__(self, path: Path) -> None:
        """Open a folder, or make it.

        It is this export's alone until `finish`, or until the process ends.

        Raises:
            FolderInUseError: while another export has it.
            ForeignFolderError: when it has files and no export wrote there before, or its manifest is not ours.
        """
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._release = self._hold()
        self._known = self._read()
        self._now: set[str] = set()
        self.changed = 0
        self.removed = 0

    def _hold(self) -> "weakref.finalize[[int], Folder]":
        """Lock the folder itself, so that no file for that stands among what is uploaded; return what lets it go."""
        held = os.open(self.path, os.O_RDONLY)
        release = weakref.finalize(self, os.close, held)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            release()
            raise FolderInUseError(f"{self.path} には、ほかの書き出しが書いています。") from None
        return release

    def _read(self) -> set[str]:
        """Return the names that exports wrote."""
        manifest = self.path / MANIFEST
        if not manifest.exists() and not any(one.name != BESIDE for one in self.path.iterdir()):
            return set()
        try:
            known: Any = json.loads(manifest.read_text(encoding="utf-8"))
            names = set(known["files"]) if known["by"] == MARK else None
        except (OSError, ValueError, KeyError, TypeError):
            names = None
        if names is None or not all(isinstance(name, str) and is_inside(name) for name in names):
            raise ForeignFolderError(f"{self.path} に、この書き出しのものではないファイルがあります。")
        return names | self._started()

    def _started(self) -> set[str]:
        """Return the names that a killed run put down; its last line may be half of one."""
        started = self.path / STARTED
        lines = started.read_text(encoding="utf-8").split("\n")[:-1] if started.exists() else []
        return {name for name in lines if is_inside(name)}

    def announce(self) -> None:
        """Say in the manifest that exports write here, before the first file: a killed run is completed later."""
        self._settle(self._known)

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one file, unless it has this content already; `parts` may be read as they come.

        Raises:
            ValueError: for a name that leads out of the folder.
            ForeignFolderError: when a link in the folder does.
        """
        if not is_inside(name):
            raise ValueError(name)
        place = self._place(name)
        digest = self._beside(parts)
        self._now.add(name)
        if digest_of(place) != digest:
            self._put_down(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            (self.path / BESIDE).replace(place)
            self.changed += 1

    def _place(self, name: str) -> Path:
        place = self.path / name
        if not place.parent.resolve().is_relative_to(self.path.resolve()):
            raise ForeignFolderError(f"{place} は、リンクで {self.path} の外につながっています。")
        return place

    def _beside(self, parts: Iterable[bytes]) -> str:
        digest = sha256()
        # A file of its own each time: to write over one makes some file systems wait for the disk.
        (self.path / BESIDE).unlink(missing_ok=True)
        with (self.path / BESIDE).open("xb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
        return digest.hexdigest()

    def _put_down(self, name: str) -> None:
        if name not in self._known:
            with (self.path / STARTED).open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")

    def finish(self) -> None:
        """Remove what is not needed any more, list what stands, and let the folder go."""
        for name in sorted(self._known - self._now):
            place = self._place(name)
            self.removed += place.exists()
            place.unlink(missing_ok=True)
            self._drop_empty(place.parent)
        self._settle(self._now)
        self._release()

    def _settle(self, names: set[str]) -> None:
        """Write the manifest, where it says something else, and forget what was only started."""
        digest = self._beside([json.dumps({"by": MARK, "files": sorted(names)}, ensure_ascii=False).encode()])
        if digest_of(self.path / MANIFEST) != digest:
            (self.path / BESIDE).replace(self.path / MANIFEST)
        for name in (BESIDE, STARTED):
            (self.path / name).unlink(missing_ok=True)

    def _drop_empty(self, folder: Path) -> None:
        while folder != self.path and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def is_inside(name: str) -> bool:
    """Tell whether a name is that of a file below a folder."""
    pure = PurePosixPath(name)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\n" not in name


def digest_of(path: Path) -> str | None:
    """Return the digest of a file, None where there is none; a link is none."""
    if path.is_symlink() or not path.is_file():
        return None
    digest = sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            digest.update(part)
    return digest.hexdigest()

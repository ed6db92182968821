"""A folder of files as a whole: each replaced at once, only what changed, nothing removed that others wrote.

Guaranteed: a reader sees every single file either as it was or as it is, never half of it (`os.replace`); the first
page comes last, so that what it leads to is there already; a file that is not needed any more goes after that. Between
two files a reader may meet both exports. What was written is listed in a manifest, and only what is listed is ever
removed or replaced silently. A run that was killed is completed by the next one.
"""

import json
import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

MANIFEST = ".export-public.json"
LAST = ("index.html",)
FOR_ALL = 0o644
MARK = "iwaki_sm export_public"


class ForeignFolderError(Exception):
    """The folder holds files that no export wrote."""


class Folder:
    """A folder that exports are written to; memory holds a digest for each file and no content."""

    def __init__(self, path: Path) -> None:
        """Open a folder, or make it.

        Raises:
            ForeignFolderError: when it has files and no export wrote there before.
        """
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._known = self._read()
        self._now: dict[str, str] = {}
        self.changed = 0
        self.removed = 0

    def _read(self) -> dict[str, str]:
        manifest = self.path / MANIFEST
        if manifest.exists():
            known = json.loads(manifest.read_text(encoding="utf-8"))
            if known.get("by") == MARK:
                return dict(known["files"])
        elif not any(self.path.iterdir()):
            return {}
        raise ForeignFolderError(f"{self.path} に、この書き出しのものではないファイルがあります。")

    def announce(self) -> None:
        """Say in the manifest that exports write here, before the first file: a killed run is completed later."""
        self._replace(MANIFEST, [self._manifest(self._known)])

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one file, unless it has this content already; `parts` may be read as they come.

        Raises:
            ValueError: for a name that leads out of the folder.
        """
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts:
            raise ValueError(name)
        self._now[name] = digest = self._replace(name, parts, self._known.get(name, ""))
        self.changed += digest != self._known.get(name)

    def _replace(self, name: str, parts: Iterable[bytes], known: str = "") -> str:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = sha256()
        handle, written = tempfile.mkstemp(dir=target.parent, prefix=".export-")
        try:
            with os.fdopen(handle, "wb") as file:
                for part in parts:
                    file.write(part)
                    digest.update(part)
            if digest.hexdigest() != known or not target.exists():
                Path(written).chmod(FOR_ALL)
                os.replace(written, target)  # noqa: PTH105  # the one call that replaces at once
        finally:
            Path(written).unlink(missing_ok=True)
        return digest.hexdigest()

    def finish(self) -> None:
        """Remove what is not needed any more, and list what stands."""
        self._replace(MANIFEST, [self._manifest(self._known | self._now)])
        for name in sorted(set(self._known) - set(self._now)):
            (self.path / name).unlink(missing_ok=True)
            self.removed += 1
            self._drop_empty((self.path / name).parent)
        self._replace(MANIFEST, [self._manifest(self._now)])

    def _drop_empty(self, folder: Path) -> None:
        while folder != self.path and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    @staticmethod
    def _manifest(files: dict[str, str]) -> bytes:
        return json.dumps({"by": MARK, "files": files}, ensure_ascii=False, sort_keys=True).encode()

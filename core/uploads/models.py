"""The record of a stored file: what it is called, what it is, and the hash under which it lies."""

from typing import Any

from django.db import models

from core.records import Record
from core.uploads.storage import ContentStorage


def stored_path(kept: "StoredFile", name: str) -> str:
    """Store a file under what it belongs to and its hash: names from outside never reach the file system.

    What belongs to different things shares no file, so that disposing of one never takes what another still needs.
    """
    return f"{kept.folder()}/{kept.sha256}"


class StoredFile(Record):
    """A file that somebody handed in; its columns are those that `core.uploads.storage.stored` gives."""

    name = models.CharField("ファイル名", max_length=120)
    content_type = models.CharField("種類", max_length=60)
    size = models.PositiveIntegerField("大きさ")
    sha256 = models.CharField("ハッシュ値", max_length=64)
    file = models.FileField("ファイル", upload_to=stored_path, storage=ContentStorage(), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def folder(self) -> str:
        """Return the folder of what it belongs to, below the root of uploads."""
        raise NotImplementedError

    def columns(self) -> dict[str, Any]:
        """Return the stored values, the file by its place."""
        return {**super().columns(), "file": self.file.name}

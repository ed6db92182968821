"""Files lie under the hash of their content: the same content is stored once, under one name."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class ContentStorage(FileSystemStorage):
    """A file system storage whose names are made from content, so that an existing name is the same file."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the name: whatever stands there has the same content."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        """Store a file whole or not at all: what a killed process left half written is never taken for it."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as half:
            try:
                for chunk in content.chunks():
                    half.write(chunk)
                half.flush()
                os.fsync(half.fileno())
                if self.file_permissions_mode is not None:
                    Path(half.name).chmod(self.file_permissions_mode)
                Path(half.name).replace(path)
            except BaseException:
                Path(half.name).unlink(missing_ok=True)
                raise
        return name


def stored(name: str, content_type: str, content: bytes) -> dict[str, Any]:
    """Return the columns of a record that keeps a file, the file itself named by its hash.

    It is stored before the commit, which harms nobody when the act fails: whatever lies there has the same content.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    kept = {"name": name, "content_type": content_type, "size": len(content), "sha256": sha256}
    return {**kept, "file": ContentFile(content, name=sha256)}

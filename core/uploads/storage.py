"""Files lie under the hash of their content: the same content is stored once, under one name."""

import hashlib
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class ContentStorage(FileSystemStorage):
    """A file system storage whose names are made from content, so that an existing name is the same file."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the name: whatever stands there has the same content."""
        return name

    def _save(self, name: str, content: "File[Any] | IO[Any]") -> str:
        if self.exists(name):
            return name
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave the hook out
        return saved


def stored(name: str, content_type: str, content: bytes) -> dict[str, Any]:
    """Return the columns of a record that keeps a file, the file itself named by its hash.

    It is stored before the commit, which harms nobody when the act fails: whatever lies there has the same content.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    kept = {"name": name, "content_type": content_type, "size": len(content), "sha256": sha256}
    return {**kept, "file": ContentFile(content, name=sha256)}

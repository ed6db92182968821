"""Attachments lie under the hash of their content: the same content is stored once, under one name."""

from typing import IO, Any

from django.core.files.base import File
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

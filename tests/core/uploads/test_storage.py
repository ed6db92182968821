"""A stored file is there whole or not at all, and what a killed process left behind is not taken for it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File

from core.uploads.storage import ContentStorage


@pytest.fixture
def storage(tmp_path: Path) -> ContentStorage:
    return ContentStorage(location=tmp_path)


class Breaking(File):  # type: ignore[type-arg]  # not generic at run time
    """Content whose second half can not be read."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"first half"
        raise OSError


def test_half_a_file_is_replaced_by_the_whole(storage: ContentStorage, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "hash").write_bytes(b"ha")
    assert storage.save("a/hash", ContentFile(b"half")) == "a/hash"
    assert (tmp_path / "a" / "hash").read_bytes() == b"half"


def test_a_write_that_breaks_leaves_nothing(storage: ContentStorage, tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - no message of ours
        storage.save("a/hash", Breaking(BytesIO()))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_same_content_is_one_file(storage: ContentStorage, tmp_path: Path) -> None:
    for _ in range(2):
        storage.save("a/hash", ContentFile(b"whole"))
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"whole"]

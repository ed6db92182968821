"""What may be handed in: told by the bytes themselves, never by what the browser says.

Pure functions over name and bytes. A file is only ever sent back as a download, so this is not the last wall; it
keeps out what nobody at an office could open, and what opens itself.
"""

import io
import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST = 10 * 1024 * 1024
MOST_FILES = 10
LONGEST_NAME = 100
TOO_LARGE = "1つのファイルは10MBまでです。小さくするか、分けてください。"
FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
"""Categories taken out of names. Private use (外字) and variation selectors stay: they are how a name is written."""
TEXT_CONTROLS = frozenset("\t\n\r\f")
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name on screen, its type, the endings its name may have."""

    label: str
    content_type: str
    endings: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG画像", "image/png", (".png",))
JPEG = Kind("JPEG画像", "image/jpeg", (".jpg", ".jpeg"))
WORD = Kind("Word文書", f"{OFFICE}.wordprocessingml.document", (".docx",))
EXCEL = Kind("Excelブック", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
POWERPOINT = Kind("PowerPoint資料", f"{OFFICE}.presentationml.presentation", (".pptx",))
TEXT = Kind("テキスト", "text/plain", (".txt", ".csv"))

MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL, "ppt/presentation.xml": POWERPOINT}
PICTURES = (PNG, JPEG)
KINDS = (PDF, PNG, JPEG, WORD, EXCEL, POWERPOINT, TEXT)
ACCEPTED = ",".join(ending for kind in KINDS for ending in kind.endings)
ACCEPTED_PICTURES = ",".join(ending for kind in PICTURES for ending in kind.endings)
WHICH = "PDF、PNG、JPEG、Word・Excel・PowerPoint(docx、xlsx、pptx)、テキスト、CSV"


class UnfitFileError(ValueError):
    """A file that can not be attached; the message is a sentence for the person."""


def examine(name: str, content: bytes) -> tuple[str, Kind]:
    """Return the neutral name and the kind of a file.

    Raises:
        UnfitFileError: too large, of no accepted kind, or named as another kind than it is.
    """
    if len(content) > LARGEST:
        raise UnfitFileError(TOO_LARGE)
    kind = kind_of(content)
    if kind is None:
        raise UnfitFileError(f"この種類のファイルは添付できません。添付できるのは、{WHICH}です。")
    neutral = neutral_name(name)
    ending = PurePosixPath(neutral).suffix.lower()
    if not ending:
        return neutral + kind.endings[0], kind
    if ending not in kind.endings:
        raise UnfitFileError(
            f"ファイルの中身は{kind.label}ですが、名前が「{ending}」で終わっています。名前を確かめてください。"
        )
    return neutral, kind


def examine_picture(name: str, content: bytes) -> tuple[str, Kind]:
    """Return the neutral name and the kind of a picture; see `examine`.

    Raises:
        UnfitFileError: also for a file that is no picture.
    """
    neutral, kind = examine(name, content)
    if kind not in PICTURES:
        raise UnfitFileError(f"{kind.label}は使えません。画像(PNG、JPEG)を選んでください。")
    return neutral, kind


def kind_of(content: bytes) -> Kind | None:
    """Tell the kind of a file from its bytes; None for every kind that is not accepted."""
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return TEXT if _is_text(content) else None


def _kind_of_package(content: bytes) -> Kind | None:
    """Tell an Office document from its parts; the directory alone is read, nothing is unpacked. Macros are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError, EOFError, IndexError):
        return None
    if "[Content_Types].xml" not in parts or any(part.lower().endswith("vbaproject.bin") for part in parts):
        return None
    found = [kind for part, kind in MAIN_PARTS.items() if part in parts]
    return found[0] if len(found) == 1 else None


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(unicodedata.category(char) == "Cc" and char not in TEXT_CONTROLS for char in text)
    return False


def neutral_name(name: str) -> str:
    """Return a file name without path, control or direction characters, 100 characters at most, never empty."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in INVISIBLE)
    shown = FORBIDDEN_IN_NAMES.sub("_", shown).strip(" .\u3000")
    path = PurePosixPath(shown or "添付")
    ending = path.suffix if len(path.suffix) <= 10 else ""
    stem = shown.removesuffix(ending) if ending else shown
    return (stem.strip(" .")[: LONGEST_NAME - len(ending)] or "添付") + ending

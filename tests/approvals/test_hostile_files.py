"""Files made to deceive: what they are is told by their bytes, none is unpacked, and their names are only names."""

import io
import struct
import time
import unicodedata
import zipfile

import pytest

from core.uploads.content import LARGEST, LONGEST_NAME, PDF, UnfitFileError, examine, neutral_name
from tests.services import drills

SCRIPT = b"<script>alert(document.domain)</script>"
TYPES, WORD_PART, SHEET_PART = "[Content_Types].xml", "word/document.xml", "xl/workbook.xml"


def package(*parts: str, content: bytes = b"<x/>", stored: bool = False) -> bytes:
    """Pack parts of one content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part), content, archive.compression)
    return made.getvalue()


REFUSED = {
    "a page": ("案.html", b"<!DOCTYPE html>" + SCRIPT),
    "a page named as a picture": ("案.png", b"<!DOCTYPE html>" + SCRIPT),
    "a page named as a PDF": ("案.pdf", SCRIPT + b"%PDF-1.7"),
    "a drawing": ("案.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "a drawing named as a picture": ("案.jpg", b"<svg onload=alert(1)>"),
    "XML": ("案.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "a script": ("案.js", b"alert(1)"),
    "a GIF that is a script": ("案.gif", b"GIF89a/*" + SCRIPT + b"*/=1;"),
    "a program": ("案.pdf", b"MZ\x90\x00" + bytes(64)),
    "an ELF program": ("案", b"\x7fELF" + bytes(64)),
    "an old document with macros": ("案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)),
    "a document with macros": ("案.docx", package(TYPES, WORD_PART, "word/vbaProject.bin")),
    "a document with macros in capitals": ("案.docx", package(TYPES, WORD_PART, "word/VBAPROJECT.BIN")),
    "a template with macros": ("案.docm", package(TYPES, WORD_PART)),
    "a package that is two things": ("案.docx", package(TYPES, WORD_PART, SHEET_PART)),
    "a plain archive": ("案.zip", package("a.txt")),
    "an archive named as a document": ("案.docx", package("a.txt")),
    "a Java archive": ("案.docx", package("META-INF/MANIFEST.MF", TYPES)),
    "a cut package": ("案.docx", package(TYPES, WORD_PART)[:-30]),
    "a package with a page before it": ("案.docx", SCRIPT + package(TYPES, WORD_PART)),
    "a PDF named as a page": ("案.html", b"%PDF-1.7\n" + SCRIPT),
    "a picture named as a page": ("案.html", b"\x89PNG\r\n\x1a\n" + SCRIPT),
    "a picture with two endings": ("案.png.html", b"\x89PNG\r\n\x1a\n" + SCRIPT),
    "text named as a page": ("案.htm", "ただの文".encode()),
    "text in 16 bits": ("案.txt", "<script>".encode("utf-16")),
    "text with a control character": ("案.txt", b"a\x1b[2Jb"),
    "nothing": ("案.docx", b"PK\x03\x04"),
}


@pytest.mark.parametrize(("name", "content"), REFUSED.values(), ids=REFUSED)
def test_file_made_to_deceive_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnfitFileError):
        examine(name, content)


def test_file_that_is_two_things_goes_by_its_first_bytes() -> None:
    assert examine("案.pdf", b"%PDF-1.7\n" + SCRIPT + package("a.txt"))[1] == PDF


def test_package_that_unpacks_to_gigabytes_is_never_unpacked() -> None:
    bomb = package(TYPES, WORD_PART, content=bytes(50_000_000))
    assert len(bomb) < 200_000
    began = time.process_time()
    examine("案.docx", bomb)
    assert time.process_time() - began < 1


def test_package_that_claims_a_size_no_disk_holds_is_judged_by_its_directory() -> None:
    claims = package(TYPES, WORD_PART, stored=True)
    entry = claims.rfind(b"PK\x01\x02")
    swollen = claims[: entry + 24] + struct.pack("<L", 0xFFFFFFFE) + claims[entry + 28 :]
    assert examine("案.docx", swollen)[0] == "案.docx"


@pytest.mark.drill
def test_package_of_very_many_parts_is_judged_quickly(report: drills.Report) -> None:
    many = package(TYPES, WORD_PART, *(f"{number:x}" for number in range(drills.size(20_000, 80_000))), content=b"")
    assert len(many) <= LARGEST
    began = time.process_time()
    examine("案.docx", many)
    took = time.process_time() - began
    assert took < 5
    report("input", "an Office document of very many parts", tried=1, outcome=f"judged within {took:.1f} s")


NAMES = [
    *("../../etc/passwd", "..\\..\\windows\\system32\\a", "/etc/passwd", "C:\\a.pdf", "a/../b.pdf", "....//a"),
    *("a\r\nContent-Type: text/html\r\n\r\n<script>.pdf", 'a".pdf; filename="b.html', "a\x00.html", "a\u202efdp.exe"),
    *("a\u2028b.pdf", "\u200e\u200f\u2066a.pdf", ".htaccess", ".", "..", "", "   ", "con", "a" * 300 + ".pdf"),
    *("a." + "b" * 300, "%2e%2e%2fa.pdf", "<img src=x>.pdf", "\u3000", "a|b?c*d:e.pdf", "名前\ud800.pdf", "a.pdf."),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_of_a_file_is_only_a_name(name: str) -> None:
    kept = neutral_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.strip(" .\u3000") != ""
    assert not set(kept) & set('\\/:*?"<>|\r\n\x00')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in kept)

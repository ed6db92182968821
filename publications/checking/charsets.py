"""Bytes of a page to text: by its mark, the header, the page's own word, and at last by what it looks like."""

import codecs
import re

from charset_normalizer import from_bytes

KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jis_2004",
    "x-euc-jp": "euc_jis_2004",
    "eucjp": "euc_jis_2004",
    "iso-2022-jp": "iso2022_jp",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
"""Names pages use, to the decoders that read them; any other name is left to the looks."""
GUESSED = ["utf_8", "cp932", "euc_jis_2004", "iso2022_jp"]
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
IN_PAGE = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HEAD_BYTES = 4096
FEW = 100
"""A name that leaves more than one sign in so many unread does not fit the page, whatever it says of itself."""
GUESSED_BYTES = 64 * 1024


def decoded(body: bytes, content_type: str = "") -> str:
    """Return a page's text; what can not be read becomes U+FFFD."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    for name in _named(body, content_type):
        text = body.decode(name, errors="replace")
        if text.count("\ufffd") * FEW <= len(text):
            return text
    return body.decode(_guessed(body), errors="replace")


def _named(body: bytes, content_type: str) -> list[str]:
    header, page = IN_HEADER.search(content_type), IN_PAGE.search(body[:HEAD_BYTES])
    names = [header[1]] if header else []
    names += [page[1].decode("ascii")] if page else []
    return [KNOWN[name.lower()] for name in names if name.lower() in KNOWN]


def _guessed(body: bytes) -> str:
    best = from_bytes(body[:GUESSED_BYTES], cp_isolation=GUESSED).best()
    return best.encoding if best else "utf-8"

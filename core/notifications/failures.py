"""What a noted failure means to an administrator, in a word; the technical text is kept beside it."""

import re
from typing import NamedTuple

CODE = re.compile(r"(?<!\d)([45]\d\d)(?!\d)")
"""The answer of a mail server by which it refuses (RFC 5321)."""
SLOW = ("TimeoutError", "SMTPServerTimeout", "timed out")
AWAY = (
    "ConnectionRefusedError",
    "ConnectionResetError",
    "ConnectionAbortedError",
    "BrokenPipeError",
    "gaierror",
    "SMTPServerDisconnected",
    "SMTPConnectError",
    "[Errno",
)


class FailureWords(NamedTuple):
    """What failed in a word, and the text as it was noted."""

    words: str
    raw: str


def failure_words(raw: str, *, of_mail: bool = True) -> FailureWords | None:
    """Return what a noted failure means, None for none; only a mail's speaks of receivers and mail servers."""
    if not raw:
        return None
    return FailureWords(_words(raw, of_mail), raw)


def _words(raw: str, of_mail: bool) -> str:
    if any(mark in raw for mark in SLOW):
        return "時間切れ"
    code = CODE.search(raw)
    if of_mail and "Recipients" in raw:
        return "宛先が受け付けられませんでした" + (f"({code[1]})" if code else "")
    if of_mail and any(mark in raw for mark in AWAY):
        return "メールサーバーにつながりません"
    return "その他の失敗"

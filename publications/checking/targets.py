"""Which addresses are pages of the city homepage: one strict form, compared by whole host names.

Nothing is repaired here. An address that could be read in two ways by two programs - user-info, a backslash, letters
that look like others, a number for a host - is refused before anything is looked up or connected to.
"""

import re
from dataclasses import dataclass

from accounts.rules import SHORTENERS, belongs
from publications.checking.reach import Reach

CLAUSE = "第4-4-(1)"
FULL_URL = "第4-4-(4)"
LONGEST = 300
FORM = re.compile(r"((?i:https?))://([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?(/[!-~]*)?", re.ASCII)
"""Scheme, host, port and the rest; the whole text must match, so no user-info, bracket or percent sign in a host."""
ODD_PATH = re.compile(r"[\\<>\"^`{|}]")
USUAL_PORT = 443


class TargetRefused(ValueError):  # noqa: N818 - says what happened, like Denied
    """An address is none that may be asked; `reason` is the sentence with the way on, `clause` its rule."""

    def __init__(self, reason: str, clause: str = CLAUSE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.clause = clause


@dataclass(frozen=True)
class Target:
    """A page that may be asked: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str
    """Path and query, beginning with a slash; never a fragment."""
    is_local: bool = False
    """Whether it is the stand-in, whose addresses must be this machine's own."""

    @property
    def place(self) -> str:
        """Return host and port as a key: connections to one place are counted together."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address as it is asked."""
        usual = self.scheme == "https" and self.port == USUAL_PORT
        return f"{self.scheme}://{self.host if usual else self.place}{self.path}"


def target_of(text: str, reach: Reach) -> Target:
    """Read an address as a page that may be asked.

    Raises:
        TargetRefused: for anything else than a page on one of the city's hosts, with the reason.
    """
    if not text or len(text) > LONGEST:
        raise TargetRefused(f"市ホームページのページのURLを{LONGEST}文字以内で入力してください。")
    if not text.isascii() or not text.isprintable() or " " in text:
        raise TargetRefused(
            "URLに、全角の文字、空白、見えない文字は使えません。ページを開き、アドレス欄のURLをそのまま入力してください。"
        )
    if (found := FORM.fullmatch(text)) is None:
        raise TargetRefused(_problem_with_form(text))
    scheme, host, port, rest = found[1].lower(), found[2].lower(), found[3], found[4] or "/"
    if ODD_PATH.search(rest):
        raise TargetRefused("URLに使えない記号があります。アドレス欄のURLをそのまま入力してください。")
    path = rest.partition("#")[0]
    if f"{host}:{port}" in reach.local:
        return Target(scheme, host, int(port), path, is_local=True)
    _require_city_host(scheme, host, port, reach)
    return Target("https", host, USUAL_PORT, path)


def _problem_with_form(text: str) -> str:
    if not text.lower().startswith(("https://", "http://")):
        return "https:// から始まるURLを入力してください。"
    if "@" in text.partition("://")[2].partition("/")[0]:
        return "URLに「@」の付いた宛先を含めず、アドレス欄のURLをそのまま入力してください。"
    return "URLの形を確かめてください。https:// と市ホームページのホスト名から始まる形で入力してください。"


def _require_city_host(scheme: str, host: str, port: str | None, reach: Reach) -> None:
    if belongs(host.rstrip("."), SHORTENERS):
        raise TargetRefused(
            "短縮URLは使えません。転送先の市ホームページのURLを、省略せずに入力してください。", FULL_URL
        )
    if host not in reach.hosts:
        raise TargetRefused(_problem_with_host(host, reach))
    if scheme != "https":
        raise TargetRefused("http:// ではなく、https:// から始まるURLを入力してください。")
    if port is not None and int(port) != USUAL_PORT:
        raise TargetRefused("URLに番号(ポート)を含めず、アドレス欄のURLをそのまま入力してください。")


def _problem_with_host(host: str, reach: Reach) -> str:
    named = "、".join(reach.places)
    alike = any(known in host or host in known for known in reach.hosts)
    seems = "市ホームページのように見えますが、別のサイトです" if alike else "市ホームページではありません"
    way = (
        f"{named} で始まるURLを入力してください。" if named else "システム管理者に、CITY_HOSTSの設定を頼んでください。"
    )
    return f"「{host}」は{seems}。{way}"

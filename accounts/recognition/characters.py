"""The characters of an address: what copying and kana input leave in it, and scheme and host written amiss.

Nothing here decides whether an address is an account's; it only brings a text into the form of one, and says what it
changed. What could be read in two ways is left alone, for the checks to refuse.
"""

import re
import unicodedata

from accounts.recognition.nearness import distance

REORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that show a text in another order than it is."""
INVISIBLE = frozenset({"Cf", "Cc"})
WRAPPED = re.compile(r"""^[<>"'「」『』()\[\]【】《》`、]+|[<>"'「」『』)\]【】《》`、。,;]+$""")
INNER_SPACE = re.compile(r"(?<=[:/@])\s+|\s+(?=[:/])")
SCHEME = re.compile(r"^([a-z]{2,7})([:;.,]?)(/{0,3})(?=[^/])", re.IGNORECASE)
NAMED_HOST = re.compile(r"^[^/?#\s]+\.[^/?#\s]+", re.IGNORECASE)

Told = list[str]


def tidied(text: str) -> tuple[str, Told]:
    """Return a text in half width without what can not be seen or was wrapped around it, and what was changed."""
    told: Told = []
    seen = "".join(char for char in text if unicodedata.category(char) not in INVISIBLE or char in "\t\n\r")
    if seen != text:
        told.append("見えない文字を除きました。")
    plain = unicodedata.normalize("NFKC", seen).strip()
    if plain != seen.strip():
        told.append("全角の文字を半角にしました。")
    bare = WRAPPED.sub("", plain)
    if bare != plain:
        told.append("前後の記号を除きました。")
    return bare, told


def with_scheme(text: str) -> tuple[str, Told]:
    """Return an address with one right scheme before it, and what was changed; other texts come back as they are."""
    told: Told = []
    tight = INNER_SPACE.sub("", text)
    if tight != text:
        told.append("途中の空白を除きました。")
    scheme, rest = _scheme_of(tight)
    if scheme and not re.match(rf"{scheme}://[^/]", tight, re.IGNORECASE):
        told.append(f"「{scheme}://」の書き方を直しました。")
    while scheme and (inner := _scheme_of(rest))[0]:
        scheme, rest = inner
        told.append("重なった「https://」を1つにしました。")
    if not scheme and NAMED_HOST.match(tight.lstrip("/")) and not re.match(r"[a-z][a-z0-9+-]*:", tight, re.IGNORECASE):
        scheme, rest = "https", tight.lstrip("/")
        told.append("「https://」を補いました。")
    if not scheme:
        return tight, told
    host, slash, path = rest.partition("/")
    if "。" in host:
        host = host.replace("。", ".")
        told.append("「。」を「.」に直しました。")
    return f"{scheme}://{host}{slash}{path}", told


def _scheme_of(text: str) -> tuple[str, str]:
    """Return the scheme that a text means, and the rest; an empty scheme when it means none."""
    found = SCHEME.match(text)
    if found is None or not _is_marked(found[1].lower(), found[2], len(found[3])):
        return "", text
    return ("https" if found[1].lower().endswith("s") else "http"), text[found.end() :]


def _is_marked(word: str, sign: str, slashes: int) -> bool:
    """Tell whether a word before an address is the scheme: `https:x`, `http//x`, `httos://x`."""
    if slashes == 0:
        return sign == ":" and word in {"http", "https"}
    near = word[0] in "ht" and min(distance(word, "http"), distance(word, "https")) <= 2
    return near and bool(sign or slashes > 1)

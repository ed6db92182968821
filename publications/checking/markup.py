"""The text and the links of an HTML page, read in one pass whose time grows with its length alone.

The standard library's parser takes minutes for a few kilobytes made for it, and gives up on others; a page under check
comes from outside. What no reader sees - comments, scripts, styles, templates - is left out, and so are the readings
over words (ruby), which break them apart. A part that never ends swallows the rest, as it does in browsers.
"""

import html
import re
from dataclasses import dataclass, field

UNSHOWN = (
    "script", "style", "template", "title", "noscript", "iframe", "noembed", "noframes", "xmp", "textarea",
)  # fmt: skip
TAG = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
BLANKS = re.compile(r"[\s/]*+")
ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<endless>["'])|(?P<bare>[^\s>]*+)))?+"""
)
ENDS = {
    **{name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in UNSHOWN},
    **{name: re.compile(rf"</(?:{name}|ruby)(?=[\s/>])", re.IGNORECASE) for name in ("rt", "rp")},
}
ENDLESS_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
"""A number that no character has; the standard library chokes on very long ones."""


@dataclass
class Shown:
    """What a page shows: pieces of text in order, and where its links lead."""

    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text with a space between the pieces."""
        return " ".join(self.pieces)


def plain(text: str) -> str:
    """Return a text with its character references resolved."""
    return html.unescape(ENDLESS_REFERENCE.sub("\ufffd", text))


def shown(source: str) -> Shown:
    """Read a page."""
    page, at = Shown(), 0
    while (start := source.find("<", at)) >= 0:
        page.pieces.append(plain(source[at:start]))
        at = _after_markup(source, start, page)
        if at < 0:
            return page
    page.pieces.append(plain(source[at:]))
    return page


def _after_markup(source: str, start: int, page: Shown) -> int:
    """Return where the text goes on after what begins at a `<`; -1 when it never ends."""
    if source.startswith("<!--", start):
        return _after(source, "-->", start + 4)
    if source.startswith(("<!", "<?"), start):
        return _after(source, ">", start + 2)
    if (tag := TAG.match(source, start)) is None:
        page.pieces.append("<")
        return start + 1
    return _after_tag(source, tag, page)


def _after_tag(source: str, tag: re.Match[str], page: Shown) -> int:
    name, opens = tag[1].lower(), source[tag.start() + 1] != "/"
    at = BLANKS.match(source, tag.end()).end()  # type: ignore[union-attr] # it matches nothing at all as well
    while at < len(source) and source[at] != ">":
        found = ATTRIBUTE.match(source, at)
        if found is None or found["endless"]:
            return -1
        if opens and name == "a" and found["name"].lower() == "href":
            page.links.append(plain(found["double"] or found["single"] or found["bare"] or "").strip())
        at = BLANKS.match(source, found.end()).end()  # type: ignore[union-attr] # likewise
    if at >= len(source):
        return -1
    return _after_unshown(source, name, at) if opens and name in ENDS else at + 1


def _after_unshown(source: str, name: str, at: int) -> int:
    end = ENDS[name].search(source, at)
    return _after(source, ">", end.end()) if end else -1


def _after(source: str, end: str, at: int) -> int:
    found = source.find(end, at)
    return found + len(end) if found >= 0 else -1

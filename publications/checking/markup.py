"""The text and the links of an HTML page, read in one pass whose time grows with its length alone.

The standard library's parser takes minutes for a few kilobytes made for it, and gives up on others; a page under check
comes from outside. What no reader sees - comments, scripts, styles, templates - is left out, and so are the readings
over words (ruby), which break them apart. So is what an attribute of its own hides (`hidden`, `display:none`) and what
is struck out (`del`); what a style sheet hides is not known. A part that never ends swallows the rest, as it does in
browsers.
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
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
"""Elements without an end: nothing stands inside."""
HIDING = re.compile(r"(?:^|;)display:none(?:!important)?(?:;|$)")
ENDLESS_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
"""A number that no character has; the standard library chokes on very long ones."""


@dataclass
class Shown:
    """What a page shows: pieces of text in order, and where its links lead."""

    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    hidden: str = ""
    """Name of the element that hides what comes now; empty where nothing does."""
    depth: int = 0
    """How many elements of that name are open."""

    def say(self, text: str) -> None:
        """Take a piece of text, unless it is hidden."""
        if not self.hidden:
            self.pieces.append(text)

    def lead(self, address: str) -> None:
        """Take a link, unless it is hidden."""
        if not self.hidden:
            self.links.append(address)

    def enter(self, name: str, *, opens: bool, hides: bool) -> None:
        """Pass a tag: one that hides opens what is not shown until its own end."""
        if not self.hidden and opens and hides and name not in VOID:
            self.hidden, self.depth = name, 1
        elif self.hidden == name:
            self.depth += 1 if opens else -1
            self.hidden = name if self.depth else ""

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
        page.say(plain(source[at:start]))
        at = _after_markup(source, start, page)
        if at < 0:
            return page
    page.say(plain(source[at:]))
    return page


def _after_markup(source: str, start: int, page: Shown) -> int:
    """Return where the text goes on after what begins at a `<`; -1 when it never ends."""
    if source.startswith("<!--", start):
        return _after(source, "-->", start + 4)
    if source.startswith(("<!", "<?"), start):
        return _after(source, ">", start + 2)
    if (tag := TAG.match(source, start)) is None:
        page.say("<")
        return start + 1
    return _after_tag(source, tag, page)


def _after_tag(source: str, tag: re.Match[str], page: Shown) -> int:
    name, opens = tag[1].lower(), source[tag.start() + 1] != "/"
    hides = name == "del"
    at = BLANKS.match(source, tag.end()).end()  # type: ignore[union-attr] # it matches nothing at all as well
    while at < len(source) and source[at] != ">":
        found = ATTRIBUTE.match(source, at)
        if found is None or found["endless"]:
            return -1
        value = found["double"] or found["single"] or found["bare"] or ""
        if opens and name == "a" and found["name"].lower() == "href":
            page.lead(plain(value).strip())
        hides = hides or _hides(found["name"].lower(), value)
        at = BLANKS.match(source, found.end()).end()  # type: ignore[union-attr] # likewise
    if at >= len(source):
        return -1
    page.enter(name, opens=opens, hides=hides)
    return _after_unshown(source, name, at) if opens and name in ENDS else at + 1


def _hides(attribute: str, value: str) -> bool:
    """Tell whether an attribute hides its element."""
    if attribute == "style":
        return HIDING.search("".join(plain(value).lower().split())) is not None
    return attribute == "hidden"


def _after_unshown(source: str, name: str, at: int) -> int:
    end = ENDS[name].search(source, at)
    return _after(source, ">", end.end()) if end else -1


def _after(source: str, end: str, at: int) -> int:
    found = source.find(end, at)
    return found + len(end) if found >= 0 else -1

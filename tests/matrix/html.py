"""What a page offers, read from its HTML as a browser would: links, forms and what they hold, headings, inline code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
URL_ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data", "srcset")
TYPELESS = ("submit", "button", "reset", "image", "file")
DATA_BLOCKS = ("application/json",)


@dataclass
class Form:
    """One form: where it posts to, and what a browser would send of it untouched."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Every control's name, those a browser would leave out included."""

    def add(self, name: str, value: str) -> None:
        """Add one value of a control."""
        self.values.setdefault(name, []).append(value)


class Page(HTMLParser):
    """One parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lang, self.title, self.h1 = "", "", 0
        self.links: list[str] = []
        self.sources: list[str] = []
        self.forms: list[Form] = []
        self.inline: list[str] = []
        self._select, self._area = "", ""
        self._form: Form | None = None
        self._in_title = self._chosen = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take one element in."""
        given = {name: value or "" for name, value in attrs}
        self.inline += list(_inline(tag, given))
        if opened := getattr(self, f"_open_{tag}", None):
            opened(given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element in that closes itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Keep the title and what stands in a text area."""
        if self._in_title:
            self.title += data
        if self._area and self._form:
            self._form.values[self._area][-1] += data.removeprefix("\n")

    def _open_html(self, given: Attributes) -> None:
        self.lang = given.get("lang", "")

    def _open_title(self, given: Attributes) -> None:
        self._in_title = not self.title

    def _open_h1(self, given: Attributes) -> None:
        self.h1 += 1

    def _open_a(self, given: Attributes) -> None:
        self.links.append(given.get("href", ""))

    def _open_link(self, given: Attributes) -> None:
        self.sources.append(given.get("href", ""))

    def _open_script(self, given: Attributes) -> None:
        self.sources.append(given.get("src", ""))

    def _open_form(self, given: Attributes) -> None:
        self._form = Form(given.get("action", ""), given.get("method", "get").lower())
        self.forms.append(self._form)

    def _open_input(self, given: Attributes) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if self._form is None or not name or "disabled" in given:
            return
        self._form.names.append(name)
        left_out = kind in TYPELESS or (kind in {"checkbox", "radio"} and "checked" not in given)
        if not left_out:
            self._form.add(name, given.get("value", "on" if kind == "checkbox" else ""))

    def _open_textarea(self, given: Attributes) -> None:
        if self._form is not None and given.get("name"):
            self._area = given["name"]
            self._form.names.append(self._area)
            self._form.add(self._area, "")

    def _open_select(self, given: Attributes) -> None:
        self._select, self._chosen = given.get("name", ""), False
        if self._form is not None and self._select:
            self._form.names.append(self._select)

    def _open_option(self, given: Attributes) -> None:
        """Take the option that is selected, or else the first one."""
        if self._form is None or not self._select:
            return
        first = self._select not in self._form.values
        if first or ("selected" in given and not self._chosen):
            self._form.values[self._select] = [given.get("value", "")]
        self._chosen = self._chosen or "selected" in given


def _inline(tag: str, given: Attributes) -> Iterator[str]:
    """Name what the content security policy would refuse, and addresses that run code."""
    if tag == "style" or "style" in given:
        yield f"<{tag}> carries style"
    if tag == "script" and not given.get("src") and given.get("type") not in DATA_BLOCKS:
        yield "inline script"
    yield from (f"<{tag}> handles {name}" for name in given if name.startswith("on"))
    for name in URL_ATTRIBUTES:
        scheme = "".join(given.get(name, "").split()).lower().partition(":")[0]
        if scheme in {"javascript", "vbscript", "data"} and ":" in given[name]:
            yield f"<{tag} {name}> leads to {scheme}:"
    if tag in {"base", "iframe", "object", "embed", "applet"} or (tag == "meta" and "http-equiv" in given):
        yield f"<{tag}>"

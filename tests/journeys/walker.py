"""One person at a browser window: signs in, fills in, presses, and has each page looked at.

Looking at a page keeps a picture of it at both widths and notes what is wrong with it; the journey asks for the notes
at its end, so that one run tells of every page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

WIDTHS = {1280: 900, 320: 800}
AXE = Axe()
RULES: dict[int, dict[str, object]] = {
    1280: {"resultTypes": ["violations"]},
    320: {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}},
}
"""What axe looks for at each width: the colours are the same at both, and take three quarters of its time."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Keep = Callable[[Page, str], None]


@dataclass
class Album:
    """The pictures of a journey in their order, and what is wrong with the pages."""

    keep: Keep
    name: str
    faults: list[str] = field(default_factory=list)
    count: int = 0

    def look(self, page: Page, title: str) -> None:
        """Keep a page at each width; note violations that axe finds, and sideways scrolling."""
        self.count += 1
        page.evaluate(AXE.axe_script)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            self.keep(page, f"{self.name}/{self.count:02}-{title}-{width}")
            self.faults += [f"{title} at {width}: {fault}" for fault in _violations(page, RULES[width])]
            if (wide := page.evaluate(SIDEWAYS)) > 0:
                self.faults.append(f"{title} at {width}: scrolls sideways by {wide} pixels")
        page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})


def _violations(page: Page, options: dict[str, object]) -> list[str]:
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]]


def worded(text: str) -> re.Pattern[str]:
    """Return what a control of these words is called; a blank stands before a part that only screen readers read."""
    return re.compile("^" + r"\s*".join(re.escape(letter) for letter in text if not letter.isspace()) + "$")


@dataclass
class Walker:
    """A person of the demonstration in a window of his or her own."""

    page: Page
    name: str

    def enter(self) -> None:
        """Sign in by the demonstration's list."""
        self.page.goto("/signin/")
        self.page.get_by_role("button", name=re.compile(rf"入る\s*\({self.name}、")).first.click()
        expect(self.page.locator("details.user summary")).to_contain_text(self.name)

    def act_as(self, office: str) -> None:
        """Choose the office to act in from the menu under the name."""
        self.page.locator("details.user summary").click()
        self.page.locator("details.user").get_by_role("button", name=worded(f"{office}に切り替える")).click()
        expect(self.page.locator("details.user summary")).to_contain_text(office)

    def go(self, path: str) -> Response:
        """Open an address; return the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def fill(self, **texts: str) -> None:
        """Write texts into the fields of these names; a select takes the option of that label."""
        for name, text in texts.items():
            control = self.page.locator(f"#id_{name}")
            if control.evaluate("control => control.tagName") == "SELECT":
                control.select_option(label=text)
            else:
                control.fill(text)

    def press(self, button: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=worded(button)).click()

    def reads(self, text: str) -> None:
        """Expect a text in the main part of the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    def open_task(self, words: str) -> None:
        """Go to the inbox and open what waits there under these words."""
        self.page.goto("/")
        self.page.locator("#waiting, main").first.get_by_role("link", name=words).first.click()

    def decide(self, choice: str, opinion: str = "") -> None:
        """Choose a decision, give the reason, confirm the content, decide."""
        self.page.locator(f"input[name=move][value={choice}]").check()
        if opinion:
            self.fill(opinion=opinion)
        self.page.locator("#id_confirmed").check()
        self.press("この内容で決裁する")

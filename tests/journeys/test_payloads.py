"""Text that would run is shown and never runs: every text field full of it, every page opened in a browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.payloads import ROLES
from tests.services import drills
from tests.services.live import LiveCopy, live_copy

TRAP = """
window.__hit = 0; window.__violations = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.__hit += 1; };
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
FOUND = """() => {
  const runs = (given) => given.name.startsWith("on") || (["href", "src", "action", "formaction"].includes(given.name)
    && /^\\s*(javascript|data|vbscript):/i.test(given.value));
  const planted = [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(runs));
  const foreign = document.querySelectorAll("iframe, object, embed, math, style, base, img[src=x], script:not([src])");
  return { hit: window.__hit, violations: window.__violations, text: document.body.innerText,
    planted: [...planted, ...foreign].map((one) => one.outerHTML.slice(0, 120)),
    links: [...document.querySelectorAll("a[href]")].map((one) => one.getAttribute("href")) };
}"""
MOST = drills.size(22, 200)
ASKED = ROLES if drills.size(0, 1) else ("staff", "section_head", "general_affairs_director", "administrator")


@dataclass
class Tour:
    """One person's way through the pages, two of each kind at most, and what ran there."""

    page: Page
    faults: list[tuple[str, object]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)

    def walk(self, waiting: list[str]) -> int:
        """Open pages until none is left; return how many were."""
        opened: set[str] = set()
        while waiting and len(opened) < MOST:
            path = waiting.pop(0)
            if path not in opened and self.is_wanted(path):
                opened.add(path)
                waiting += [link for link in self.look(path) if link not in opened]
        return len(opened)

    def is_wanted(self, path: str) -> bool:
        """Count the kind of a page; its second one is looked at, the third is like it."""
        kind = re.sub(r"\d+", "#", path.partition("?")[0])
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self.kinds[kind] <= 2

    def look(self, path: str) -> Iterator[str]:
        """Open one page and note what is wrong with it; yield the links of this site."""
        answer = self.page.goto(path)
        assert answer is not None
        found = self.page.evaluate(FOUND)
        executed = found["hit"] or found["violations"] or found["planted"] or "sum49" in found["text"]
        if executed or answer.status >= 400:
            self.faults.append(
                (path, {name: found[name] for name in ("hit", "violations", "planted")} | {"is": answer.status})
            )
        return (
            link.partition("#")[0] for link in found["links"] if link.startswith("/") and "/attachments/" not in link
        )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    with live_copy(tmp_path_factory.mktemp("payloads")) as running:
        yield running


@pytest.fixture(scope="module")
def people(copy: LiveCopy) -> dict[str, int]:
    """Plant the payloads; return the key of a person for each office."""
    printed = copy.manage("shell", "-c", "from tests.journeys.payloads import plant; plant()")
    found: dict[str, int] = json.loads(printed.strip().splitlines()[-1])
    return found


@pytest.mark.drill
@pytest.mark.parametrize("role", ASKED)
def test_no_text_that_people_write_runs(
    role: str, copy: LiveCopy, people: dict[str, int], browser: Browser, report: drills.Report
) -> None:
    context = browser.new_context(base_url=copy.url, locale="ja-JP")
    context.add_init_script(TRAP)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("/signin/")
    page.locator(f"form[action='/enter/{people[role]}/'] button").first.click()
    tour = Tour(page)

    opened = tour.walk(["/", "/accounts/", "/approvals/requests/", "/approvals/filings/", "/messages/"])

    context.close()
    assert tour.faults == []
    assert opened >= 10
    report("input", f"script in every text field, as {role}", tried=opened, outcome="shown as text on every page")

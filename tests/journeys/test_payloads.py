"""Text that would run is shown and never runs: every text field full of it, every page opened in a browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.journeys.payloads import PAYLOADS, ROLES
from tests.services import drills
from tests.services.live import LiveCopy, live_copy

TRAP = """
window.__hit = 0; window.__violations = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.__hit += 1; };
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
FOUND = """(boxes) => {
  const runs = (given) => given.name.startsWith("on") || (["href", "src", "action", "formaction"].includes(given.name)
    && /^\\s*(javascript|data|vbscript):/i.test(given.value));
  const planted = [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(runs));
  const foreign = document.querySelectorAll("iframe, object, embed, math, style, base, img[src=x], script:not([src])");
  return { hit: window.__hit, violations: window.__violations, text: document.body.innerText,
    asks: document.querySelectorAll(`main form :is(${boxes})`).length > 0,
    planted: [...planted, ...foreign].map((one) => one.outerHTML.slice(0, 120)),
    links: [...document.querySelectorAll("a[href]:not([download])")].map((one) => one.getAttribute("href")) };
}"""
BOXES = "input[type=text], input[type=search], input[type=file], textarea"
MOST = drills.size(36, 200)
SOME = ("staff", "section_head", "general_affairs_director", "records_officer", "auditor", "administrator")
ASKED = ROLES if drills.size(0, 1) else SOME
PARTS = ("confirm", "account", "people", "policy")
EVERYBODYS = ("/", "/accounts/", "/approvals/requests/", "/approvals/filings/", "/messages/")
RETENTION = ("/retention/", "/retention/disposals/", "/retention/holds/", "/retention/register/")
TRAIL = ("/trail/decisions/", "/trail/evidence/")
OWN = {
    "general_affairs_director": RETENTION,
    "records_officer": RETENTION,
    "auditor": ("/trail/", *TRAIL, *RETENTION),
    "administrator": TRAIL,
}
"""Where a tour begins beside everybody's pages: those that only some offices open."""
TYPED = {
    "staff": {"/approvals/requests/new/", *(f"/approvals/requests/#/edit/{part}/" for part in PARTS)},
    "section_head": {"/approvals/requests/#/", "/me/deputies/new/"},
    "general_affairs_director": {"/retention/disposals/#/decline/"},
    "records_officer": {"/retention/", "/retention/holds/new/", "/retention/holds/#/lift/"},
    "auditor": {"/trail/", "/retention/register/"},
    "administrator": {"/persons/"},
}
"""Kinds of pages where a tour types for certain."""
SHOW_FILES = {
    "staff": {"/approvals/requests/#/", "/approvals/requests/#/edit/confirm/"},
    "section_head": {"/approvals/requests/#/"},
    "auditor": {"/approvals/requests/#/", "/trail/records/approvals.attachment:#/"},
}
"""Kinds of pages that show the names of files for certain."""


@dataclass
class Tour:
    """One person's way through the pages, two of each kind at most, and what ran there."""

    page: Page
    faults: list[tuple[str, object]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    asking: dict[str, str] = field(default_factory=dict)
    """Pages where somebody types, one for each kind."""
    with_files: set[str] = field(default_factory=set)
    """Kinds of pages that show the name of a file."""

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
        kind = kind_of(path)
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self.kinds[kind] <= 2

    def look(self, path: str) -> Iterator[str]:
        """Open one page and note what is wrong with it; yield the links of this site."""
        answer = self.page.goto(path)
        assert answer is not None
        found = self.judge(path, answer.status, 400)
        if found["asks"]:
            self.asking.setdefault(kind_of(path), path)
        if "見本.pdf" in found["text"]:
            self.with_files.add(kind_of(path))
        return (
            link.partition("#")[0] for link in found["links"] if link.startswith("/") and "/attachments/" not in link
        )

    def judge(self, path: str, status: int, wrong_from: int) -> dict[str, Any]:
        """Note what is wrong with the page that is open; return what was found on it."""
        found: dict[str, Any] = self.page.evaluate(FOUND, BOXES)
        executed = found["hit"] or found["violations"] or found["planted"] or "sum49" in found["text"]
        if executed or status >= wrong_from:
            kept = {name: found[name] for name in ("hit", "violations", "planted")}
            self.faults.append((path, kept | {"is": status}))
        return found

    def type_into(self, path: str) -> None:
        """Fill the first form of a page that has a box for text, send it, and look at the answer."""
        self.page.goto(path)
        form = self.page.locator("main form", has=self.page.locator(BOXES)).first
        fill(form)
        with self.page.expect_navigation() as waited:
            form.locator("button[type=submit], button:not([type])").last.click()
        self.judge(f"{path} (typed)", waited.value.status, 500)


def kind_of(path: str) -> str:
    """Return a path without its numbers and its question."""
    return re.sub(r"\d+", "#", path.partition("?")[0])


def fill(form: Locator) -> None:
    """Type a payload into every box of a form; choose something wherever there is a choice."""
    for number, box in enumerate(form.locator("input[type=text], input[type=search], textarea").all()):
        if box.is_editable():
            box.fill(PAYLOADS[number % len(PAYLOADS)])
    for chosen in form.locator("select").all():
        if chosen.is_enabled():
            chosen.select_option(index=chosen.locator("option").count() - 1)
    for tick in form.locator("input[type=checkbox]:enabled, input[type=radio]:enabled").all():
        tick.check()
    for day in form.locator("input[type=date]:enabled").all():
        day.fill("2027-01-15")
    for file in form.locator("input[type=file]").all():
        file.set_input_files({"name": f"{PAYLOADS[1][:60]}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1"})


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCopy]:
    with live_copy(tmp_path_factory.mktemp("payloads")) as running:
        yield running


@pytest.fixture(scope="module")
def planted(copy: LiveCopy) -> dict[str, dict[str, Any]]:
    """Plant the payloads; return by office the key of a person, and the pages where that person begins."""
    printed = copy.manage("shell", "-c", "from tests.journeys.payloads import plant; plant()")
    found: dict[str, dict[str, Any]] = json.loads(printed.strip().splitlines()[-1])
    return found


@pytest.mark.drill
@pytest.mark.parametrize("role", ASKED)
def test_no_text_that_people_write_runs(
    role: str, copy: LiveCopy, planted: dict[str, dict[str, Any]], browser: Browser, report: drills.Report
) -> None:
    context = browser.new_context(base_url=copy.url, locale="ja-JP")
    context.add_init_script(TRAP)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("/signin/")
    page.locator(f"form[action='/enter/{planted['people'][role]}/'] button").first.click()
    tour = Tour(page)

    opened = tour.walk([*planted["pages"].get(role, ()), *OWN.get(role, ()), *EVERYBODYS])
    for path in tour.asking.values():
        tour.type_into(path)

    context.close()
    assert tour.faults == []
    assert (TYPED.get(role, set()) - set(tour.asking), SHOW_FILES.get(role, set()) - tour.with_files) == (set(), set())
    assert opened >= 10
    report("input", f"script in every text field, as {role}", tried=opened, outcome="shown as text on every page")
    report("input", f"script typed into forms, as {role}", tried=len(tour.asking), outcome="shown as text or refused")

"""`python -m tests.publications.in_browser DIR`: what an exported site's page answers, in a browser.

A process of its own, for Playwright's loop and the tests' database exclude each other in one. Takes a JSON list of
pairs (text, service) on standard input; gives what the page shows for each, or null where it shows nothing.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import sync_playwright

from tests.services import chromium

ASK = """pairs => pairs.map(([text, service]) => {
  const form = document.querySelector("form[data-index]"), place = document.querySelector("[data-answer]");
  place.replaceChildren();
  form.elements.who.value = text;
  form.elements.on.value = service;
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  const verdict = place.querySelector("[data-verdict]");
  const texts = (css) => [...verdict.querySelectorAll(css)].map((one) => one.textContent);
  return verdict && {
    verdict: verdict.dataset.verdict, tone: verdict.dataset.tone, title: texts("h3")[0],
    paragraphs: texts("p:not(.btn-row)"), links: texts("a"),
  };
})"""


class Quiet(SimpleHTTPRequestHandler):
    """Serve files and write nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers(folder: Path, pairs: Any) -> Any:
    """Return what the page shows for texts and services."""
    path = chromium.installed()
    assert path, "No Chromium is installed: `make test` installs one, or set CHROMIUM to its path."
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        page = browser.new_page()
        page.goto(address)
        page.locator("form[data-ready]").wait_for()
        found = page.evaluate(ASK, pairs)
        browser.close()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answers(Path(sys.argv[1]), json.load(sys.stdin)), ensure_ascii=True))

"""A browser for the journeys: an installed one, else the system's package (as root), else Playwright's.

The headless shell comes first. It has no windows: a page has the size it is given at once, and its frames wait for
nothing else. The whole browser resizes a window of its own beside the page and makes its frames for that window; once
among some thirty thousand pictures a page that still answered made no frame any more.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "fonts-ipafont-gothic")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """Find a browser that is there: `CHROMIUM`, one on the path, or the one Playwright has fetched before."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), _playwrights_own()]
    return next((path for path in candidates if path and Path(path).exists()), None)


def find_or_install() -> str | None:
    """Find a browser or fetch one; None when neither works."""
    return installed() or _from_packages() or _from_playwright()


def _from_packages() -> str | None:
    if os.geteuid() or not shutil.which("apt-get"):
        return None
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "-y", "install", *PACKAGES]):
        if subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
            return None
    return installed()


def _from_playwright() -> str | None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return installed()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path

"""What production adds to every answer, asked of production's own settings in a process of its own; and the cookies."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scripts.bootstrap import ROOT
from scripts.check import PRODUCTION
from tests.factories import a_person

ASKED = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
host = settings.ALLOWED_HOSTS[0]
plain = Client(headers={"Host": host}).get("/accounts/?q=a")
safe = Client(headers={"Host": host}).get("/healthz", secure=True)
cookies = [[getattr(settings, f"{kind}_COOKIE_{what}") for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH",
           "DOMAIN")] for kind in ("SESSION", "CSRF")]
cookies += [[settings.DEVICE_COOKIE_NAME, settings.DEVICE_COOKIE_SECURE]]
print(json.dumps([plain.status_code, dict(plain.headers), safe.status_code, dict(safe.headers), cookies]))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Any:
    environ = {**os.environ, **PRODUCTION, "IWAKI_VAR": str(tmp_path_factory.mktemp("production"))}
    environ |= {
        "DJANGO_SETTINGS_MODULE": "iwaki_sm.settings.production",
        "DATABASE_URL": "postgresql://a:b@127.0.0.1:9/c",
    }
    command = [sys.executable, "-W", "ignore", "-c", ASKED]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_plain_http_leads_to_https_with_every_header(production: Any) -> None:
    status, headers, *_ = production
    assert (status, headers["Location"].partition("/accounts")[0][:8]) == (301, "https://")
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_https_is_demanded_for_a_year(production: Any) -> None:
    _, _, status, headers, _ = production
    assert status == 503
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_cookies_stay_on_this_host_and_away_from_scripts(production: Any) -> None:
    assert production[-1] == [
        ["__Host-session", True, True, "Lax", "/", None],
        ["__Host-csrf", True, True, "Lax", "/", None],
        ["__Host-device", True],
    ]


@pytest.mark.django_db
def test_no_other_cookie_is_set(settings: Any) -> None:
    person = a_person(password="nagisa-no-koe-2026")
    browser = Client()
    data = {"staff_number": person.staff_number, "password": "nagisa-no-koe-2026"}

    browser.get(reverse("people:signin"))
    browser.post(reverse("people:signin"), data)
    browser.post(reverse("people:signout"))

    known = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME}
    assert set(browser.cookies) == known
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in browser.cookies.values())

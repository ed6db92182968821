"""The exported site's page says what the application says, word for word: over the table, and over texts made of it."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.recognition.hosts import LOOKALIKES
from publications.public.answering import answer_to
from publications.public.exporting import export
from publications.public.words import said
from scripts.bootstrap import ROOT
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.suspensions import suspended
from tests.publications import lookalikes
from tests.publications.citizens import a_public_account, an_imitation, the_accounts, the_imitations

pytestmark = pytest.mark.django_db

TABLE = (*lookalikes.OFFICIAL, *lookalikes.UNREGISTERED, *lookalikes.IMITATIONS, *lookalikes.UNTOLD)
JAPANESE = (
    "@iwaki_lib",
    "https://x.com/iwaki_lib",
    "https://x.com/iwaki_bousai?t=いわき",
    "https://x.com/iwaki_bousai?utm_source=〇々ー",
    "@いわき市公式",
)
SIGNS = [
    *map(chr, LOOKALIKES),
    *"０ａｉ＿．／：＠ıɪｱ゛々〇一ーＡİſK\u200b\u00ad\u202e\u0301\u2028\u00a0\u3000lI10oO_.-/@%?#&=:;\\ ",
]
SERVICES = ("", "x", "instagram", "facebook", "youtube", "tiktok")
MADE = 1500


@pytest.fixture
def city() -> OfficeWorld:
    world = an_office_world()
    the_imitations(world, the_accounts(world))
    a_public_account(world, "note", name="い", url="https://note.com/iwaki_bousai")
    a_public_account(world, "other", name="う", handle="Iwaki", url="https://blog.example.jp/city/Iwaki?s=1")
    a_public_account(world, "tiktok", name="え", handle="iwaki.city", url="https://www.tiktok.com/@iwaki.city")
    silent = a_public_account(world, name="お", handle="iwaki_lib", url="https://x.com/iwaki_lib")
    suspended(silent, by=world.section_head, suspended_words="{name}は、ただいま使用を止めています。")
    an_imitation(world, handle="iwaki.present", url="")
    for code, handle in lookalikes.BY_HANDLE.items():
        an_imitation(world, platform=a_platform(code), handle=handle, url="")
    return world


def test_page_and_application_say_the_same(city: OfficeWorld, tmp_path: Path) -> None:
    export(tmp_path / "site", AT, ON)
    pairs = [
        (text, service) for text in (*TABLE, *lookalikes.WRITTEN, *JAPANESE, "@іwaki_lib") for service in SERVICES[:3]
    ]
    assert differences(tmp_path / "site", [*pairs, *made_of_the_table()]) == []


def made_of_the_table() -> list[tuple[str, str]]:
    """Return texts of the table with a sign put in, changed or taken out; the same ones in every run."""
    chance = random.Random(7)
    pairs = []
    for _ in range(MADE):
        text, sign = (
            chance.choice((*TABLE, *lookalikes.WRITTEN, "@iwaki_lib", "iwaki.city")),
            chance.choice([*SIGNS, ""]),
        )
        place = chance.randrange(len(text) + 1)
        pairs.append((text[:place] + sign + text[place + chance.choice((0, 1)) :], chance.choice(SERVICES)))
    return pairs


def differences(folder: Path, pairs: list[tuple[str, str]]) -> list[Any]:
    """Return where the two differ: the question, the application's answer, the page's; a field takes no line ends."""
    asked = [(text.replace("\n", "").replace("\r", ""), service) for text, service in pairs]
    command = [sys.executable, "-m", "tests.publications.in_browser", str(folder)]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    expected = [by_the_application(text, service) for text, service in asked]
    return [three for three in zip(asked, expected, found, strict=True) if three[1] != three[2]]


def by_the_application(text: str, service: str) -> dict[str, Any]:
    told = said(answer_to(text, service))
    return {
        "verdict": told.verdict,
        "tone": told.tone,
        "title": told.title,
        "paragraphs": list(told.paragraphs),
        "links": [label for label, _ in told.links],
    }

"""How far the check reaches follows from the settings, and nothing in production's environment widens it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from publications.checking.reach import usual_reach
from scripts.bootstrap import ROOT
from scripts.check import PRODUCTION

ASK = (
    "import json, django; django.setup(); from publications.checking.reach import usual_reach as r;"
    "print(json.dumps([sorted(r().hosts), sorted(r().local)]))"
)


def test_production_can_not_be_told_of_a_stand_in(tmp_path: Path) -> None:
    told = {"CITY_STAND_IN": "127.0.0.1:8001", "CITY_STAND_IN_PORT": "8001", "HOMEPAGE_DIR": str(tmp_path)}
    environ = {**os.environ, **PRODUCTION, **told, "IWAKI_VAR": str(tmp_path)}
    environ |= {"CITY_HOSTS": "WWW.City.Example.LG.jp, kosodate.example.jp"}
    environ |= {"DJANGO_SETTINGS_MODULE": "iwaki_sm.settings.production"}
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [["kosodate.example.jp", "www.city.example.lg.jp"], []]


def test_a_stand_in_counts_only_where_anybody_may_sign_in_as_anybody(settings: Any) -> None:
    settings.CITY_STAND_IN = ["127.0.0.1:8001"]
    assert usual_reach().local == {"127.0.0.1:8001"}
    settings.DEMONSTRATION_SIGN_IN = False
    assert usual_reach().local == frozenset()

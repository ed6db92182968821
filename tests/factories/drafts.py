"""What a request is drafted from: the service, and words for everything that is asked."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Platform
from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM, Actor
from tests.factories.core import AT, ON
from tests.factories.numbers import next_number

PLATFORMS: dict[str, dict[str, Any]] = {
    "x": {"name": "X", "hosts": ["x.com", "twitter.com"], "profile_limit": 160, "post_limit": 280},
    "line": {
        "name": "LINE",
        "hosts": ["line.me", "page.line.me"],
        "short_hosts": ["lin.ee"],
        "profile_limit": 500,
        "post_limit": 500,
    },
    "youtube": {
        "name": "YouTube",
        "hosts": ["youtube.com"],
        "short_hosts": ["youtu.be"],
        "profile_limit": 1000,
        "post_limit": 5000,
    },
    "other": {"name": "その他"},
}


def a_platform(code: str = "x", *, when: datetime = AT, **values: Any) -> Platform:
    """Return the service with a code, registered on first use."""
    known = Platform.objects.filter(code=code).first()
    given = {"name": code, **PLATFORMS.get(code, {}), **values}
    return known or create(Platform, by=SYSTEM, at=when, code=code, **given)


def complete_values(operator: Actor, on: date = ON, **values: Any) -> dict[str, Any]:
    """Return everything a request needs to be submitted, under a handle of its own."""
    person = operator.person.pk if operator.person else None
    given = {
        "account_name": "いわき観光だより",
        "common_name": "いわき観光",
        "handle": f"iwaki_kanko{next_number('handle')}",
        "reason": "観光の催しを早く知らせるため",
        "planned_start": on + timedelta(days=30),
        "operators": [{"person": person, "access": "shared_password", "reason": "投稿するため"}],
        "purpose": "観光の情報を市内外へ届ける。",
        "topics": "催し、見どころ、交通の案内。",
        "in_charge": "観光振興課の職員2人",
        "frequency": "週に2回",
        "timing": "開庁時間",
        "method": "課の端末から発信する。",
        "opinions": "電話と窓口で受ける。",
        "replies": "none",
    }
    return {"platform": values.pop("platform", None) or a_platform(), **given, **values}

"""The social-media services: their hosts, own short hosts and the length of the free-text field; commonly known facts.

The first host is the one an address is recognised by. A length of 0 says that no limit is known.
"""

from accounts.models import Platform
from core.lifecycle.act import Act

SERVICES: dict[str, tuple[str, list[str], list[str], int]] = {
    "facebook": ("Facebook", ["facebook.com", "fb.com"], ["fb.me"], 101),
    "x": ("X", ["x.com", "twitter.com"], [], 160),
    "instagram": ("Instagram", ["instagram.com"], ["instagr.am"], 150),
    "youtube": ("YouTube", ["youtube.com"], ["youtu.be"], 1000),
    "line": ("LINE", ["line.me"], ["lin.ee"], 500),
    "tiktok": ("TikTok", ["tiktok.com"], ["vt.tiktok.com"], 80),
    "note": ("note", ["note.com", "note.jp"], [], 140),
    "blog": ("ブログ", [], [], 0),
    "other": ("その他", [], [], 0),
}
"""Code: name, hosts, short hosts, characters of the free-text field."""


def make_services(act: Act) -> dict[str, Platform]:
    """Enter the services and return them by code."""
    return {
        code: act.create(
            Platform,
            code=code,
            name=name,
            hosts=hosts,
            short_hosts=short,
            profile_limit=limit,
            position=position,
        )
        for position, (code, (name, hosts, short, limit)) in enumerate(SERVICES.items(), start=1)
    }

"""The social-media services: their hosts, own short hosts, the length of the free-text field and that of a post.

Commonly known facts. The first host is the one an address is recognised by. A length of the free-text field of 0, and
none of a post, say that no limit is known.
"""

from accounts.models import Platform
from core.lifecycle.act import Act

SERVICES: dict[str, tuple[str, list[str], list[str], int, int | None]] = {
    "facebook": ("Facebook", ["facebook.com", "fb.com"], ["fb.me"], 101, 63206),
    "x": ("X", ["x.com", "twitter.com"], [], 160, 280),
    "instagram": ("Instagram", ["instagram.com"], ["instagr.am"], 150, 2200),
    "youtube": ("YouTube", ["youtube.com"], ["youtu.be"], 1000, 5000),
    "line": ("LINE", ["line.me"], ["lin.ee"], 500, 500),
    "tiktok": ("TikTok", ["tiktok.com"], ["vt.tiktok.com"], 80, 2200),
    "note": ("note", ["note.com", "note.jp"], [], 140, None),
    "blog": ("ブログ", [], [], 0, None),
    "other": ("その他", [], [], 0, None),
}
"""Code: name, hosts, short hosts, characters of the free-text field and of a post as the service counts."""


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
            post_limit=post,
            position=position,
        )
        for position, (code, (name, hosts, short, limit, post)) in enumerate(SERVICES.items(), start=1)
    }

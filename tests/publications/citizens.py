"""Accounts that the public sees, entered by their paper documents, and imitations; for tests of the public side."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Account
from accounts.registration import register_accounts
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.staff.offices import Office
from publications.imitations.actions import enter_imitation
from publications.imitations.models import Imitation
from tests.factories import AT
from tests.factories.approvals import OfficeWorld
from tests.factories.drafts import a_platform
from tests.publications.lookalikes import ACCOUNTS

HOSTS: dict[str, dict[str, Any]] = {
    "instagram": {"name": "Instagram", "hosts": ["instagram.com"], "position": 2},
    "facebook": {"name": "Facebook", "hosts": ["facebook.com", "fb.com"], "position": 3},
    "tiktok": {"name": "TikTok", "hosts": ["tiktok.com"], "position": 4},
    "note": {"name": "note", "hosts": ["note.com"], "position": 5},
}
STARTED = date(2025, 5, 12)


def a_public_account(world: OfficeWorld, service: str = "x", *, when: datetime = AT, **values: Any) -> Account:
    """Enter an account in operation."""
    given: dict[str, Any] = {"handle": "iwaki_bousai", "name": "いわき市防災", "common_name": "防災いわき"}
    given |= values
    given.setdefault("url", f"https://x.com/{given['handle']}")
    with acting(by=world.general_affairs_director, at=when) as act:
        given["platform"] = a_platform(service, when=when, **HOSTS.get(service, {}))
        given |= {"paper_number": "7総政第3号", "paper_on": STARTED - timedelta(days=9), "started_on": STARTED}
        return register_accounts(act, [{"section": world.section} | given])[0]


def the_accounts(world: OfficeWorld, *, when: datetime = AT) -> dict[str, Account]:
    """Enter the accounts of the table of look-alikes, and the services without one."""
    for code, given in HOSTS.items():
        a_platform(code, when=when, **given)
    return {
        code: a_public_account(world, code, name=f"いわき市の{code}", when=when, **given)
        for code, given in ACCOUNTS.items()
    }


def keeper(world: OfficeWorld) -> Actor:
    """Return ふるさと発信課長."""
    return world.people[Office.PR_SECTION_HEAD]


def an_imitation(world: OfficeWorld, *, when: datetime = AT, **values: Any) -> Imitation:
    """Warn of an imitation on X."""
    given = {
        "platform": a_platform("x", when=when),
        "handle": "iwaki_bousai_",
        "url": "https://x.com/iwaki_bousai_",
        "resembles": None,
        "first_seen_on": japan_date(when),
        "words": "当選を装って個人情報を求めています。",
        "note": "市民から電話で通報。",
    }
    return enter_imitation(by=keeper(world), at=when, **(given | values))


def the_imitations(world: OfficeWorld, accounts: dict[str, Account], *, when: datetime = AT) -> list[Imitation]:
    """Warn of the imitations of the table of look-alikes."""
    instagram = a_platform("instagram", when=when)
    site = "https://iwaki-shi.example/present"
    return [
        an_imitation(world, resembles=accounts["x"], when=when),
        an_imitation(world, platform=instagram, handle="iwaki_bousai", url="", resembles=accounts["x"], when=when),
        an_imitation(world, platform=None, handle="", url=site, when=when),
    ]

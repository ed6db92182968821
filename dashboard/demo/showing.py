"""Showing an account to the public: the page lies in the stand-in of the city homepage, where the check finds it."""

from datetime import datetime

from django.conf import settings

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from policies.queries import approved_policy
from publications.posting.actions import record_publication
from publications.posting.models import CheckAsked
from publications.posting.places import own_site
from publications.posting.states import Kind
from publications.texts.homepage import whole_page


def homepage() -> str:
    """Return where the pages of the stand-in begin, or of the city homepage where there is none."""
    return f"http://{settings.CITY_STAND_IN[0]}/" if settings.CITY_STAND_IN else f"https://{settings.CITY_HOSTS[0]}/"


def show_account(account: Account, by: Actor, at: datetime) -> None:
    """Put an account's page on the stand-in, and record it and the free-text field.

    The first looks come with the clock: what was asked for in the past is not asked again on the first start.
    """
    on = japan_date(at)
    own = own_site(account, on)
    site = own.url if own is not None else homepage()
    name = f"{site.removeprefix(homepage())}sns-{account.pk}.html"
    if settings.HOMEPAGE_DIR is not None:
        page = settings.HOMEPAGE_DIR / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(whole_page(account, approved_policy(account)), encoding="utf-8")
    record_publication(account, Kind.HOMEPAGE, by=by, at=at, posted_on=on, url=f"{homepage()}{name}")
    record_publication(account, Kind.PROFILE, by=by, at=at, posted_on=on)
    CheckAsked.objects.all().delete()

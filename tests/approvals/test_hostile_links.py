"""An address that people write becomes a link only when it is a plain web address, whatever the registry holds."""

import pytest
from django.urls import reverse

from accounts.models import Account
from accounts.states import AccountState
from core.lifecycle.errors import Denied
from core.periods.clock import now
from tests.approvals.pages import a_world, ago, browser_of
from tests.factories.approvals import OfficeWorld, acquired, an_account
from tests.factories.drafts import a_platform
from tests.matrix.html import Page

pytestmark = pytest.mark.django_db
RUNNING = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)//https://x.com/a", "javascript://x.com/%0aalert(1)", "vbscript:x"),
    *("\x01javascript:alert(1)", "java\nscript:alert(1)", "\tjavascript:alert(1)", "data:text/html,<script>1</script>"),
    *("data:text/html;base64,PHNjcmlwdD4=", "blob:https://x.com/1", "file:///etc/passwd", "ftp://x.com/a", "//x.com/a"),
]  # fmt: skip
FOREIGN = [
    *("https://x.com@evil.example.com/a", "https://evil.example.com/https://x.com/a", "https://x.com.evil.example.com/a"),
    *("https://evil.example.com\\@x.com/a", "https://evil.example.com#@x.com/a", "https://xn--x-com.example/a"),
]  # fmt: skip


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def test_no_address_that_runs_is_registered_for_any_service(world: OfficeWorld) -> None:
    for code in ("x", "other"):
        platform = a_platform(code, when=now())
        account = an_account(AccountState.AUTHORISED, world=world, when=ago(minutes=5), platform=platform)
        for url in RUNNING:
            with pytest.raises(Denied):
                acquired(account, by=world.staff, when=now(), url=url)


def test_no_address_of_another_site_is_registered_for_a_service(world: OfficeWorld) -> None:
    account = an_account(AccountState.AUTHORISED, world=world, when=ago(minutes=5))
    for url in FOREIGN:
        with pytest.raises(Denied):
            acquired(account, by=world.staff, when=now(), url=url)


def test_an_address_that_came_past_the_rules_is_no_link(world: OfficeWorld) -> None:
    account = an_account(world=world, when=ago(minutes=5))
    browser = browser_of(world.staff)
    for url in RUNNING:
        Account.objects.filter(pk=account.pk).update(url=url)
        shown = Page(browser.get(reverse("accounts:account_detail", args=[account.pk])).content.decode())
        assert (shown.inline, [link for link in shown.links if not link.startswith(("/", "#"))]) == ([], [])

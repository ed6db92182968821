"""A change and a closure over their whole time through the web, with a clock that the test moves; citizens look on."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from accounts.states import AccountState
from approvals.models import ChangeNotice, Filing
from approvals.notices.states import NoticeKind, NoticeState
from core.lifecycle.actor import Actor
from core.periods.clock import JAPAN
from core.staff.offices import Office
from tests.approvals.pages import LONG_AGO, browser_of
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.clocks import EdgeClock, edge_clock
from tests.factories.core import a_version
from tests.factories.notices import NOTICE_PAGE, POST

pytestmark = pytest.mark.django_db
MORNING = time(10)


def at_ten(day: date) -> datetime:
    """Return ten in the morning of a day in Japan."""
    return datetime.combine(day, MORNING, JAPAN)


class Errand:
    """One notice as the people of a section bring it forward on its pages."""

    def __init__(self, clock: EdgeClock, kind: NoticeKind) -> None:
        self.clock, self.kind = clock, kind
        self.world: OfficeWorld = an_office_world(clock.at, since=LONG_AGO)
        self.account: Account = an_account(AccountState.ACTIVE, world=self.world, when=clock.at)

    def go_to(self, day: date) -> None:
        """Let it be ten in the morning of a day."""
        self.clock.at = at_ten(day)

    @property
    def notice(self) -> ChangeNotice:
        """Return the notice as it stands."""
        return ChangeNotice.objects.get(account=self.account)

    def post(self, by: Actor, page: str, key: int, /, **data: Any) -> Any:
        """Post on a page as somebody."""
        return browser_of(by).post(reverse(f"approvals:{page}", args=[key]), data)

    def act(self, name: str, by: Actor | None = None, /, **data: Any) -> Any:
        """Post an act on the notice as it stands."""
        notice = self.notice
        given = {"seen": notice.fingerprint()} | data
        return self.post(by or self.world.staff, f"notice_{name}", notice.pk, **given)

    def file(self, office: Office) -> None:
        """File the notice with an office."""
        filing = Filing.objects.get(notice=self.notice, office=office)
        self.post(self.world.staff, "filing_file", filing.pk, note="")

    def decided(self, planned_on: date) -> None:
        """Draft, submit, settle and file it for a day."""
        account = self.account
        words = {"platform": account.platform_id, "name": "いわきの観光", "handle": account.handle, "url": account.url}
        given = words if self.kind == NoticeKind.CHANGE else {}
        self.post(
            self.world.staff,
            f"notice_{self.kind}",
            account.pk,
            **given,
            planned_on=str(planned_on),
            reason="分かりやすくするため",
        )
        self.act("submit")
        self.act("decide", self.world.section_head, move="settle", opinion="")
        self.file(Office.POLICY_DIRECTOR)

    def announced(self, on: date) -> None:
        """Announce it in both channels on a day."""
        self.go_to(on)
        self.act("announce", channel="account", posted_on=str(on), url=POST)
        self.act("announce", channel="homepage", posted_on=str(on), url=NOTICE_PAGE)


def citizen_reads(account: Account) -> str:
    """Return the public page of an account."""
    return Client().get(f"/public/accounts/{account.pk}/").content.decode()


def in_the_list(account: Account) -> bool:
    """Tell whether citizens find the account in the list."""
    return f"/public/accounts/{account.pk}/" in Client().get("/public/").content.decode()


def test_change_over_its_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = edge_clock(monkeypatch, at_ten(date(2027, 1, 28)))
    errand = Errand(clock, NoticeKind.CHANGE)
    errand.decided(date(2027, 3, 1))
    errand.announced(date(2027, 1, 31))
    assert (errand.notice.state, errand.notice.earliest_on) == (NoticeState.ANNOUNCED, date(2027, 3, 1))
    assert "いわきの観光" in citizen_reads(errand.account)
    errand.file(Office.GENERAL_AFFAIRS_DIRECTOR)

    errand.go_to(date(2027, 2, 28))
    assert errand.act("effect", effected_on="2027-02-28").status_code == 403
    errand.go_to(date(2027, 3, 1))
    errand.act("effect", effected_on="2027-03-01")
    assert again(errand.account).name == "いわきの観光"

    errand.go_to(date(2028, 3, 1))
    for channel in ("account", "homepage"):
        assert errand.act("end", channel=channel, removed_on="2028-03-01").status_code == 403
    errand.go_to(date(2028, 3, 2))
    for channel in ("account", "homepage"):
        errand.act("end", channel=channel, removed_on="2028-03-02")
    assert (errand.notice.state, again(errand.account).state) == (NoticeState.COMPLETED, AccountState.ACTIVE)


def test_closure_over_its_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = edge_clock(monkeypatch, at_ten(date(2026, 8, 3)))
    errand = Errand(clock, NoticeKind.CLOSURE)
    errand.decided(date(2026, 9, 30))
    errand.announced(date(2026, 8, 30))
    assert again(errand.account).state == AccountState.CLOSING
    assert errand.notice.earliest_on == date(2026, 10, 1)

    errand.go_to(date(2026, 9, 30))
    refused = errand.act("effect", effected_on="2026-09-30")
    assert refused.status_code == 403
    errand.go_to(date(2026, 10, 1))
    unsaid = errand.act("effect", effected_on="2026-10-01")
    assert "違う日に実施した理由を入力してください。" in unsaid.content.decode()
    errand.act("effect", effected_on="2026-10-01", effect_reason="周知が一日遅れたため")
    assert again(errand.account).closed_on == date(2026, 10, 1)
    assert in_the_list(errand.account)
    assert "終了した日" in citizen_reads(errand.account)

    errand.go_to(date(2027, 4, 2))
    errand.act("end", channel="homepage", removed_on="2027-04-02")
    assert again(errand.account).state == AccountState.RETIRED
    assert not in_the_list(errand.account)
    answer = Client().get("/public/genuine.json", {"who": errand.account.url}).json()
    assert answer["verdict"] == "was_official"


def test_revision_does_not_touch_what_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = edge_clock(monkeypatch, at_ten(date(2027, 1, 4)))
    errand = Errand(clock, NoticeKind.CHANGE)
    errand.decided(date(2027, 2, 15))
    errand.announced(date(2027, 1, 5))

    a_version(date(2027, 1, 6), settings={"notice_months": 2, "change_keep_months": 24}, at=clock.at)
    errand.go_to(date(2027, 2, 15))
    errand.act("effect", effected_on="2027-02-15")

    assert errand.notice.effected_on == date(2027, 2, 15)
    shown = errand.notice.on_homepage
    assert shown is not None
    assert shown.keep_until == date(2028, 2, 15)

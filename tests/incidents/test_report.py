"""The page on which a problem is reported: one account, of the section as it is when the report is written."""

from typing import Any

import pytest

from accounts.models import Account
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from incidents.actions import report_incident
from incidents.models import Incident
from tests.approvals.pages import a_world, ago, browser_of, errors_of
from tests.factories import AT
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.incidents import REPORT

pytestmark = pytest.mark.django_db


def posted(world: OfficeWorld, **typed: str) -> Any:
    given = {"kind": "flaming", "title": "批判が集まる", "noticed_at": f"{ago(minutes=5):%Y-%m-%dT%H:%M}"}
    browser: Any = browser_of(world.staff)
    return browser.post("/incidents/report/", given | typed)


def two_accounts(world: OfficeWorld) -> tuple[Account, Account]:
    first, second = (an_account(world=world, when=ago(days=1)) for _ in range(2))
    return first, second


def test_an_account_typed_beside_another_one_that_was_chosen_is_refused_with_the_way_on() -> None:
    world = a_world()
    chosen, other = two_accounts(world)
    answer = posted(world, account=str(chosen.pk), other_account=other.url)
    assert errors_of(answer) == {
        "other_account": [
            "上で選んだアカウントと違います。どちらか一方だけにしてください。両方に起きたときは、2件に分けて報告します。"
        ]
    }
    assert not Incident.objects.exists()


def test_an_account_is_chosen_or_typed_or_both_alike() -> None:
    world = a_world()
    one, other = two_accounts(world)
    for typed in (
        {"account": str(one.pk), "other_account": ""},
        {"account": "none", "other_account": other.url},
        {"account": str(one.pk), "other_account": one.url, "title": "もう一つの報告"},
    ):
        assert posted(world, **typed).status_code == 302
    assert list(Incident.objects.order_by("pk").values_list("account", flat=True)) == [one.pk, other.pk, one.pk]


def test_the_section_is_that_of_the_account_as_it_stands_not_as_it_was_read() -> None:
    world = an_office_world()
    account = an_account(world=world)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(account, section=world.foreign_section)
    incident = report_incident(by=world.staff, at=AT, kind="other", account=account, noticed_at=AT, **REPORT)
    assert (account.section, incident.section) == (world.section, world.foreign_section)

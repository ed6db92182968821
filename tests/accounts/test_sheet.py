"""The sheet of an account (台帳票): what its page says, for whom the page exists, with the code of the last event."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account
from accounts.registration import register_accounts
from accounts.states import AccountState
from approvals.actions import start_operation
from approvals.moves.decision import CONSENT
from core.audit.models import Event
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.records import short_code
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.factories.approvals import a_deputy, a_request, account_of, acquired, agreed, an_account, decide
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db


def sheet(actor: Actor, account: Account) -> Any:
    return browser_of(actor).get(reverse("accounts:account_sheet", args=[account.pk]))


def test_sheet_shows_data_people_papers_and_code_of_the_last_event() -> None:
    world = a_world()
    account = an_account(world=world, when=now())

    shown = sheet(world.section_head, account)
    text, context = shown.content.decode(), shown.context

    last = Event.objects.filter(stream=account.stream).order_by("-number")[0]
    assert context["code"] == short_code(last.hash)
    assert f"第{last.number}号" in text
    assert all(words in text for words in (account.name, account.url, world.section.full_name, "共用のパスワード"))
    assert [(line.office, line.what, line.who, line.marks) for line in context["decisions"]] == [
        (world.section_head.label, "回議した", str(world.section_head.person), ""),
        (world.department_head.label, "許可した", str(world.department_head.person), ""),
        (world.policy_director.label, "許可した", str(world.policy_director.person), ""),
    ]
    assert world.section_head.name in text


def test_deputy_and_later_review_are_marked() -> None:
    world = a_world()
    request = a_request(world=world, when=now())
    decide(request, CONSENT, a_deputy(world.section_head, today(), today(), when=now()), when=now())
    agreed(request, world, when=now())
    account = acquired(account_of(request), by=world.staff, when=now())
    start_operation(account, by=world.section_head, at=now())

    line = sheet(world.staff, account).context["decisions"][0]

    assert line.marks == f"代決({world.section_head.person}に代わって)、後閲待ち"


def test_sheet_exists_for_whom_the_page_exists() -> None:
    world = a_world()
    planned = an_account(AccountState.PLANNED, world=world, when=now())
    active = an_account(world=world, when=now())

    for account in (planned, active):
        for actor in (*world.people.values(), world.foreign[Office.STAFF]):
            page = browser_of(actor).get(reverse("accounts:account_detail", args=[account.pk]))
            assert sheet(actor, account).status_code == page.status_code, (account.state, actor.office)
    foreign = world.foreign[Office.STAFF]
    assert [sheet(foreign, planned).status_code, sheet(foreign, active).status_code] == [404, 200]


def test_papers_are_left_out_for_those_who_may_not_read_them() -> None:
    world = a_world()
    account = an_account(world=world, when=now())

    shown = sheet(world.foreign[Office.STAFF], account)

    assert (shown.context["decisions"], shown.context["papers"].requests) == ([], [])
    assert "(見られる文書はありません)" in shown.content.decode()


def test_registered_account_names_its_paper_document() -> None:
    world = a_world()
    paper: dict[str, Any] = {
        "paper_number": "27総政第3号",
        "paper_on": date(2015, 4, 1),
        "started_on": date(2015, 4, 8),
    }
    values: dict[str, Any] = {
        "name": "前からのもの",
        "handle": "iwaki_mae",
        "section": world.section,
    }
    with acting(by=world.general_affairs_director, at=now()) as act:
        given = {"platform": a_platform(), "url": "https://x.com/iwaki_mae", **paper, **values}
        (account,) = register_accounts(act, [given])

    assert "27総政第3号 平成27年4月1日(水)(紙の文書)" in sheet(world.staff, account).content.decode()


def test_queries_do_not_follow_the_number_of_papers() -> None:
    world = a_world()
    account = an_account(world=world, when=now())
    browser, url = browser_of(world.staff), reverse("accounts:account_sheet", args=[account.pk])
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        counts.append(len(captured))
        for _ in range(2):
            a_deputy(world.department_head, today(), today(), when=now())

    assert counts[0] == counts[1]

"""A suspended account is the city's all the same, and says to everybody since when it is silent (第7)."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from approvals.notices.states import NoticeKind, NoticeState
from core.lifecycle.errors import Denied
from incidents.suspending.actions import reinstate_account
from publications.imitations.actions import OFFICIAL
from publications.public.answering import Verdict, answer_to
from publications.public.exporting import export
from publications.public.words import said
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.notices import a_notice
from tests.factories.suspensions import SAID, WHY, suspended
from tests.publications.citizens import a_public_account, an_imitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def silent(world: OfficeWorld) -> Account:
    return suspended(a_public_account(world), by=world.section_head)


def text_of(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_list_and_page_say_so_with_the_words_and_not_with_the_reason(client: Client, silent: Account) -> None:
    listed, page = (text_of(client.get(url)) for url in ("/public/", f"/public/accounts/{silent.pk}/"))
    assert ("一時停止中" in listed, "から一時停止" in listed) == (True, True)
    assert ("一時停止中" in page, SAID in page) == (True, True)
    assert (WHY in listed, WHY in page) == (False, False)


def test_programs_read_state_day_and_words(client: Client, silent: Account) -> None:
    one = client.get(f"/public/accounts/{silent.pk}.json").json()
    facts = (one["state"], one["state_label"], one["suspended_on"], one["suspended_words"], one["official_until"])
    assert facts == ("suspended", "一時停止中", ON.isoformat(), SAID, None)
    (row,) = csv.DictReader(text_of(client.get("/public/accounts.csv")).removeprefix("\ufeff").splitlines())
    assert (row["state_label"], row["suspended_on"], row["suspended_words"]) == ("一時停止中", ON.isoformat(), SAID)


def test_it_is_genuine_and_the_answer_says_that_it_is_silent(silent: Account) -> None:
    for text in (silent.url, "@iwaki_bousai"):
        answer = answer_to(text)
        told = said(answer)
        assert (answer.verdict, told.tone, told.title) == (
            Verdict.OFFICIAL,
            "warn",
            "市の公式アカウントですが、一時停止中です",
        )
        assert [SAID in words for words in told.paragraphs].count(True) == 1


def test_the_exported_site_says_the_same(silent: Account, tmp_path: Path) -> None:
    export(tmp_path, AT, ON)
    pages = {name: (tmp_path / name).read_text() for name in ("index.html", "accounts.json", "genuine.json")}
    assert {name: "一時停止中" in text for name, text in pages.items()} == dict.fromkeys(pages, True)
    assert [name for name, text in pages.items() if WHY in text] == []


def test_back_in_operation_nothing_of_it_is_left(client: Client, world: OfficeWorld, silent: Account) -> None:
    reinstate_account(silent, by=world.section_head, at=AT + timedelta(hours=1), done="権限を確かめました。")
    one = client.get(f"/public/accounts/{silent.pk}.json").json()
    assert (one["state"], one["suspended_on"], one["suspended_words"]) == ("active", None, "")
    assert said(answer_to(silent.url)).title == "市の公式アカウントです"


def test_nobody_is_warned_of_it(world: OfficeWorld, silent: Account) -> None:
    with pytest.raises(Denied, match=OFFICIAL):
        an_imitation(world, handle=again(silent).handle, url=again(silent).url)


def test_while_its_end_is_announced_both_are_said(client: Client, world: OfficeWorld, silent: Account) -> None:
    a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=silent)
    page = text_of(client.get(f"/public/accounts/{silent.pk}/"))
    assert ("廃止の予定" in page, SAID in page) == (True, True)
    one = client.get(f"/public/accounts/{silent.pk}.json").json()
    assert (one["state"], one["suspended_words"]) == ("closing", SAID)

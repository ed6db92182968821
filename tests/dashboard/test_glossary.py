"""The glossary page: the five terms of clause 2, anchors, and the way to it from the footer."""

from datetime import timedelta

import pytest
from django.test import Client

from core.periods.clock import japan_date, now
from dashboard.glossary import CLAUSE_2, GROUPS
from tests.factories.approvals import an_office_world

WHEN = now()


def test_clause_2_has_its_five_terms() -> None:
    assert [term.name for term in CLAUSE_2] == ["ソーシャルメディア", "アカウント", "URL", "炎上", "なりすまし"]


def test_words_of_the_trail_and_of_disposal_are_explained() -> None:
    names = [term.name for group in GROUPS for term in group.terms]
    assert {"監査証跡", "つながり", "封印", "短い符号", "突合", "廃棄簿"} - set(names) == set()


def test_every_anchor_stands_once() -> None:
    anchors = [group.anchor for group in GROUPS] + [term.anchor for group in GROUPS for term in group.terms]
    assert sorted(set(anchors)) == sorted(anchors)


@pytest.mark.django_db
def test_page_is_linked_from_the_footer_and_shows_every_term(client: Client) -> None:
    world = an_office_world(WHEN, since=japan_date(WHEN) - timedelta(days=60))
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    assert '<a href="/glossary/">用語と使い方</a>' in client.get("/").content.decode()
    page = client.get("/glossary/").content.decode()
    terms = [term for group in GROUPS for term in group.terms]
    assert [f'<div id="{term.anchor}">' in page for term in terms] == [True] * len(terms)


@pytest.mark.django_db
def test_page_asks_for_a_sign_in(client: Client) -> None:
    assert client.get("/glossary/").status_code == 302

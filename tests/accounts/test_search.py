"""Searching the registry: a pasted address finds its account in whatever writing."""

import pytest

from accounts.finding import Finding
from accounts.search import narrowed
from accounts.states import AccountState
from tests.factories.approvals import an_account
from tests.factories.core import ON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("https://x.com/iwaki", True),
        ("http://mobile.twitter.com/Iwaki/?s=20", True),
        ("https://twitter.com/@iwaki", True),
        ("https://sns.example.jp/iwaki", False),
        ("https://x.com/iwaki_other", False),
        ("https://[", False),
        ("://", True),
    ],
)
def test_address_in_any_writing_finds_its_account(words: str, found: bool) -> None:
    account = an_account(AccountState.ACTIVE, handle="iwaki")
    kept = narrowed(Finding.objects.all(), {"q": words}, ON)
    assert [row.pk for row in kept] == ([account.pk] if found else [])

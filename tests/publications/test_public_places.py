"""The places of pages are no way out: anybody can read a cursor, and it names public accounts alone."""

import json
from base64 import urlsafe_b64decode

import pytest

from accounts.states import AccountState
from publications.public.listing import Wanted, listed
from tests.factories import ON
from tests.factories.approvals import an_account, an_office_world
from tests.publications.citizens import a_public_account

pytestmark = pytest.mark.django_db


def place(cursor: str) -> tuple[str, int]:
    """Return name and key in a cursor, read without the key that signs it."""
    body = cursor.split(":", maxsplit=1)[0]
    _, _, name, key = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return name, key


@pytest.mark.parametrize("words", ["", "いわき"])
def test_every_cursor_names_a_public_account(words: str) -> None:
    world = an_office_world()
    public = set()
    for number in range(5):
        public.add(a_public_account(world, name=f"いわき{number}の公開", handle=f"open_{number}").pk)
        an_account(AccountState.PLANNED, world=world, account_name=f"いわき{number}の秘密", handle=f"shut_{number}")
    cursor: str | None = ""
    seen, places = [], []
    while cursor is not None:
        page = listed(Wanted(words=words), cursor, ON, size=2)
        seen += [entry.pk for entry in page.entries]
        places += [place(one) for one in (page.previous, page.next) if one]
        cursor = page.next
    assert set(seen) == public
    assert len(seen) == len(public)
    assert places
    assert {key for _, key in places} <= public
    assert not [name for name, _ in places if "秘密" in name]

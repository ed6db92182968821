"""What tests begin with is the same, whether it was made or put in again, and a test goes on from it alike."""

from typing import Any

import pytest

from accounts.models import Account
from core.lifecycle.act import edit
from tests.factories import AT, everything
from tests.factories.approvals import an_account, an_office_world
from tests.factories.kept import kept
from tests.matrix.world import undone

pytestmark = pytest.mark.django_db


def test_rows_and_records_are_those_of_the_first_time() -> None:
    found: list[Any] = []
    for _ in range(3):
        with undone():
            world = an_office_world()
            account = an_account(world=world)
            found.append((everything(), world, account))
    assert found[0][0] != {}
    assert found[1:] == [found[0], found[0]]


@pytest.mark.parametrize("turn", range(2))
def test_an_act_goes_on_from_it(turn: int) -> None:
    world = an_office_world()
    account = edit(an_account(world=world), by=world.staff, at=AT, common_name=f"{turn}回目の名")
    assert Account.objects.get().common_name == f"{turn}回目の名"
    another = an_account(world=world, handle="iwaki_hoka")
    assert another.pk > account.pk


def test_from_another_state_it_is_made() -> None:
    made = []

    def build() -> int:
        made.append(1)
        return len(made)

    assert [kept("a test", build), kept("a test", build)] == [1, 1]
    an_office_world()
    assert kept("a test", build) == 2

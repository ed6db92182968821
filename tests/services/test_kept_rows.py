"""What tests begin with is the same, whether it was made or put in again, and a test goes on from it alike."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from psycopg2 import Binary
from psycopg2.extras import Json

from accounts.models import Account
from core.audit.models import Event, Facts
from core.lifecycle.act import edit, note
from core.lifecycle.actor import SYSTEM
from core.periods import clock
from core.staff.models import Person
from tests.factories import AT, a_person, everything
from tests.factories.approvals import an_account, an_office_world
from tests.factories.kept import keeps, kept
from tests.factories.numbers import next_number
from tests.factories.written import told, written
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


class Builder:
    """Counts how often it was called."""

    def __init__(self) -> None:
        self.built = 0

    def __call__(self) -> int:
        self.built += 1
        return self.built


def an_act() -> None:
    note("test", "試した", by=SYSTEM, at=AT)


def a_change_without_an_act() -> None:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(title="課長")


def a_number_taken() -> None:
    next_number("handle")


@pytest.mark.parametrize("change", [an_act, an_office_world, a_change_without_an_act, a_number_taken])
def test_from_other_rows_or_numbers_it_is_made(change: Callable[[], object]) -> None:
    build = Builder()
    key = f"a test of {change.__name__}"
    assert [kept(key, build), kept(key, build)] == [1, 1]
    change()
    assert kept(key, build) == 2


def test_two_changes_of_the_same_row_are_told_apart() -> None:
    build, person, found = Builder(), a_person(), []
    for title in ("課長", "主事", "課長"):
        with undone():
            Person.objects.filter(pk=person.pk).update(title=title)
            found.append(kept("a test of titles", build))
    assert found == [1, 2, 1]


def test_what_is_rolled_back_does_not_count() -> None:
    build = Builder()
    kept("a test of undoing", build)
    with undone():
        an_act()
        kept("a test of undoing", build)
    assert (kept("a test of undoing", build), build.built) == (1, 2)


def test_of_other_arguments_it_is_made() -> None:
    world = an_office_world()
    made = []
    for handle in ("iwaki_one", "iwaki_two", "iwaki_one"):
        with undone():
            made.append(an_account(world=world, handle=handle).handle)
    assert made == ["iwaki_one", "iwaki_two", "iwaki_one"]


def test_what_can_not_be_written_down_is_made() -> None:
    build = Builder()
    factory = keeps(lambda given: build())
    assert [factory(given=lambda: None), factory(given=lambda: None)] == [1, 2]


def test_nothing_is_kept_where_nobody_follows() -> None:
    build = Builder()
    written.end()
    assert [kept("a test of the end", build), kept("a test of the end", build)] == [1, 2]


@pytest.mark.parametrize("followed", [True, False])
def test_acts_have_identities_and_salts_of_their_own(*, followed: bool) -> None:
    written.following = followed
    for _ in range(3):
        an_act()
    assert len(set(Event.objects.values_list("act_id", flat=True))) == 3
    assert len(set(Facts.objects.values_list("salt", flat=True))) == 3


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        (Json({"a": 1}), Json({"a": 1}), Json({"a": 2})),
        (Binary(b"a"), memoryview(b"a"), memoryview(b"b")),
        ([AT, (1, None)], [AT, (1, None)], [AT, (1, "")]),
    ],
)
def test_values_are_told_by_what_they_hold(one: Any, same: Any, other: Any) -> None:
    assert told(one) == told(same) != told(other)


def test_code_put_in_place_by_a_test_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Builder()
    kept("a test of patching", build)
    monkeypatch.setattr(written, "wanted", written.wanted)
    assert kept("a test of patching", build) == 2


@pytest.mark.parametrize("by_name", [True, False])
def test_a_clock_put_in_place_is_none_of_it(monkeypatch: pytest.MonkeyPatch, *, by_name: bool) -> None:
    build = Builder()
    kept("a test of clocks", build)
    if by_name:
        monkeypatch.setattr("core.periods.clock.now", clock.now)
    else:
        monkeypatch.setattr(clock, "now", clock.now)
    assert kept("a test of clocks", build) == 1


def test_other_addresses_are_another_place(settings: Any) -> None:
    build = Builder()
    kept("a test of addresses", build)
    settings.PUBLIC_BASE_URL = "https://elsewhere.example.jp"
    assert kept("a test of addresses", build) == 2


def test_rows_that_went_go_again() -> None:
    Session.objects.create(session_key="one", session_data="", expire_date=AT)
    for _ in range(2):
        with undone():
            kept("a test of going", Session.objects.all().delete)
            assert not Session.objects.exists()


@pytest.mark.parametrize("how", ["setitem", "delitem", "delattr"])
def test_tables_and_names_changed_by_a_test_count(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    build, table = Builder(), {"known": 1}
    holder = SimpleNamespace(known=1)
    kept(f"a test of {how}", build)
    what: Any = (table, "known", 2) if how == "setitem" else (holder if how == "delattr" else table, "known")
    getattr(monkeypatch, how)(*what)
    assert kept(f"a test of {how}", build) == 2

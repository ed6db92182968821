"""No account becomes the city's while the public is warned of the very place (7-3)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.doubts import Place
from accounts.intake.checking import plan_of
from accounts.intake.columns import guessed
from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import start_operation
from core.lifecycle.errors import Denied
from publications.imitations.actions import end_imitation
from publications.imitations.standing import WARNED, doubted
from tests.accounts.importing import HEADER, a_row, imported, table_of
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.publications.citizens import HOSTS, an_imitation, keeper

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def warned_then_acquired(world: OfficeWorld, **values: Any) -> Any:
    """Warn of a place, and record afterwards that the city acquired an account there."""
    imitation = an_imitation(world, **values)
    return imitation, an_account(AccountState.ACQUIRED, world=world, handle="iwaki_bousai_")


@pytest.mark.parametrize(
    "values",
    [
        {"handle": "iwaki_bousai_", "url": ""},
        {"handle": "IWAKI_BOUSAI_", "url": ""},
        {"handle": "", "url": "https://x.com/iwaki_bousai_"},
        {"handle": "", "url": "https://twitter.com/iwaki_bousai_"},
        {"handle": "", "url": "http://www.x.com/Iwaki_Bousai_/?s=20"},
    ],
)
def test_operation_does_not_start_where_the_public_is_warned(world: OfficeWorld, values: dict[str, str]) -> None:
    _, account = warned_then_acquired(world, **values)
    before = everything()
    with pytest.raises(Denied) as refused:
        start_operation(account, by=world.section_head, at=AT)
    assert (refused.value.reason, refused.value.clause, everything()) == (WARNED, "第7-3", before)


def test_operation_starts_when_the_warning_has_ended(world: OfficeWorld) -> None:
    imitation, account = warned_then_acquired(world, handle="iwaki_bousai_", url="")
    end_imitation(imitation, by=keeper(world), at=AT, reason="市のアカウントだったため")
    assert start_operation(again(account), by=world.section_head, at=AT).state == "active"


@pytest.mark.parametrize(
    "values",
    [
        {"handle": "iwaki_bousai", "url": ""},
        {"handle": "", "url": "https://x.com/iwaki_bousai_x"},
        {"handle": "", "url": "https://iwaki.example/iwaki_bousai_"},
    ],
)
def test_a_warning_of_another_place_hinders_nothing(world: OfficeWorld, values: dict[str, str]) -> None:
    _, account = warned_then_acquired(world, **values)
    assert start_operation(account, by=world.section_head, at=AT).state == "active"


def test_the_same_handle_on_another_service_hinders_nothing(world: OfficeWorld) -> None:
    service = a_platform("instagram", **HOSTS["instagram"])
    _, account = warned_then_acquired(world, platform=service, handle="iwaki_bousai_", url="")
    assert start_operation(account, by=world.section_head, at=AT).state == "active"


def test_capitals_tell_accounts_apart_where_addresses_carry_no_handle(world: OfficeWorld) -> None:
    service = a_platform("other", hosts=["sns.example"])
    an_imitation(world, platform=None, handle="", url="https://sns.example/Iwaki")
    places = [Place(service, "", f"https://sns.example/{name}") for name in ("Iwaki", "iwaki", "IWAKI")]
    assert doubted(places) == [WARNED, WARNED, ""]


def test_the_page_to_start_says_why_and_who_helps() -> None:
    world = a_world()
    an_imitation(world, handle="iwaki_bousai_", url="", when=ago(hours=2))
    account = an_account(AccountState.ACQUIRED, world=world, handle="iwaki_bousai_", when=ago(hours=1))
    answer: Any = browser_of(world.section_head).get(f"/approvals/accounts/{account.pk}/start/")
    assert WARNED in text_of(answer)


def test_an_import_tells_it_at_the_row_and_registers_nothing(world: OfficeWorld) -> None:
    a_platform("x")
    an_imitation(world, handle="city_2", url="")
    rows = [a_row(number, world.section.full_name) for number in (1, 2, 3)]
    (problem,) = plan_of(table_of(rows), guessed(HEADER), ON).problems
    assert (problem.number, problem.column, problem.sentence) == (3, "URL", WARNED)
    with pytest.raises(Denied):
        imported(rows, world.general_affairs_director)
    assert Account.objects.count() == 0


def test_an_import_moves_no_account_to_a_warned_place_and_leaves_others_alone(world: OfficeWorld) -> None:
    a_platform("other", name="地域の掲示板", hosts=["sns.example"])
    given = {"service": "地域の掲示板", "handle": "city_1"}

    def row(url: str, **values: str) -> list[str]:
        return a_row(1, world.section.full_name, **given, url=url, **values)

    imported([row("https://sns.example/a")], world.general_affairs_director)
    an_imitation(world, platform=None, handle="", url="https://sns.example/b")
    moved = plan_of(table_of([row("https://sns.example/b")]), guessed(HEADER), ON)
    assert ([one.sentence for one in moved.problems], moved.lines) == ([WARNED], ())
    renamed = plan_of(table_of([row("https://sns.example/a", name="新しい名前")]), guessed(HEADER), ON)
    assert (renamed.problems, len(renamed.changed)) == ((), 1)


def test_warnings_are_looked_up_for_all_rows_at_once(world: OfficeWorld) -> None:
    service = a_platform("x")

    def asked(number: int) -> int:
        places = [Place(service, f"city_{one}", f"https://x.com/city_{one}") for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            doubted(places)
        return len(queries)

    assert asked(1) == asked(300) == 2

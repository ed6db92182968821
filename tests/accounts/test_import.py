"""The import of existing accounts: every problem at once, all or nothing, again only what differs (ADR 0026)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.intake.checking import plan_of
from accounts.intake.columns import guessed
from accounts.models import Account
from core.audit.models import Event
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.trails import facts_of
from core.notifications.models import Message
from core.staff.offices import Office
from tests.accounts.importing import (
    HEADER,
    PLACES,
    a_row,
    confusing_units,
    imported,
    standing_accounts,
    table_of,
    wrong_ways,
)
from tests.dashboard.evidence.forging import found
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, an_office_world
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
THOUSAND, WRONG = 1000, 100


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held, with a service."""
    a_platform()
    return an_office_world()


def test_thousand_rows_of_which_a_hundred_are_wrong_in_twenty_ways(world: OfficeWorld) -> None:
    confusing_units(world)
    standing_accounts(world)
    section = world.section.full_name
    ways, rows, expected = wrong_ways(section), [], []
    paths = "、".join(f"「{d.name} 総務課」" for d in (world.department, world.foreign_section.department))
    good = [a_row(number, section) for number in range(1, THOUSAND + 1)]
    for number, row in enumerate(good, start=1):
        if number % 10:
            rows.append(row)
            continue
        turn, way = divmod(number // 10 - 1, len(ways))
        cells, column, sentence = ways[way]
        rows.append(a_row(number, section, **{key: text.replace("{turn}", str(turn)) for key, text in cells.items()}))
        known = {"paths": paths, "handle": f"city_{number}", "section": world.section.name}
        expected.append((number + 1, column, sentence.format(**known)))
    before = everything()

    plan = plan_of(table_of(rows), guessed(HEADER), ON)

    assert [(one.number, one.column, one.sentence) for one in plan.problems] == expected
    assert (len(expected), len({sentence for _, _, sentence in ways})) == (WRONG, len(ways) - 1)
    with pytest.raises(Denied, match="100行に誤りがあります。取り込んでいません。"):
        imported(rows, world.general_affairs_director)
    assert everything() == before

    done = imported(good, world.general_affairs_director)

    assert (len(done.new), Account.objects.filter(state="active").exclude(paper_number="").count()) == (1000, 1000)
    _again(world, good)
    assert found() == []


def _again(world: OfficeWorld, rows: list[list[str]]) -> None:
    """The same file changes nothing; three changed cells of three rows are three events."""
    events = Event.objects.count()
    before = everything()
    done = imported(rows, world.general_affairs_director)
    assert (len(done.unchanged), everything()) == (THOUSAND, before)

    changed = [list(row) for row in rows]
    changed[3][PLACES["common_name"]] = "新しい通称"
    changed[500][PLACES["paper_number"]] = "26総第9999号"
    changed[999][PLACES["started_on"]] = "H27.4.1"
    done = imported(changed, world.general_affairs_director)

    assert ([line.number for line in done.changed], Event.objects.count() - events) == ([5, 502, 1001], 3)


def test_rows_are_told_field_by_field(world: OfficeWorld) -> None:
    section = world.section.name
    imported([a_row(1, section)], world.general_affairs_director)

    plan = plan_of(table_of([a_row(1, section, name="髙久町だより", started_on="R1.5.1")]), guessed(HEADER), ON)

    (line,) = plan.changed
    assert line.differences == [
        ("アカウント名", "公式アカウント1", "髙久町だより"),
        ("運用開始日", "平成26年8月1日", "令和元年5月1日"),
    ]


def test_event_of_a_correction_says_what_and_whence(world: OfficeWorld) -> None:
    imported([a_row(1, world.section.name)], world.general_affairs_director)
    account = Account.objects.get()

    imported([a_row(1, world.section.name, common_name="あらた")], world.general_affairs_director)

    event = Event.objects.get(stream=account.stream, number=2)
    assert (event.move, facts_of(event)) == (
        "accounts.account.edit",
        {"changes": {"common_name": ["公式1", "あらた"]}, "source": "accounts.csv 2行目"},
    )


@pytest.mark.parametrize("missing", ["common_name", "url", "handle"])
def test_column_that_is_left_out_stays(world: OfficeWorld, missing: str) -> None:
    row = a_row(1, world.section.name)
    imported([row], world.general_affairs_director)
    columns = {key: place for key, place in guessed(HEADER).items() if key != missing}

    plan = plan_of(table_of([row]), columns, ON)

    assert (len(plan.unchanged), plan.problems) == (1, ())


def test_address_and_handle_of_two_accounts_is_a_problem(world: OfficeWorld) -> None:
    a_platform("line")
    line = {"service": "LINE", "handle": "first", "url": "https://lin.ee/first"}
    other = {"service": "LINE", "handle": "second", "url": "https://lin.ee/second"}
    section = world.section.name
    imported([a_row(1, section, **line), a_row(2, section, **other)], world.general_affairs_director)

    plan = plan_of(table_of([a_row(3, section, **(line | {"handle": "second"}))]), guessed(HEADER), ON)

    assert [one.sentence for one in plan.problems] == [
        "URLとアカウントIDが、台帳の別々のアカウント(「公式アカウント1」、「公式アカウント2」)のものです。"
        "どちらかを直してください。"
    ]


def test_cells_that_look_like_formulas_are_text(world: OfficeWorld) -> None:
    name, number = '=HYPERLINK("https://evil.example")', "+SUM(1)"
    imported([a_row(1, world.section.name, name=name, paper_number=number)], world.general_affairs_director)

    account = Account.objects.get()
    assert (account.name, account.paper_number) == (name, number)


@pytest.mark.parametrize("office", [office for office in Office if office != Office.GENERAL_AFFAIRS_DIRECTOR])
def test_other_offices_import_nothing(world: OfficeWorld, office: Office) -> None:
    before = everything()

    with pytest.raises(Denied, match="いまあるアカウントを登録するのは総務部長です。"):
        imported([a_row(1, world.section.name)], world.people[office])

    assert everything() == before


def test_plan_that_is_another_one_by_now_is_a_conflict(world: OfficeWorld) -> None:
    row = a_row(1, world.section.name)
    seen = plan_of(table_of([row]), guessed(HEADER), ON).digest
    imported([row], world.general_affairs_director)
    before = everything()

    with pytest.raises(Conflict, match="確かめた後に、台帳かファイルが変わりました。"):
        imported([row], world.general_affairs_director, seen=seen)

    assert everything() == before


def test_failure_in_the_last_row_leaves_nothing(world: OfficeWorld) -> None:
    rows = [a_row(number, world.section.name) for number in range(1, 4)]
    before = everything()

    def break_off(lines: list[Any]) -> Any:
        yield from lines[:2]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        imported(rows, world.general_affairs_director, progress=break_off)

    assert everything() == before


def test_heads_of_the_sections_are_told_once(world: OfficeWorld) -> None:
    rows = [a_row(number, world.section.full_name) for number in range(1, 4)]
    rows.append(a_row(4, world.foreign_section.full_name))

    imported(rows, a_deputy(world.general_affairs_director))

    told = Message.objects.filter(created_at=AT).order_by("pk").values_list("person__name", "title")
    assert sorted(told) == sorted(
        [
            (world.section_head.person.name, f"アカウントが台帳に登録されました:{world.section.name}(3件)"),  # type: ignore[union-attr]
            (
                world.foreign[Office.SECTION_HEAD].person.name,  # type: ignore[union-attr]
                f"アカウントが台帳に登録されました:{world.foreign_section.name}(1件)",
            ),
            (world.general_affairs_director.person.name, "代わってアカウントを登録しました(4件)"),  # type: ignore[union-attr]
        ]
    )


def test_statements_of_a_row_are_few_and_the_same(world: OfficeWorld) -> None:
    section = world.section.full_name

    def statements(first: int, number: int) -> int:
        rows = [a_row(one, section) for one in range(first, first + number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            imported(rows, world.general_affairs_director)
        return len(queries)

    statements(1, 1)
    few, many = statements(100, 10), statements(200, 60)
    assert (many - few) / 50 <= 4.1  # insert, lock, look for a request, update; the trail is written in batches


def test_dry_run_asks_as_much_for_many_rows_as_for_few(world: OfficeWorld) -> None:
    section = world.section.full_name

    def statements(number: int) -> int:
        table = table_of([a_row(one, section) for one in range(number)])
        with CaptureQueriesContext(connection) as queries:
            plan_of(table, guessed(HEADER), ON)
        return len(queries)

    assert statements(1) == statements(300) == 5

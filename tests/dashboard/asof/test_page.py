"""The page of a day: what was in operation, under which name, managed and decided by whom; for whom, at what cost."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Account, Operator
from accounts.registration import register_accounts
from accounts.states import AccountState
from approvals.actions import start_operation
from approvals.moves.decision import CONSENT
from approvals.notices.states import NoticeKind, NoticeState
from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.cursors import page_of
from core.people.reorganising import edit_unit
from core.staff.models import Unit, UnitLevel
from core.staff.offices import Office
from dashboard.asof.rows import Row
from tests.approvals.pages import LONG_AGO, a_world, today
from tests.dashboard.trail.readers import as_auditor, open_as, queries
from tests.factories import at_nine
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_request,
    account_of,
    acquired,
    again,
    agreed,
    an_account,
    an_office_world,
    appointment_of,
    decide,
)
from tests.factories.core import a_person, a_unit, an_appointment
from tests.factories.drafts import a_platform
from tests.factories.notices import a_notice
from tests.factories.suspensions import suspended

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 11), date(2026, 7, 1)


def a_city(on: date = MAY) -> OfficeWorld:
    return an_office_world(at_nine(on), since=LONG_AGO)


def rows(world: OfficeWorld, on: date, **query: Any) -> list[Row]:
    found: list[Row] = as_auditor(world, "as_of", on=on.isoformat(), **query).context["rows"]
    return found


def names(world: OfficeWorld, on: date, **query: Any) -> list[str]:
    return [row.name for row in rows(world, on, **query)]


def change(record: Any, on: date, **values: Any) -> Any:
    return edit(record, by=SYSTEM, at=at_nine(on), **values)


def test_account_is_there_from_the_day_it_was_started() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))

    assert names(world, MAY - timedelta(days=1)) == []
    assert names(world, MAY) == ["いわき観光だより"]
    assert names(world, today()) == ["いわき観光だより"]


def test_accounts_on_the_way_are_not_there() -> None:
    world = a_city()
    for state in (AccountState.PLANNED, AccountState.AUTHORISED, AccountState.ACQUIRED, AccountState.ABANDONED):
        an_account(state, world=world, when=at_nine(MAY))

    assert names(world, today()) == []


def test_later_names_and_addresses_do_not_show() -> None:
    world = a_city()
    account = an_account(world=world, when=at_nine(MAY))
    change(account, JULY, name="いわきの旅", url="https://x.com/iwaki_no_tabi", handle="iwaki_no_tabi")
    change(account.platform, JULY, name="旧ツイッター")

    (before,), (after,) = rows(world, JULY - timedelta(days=1)), rows(world, JULY)

    assert (before.name, before.url, before.service) == ("いわき観光だより", account.url, "X")
    assert (after.name, after.handle, after.service) == ("いわきの旅", "iwaki_no_tabi", "旧ツイッター")


def test_later_names_of_people_and_units_do_not_show() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    head, section = world.section_head.person, world.section
    change(head, JULY, name="改姓 課長")
    change(section, JULY, name="観光交流課")

    (before,), (after,) = rows(world, JULY - timedelta(days=1)), rows(world, JULY)

    assert head is not None
    assert before.managers == [f"{head.name}({section.name}長)"]
    assert before.section == f"{world.department.name} {section.name}"
    assert after.managers == ["改姓 課長(観光交流課長)"]
    assert before.begun.who == f"{head.name}({section.name}長)"


def test_move_to_another_section_shows_from_its_day() -> None:
    world = a_city()
    account = an_account(world=world, when=at_nine(MAY))
    change(account, JULY, section=world.foreign_section)
    own, foreign = world.section.pk, world.foreign_section.pk

    assert [row.section.split()[-1] for on in (MAY, JULY) for row in rows(world, on)] == [
        world.section.name,
        world.foreign_section.name,
    ]
    assert [len(rows(world, on, section=key)) for on in (MAY, JULY) for key in (own, foreign)] == [1, 0, 0, 1]
    foreign_department = world.foreign_section.parent_id
    assert [len(rows(world, on, department=foreign_department)) for on in (MAY, JULY)] == [0, 1]


def test_service_is_that_of_the_day() -> None:
    world = a_city()
    account, line = an_account(world=world, when=at_nine(MAY)), a_platform("line", when=at_nine(MAY))
    change(account, JULY, platform=line, url="https://line.me/iwaki")

    found = [len(rows(world, on, service=key)) for on in (MAY, JULY) for key in (account.platform_id, line.pk)]
    assert found == [1, 0, 0, 1]


def test_manager_is_who_held_the_office_then() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    change(appointment_of(world.section_head), JULY, ends_on=JULY)
    an_appointment(a_person("後任 課長"), Office.SECTION_HEAD, world.section, JULY + timedelta(days=2))

    assert [row.managers for on in range(3) for row in rows(world, JULY + timedelta(days=on))] == [
        [f"{world.section_head.person}({world.section.name}長)"],
        [],
        [f"後任 課長({world.section.name}長)"],
    ]
    assert "空席" in as_auditor(world, "as_of", on=str(JULY + timedelta(days=1))).content.decode()


def test_manager_who_left_the_city_is_still_named() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    change(world.section_head.person, JULY, is_active=False)

    assert [row.managers for row in rows(world, MAY)] == [[f"{world.section_head.person}({world.section.name}長)"]]


def test_deputy_is_named_on_the_days_of_the_deputyship() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    a_deputy(world.section_head, JULY, JULY, person=a_person("代わりの 主幹"), when=at_nine(JULY))

    head = f"{world.section_head.person}({world.section.name}長)"
    found = [row.managers for on in (MAY, JULY, JULY + timedelta(days=1)) for row in rows(world, on)]
    assert found == [[head], [f"{head}、代決者 代わりの 主幹"], [head]]


def test_successor_of_a_section_manages_from_its_first_day() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    new = a_unit(UnitLevel.SECTION, "観光交流課", parent=world.department, starts_on=JULY, at=at_nine(MAY))
    an_appointment(a_person("新課 課長"), Office.SECTION_HEAD, new, JULY)
    section = Unit.objects.get(pk=world.section.pk)
    kept = {name: getattr(section, name) for name in ("name", "symbol", "level", "parent", "starts_on")}
    ended = {**kept, "ends_on": JULY - timedelta(days=1), "successor": new}
    edit_unit(section, by=SYSTEM, at=at_nine(MAY), seen=section.fingerprint(), values=ended)

    before, after = JULY - timedelta(days=1), JULY
    assert [row.managers for row in rows(world, before)] == [[f"{world.section_head.person}({section.name}長)"]]
    assert [(row.section, row.managers) for row in rows(world, after)] == [
        (f"{world.department.name} 観光交流課", ["新課 課長(観光交流課長)"])
    ]
    assert [len(rows(world, before, section=section.pk)), len(rows(world, after, section=new.pk))] == [1, 1]
    assert list(as_auditor(world, "as_of", on=str(before), section=new.pk).context["form"].errors) == ["section"]


def test_operators_are_those_of_the_day() -> None:
    world = a_city()
    account = an_account(world=world, when=at_nine(MAY))
    change(Operator.objects.get(account=account), JULY, ends_on=JULY)

    found = [row.operators for on in (MAY, JULY, JULY + timedelta(days=1)) for row in rows(world, on)]
    assert found == [[f"{world.staff.person}(共用のパスワード)"]] * 2 + [[]]


def test_decisions_name_document_day_office_and_deputy() -> None:
    world = a_city()
    request = a_request(world=world, rounds=2, when=at_nine(MAY))
    deputy = a_deputy(world.section_head, MAY, MAY, person=a_person("代わりの 主幹"), when=at_nine(MAY))
    decide(request, CONSENT, deputy, when=at_nine(MAY))
    agreed(request, world, when=at_nine(MAY + timedelta(days=1)))
    account = acquired(account_of(request), by=world.staff, when=at_nine(JULY))
    start(account, world, JULY)

    (row,) = rows(world, JULY)

    (paper,) = row.papers
    assert (paper.number, paper.title) == (again(request).document_number, request.title)
    assert [(one.what, one.event.at.date(), one.by_deputy, one.by_author) for one in paper.decisions] == [
        ("回議した", MAY, True, False),
        ("許可した", MAY + timedelta(days=1), False, False),
        ("許可した", MAY + timedelta(days=1), False, False),
    ]
    assert paper.decisions[0].who == (
        f"代わりの 主幹({world.section.name}長の代決者)、{world.section_head.person}に代わって"
    )
    assert (row.begun.what, row.given) == ("運用を始めた", [])


def start(account: Account, world: OfficeWorld, on: date) -> None:
    start_operation(account, by=world.section_head, at=at_nine(on))


def test_registered_account_shows_its_paper_document_from_the_day_it_was_registered() -> None:
    world = a_city()
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
    with acting(by=world.general_affairs_director, at=at_nine(MAY)) as act:
        given = {"platform": a_platform(when=at_nine(MAY)), "url": "https://x.com/iwaki_mae", **paper, **values}
        register_accounts(act, [given])

    (row,) = rows(world, MAY)

    assert names(world, MAY - timedelta(days=1)) == []
    assert (row.papers, row.begun.who) == ([], world.general_affairs_director.name)
    assert [words for _, words in row.given] == ["27総政第3号", "平成27年4月1日(水)", "平成27年4月8日(水)"]

    suspended(Account.objects.get(handle="iwaki_mae"), by=world.section_head, when=at_nine(MAY + timedelta(days=1)))
    (silent,) = rows(world, MAY + timedelta(days=1))
    assert (silent.begun.what, silent.given) == ("アカウントを一時停止した", row.given)
    assert (row.standings, silent.standings) == ([], [("warn", "一時停止中")])


def test_suspension_shows_beside_an_end_that_is_announced_and_from_its_day_on() -> None:
    world, day = a_city(), MAY + timedelta(days=1)
    account = an_account(world=world, when=at_nine(MAY))
    a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=account, when=at_nine(MAY))
    suspended(again(account), by=world.section_head, when=at_nine(day))

    shown = [rows(world, on)[0].standings for on in (MAY, day)]

    assert shown == [[("warn", "廃止周知中")], [("warn", "廃止周知中"), ("warn", "一時停止中")]]
    assert as_auditor(world, "as_of", on=day.isoformat()).text.count("一時停止中</span>") == 1


def test_day_to_come_is_refused_with_its_reason() -> None:
    world = a_city()

    shown = as_auditor(world, "as_of", on=str(today() + timedelta(days=1)))

    assert shown.context["form"].errors["on"] == [
        "まだ来ていない日の状態は分かりません。きょうまでの日を入力してください。"
    ]
    assert "rows" not in shown.context


@pytest.mark.parametrize("on", ["", "2026-02-30", "昨日", "0001-01-01", "9999-12-31"])
def test_no_day_is_refused_at_its_field(on: str) -> None:
    assert list(as_auditor(a_world(), "as_of", on=on).context["form"].errors) == ["on"]


def test_page_exists_for_auditors_and_offices_that_see_every_account() -> None:
    world = a_world()

    found = {office for office, actor in world.people.items() if open_as(actor, "as_of").status_code == 200}

    assert found == {
        Office.AUDITOR,
        Office.POLICY_DIRECTOR,
        Office.GENERAL_AFFAIRS_DIRECTOR,
        Office.DEPUTY_MAYOR,
    }


def test_trail_and_samples_are_linked_for_auditors_alone() -> None:
    world = a_city()
    account = an_account(world=world, when=at_nine(MAY))

    for office, there in ((Office.AUDITOR, True), (Office.POLICY_DIRECTOR, False)):
        text = open_as(world.people[office], "as_of").content.decode()
        assert (f'href="/trail/records/{account.stream}/"' in text) == there
        assert ('href="/samples/new/' in text) == there


def test_page_takes_as_many_queries_for_three_accounts_as_for_one() -> None:
    world = a_city()
    an_account(world=world, when=at_nine(MAY))
    one = queries(world, "as_of", on=str(JULY))
    for _ in range(2):
        other = a_city()
        an_account(world=other, when=at_nine(MAY))

    assert (queries(world, "as_of", on=str(JULY)), len(rows(world, JULY))) == (one, 3)


def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_city()
    for _ in range(5):
        an_account(world=world, when=at_nine(MAY))
    defaults: Any = page_of.__kwdefaults__
    monkeypatch.setitem(defaults, "size", 2)

    seen, cursor = [], ""
    while True:
        shown = as_auditor(world, "as_of", cursor=cursor).context
        seen += [row.key for row in shown["rows"]]
        if not (cursor := shown["shown"].next):
            break

    assert seen == sorted(Account.objects.values_list("pk", flat=True), reverse=True)

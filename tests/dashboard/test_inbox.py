"""The first page, asked through the client: what waits, for whom, where it moves, and what never breaks it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.states import AccountState
from approvals.states import FilingState, RequestState
from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.periods.clock import japan_date, now
from core.staff.authority import capacities
from core.staff.models import Unit
from core.staff.offices import Office
from dashboard.inbox import grouped
from dashboard.vacancies import vacancies
from tests.factories import a_deputyship, a_person, an_appointment, an_obligation
from tests.factories.approvals import OfficeWorld, a_filing, a_request, a_review, an_account, an_office_world

pytestmark = pytest.mark.django_db
WHEN = now()
TODAY = japan_date(WHEN)
LONG_AGO = TODAY - timedelta(days=60)


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN, since=LONG_AGO)


def inbox(client: Client, actor: Actor, query: str = "") -> str:
    assert actor.person is not None
    client.force_login(actor.person)
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


def a_duty(title: str, due_on: date | None, section: Unit) -> Obligation:
    debtor = Debtor(Office.STAFF, section)
    return an_obligation(debtor, due_on, about=section, title=title, at=WHEN, occurrence=title)


def test_anonymous_is_led_to_the_sign_in(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/signin/")


def test_inbox_of_a_step_waiting_for_the_section_head(client: Client, world: OfficeWorld) -> None:
    request = a_request(world=world, when=WHEN)
    page = inbox(client, world.section_head)
    assert page.count('class="task"') == 1
    assert f"回議:{request.title}" in page
    assert f'href="/approvals/requests/{request.pk}/">見て決める' in page
    assert "期限は市の内部目標です。" in page
    assert "第4-1-(4)" in page


def test_inbox_of_everybody_else_stays_empty(client: Client, world: OfficeWorld) -> None:
    a_request(world=world, when=WHEN)
    for actor in (world.foreign[Office.SECTION_HEAD], world.department_head, world.people[Office.AUDITOR]):
        assert "いま待っているものはありません" in inbox(client, actor)


def test_groups_by_due_date(world: OfficeWorld) -> None:
    monday = date(2026, 11, 23)
    days = [monday - timedelta(days=4), monday, date(2026, 11, 29), date(2026, 11, 30), None]
    for number, day in enumerate(days):
        a_duty(f"仕事{number}", day, world.section)
    found = list(Obligation.objects.open().by_due_date())
    groups = grouped(found, [], monday)
    assert [(group.anchor, [task.title for task in group.tasks]) for group in groups] == [
        ("late", ["仕事0"]),
        ("today", ["仕事1"]),
        ("week", ["仕事2"]),
        ("later", ["仕事3"]),
        ("undated", ["仕事4"]),
    ]
    assert [task.due_words for group in groups for task in group.tasks] == [
        "1開庁日超過",
        "きょう",
        "あと6日",
        "あと7日",
        "期限なし",
    ]
    assert groups[2].note == "11月29日(日)まで"


def test_late_item_is_marked(client: Client, world: OfficeWorld) -> None:
    a_duty("遅れた仕事", TODAY - timedelta(days=20), world.section)
    page = inbox(client, world.staff)
    assert page.count("task--late") == 1
    assert "期限超過</span>" in page
    assert '<strong class="overdue">1<small>件</small></strong>' in page


def test_item_leads_nowhere_when_its_page_does_not_exist(client: Client, world: OfficeWorld) -> None:
    a_duty("行き先のない仕事", TODAY, world.section)  # its link is a name of the tests' own addresses
    page = inbox(client, world.staff)
    assert '<h4 class="task__title">行き先のない仕事</h4>' in page


def test_deputy_sees_the_principals_work_with_the_principals_name(client: Client, world: OfficeWorld) -> None:
    a_request(world=world, when=WHEN)
    head = world.section_head.person
    assert head is not None
    deputy = a_person("代決 花子", at=WHEN)
    an_appointment(deputy, Office.STAFF, world.foreign_section, LONG_AGO, at=WHEN)
    a_deputyship(head.appointments.get(), deputy, TODAY, TODAY, at=WHEN)
    page = inbox(client, Actor(deputy, "", None, ""))
    assert f"{head.name}({world.section.name}長)に代わって。" in page
    assert "代決</span>" in page


def test_person_with_two_offices_is_told_in_which_it_waits(client: Client, world: OfficeWorld) -> None:
    head = world.section_head.person
    an_appointment(head, Office.SECTION_HEAD, world.foreign_section, LONG_AGO, at=WHEN)
    a_request(world=world, when=WHEN)
    page = inbox(client, world.section_head)
    assert f"{world.section.name}長として。" in page
    assert f"{world.foreign_section.name}長として。" not in page


def test_transfer_moves_the_item_at_the_turn_of_the_day(client: Client) -> None:
    world = an_office_world(WHEN, since=LONG_AGO, without=[Office.SECTION_HEAD])
    yesterday = TODAY - timedelta(days=1)
    old, new = a_person("前任 太郎", at=WHEN), a_person("後任 花子", at=WHEN)
    an_appointment(old, Office.SECTION_HEAD, world.section, LONG_AGO, yesterday, at=WHEN)
    an_appointment(old, Office.SECTION_HEAD, world.foreign_section, TODAY, at=WHEN)
    an_appointment(new, Office.SECTION_HEAD, world.section, TODAY, at=WHEN)
    request = a_request(world=world, when=WHEN)
    assert request.title not in inbox(client, Actor(old, "", None, ""))
    assert f"回議:{request.title}" in inbox(client, Actor(new, "", None, ""))


def test_transfer_on_the_first_of_april(world: OfficeWorld) -> None:
    march, april = date(2027, 3, 31), date(2027, 4, 1)
    head = world.section_head.person
    assert head is not None
    edit(head.appointments.get(), by=SYSTEM, at=WHEN, ends_on=march)
    new = a_person("後任 花子", at=WHEN)
    an_appointment(new, Office.SECTION_HEAD, world.section, april, at=WHEN)
    a_request(world=world, when=WHEN)

    def owed(person: object, on: date) -> int:
        return Obligation.objects.open().owed_by(person, capacities(person, on), on).count()  # type: ignore[arg-type]

    assert [owed(head, march), owed(head, april), owed(new, march), owed(new, april)] == [1, 0, 0, 1]


def test_vacancy_shows_to_administrators_alone(client: Client) -> None:
    world = an_office_world(WHEN, since=LONG_AGO, without=[Office.SECTION_HEAD])
    a_request(world=world, when=WHEN)
    assert [(v.office, v.count) for v in vacancies(TODAY)] == [(f"{world.section.name}長", 1)]
    assert "就いている職員がいない職" in inbox(client, world.people[Office.ADMINISTRATOR])
    assert "就いている職員がいない職" not in inbox(client, world.department_head)


def test_section_without_staff_is_a_vacancy(world: OfficeWorld) -> None:
    an_account(AccountState.AUTHORISED, world=world, when=WHEN)
    for actor in (world.staff, world.second_staff):
        assert actor.person is not None
        edit(actor.person.appointments.get(), by=SYSTEM, at=WHEN, ends_on=TODAY)
    assert vacancies(TODAY) == []
    assert [v.office for v in vacancies(TODAY + timedelta(days=1))] == [f"{world.section.name}の職員"]


def test_no_vacancy_while_every_office_is_held(world: OfficeWorld) -> None:
    a_request(world=world, when=WHEN)
    assert vacancies(TODAY) == []


def test_sent_names_the_office_asked_and_its_holder(client: Client, world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1, when=WHEN)
    page = inbox(client, world.staff)
    head = world.department_head.person
    assert head is not None
    assert request.document_number in page
    assert f"{head.name}({world.department.name}長)" in page
    assert "私が出したもの <strong>1<small>" in page


def test_sent_names_a_vacant_office(client: Client) -> None:
    world = an_office_world(WHEN, since=LONG_AGO, without=[Office.SECTION_HEAD])
    a_request(world=world, when=WHEN)
    assert f"{world.section.name}長(いま就いている職員がいません)" in inbox(client, world.staff)


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (RequestState.DRAFT, "作成中"),
        (RequestState.RETURNED, "差戻し"),
        (RequestState.DENIED, "不許可"),
        (RequestState.APPROVED, "許可"),
    ],
)
def test_sent_in_each_state(client: Client, world: OfficeWorld, state: RequestState, label: str) -> None:
    request = a_request(state, world=world, when=WHEN)
    page = inbox(client, world.staff)
    assert f'{label}</span> <a href="/approvals/requests/{request.pk}/">' in page


def test_sent_names_who_returned_it(client: Client, world: OfficeWorld) -> None:
    a_request(RequestState.RETURNED, world=world, when=WHEN)
    head = world.section_head.person
    assert head is not None
    sent = inbox(client, world.staff).partition('id="sent"')[2].partition("</section>")[0]
    assert f"{head.name}({world.section.name}長)・<time" in sent


def test_sent_filing_waits_for_its_receipt(client: Client, world: OfficeWorld) -> None:
    a_filing(FilingState.FILED, world=world, when=WHEN)
    assert "総務部長の受理を待っています" in inbox(client, world.staff)


def test_unread_messages_are_shown_and_counted(client: Client, world: OfficeWorld) -> None:
    a_request(RequestState.RETURNED, world=world, when=WHEN)
    page = inbox(client, world.staff)
    assert "差し戻されました:" in page
    assert "知っておくこと <strong>1<small>" in page


def test_draft_button_is_for_sections(client: Client, world: OfficeWorld) -> None:
    shown = {
        office: "/approvals/requests/new/" in inbox(client, actor)
        for office, actor in world.people.items()
        if actor.person is not None
    }
    assert {office for office, has_button in shown.items() if has_button} == {Office.STAFF, Office.SECTION_HEAD}


def test_first_fifty_and_a_link_to_the_rest(client: Client, world: OfficeWorld) -> None:
    for number in range(52):
        a_duty(f"仕事{number:02}", TODAY + timedelta(days=number), world.section)
    a_duty("期限のない仕事", None, world.section)
    page = inbox(client, world.staff)
    assert page.count("<h4 ") == 50
    assert "私を待つもの <strong>53<small>" in page
    assert 'href="?all=dated"' in page
    dated = inbox(client, world.staff, "?all=dated")
    assert dated.count("<h4 ") == 50
    following = dated.split('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    rest = inbox(client, world.staff, following)
    assert [f"仕事{number}</h4>" in rest for number in (49, 50, 51)] == [False, True, True]
    assert inbox(client, world.staff, "?all=undated").count("<h4 ") == 1


@pytest.mark.parametrize("late", [0, 3, 50, 51, 54])
def test_all_that_is_late_is_counted_also_where_it_is_not_shown(client: Client, world: OfficeWorld, late: int) -> None:
    for number in range(56):
        a_duty(f"仕事{number}", TODAY + timedelta(days=0 if number >= late else -1 - number), world.section)
    a_duty("よその仕事", TODAY - timedelta(days=9), world.foreign_section)
    page = inbox(client, world.staff)
    assert "私を待つもの <strong>56<small>" in page
    assert [f">{late}<small>件</small></strong>" in page, page.count("task--late")] == [True, min(late, 50)]


@pytest.mark.parametrize(
    "query", ["?all=dated&cursor=x", "?all=undated&cursor=%F0%9F%92%A9", "?cursor=" + "9" * 3000, "?all", "?all=x"]
)
def test_odd_queries_show_a_page(client: Client, world: OfficeWorld, query: str) -> None:
    a_request(world=world, when=WHEN)
    assert "</main>" in inbox(client, world.section_head, query)


def test_queries_do_not_grow_with_the_items(client: Client, world: OfficeWorld) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    a_request(world=world, when=WHEN)
    a_duty("仕事", TODAY, world.section)
    inbox(client, world.staff)
    one = count()
    for number in range(3):
        a_request(world=world, when=WHEN)
        a_duty(f"仕事{number}", TODAY, world.section)
    assert (one, count()) == (5, 5)


def test_later_review_waits_for_the_principal_in_person(client: Client, world: OfficeWorld) -> None:
    a_review(world=world, when=WHEN)
    assert "代決の後閲:" in inbox(client, world.section_head)


def test_active_account_leaves_the_filing_and_what_is_to_be_shown(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, when=WHEN)
    page = inbox(client, world.staff)
    assert page.count('class="task"') == 3
    assert f"総務部長へ届け出る:{account.title}" in page
    assert page.count("掲載") >= 2

"""Who sees whose obligations: each scope, each office, and never more than the page that an obligation leads to."""

from datetime import timedelta

import pytest

from accounts.states import AccountState
from approvals.handovers.states import HandOverState
from approvals.notices.states import NoticeState
from approvals.states import FilingState, RequestState
from core.deadlines.duties import Debtor
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.staff.offices import NEXT_HIGHER, Office
from dashboard.calendar.scopes import Scope, scopes_of
from dashboard.calendar.sight import ACCOUNT_PAGES, WHOLE
from incidents.states import IncidentKind, IncidentState
from policies.states import PolicyState
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.calendar.helpers import PAGE, a_duty, links, opened, read_on, titles
from tests.factories import an_obligation
from tests.factories.approvals import OfficeWorld, a_filing, a_request, a_review, an_account
from tests.factories.consultations import a_consultation
from tests.factories.hand_overs import a_hand_over
from tests.factories.incidents import an_incident
from tests.factories.notices import a_notice
from tests.factories.policies import a_version as a_policy_version

pytestmark = pytest.mark.django_db


def whole(actor: Actor, scope: Scope) -> str:
    """Return what a scope lists of the months into which internal targets fall."""
    months = {f"{(today() + timedelta(days=days)):%Y-%m}" for days in (0, 14, 28, 56)}
    return "".join(read_on(actor, scope=scope.value, month=month) for month in sorted(months))


@pytest.fixture
def city() -> OfficeWorld:
    """Return a city in which something of each kind is open."""
    world = a_world()
    at = now()
    a_request(world=world, when=at, account_name="決裁中のもの")
    a_request(RequestState.RETURNED, world=world, when=at, account_name="差戻しのもの")
    a_request(RequestState.APPROVED, world=world, when=at, account_name="許可のもの")
    a_filing(FilingState.DUE, world=world, when=at, account_name="届出前のもの")
    a_filing(FilingState.FILED, world=world, when=at, account_name="届出後のもの")
    an_account(AccountState.ACTIVE, world=world, when=at, account_name="運用中のもの")
    a_policy_version(PolicyState.SUBMITTED, world=world, when=at)
    a_review(world=world, when=at)
    a_notice(NoticeState.SUBMITTED, world=world, when=at)
    a_consultation(world=world, when=at)
    a_hand_over(HandOverState.SETTLED, world=world, when=at)
    an_incident(IncidentState.ACKNOWLEDGED, world=world, when=at)
    an_incident(IncidentState.ACKNOWLEDGED, world=world, kind=IncidentKind.LEAK, when=at)
    return world


def test_scopes_come_from_offices() -> None:
    assert scopes_of([Office.STAFF]) == [Scope.MINE, Scope.SECTION, Scope.DEPARTMENT]
    assert scopes_of([Office.DEPARTMENT_HEAD]) == [Scope.MINE, Scope.DEPARTMENT]
    assert scopes_of([Office.ADMINISTRATOR]) == scopes_of([Office.RECORDS_OFFICER]) == [Scope.MINE]
    for office in (Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR, Office.AUDITOR):
        assert scopes_of([office]) == [Scope.MINE, Scope.CITY]
    assert scopes_of([Office.PR_SECTION_HEAD]) == [Scope.MINE, Scope.CITY]


def test_a_scope_that_offices_do_not_give_is_not_found() -> None:
    world = a_world()
    assert browser_of(world.staff).get(PAGE, {"scope": "city"}).status_code == 404
    assert browser_of(world.people[Office.ADMINISTRATOR]).get(PAGE, {"scope": "section"}).status_code == 404


def test_whatever_a_person_is_shown_leads_to_a_page_that_opens(city: OfficeWorld) -> None:
    everybody = [*city.people.values(), *city.foreign.values(), city.second_staff]
    followed = 0
    for actor in everybody:
        for scope in scopes_of([Office(actor.office)]):
            shown = set(links(whole(actor, scope)))
            answers = {url: browser_of(actor).get(url).status_code for url in shown}
            assert set(answers.values()) <= {200}, (actor.name, scope, answers)
            followed += len(shown)
    assert followed > 30


def test_a_request_on_its_way_is_for_those_who_may_read_it(city: OfficeWorld) -> None:
    for actor, scope in (
        (city.foreign[Office.STAFF], Scope.DEPARTMENT),
        (city.people[Office.PR_SECTION_HEAD], Scope.CITY),
        (city.people[Office.GENERAL_AFFAIRS_DIRECTOR], Scope.CITY),
    ):
        assert not [one for one in titles(whole(actor, scope)) if one.startswith("回議")], actor.name
    for actor, scope in (
        (city.staff, Scope.SECTION),
        (city.department_head, Scope.DEPARTMENT),
        (city.people[Office.AUDITOR], Scope.CITY),
        (city.people[Office.DEPUTY_MAYOR], Scope.CITY),
    ):
        assert [one for one in titles(whole(actor, scope)) if one.startswith("回議")], actor.name


def test_what_is_counted_is_what_is_listed(city: OfficeWorld) -> None:
    for actor in (*city.people.values(), city.foreign[Office.STAFF]):
        for scope in scopes_of([Office(actor.office)]):
            page = read_on(actor, scope=scope.value)
            heading = page.partition('id="list"')[2].partition("</h2>")[0]
            assert f"・{len(titles(page))}件" in heading, (actor.name, scope)


def test_every_page_that_a_duty_leads_to_has_its_readers(city: OfficeWorld) -> None:
    """A kind of page nobody thought of is shown to its debtors alone; this names the ones that are so on purpose."""
    personal = {"approvals:review_detail"}
    one_by_one = {"approvals:consultation_detail", "approvals:hand_over_detail", "incidents:incident_detail"}
    found = set(Obligation.objects.values_list("link_name", flat=True))
    assert found >= one_by_one
    assert found - set(WHOLE) - set(ACCOUNT_PAGES) - one_by_one <= personal


def test_mine_is_what_waits_for_my_offices_and_for_me() -> None:
    world = a_world()
    day = today()
    a_duty(world.section, day, "課の仕事")
    a_duty(world.section, day, "課長の仕事", Office.SECTION_HEAD)
    a_duty(world.foreign_section, day, "よその仕事")
    assert titles(opened(world.staff)) == ["課の仕事"]
    assert titles(opened(world.section_head)) == ["課長の仕事"]
    assert titles(opened(world.foreign[Office.STAFF])) == ["よその仕事"]


def test_the_office_above_sees_what_is_owed_below_it_whatever_page_it_leads_to() -> None:
    world = a_world()
    a_duty(world.section, today(), "課長の仕事", Office.SECTION_HEAD)
    assert titles(opened(world.department_head, scope="department")) == ["課長の仕事"]
    assert titles(opened(world.foreign[Office.DEPARTMENT_HEAD], scope="department")) == []
    assert titles(opened(world.staff, scope="section")) == []


@pytest.mark.parametrize("office", sorted(office for office in NEXT_HIGHER if NEXT_HIGHER[office] == "deputy_mayor"))
def test_the_deputy_mayor_sees_what_waits_directly_below(office: Office) -> None:
    world = a_world()
    unit = world.department if office == Office.DEPARTMENT_HEAD else None
    a_duty(unit, today(), "すぐ下の仕事", office)
    assert titles(opened(world.people[Office.DEPUTY_MAYOR], scope="city")) == ["すぐ下の仕事"]


def test_a_duty_of_one_person_is_nobody_elses() -> None:
    world = a_world()
    an_obligation(Debtor(person=world.staff.person), today(), title="本人の仕事", at=now())
    assert titles(opened(world.staff)) == ["本人の仕事"]
    for actor, scope in ((world.second_staff, "section"), (world.people[Office.AUDITOR], "city")):
        assert titles(opened(actor, scope=scope)) == []


def test_a_section_sees_what_its_head_owes_about_a_notice_and_where() -> None:
    world = a_world()
    notice = a_notice(NoticeState.SUBMITTED, world=world, when=now())
    page = f"/approvals/notices/{notice.pk}/"
    for actor, scope in ((world.staff, Scope.SECTION), (world.people[Office.AUDITOR], Scope.CITY)):
        assert page in links(whole(actor, scope)), actor.name
    assert page not in links(whole(world.foreign[Office.STAFF], Scope.DEPARTMENT))


def test_an_auditor_is_led_to_consultations_and_hand_overs() -> None:
    world = a_world()
    asked, handed = a_consultation(world=world, when=now()), a_hand_over(HandOverState.SETTLED, world=world, when=now())
    shown = links(whole(world.people[Office.AUDITOR], Scope.CITY))
    assert {f"/approvals/consultations/{asked.pk}/", f"/approvals/hand-overs/{handed.pk}/"} <= set(shown)

"""How many queries each page takes, in one literal table: the same in the city and in one with three of everything.

Eight is what a page may take, and no row may grow; the inbox is counted beside its own tests. Each page is opened as
the kind of person for whom it asks the most. Three are every page's own: session, person with offices and units, frame.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection

from accounts.states import AccountState
from approvals.consultations.states import ConsultationState
from approvals.handovers.states import HandOverState
from approvals.notices.states import NoticeState
from approvals.states import FilingState, RequestState
from core.periods.clock import now
from core.staff.offices import Office
from incidents.course import add_member, add_note
from policies.states import PolicyState
from tests.approvals.pages import LONG_AGO
from tests.factories.approvals import a_draft, a_filing, a_request, a_review
from tests.factories.consultations import a_consultation
from tests.factories.core import a_deputyship, a_person, an_appointment
from tests.factories.drafts import a_platform
from tests.factories.hand_overs import a_hand_over, a_hand_over_review
from tests.factories.incidents import a_statement, an_incident
from tests.factories.notices import a_notice, account_in
from tests.factories.policies import a_version as a_policy_version
from tests.matrix.target import Target
from tests.matrix.world import City, undone

MOST: Final = 8
PAGES: Final[dict[str, tuple[str, int]]] = {
    "accounts:account_detail": ("elsewhere", 4),
    "accounts:account_detail@planned": ("staff", 4),
    "accounts:account_detail@suspended": ("staff", 4),
    "accounts:account_sheet": ("staff", 5),
    "accounts:account_sheet@planned": ("staff", 5),
    "accounts:filter_edit": ("staff", 4),
    "accounts:filter_end": ("staff", 4),
    "accounts:import": ("general_affairs_director", 3),
    "accounts:import_check": ("general_affairs_director", 8),
    "accounts:import_columns": ("general_affairs_director", 4),
    "accounts:platform_create": ("administrator", 3),
    "accounts:platform_edit": ("elsewhere", 5),
    "accounts:platform_list": ("elsewhere", 4),
    "accounts:registry": ("elsewhere", 6),
    "approvals:abandon": ("staff", 5),
    "approvals:acquire": ("staff", 8),
    "approvals:consultation_detail": ("staff", 7),
    "approvals:consultation_list": ("staff", 4),
    "approvals:consultation_new": ("staff", 3),
    "approvals:filing_detail": ("staff", 5),
    "approvals:filing_list": ("elsewhere", 4),
    "approvals:hand_over_detail": ("section_head", 8),
    "approvals:hand_over_detail@settled": ("staff", 7),
    "approvals:hand_over_edit": ("staff", 5),
    "approvals:hand_over_new": ("staff", 5),
    "approvals:hand_over_review": ("staff", 5),
    "approvals:hand_over_sheet": ("staff", 5),
    "approvals:notice_change": ("staff", 5),
    "approvals:notice_closure": ("staff", 4),
    "approvals:notice_detail": ("section_head", 8),
    "approvals:notice_detail@announced": ("section_head", 8),
    "approvals:notice_edit": ("staff", 5),
    "approvals:notice_list": ("elsewhere", 4),
    "approvals:notice_planner": ("elsewhere", 4),
    "approvals:operator_add": ("staff", 6),
    "approvals:operator_end": ("staff", 4),
    "approvals:password_changed": ("staff", 7),
    "approvals:request_detail": ("staff", 5),
    "approvals:request_detail@draft": ("staff", 6),
    "approvals:request_edit_part": ("staff", 8),
    "approvals:request_list": ("staff", 6),
    "approvals:request_new": ("elsewhere", 5),
    "approvals:request_sheet": ("staff", 6),
    "approvals:request_sheet@draft": ("staff", 6),
    "approvals:request_withdraw": ("staff", 5),
    "approvals:review_detail": ("staff", 5),
    "approvals:route_step_create": ("administrator", 5),
    "approvals:route_step_edit": ("personnel_officer", 7),
    "approvals:route_step_list": ("personnel_officer", 4),
    "approvals:start": ("staff", 7),
    "dashboard:as_of": ("policy_director", 8),
    "dashboard:calendar": ("staff", 5),
    "dashboard:calendar_feed_own": ("staff", 4),
    "dashboard:decisions": ("auditor", 8),
    "dashboard:duty_waive": ("section_head", 4),
    "dashboard:evidence": ("auditor", 4),
    "dashboard:help": ("elsewhere", 3),
    "dashboard:person_trail": ("auditor", 8),
    "dashboard:record_trail": ("auditor", 8),
    "dashboard:sample": ("auditor", 5),
    "dashboard:sample_new": ("auditor", 4),
    "dashboard:samples": ("auditor", 4),
    "incidents:account_reinstate": ("section_head", 7),
    "incidents:account_suspend": ("section_head", 5),
    "incidents:incident_attribute": ("section_head", 7),
    "incidents:incident_closure": ("staff", 4),
    "incidents:incident_detail": ("staff", 7),
    "incidents:incident_list": ("staff", 4),
    "incidents:incident_merge": ("section_head", 6),
    "incidents:incident_note": ("section_head", 4),
    "incidents:incident_sheet": ("staff", 7),
    "incidents:incident_statistics": ("auditor", 4),
    "incidents:playbook_edit": ("policy_director", 4),
    "incidents:playbook_list": ("staff", 4),
    "incidents:report": ("staff", 4),
    "incidents:incident_unlink_closure": ("section_head", 6),
    "incidents:incident_unlink_warning": ("section_head", 8),
    "incidents:incident_suspend": ("section_head", 5),
    "incidents:statement_approve": ("section_head", 5),
    "incidents:suspension_renew": ("section_head", 5),
    "incidents:task_do": ("staff", 5),
    "incidents:warning_end": ("pr_section_head", 7),
    "incidents:warning_update": ("pr_section_head", 6),
    "people:appointment_confirm": ("personnel_officer", 4),
    "people:appointment_create": ("personnel_officer", 4),
    "people:appointment_decline": ("personnel_officer", 4),
    "people:appointment_detail": ("general_affairs_director", 5),
    "people:appointment_end": ("personnel_officer", 4),
    "people:appointment_list": ("personnel_officer", 4),
    "people:deputyship_confirm": ("personnel_officer", 4),
    "people:deputyship_create": ("personnel_officer", 4),
    "people:deputyship_decline": ("personnel_officer", 4),
    "people:deputyship_detail": ("general_affairs_director", 5),
    "people:deputyship_end": ("personnel_officer", 4),
    "people:deputyship_list": ("personnel_officer", 4),
    "people:end_deputy": ("section_head", 4),
    "people:health": ("administrator", 6),
    "people:mail_choice": ("elsewhere", 3),
    "people:messages": ("elsewhere", 5),
    "people:my_authority": ("section_head", 7),
    "people:office_title_create": ("administrator", 3),
    "people:office_title_edit": ("personnel_officer", 5),
    "people:office_title_list": ("personnel_officer", 4),
    "people:outbox": ("administrator", 4),
    "people:password": ("elsewhere", 4),
    "people:password_confirm": ("personnel_officer", 4),
    "people:password_decline": ("personnel_officer", 4),
    "people:password_issue": ("general_affairs_director", 5),
    "people:person_create": ("administrator", 3),
    "people:person_edit": ("administrator", 8),
    "people:person_list": ("personnel_officer", 4),
    "people:rulebook_adopt": ("policy_director", 4),
    "people:rulebook_create": ("policy_director", 4),
    "people:rulebook_detail": ("elsewhere", 5),
    "people:rulebook_edit": ("policy_director", 4),
    "people:rulebook_list": ("elsewhere", 5),
    "people:set_deputy": ("section_head", 6),
    "people:trail_event": ("auditor", 7),
    "people:trail_list": ("auditor", 4),
    "people:trail_seals": ("general_affairs_director", 8),
    "people:unit_create": ("administrator", 5),
    "people:unit_edit": ("personnel_officer", 7),
    "people:unit_list": ("personnel_officer", 4),
    "policies:call_detail": ("elsewhere", 5),
    "policies:call_list": ("elsewhere", 4),
    "policies:policy_compare": ("staff", 5),
    "policies:policy_detail": ("section_head", 5),
    "policies:policy_edit": ("staff", 4),
    "policies:policy_list": ("staff", 6),
    "publications:account": ("staff", 7),
    "imitations:imitation_create": ("pr_section_head", 4),
    "imitations:imitation_detail": ("pr_section_head", 5),
    "imitations:imitation_edit": ("pr_section_head", 5),
    "imitations:imitation_list": ("pr_section_head", 4),
    "public:entry": ("anonymous", 4),
    "public:home": ("anonymous", 3),
    "public:sections": ("anonymous", 2),
    "public:warnings": ("anonymous", 1),
    "retention:class_list": ("general_affairs_director", 4),
    "retention:disposal_carry_out": ("records_officer", 8),
    "retention:disposal_decline": ("general_affairs_director", 8),
    "retention:disposal_detail": ("general_affairs_director", 8),
    "retention:disposal_list": ("general_affairs_director", 4),
    "retention:disposal_permit": ("general_affairs_director", 8),
    "retention:disposal_withdraw": ("records_officer", 8),
    "retention:due_list": ("general_affairs_director", 8),
    "retention:hold_create": ("records_officer", 4),
    "retention:hold_lift": ("records_officer", 4),
    "retention:hold_list": ("general_affairs_director", 4),
    "retention:register": ("general_affairs_director", 4),
}
ONE_MORE_ON_POSTGRESQL: Final = {"people:health"}
"""It asks that database about itself."""
NOT_COUNTED = ("SAVEPOINT", "RELEASE")


def queries(city: City, kind: str, target: Target) -> int:
    """Return how many queries a page takes for a kind of person who has opened it before."""
    browser, asked = city.browser(kind), list[str]()

    def watch(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    browser.get(target.url)
    with connection.execute_wrapper(watch):
        answer = browser.get(target.url)
    assert answer.status_code == 200, (target.name, answer.status_code)
    return sum(not sql.startswith(NOT_COUNTED) for sql in asked)


def counted(city: City, aims: dict[str, Target]) -> dict[str, tuple[str, int]]:
    """Return the count of each page of the table."""
    found = {name: (kind, queries(city, kind, aims[name])) for name, (kind, _) in PAGES.items()}
    beyond = ONE_MORE_ON_POSTGRESQL if connection.vendor == "postgresql" else set[str]()
    return {name: (kind, number - (name in beyond)) for name, (kind, number) in found.items()}


def test_every_page_takes_what_the_table_says(city: City, aims: dict[str, Target]) -> None:
    assert counted(city, aims) == PAGES


def test_no_page_takes_more_than_a_page_may() -> None:
    assert {name for name, (_, number) in PAGES.items() if number > MOST} == set()


def test_every_page_takes_the_same_with_more_of_everything(city: City, aims: dict[str, Target]) -> None:
    with undone():
        for _ in range(2):
            one_more_of_everything(city)
        assert counted(city, aims) == PAGES


def one_more_of_everything(city: City) -> None:
    """Add a request, an account and a filing in each state, a review, people, offices and a service."""
    world: Any = city.offices
    at = now()
    a_draft(world, when=at)
    for state in (RequestState.SUBMITTED, RequestState.RETURNED, RequestState.APPROVED, RequestState.DENIED):
        a_request(state, world=world, when=at)
    for account in AccountState:
        account_in(account, world=world, when=at)
    for filing in FilingState:
        a_filing(filing, world=world, when=at)
    a_review(world=world, when=at)
    held = an_appointment(a_person("増えた 職員", at=at), Office.SECTION_HEAD, None, LONG_AGO, at=at)
    a_deputyship(held, a_person("増えた 代決者", at=at), at=at)
    a_policy_version(PolicyState.PUBLISHED, world=world, when=at)
    for notice in (NoticeState.DRAFT, NoticeState.ANNOUNCED):
        a_notice(notice, world=world, when=at)
    for consulted in ConsultationState:
        a_consultation(consulted, world=world, account=city.active, request=city.submitted, when=at)
    a_hand_over(HandOverState.SETTLED, world=world, when=at)
    a_hand_over_review(world=world, when=at)
    one_more_of_incidents(city, at)
    a_platform(f"more{held.pk}", when=at)


def one_more_of_incidents(city: City, at: Any) -> None:
    """Add a report, and to the incident that is shown words, a statement and a member."""
    an_incident(world=city.offices, account=city.papers["incident_acknowledged"].account, when=at)
    known = city.papers["incident_acknowledged"]
    add_note(known, by=city.offices.staff, at=at, words="電話が1件ありました。")
    a_statement(known, city.offices, when=at)
    person = a_person("増えた 調査", at=at)
    add_member(known, by=city.offices.section_head, at=at, person=person, role="調査")

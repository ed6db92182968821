"""Who leads, works on, decides and sees what of an incident, asked of the rules themselves."""

from datetime import timedelta
from functools import partial

import pytest

from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from incidents.actions import judge_task
from incidents.course import add_member, end_member
from incidents.models import Incident, Member
from incidents.permissions import (
    check_acknowledge,
    check_decide,
    check_do,
    check_drop,
    check_judge,
    check_keep_playbooks,
    check_part,
    check_statement,
    leads,
    manager_label,
    manager_office,
    takes_part,
    visible_to,
)
from incidents.states import IncidentState, StatementState
from incidents.watching import watch
from tests.factories import AT, ON, a_person
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import WITHOUT, a_statement, an_incident, task_of

pytestmark = pytest.mark.django_db
S, T = IncidentState, StatementState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_the_account_manager_leads_and_without_an_account_the_head_of_the_pr_section(world: OfficeWorld) -> None:
    of_section, of_none = an_incident(world=world), an_incident(world=world, account=WITHOUT)
    assert (manager_office(of_section), manager_label(of_section)) == (
        Office.SECTION_HEAD,
        f"{world.section.name}の課長",
    )
    assert (manager_office(of_none), manager_label(of_none)) == (Office.PR_SECTION_HEAD, "ふるさと発信課長")


@pytest.mark.parametrize("office", list(Office))
def test_who_leads_what_concerns_a_section_and_what_concerns_none(world: OfficeWorld, office: Office) -> None:
    of_section, of_none = an_incident(world=world), an_incident(world=world, account=WITHOUT)
    by = world.people[office]
    assert leads(of_section, by, ON) == (
        office in {Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.PR_SECTION_HEAD}
    )
    assert leads(of_none, by, ON) == (office == Office.PR_SECTION_HEAD)


def test_who_began_a_drill_leads_it_and_who_reported_a_problem_does_not(world: OfficeWorld) -> None:
    drill, real = an_incident(world=world, is_drill=True), an_incident(world=world)
    assert (leads(drill, world.staff, ON), leads(real, world.staff, ON)) == (True, False)
    assert leads(drill, world.second_staff, ON) is False


def test_the_clock_leads_and_takes_part_in_nothing(world: OfficeWorld) -> None:
    for incident in (an_incident(world=world), an_incident(world=world, is_drill=True)):
        assert (leads(incident, SYSTEM, ON), takes_part(incident, SYSTEM, ON)) == (False, False)
    acknowledged = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="したことを記録するのは"):
        check_do(task_of(acknowledged, "delete"), SYSTEM, ON)


def let_in(incident: Incident, by: Actor, world: OfficeWorld) -> Member:
    assert by.person is not None
    return add_member(incident, by=world.section_head, at=AT, person=by.person, role="記録")


def test_who_was_let_in_works_on_it_until_the_end_of_that(world: OfficeWorld) -> None:
    incident, by = an_incident(S.ACKNOWLEDGED, world=world), world.foreign[Office.STAFF]
    assert takes_part(incident, by, ON) is False
    member = let_in(incident, by, world)
    assert takes_part(again(incident), by, ON) is True
    end_member(member, by=world.section_head, at=AT)
    assert takes_part(again(incident), by, ON) is False


def test_who_was_let_in_records_what_was_done_also_where_another_office_bears_it(world: OfficeWorld) -> None:
    incident, by = an_incident(S.ACKNOWLEDGED, world=world), world.foreign[Office.STAFF]
    task = task_of(incident, "bodies")
    with pytest.raises(Denied, match="したことを記録するのは"):
        check_do(task, by, ON)
    with pytest.raises(Denied, match="したことを記録するのは"):
        check_do(task, world.second_staff, ON)
    let_in(incident, by, world)
    check_do(task, by, ON)
    check_do(task, world.people[Office.PR_SECTION_HEAD], ON)


def test_who_neither_works_on_it_nor_reported_it_adds_nothing(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    draft = a_statement(incident, world)
    for check in (partial(check_part, incident), partial(check_statement, draft), partial(check_drop, draft)):
        check(world.staff, ON)
        with pytest.raises(Denied, match="書き足すのは"):
            check(world.foreign[Office.STAFF], ON)


def test_what_is_decided_is_given_up_by_who_decides(world: OfficeWorld) -> None:
    decided = a_statement(an_incident(S.ACKNOWLEDGED, world=world), world, T.APPROVED)
    check_drop(decided, world.section_head, ON)
    with pytest.raises(Denied, match="市として出す文を決めるのは"):
        check_drop(decided, world.staff, ON)


def test_who_leads_a_drill_decides_and_judges_in_it(world: OfficeWorld) -> None:
    drill = an_incident(S.ACKNOWLEDGED, world=world, is_drill=True)
    check_decide(a_statement(drill, world), world.staff, ON)
    check_judge(task_of(drill, "bodies"), world.staff, ON)
    with pytest.raises(Denied):
        check_judge(task_of(drill, "bodies"), world.second_staff, ON)


def test_the_office_that_bears_a_task_judges_and_who_leads_the_rest(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    check_judge(task_of(incident, "announce"), world.section_head, ON)
    check_judge(task_of(incident, "bodies"), world.people[Office.PR_SECTION_HEAD], ON)
    with pytest.raises(Denied, match="必要かどうかを判断するのは、ふるさと発信課長です"):
        check_judge(task_of(incident, "bodies"), world.section_head, ON)
    with pytest.raises(Denied, match="対応を決めるのは"):
        check_judge(task_of(incident, "announce"), world.staff, ON)


def test_once_a_report_is_late_those_who_were_told_acknowledge_it_too(world: OfficeWorld) -> None:
    incident, told = an_incident(world=world), world.people[Office.GENERAL_AFFAIRS_DIRECTOR]
    with pytest.raises(Denied):
        check_acknowledge(incident, told, ON)
    watch(incident.acknowledge_by + timedelta(minutes=1))
    late = again(incident)
    check_acknowledge(late, told, ON)
    check_acknowledge(late, world.section_head, ON)
    with pytest.raises(Denied):
        check_acknowledge(late, world.people[Office.POLICY_DIRECTOR], ON)


@pytest.mark.parametrize("office", list(Office))
def test_playbooks_are_kept_by_one_office(world: OfficeWorld, office: Office) -> None:
    if office == Office.POLICY_DIRECTOR:
        check_keep_playbooks(world.people[office])
        return
    with pytest.raises(Denied, match="対応の手順を定めるのは"):
        check_keep_playbooks(world.people[office])


def test_a_person_without_an_office_sees_nothing(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    assert list(visible_to(a_person(), ON)) == []
    assert world.section_head.person is not None
    assert list(visible_to(world.section_head.person, ON)) == [incident]


def test_a_task_of_the_manager_is_done_by_the_section(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    judge_task(task_of(incident, "announce"), by=world.section_head, at=AT, is_needed=True)
    check_do(task_of(incident, "announce"), world.second_staff, ON)

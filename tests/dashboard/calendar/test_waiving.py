"""Waiving on its page: the next higher office, a reason, who is told, and who finds nothing there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.audit.history import history
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM, Actor
from core.notifications.models import Message
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.calendar.helpers import a_duty
from tests.factories import everything
from tests.factories.approvals import OfficeWorld

pytestmark = pytest.mark.django_db
REASON = {"waive_reason": "庁舎の移転により、この仕事は要らなくなったため"}


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return a_world()


@pytest.fixture
def duty(world: OfficeWorld) -> Obligation:
    """Return what the section's staff owe."""
    return a_duty(world.section, today() + timedelta(days=3), "課の仕事")


def waive(duty: Obligation, actor: Actor, **values: str) -> tuple[int, str]:
    answer = browser_of(actor).post(reverse("dashboard:duty_waive", args=[duty.pk]), values)
    return answer.status_code, answer.content.decode()


def test_the_next_higher_office_waives_with_a_reason_and_whoever_owed_it_is_told(
    world: OfficeWorld, duty: Obligation
) -> None:
    assert waive(duty, world.section_head, **REASON)[0] == 302
    ended = Obligation.objects.get(pk=duty.pk)
    assert (ended.state, ended.ended_on, ended.waive_reason) == ("waived", today(), REASON["waive_reason"])
    assert history([duty.stream])[0].facts["waive_reason"] == REASON["waive_reason"]
    told = Message.objects.filter(title="免除されました:課の仕事")
    assert {message.person for message in told} == {world.staff.person, world.second_staff.person}
    assert REASON["waive_reason"] in told[0].body


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_waived(world: OfficeWorld, duty: Obligation, reason: str) -> None:
    before = everything()
    status, page = waive(duty, world.section_head, waive_reason=reason)
    assert status == 200
    assert "入力してください" in page
    assert everything() == before


def test_the_page_says_what_is_waived_and_for_whom(world: OfficeWorld, duty: Obligation) -> None:
    page = browser_of(world.section_head).get(reverse("dashboard:duty_waive", args=[duty.pk])).content.decode()
    assert "課の仕事" in page
    assert f"{world.section.name}の職員" in page


def test_who_owes_it_is_refused_with_the_way_on(world: OfficeWorld, duty: Obligation) -> None:
    before = everything()
    status, page = waive(duty, world.staff, **REASON)
    assert (status, "義務の免除は、上位の職が理由を記して行います。" in page) == (403, True)
    assert "課長に相談してください。" in page
    assert everything() == before


@pytest.mark.parametrize("office", [Office.SECTION_HEAD, Office.DEPARTMENT_HEAD, Office.STAFF])
def test_for_other_sections_there_is_no_such_thing(world: OfficeWorld, duty: Obligation, office: Office) -> None:
    before = everything()
    assert waive(duty, world.foreign[office], **REASON)[0] == 404
    assert everything() == before


def test_administrators_waive_nothing(world: OfficeWorld, duty: Obligation) -> None:
    assert waive(duty, world.people[Office.ADMINISTRATOR], **REASON)[0] == 404


def test_what_has_ended_meanwhile_is_a_conflict(world: OfficeWorld, duty: Obligation) -> None:
    perform(duty, FULFIL, by=SYSTEM, at=now(), ended_on=today())
    before = everything()
    assert waive(duty, world.section_head, **REASON)[0] == 409
    assert everything() == before


def test_a_number_no_obligation_has_is_not_found(world: OfficeWorld) -> None:
    browser = browser_of(world.section_head)
    for pk in (999_999, 2**63, 10**30):
        assert browser.get(f"/calendar/duties/{pk}/waive/").status_code == 404

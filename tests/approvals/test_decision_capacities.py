"""Deputies, and persons in several offices: each acts by name."""

from datetime import timedelta
from typing import Any

import pytest

from approvals.actions import submit_request
from approvals.models import LaterReview, Request
from approvals.presentation.viewer import LOST
from approvals.states import RequestState, StepKind
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.periods.clock import now
from core.staff.offices import Office
from tests.approvals.pages import (
    LONG_AGO,
    a_world,
    ago,
    also_staff,
    post_decision,
    refused,
    send,
    submitted,
    text_of,
    to,
    today,
)
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_request,
    a_route_step,
    again,
    step_at,
)
from tests.factories.core import an_appointment, the_actor

pytestmark = pytest.mark.django_db


def test_deputy_decides_in_the_principals_name() -> None:
    world, request = submitted()
    deputy = a_deputy(world.section_head, today(), today(), when=now())
    assert world.section_head.person is not None

    page = to(deputy, "request_detail", request.pk)
    post_decision(deputy, request, "consent")
    after = text_of(to(world.staff, "request_detail", request.pk))

    both = f"{deputy.name}、{world.section_head.person.name}に代わって"
    assert page.context["panel"].title == f"{world.section.name}長として回議する(代決)"
    assert f"{world.section_head.person.name}に代わって、代決 太郎が決めます(代決)。" in text_of(page)
    assert f"{both} 回議済" in after
    assert "後閲待ち" in after
    assert LaterReview.objects.get().principal == world.section_head.person


def test_form_names_the_office_asked_when_another_is_chosen() -> None:
    world, request = submitted()
    staff = also_staff(world.section_head, world)

    page = to(staff, "request_detail", request.pk)
    post_decision(staff, request, "consent", capacity=page.context["panel"].actor.key)

    assert f"この決裁だけ、「{world.section_head.label}」として記録します。" in text_of(page)
    assert request.steps.get(position=1).decided_as == world.section_head.label


def test_decision_without_the_office_named_is_refused_in_the_one_chosen() -> None:
    world, request = submitted()
    staff = also_staff(world.section_head, world)

    answer = refused(staff, request, "consent")

    assert answer.status_code == 403


def in_two_offices() -> tuple[Any, Actor, Actor, Request]:
    """Return a world whose department head is 総合政策部長 too, and a request that has come to the first office."""
    world = a_world(without=[Office.POLICY_DIRECTOR])
    head = world.department_head
    director = an_appointment(head.person, Office.POLICY_DIRECTOR, world.department, LONG_AGO, at=now())
    return world, head, the_actor(director, now()), a_request(world=world, decided=1, when=ago(hours=1))


def test_one_act_for_two_offices_when_the_person_says_so() -> None:
    _, head, director, request = in_two_offices()

    page = to(head, "request_detail", request.pk)
    post_decision(head, request, "permit", also="on")

    assert page.context["form"]["also"].label == "次の段階(総合政策部長)としても同じ内容で決裁する"
    assert page.context["form"]["also"].value() is None
    assert again(request).state == "approved"
    assert (step_at(request, 2).decided_as, step_at(request, 3).decided_as) == (head.label, director.label)


def test_two_offices_stay_two_without_the_tick() -> None:
    _, head, _, request = in_two_offices()

    post_decision(head, request, "permit")

    assert (again(request).state, step_at(request, 3).state) == ("submitted", "pending")


def test_tick_for_the_next_office_means_nothing_to_others() -> None:
    world, request = submitted(decided=1)

    page = to(world.department_head, "request_detail", request.pk)
    post_decision(world.department_head, request, "permit", also="on")

    assert "also" not in page.context["form"].fields
    assert step_at(request, 3).state == "pending"


def test_return_with_the_tick_returns_once() -> None:
    _, head, _, request = in_two_offices()

    post_decision(head, request, "return", also="on", opinion="直してください。")

    assert (again(request).state, step_at(request, 2).state, step_at(request, 3).state) == (
        "returned",
        "returned",
        "lapsed",
    )


def left(actor: Actor, office: Office, world: OfficeWorld) -> Actor:
    """Give a person one more office that ended yesterday, and return him or her as if still acting in it."""
    yesterday = today() - timedelta(days=1)
    unit = world.department if office == Office.DEPARTMENT_HEAD else world.section
    held = an_appointment(actor.person, office, unit, LONG_AGO, at=now())
    gone = the_actor(held, now())
    edit(held, by=SYSTEM, at=now(), ends_on=yesterday)
    return gone


@pytest.mark.parametrize("key", ["a999999", "d1", "x"])
def test_office_that_never_was_is_no_other_office(key: str) -> None:
    world, request = submitted()

    answer = refused(world.section_head, request, "consent", capacity=key, opinion="残る文")

    assert answer.status_code == 403
    assert (LOST in text_of(answer), "残る文" in answer.content.decode()) == (True, True)


def test_office_that_ended_meanwhile_does_not_become_another_one() -> None:
    world, request = submitted()
    gone = left(world.section_head, Office.DEPARTMENT_HEAD, world)

    answer = refused(world.section_head, request, "consent", capacity=gone.key)

    assert (answer.status_code, LOST in text_of(answer)) == (403, True)


def test_office_chosen_for_the_session_that_ended_does_not_become_another_one() -> None:
    world, request = submitted()
    gone = left(world.section_head, Office.DEPARTMENT_HEAD, world)

    answer = refused(gone, request, "consent")

    assert answer.status_code == 403


def test_circulation_is_not_read_in_an_office_that_is_gone() -> None:
    world = a_world()
    a_route_step(world.section, StepKind.CIRCULATE, Office.AUDITOR, world.department, when=now(), starts_on=LONG_AGO)
    request = a_request(RequestState.APPROVED, world=world, when=ago(hours=1))

    answer = send(world.people[Office.AUDITOR], "step_read", step_at(request, 4).pk, capacity="a999999")

    assert (answer.status_code, step_at(request, 4).state) == (403, "pending")


def test_section_head_who_heads_the_department_too_does_both_in_one_act() -> None:
    world, request = submitted(a_world(without=[Office.DEPARTMENT_HEAD]))
    held = an_appointment(world.section_head.person, Office.DEPARTMENT_HEAD, world.department, LONG_AGO, at=now())

    page = to(world.section_head, "request_detail", request.pk)
    post_decision(world.section_head, request, "consent", also="on")

    assert page.context["form"]["also"].label == f"次の段階({world.department.name}長)としても同じ内容で決裁する"
    assert (step_at(request, 1).decided_as, step_at(request, 2).decided_as) == (world.section_head.label, held.label)
    assert (step_at(request, 2).state, step_at(request, 3).state) == ("approved", "pending")


def test_office_stepping_in_answers_its_own_step_in_the_same_act() -> None:
    world = a_world()
    drafter = also_staff(world.section_head, world)
    request = submit_request(a_draft(world, by=drafter, when=ago(hours=2)), by=world.staff, at=ago(hours=1))

    post_decision(world.department_head, request, "consent", also="on")

    assert [step_at(request, position).state for position in (1, 2, 3)] == ["consented", "approved", "pending"]


def test_office_that_comes_later_than_next_is_not_offered() -> None:
    world, request = submitted(a_world(without=[Office.POLICY_DIRECTOR]))
    an_appointment(world.section_head.person, Office.POLICY_DIRECTOR, world.department, LONG_AGO, at=now())

    page = to(world.section_head, "request_detail", request.pk)

    assert "also" not in page.context["form"].fields

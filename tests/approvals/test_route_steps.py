"""The screens of additional steps of a route: who may, what is refused, and that a request then takes the way."""

from datetime import date
from typing import Any

import pytest

from approvals.models import RouteStep
from approvals.states import StepKind
from core.staff.offices import Office
from tests.approvals.drafting_help import LONG_AGO, a_world, browser_of, text_of
from tests.factories.approvals import OfficeWorld

pytestmark = pytest.mark.django_db
LIST, NEW = "/approvals/route-steps/", "/approvals/route-steps/new/"


def _data(world: OfficeWorld, **values: Any) -> dict[str, Any]:
    given = {
        "owner": world.section.pk,
        "kind": StepKind.JOINT.value,
        "office": Office.SECTION_HEAD.value,
        "unit": world.foreign_section.pk,
        "position": 1,
        "starts_on": LONG_AGO.isoformat(),
        "ends_on": "",
    }
    return {**given, **values}


def test_an_administrator_adds_a_joint_consent() -> None:
    world = a_world()
    administrator = browser_of(world.people[Office.ADMINISTRATOR])
    assert administrator.post(NEW, _data(world)).status_code == 302
    step = RouteStep.objects.get()
    assert (step.owner, step.unit, step.starts_on) == (world.section, world.foreign_section, LONG_AGO)
    assert world.section.name in text_of(administrator.get(LIST))


def test_staff_finds_no_such_screen() -> None:
    staff = browser_of(a_world().staff)
    assert [staff.get(LIST).status_code, staff.get(NEW).status_code] == [404, 404]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": "1900-01-01"}, "starts_on"),
        ({"starts_on": "9999-01-01"}, "starts_on"),
        ({"ends_on": date(2019, 1, 1).isoformat()}, "ends_on"),
        ({"office": Office.ADMINISTRATOR.value}, "office"),
        ({"office": Office.STAFF.value}, "office"),
        ({"office": Office.DEPARTMENT_HEAD.value}, "unit"),
        ({"office": "king"}, "office"),
        ({"kind": "permit"}, "kind"),
        ({"position": "99999999"}, "position"),
        ({"unit": "9" * 40}, "unit"),
    ],
)
def test_a_wrong_step_is_refused_at_its_field(values: dict[str, Any], field: str) -> None:
    world = a_world()
    refused = browser_of(world.people[Office.ADMINISTRATOR]).post(NEW, _data(world, **values))
    assert refused.status_code == 200
    assert f'id="id_{field}_error"' in text_of(refused)
    assert RouteStep.objects.count() == 0


def test_the_same_step_twice_is_refused() -> None:
    world = a_world()
    administrator = browser_of(world.people[Office.ADMINISTRATOR])
    administrator.post(NEW, _data(world))
    assert "重なる期間にすでにあります" in text_of(administrator.post(NEW, _data(world)))
    assert RouteStep.objects.count() == 1

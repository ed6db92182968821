"""Who answers for several offices: what is asked office by office, in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.staff.authority import answering
from core.staff.contacts import answering_each
from core.staff.offices import Office
from tests.factories import ON
from tests.factories.approvals import a_deputy, an_office_world

pytestmark = pytest.mark.django_db


def test_several_offices_are_answered_for_as_each_by_itself_and_by_one_query() -> None:
    world = an_office_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    deputy = a_deputy(world.section_head, ON, ON)
    asked = [
        (Office.SECTION_HEAD, world.section),
        (Office.SECTION_HEAD, world.foreign_section),
        (Office.DEPARTMENT_HEAD, world.section),
        (Office.PR_SECTION_HEAD, None),
        (Office.GENERAL_AFFAIRS_DIRECTOR, None),
    ]
    alone = [answering(office, unit, ON) for office, unit in asked]
    with CaptureQueriesContext(connection) as queries:
        together = answering_each(asked, ON)
    assert together == alone
    assert (len(queries), together[0].people) == (1, [world.section_head.person, deputy.person])
    assert [bool(one.people) for one in together] == [True, True, True, True, False]


def test_an_office_of_a_unit_asks_for_one() -> None:
    with pytest.raises(ValueError, match="needs a unit"):
        answering_each([(Office.SECTION_HEAD, None)], ON)

"""The page of a day knows the section that was responsible on it, before and after a hand-over."""

from datetime import date, timedelta

import pytest

from approvals.handovers.states import HandOverState
from core.staff.offices import Office
from tests.approvals.pages import LONG_AGO
from tests.dashboard.trail.readers import as_auditor
from tests.factories import at_nine
from tests.factories.approvals import an_office_world
from tests.factories.hand_overs import a_hand_over, filed_account

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 11), date(2026, 7, 1)


def test_the_section_of_each_day_manages_on_it() -> None:
    world = an_office_world(at_nine(MAY), since=LONG_AGO)
    account = filed_account(world, at_nine(MAY))
    a_hand_over(HandOverState.ACCEPTED, world=world, account=account, when=at_nine(JULY))

    shown = [as_auditor(world, "as_of", on=day.isoformat()) for day in (JULY - timedelta(days=1), JULY)]
    (before,), (after,) = (page.context["rows"] for page in shown)
    assert world.section.name in before.section
    assert world.foreign_section.name in after.section
    assert before.managers == [f"{world.section_head.person}({world.section.name}長)"]
    assert after.managers == [f"{world.foreign[Office.SECTION_HEAD].person}({world.foreign_section.name}長)"]

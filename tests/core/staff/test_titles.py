"""Post titles are data with dates: the same office answers under another name from a day on."""

from datetime import date

import pytest

from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM
from core.staff.authority import capacities, holders
from core.staff.models import OfficeTitle
from core.staff.offices import Office
from tests.factories import AT, a_deputyship, an_appointment

pytestmark = pytest.mark.django_db
RENAMED_ON = date(2026, 12, 1)


@pytest.mark.parametrize(("on", "title"), [(date(2026, 11, 30), "ふるさと発信課長"), (RENAMED_ON, "広報戦略課長")])
def test_title_of_an_office_changes_on_its_day(on: date, title: str) -> None:
    head = an_appointment(office=Office.PR_SECTION_HEAD)
    create(OfficeTitle, by=SYSTEM, at=AT, office="pr_section_head", title="広報戦略課長", starts_on=RENAMED_ON)

    assert [a.label for a in holders(Office.PR_SECTION_HEAD, None, on)] == [title]
    assert [c.label for c in capacities(head.person, on)] == [title]


def test_title_of_a_deputy_follows_the_principals_office() -> None:
    principal = an_appointment(office=Office.PR_SECTION_HEAD)
    deputyship = a_deputyship(principal)
    create(OfficeTitle, by=SYSTEM, at=AT, office="pr_section_head", title="広報戦略課長", starts_on=principal.starts_on)

    assert [c.label for c in capacities(deputyship.deputy, AT.date())] == ["広報戦略課長の代決者"]

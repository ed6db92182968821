"""Deputyships: the principal's own choice, or entered for him and confirmed by a second person."""

from datetime import timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.staff.models import Appointment, Deputyship
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.core.people.helpers import (
    LONG_AGO,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Browser,
    administrator,
    as_holder,
    errors_of,
    personnel_officer,
    told,
)
from tests.factories.core import a_deputyship, a_person, an_appointment

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=7)


def own_choice(browser: Browser, **values: Any) -> Any:
    """Name a deputy for the office one acts in, through the web."""
    given = {"starts_on": TODAY.isoformat(), "ends_on": LATER.isoformat(), "reason": "出張", "deputy": ""}
    return browser.send("set_deputy", **(given | values))


def entered(browser: Browser, principal: Appointment, **values: Any) -> Any:
    """Enter a deputyship for somebody else, through the web."""
    given = {"starts_on": TODAY.isoformat(), "ends_on": LATER.isoformat(), "reason": "入院", "principal": principal.pk}
    given.setdefault("deputy", values.pop("deputy", None) or a_person("代決 太郎").staff_number)
    return browser.send("deputyship_create", **(given | values))


def test_own_choice_has_effect_at_once_and_is_told() -> None:
    auditor = as_holder(Office.AUDITOR)
    head = as_holder(Office.SECTION_HEAD)
    deputy = a_person("代決 太郎")

    answer = own_choice(head, deputy=deputy.staff_number)

    named = Deputyship.objects.get()
    assert answer["Location"] == "/me/"
    assert (named.state, named.deputy, named.confirmed_by) == ("confirmed", deputy, None)
    assert Obligation.objects.count() == 0
    assert Message.objects.filter(person=auditor.person).count() == 1


def test_own_choice_from_the_department_is_offered() -> None:
    head = as_holder(Office.SECTION_HEAD)
    colleague = an_appointment(a_person("同僚 花子"), Office.STAFF, head.appointment.unit, LONG_AGO).person
    an_appointment(a_person("他部 次郎"), Office.STAFF, None, LONG_AGO)

    offered = head.to("set_deputy").context["form"].fields["colleague"].queryset
    own_choice(head, colleague=colleague.pk)

    assert list(offered) == [colleague]
    assert Deputyship.objects.get().deputy == colleague


def test_own_choice_of_oneself_is_refused() -> None:
    head = as_holder(Office.SECTION_HEAD)

    answer = own_choice(head, deputy=head.person.staff_number)

    assert list(errors_of(answer)) == ["deputy"]
    assert Deputyship.objects.count() == 0


def test_own_choice_of_nobody_is_refused() -> None:
    assert list(errors_of(own_choice(as_holder(Office.SECTION_HEAD)))) == ["colleague"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": YESTERDAY.isoformat()}, "starts_on"),
        ({"ends_on": YESTERDAY.isoformat()}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_own_choice_with_a_period_or_reason_missing_is_refused(values: dict[str, str], field: str) -> None:
    answer = own_choice(as_holder(Office.SECTION_HEAD), deputy=a_person().staff_number, **values)

    assert list(errors_of(answer)) == [field]
    assert Deputyship.objects.count() == 0


def test_own_choice_beyond_the_own_term_is_refused() -> None:
    head = as_holder(Office.SECTION_HEAD)
    administrator().send_seen("appointment_end", head.appointment.pk, ends_on=TOMORROW.isoformat())

    answer = own_choice(head, deputy=a_person().staff_number)

    assert list(errors_of(answer)) == ["ends_on"]


def test_staff_names_no_deputy() -> None:
    assert as_holder(Office.STAFF).to("set_deputy").status_code == 403


def test_deputy_names_no_deputy() -> None:
    browser = as_holder(Office.STAFF)
    deputyship = a_deputyship(
        an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO), browser.person, YESTERDAY, TOMORROW
    )
    browser.send("choose_capacity", capacity=f"d{deputyship.pk}")

    answer = own_choice(browser, deputy=a_person().staff_number)

    assert answer.status_code == 403
    assert Deputyship.objects.count() == 1


def test_entry_for_another_waits_for_a_second_person() -> None:
    principal = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)

    entered(personnel_officer(), principal)

    named = Deputyship.objects.get()
    assert named.state == AppointmentState.PROPOSED
    assert Obligation.objects.get().link_name == "people:deputyship_detail"


def test_entry_with_oneself_as_deputy_is_refused() -> None:
    browser = administrator()
    principal = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)

    answer = entered(browser, principal, deputy=browser.person.staff_number)

    assert list(errors_of(answer)) == ["deputy"]
    assert Deputyship.objects.count() == 0


def test_confirmation_by_a_second_person_gives_effect() -> None:
    entered(personnel_officer(), an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO))
    second = administrator()

    answer = second.send_seen("deputyship_confirm", Deputyship.objects.get().pk)

    assert answer.status_code == 302
    assert Deputyship.objects.get().confirmed_by == second.person


@pytest.mark.parametrize("who", ["entered", "principal", "deputy"])
def test_confirmation_by_somebody_concerned_is_refused(who: str) -> None:
    people = {"entered": personnel_officer(), "principal": administrator(), "deputy": administrator()}
    entered(people["entered"], people["principal"].appointment, deputy=people["deputy"].person.staff_number)
    named = Deputyship.objects.get()

    answer = people[who].send("deputyship_confirm", named.pk, seen=named.fingerprint())

    assert answer.status_code == 403
    assert Deputyship.objects.get().state == AppointmentState.PROPOSED


def test_principal_ends_the_deputyship_early() -> None:
    head = as_holder(Office.SECTION_HEAD)
    own_choice(head, deputy=a_person().staff_number)
    named = Deputyship.objects.get()

    answer = head.send_seen("end_deputy", named.pk, ends_on=TODAY.isoformat())

    assert answer["Location"] == "/me/"
    assert Deputyship.objects.get().ends_on == TODAY


def test_principal_can_not_lengthen_the_deputyship() -> None:
    head = as_holder(Office.SECTION_HEAD)
    own_choice(head, deputy=a_person().staff_number)

    longer = (LATER + timedelta(days=1)).isoformat()
    answer = head.send_seen("end_deputy", Deputyship.objects.get().pk, ends_on=longer)

    assert list(errors_of(answer)) == ["ends_on"]


def test_deputyship_of_another_is_not_found() -> None:
    named = a_deputyship(starts_on=TODAY, ends_on=TOMORROW)

    assert as_holder(Office.SECTION_HEAD).to("end_deputy", named.pk).status_code == 404


def test_my_authority_shows_offices_and_deputies() -> None:
    head = as_holder(Office.SECTION_HEAD)
    own_choice(head, deputy=a_person("代決 太郎").staff_number)

    shown = head.to("my_authority").context

    assert [office.label for office in shown["offices"]] == ["観光振興課長"]
    assert [one.deputy.name for one in shown["for_me"]] == ["代決 太郎"]
    assert list(shown["for_others"]) == []
    assert shown["may_set"] is True


def test_end_of_a_deputyship_is_told() -> None:
    auditor, head = as_holder(Office.AUDITOR), as_holder(Office.SECTION_HEAD)
    above = as_holder(Office.DEPARTMENT_HEAD, head.appointment.unit.department)
    named = a_deputyship(head.appointment, None, YESTERDAY, LATER)

    administrator().send_seen("deputyship_end", named.pk, ends_on=TODAY.isoformat())

    assert [len(told(one)) for one in (auditor.person, above.person, head.person, named.deputy)] == [1, 0, 1, 1]

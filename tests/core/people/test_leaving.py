"""A person's record: leaving ends every office for good, and a new address is told to the old one."""

from datetime import timedelta
from typing import Any

import pytest

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import OutboxMail
from core.staff.authority import capacities
from core.staff.models import Appointment, Deputyship, PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState, PasswordIssueState
from tests.core.people.helpers import LONG_AGO, TODAY, TOMORROW, YESTERDAY, administrator, as_holder, errors_of, told
from tests.factories.core import AT, a_deputyship, a_person, an_appointment

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


def changed(person: Person, **values: Any) -> Any:
    """Change a person's record through the web; leave out `is_active` to disable."""
    given = {"name": person.name, "kana": person.kana, "title": person.title, "email": person.email}
    return administrator().send_seen("person_edit", person.pk, **(given | values))


def test_disabling_ends_what_is_in_force_today() -> None:
    held = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)
    deputyship = a_deputyship(held, None, YESTERDAY, LATER)

    assert changed(held.person).status_code == 302

    assert Appointment.objects.get(pk=held.pk).ends_on == TODAY
    assert Deputyship.objects.get(pk=deputyship.pk).ends_on == TODAY


def test_disabling_takes_back_what_has_not_begun() -> None:
    person = a_person()
    waiting = an_appointment(person, Office.AUDITOR, state=AppointmentState.PROPOSED)
    coming = an_appointment(person, Office.SECTION_HEAD, starts_on=TOMORROW)
    deputising = a_deputyship(None, person, TOMORROW, LATER)

    changed(person)

    states = [*Appointment.objects.filter(pk__in=[waiting.pk, coming.pk]).values_list("state", flat=True)]
    assert [*states, Deputyship.objects.get(pk=deputising.pk).state] == [AppointmentState.DECLINED] * 3


def test_disabling_leaves_what_is_over() -> None:
    over = an_appointment(office=Office.AUDITOR, starts_on=LONG_AGO, ends_on=YESTERDAY)

    changed(over.person)

    assert Appointment.objects.get(pk=over.pk).ends_on == YESTERDAY


def test_disabling_tells_the_heads_and_the_auditors() -> None:
    auditor, head = as_holder(Office.AUDITOR), as_holder(Office.SECTION_HEAD)
    above = as_holder(Office.DEPARTMENT_HEAD, head.appointment.unit.department)
    staff = an_appointment(a_person("野原 恵"), Office.STAFF, head.appointment.unit, LONG_AGO)

    changed(staff.person)
    changed(head.person)

    assert told(head.person) == ["野原 恵さんの在職の登録が外されました"]
    assert told(above.person) == ["草野 はるかさんの在職の登録が外されました"]
    assert len(told(auditor.person)) == 2


def test_disabling_takes_back_a_request_for_a_password() -> None:
    held = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)
    administrator().send("person_password", held.person.pk)

    changed(held.person)

    assert PasswordIssue.objects.get().state == PasswordIssueState.DECLINED


def test_enabling_on_the_last_day_is_refused() -> None:
    held = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)
    changed(held.person)

    answer = changed(held.person, is_active="on")

    assert list(errors_of(answer)) == ["is_active"]
    assert Person.objects.get(pk=held.person.pk).is_active is False


def test_enabling_gives_no_office_back() -> None:
    held = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO, ends_on=YESTERDAY)
    edit(held.person, by=SYSTEM, at=AT, is_active=False)

    answer = changed(held.person, is_active="on")

    enabled = Person.objects.get(pk=held.person.pk)
    assert (answer.status_code, enabled.is_active) == (302, True)
    assert capacities(enabled, TODAY) == []


def test_new_address_is_told_to_the_old_one_and_the_auditors() -> None:
    auditor, person = as_holder(Office.AUDITOR), a_person("野原 恵", email="own@city.example.jp")

    changed(person, email="taken@city.example.jp", is_active="on")

    mails = OutboxMail.objects.filter(person=person).order_by("pk")
    assert [mail.to for mail in mails] == ["own@city.example.jp", "taken@city.example.jp"]
    assert told(auditor.person) == ["野原 恵さんの電子メールの登録が変わりました"]


def test_other_changes_of_a_person_tell_nobody() -> None:
    auditor, person = as_holder(Office.AUDITOR), a_person()

    changed(person, title="係長", is_active="on")

    assert (told(auditor.person), told(person)) == ([], [])

"""Appointments: nobody gives authority to himself, and none that decides to anybody alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message
from core.staff.models import Appointment, UnitLevel
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
    events,
    personnel_officer,
    said,
    told,
)
from tests.factories.core import AT, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db


def entered(browser: Browser, office: str = Office.SECTION_HEAD, **values: Any) -> Any:
    """Enter an appointment through the web, of a new person to a new section unless told otherwise."""
    given = {"office": office, "starts_on": TODAY.isoformat(), "ends_on": "", "post_title": ""} | values
    given.setdefault("person", a_person("若松 直人").staff_number)
    given.setdefault("unit", a_unit().pk)
    return browser.send("appointment_create", **given)


def latest() -> Appointment:
    """Return the appointment that somebody entered last; those of the tests' factories are the clock's."""
    return Appointment.objects.exclude(entered_by=None).latest("pk")


def test_entry_of_staff_has_effect_at_once() -> None:
    browser = personnel_officer()

    answer = entered(browser, Office.STAFF)

    assert answer["Location"] == reverse("people:appointment_detail", args=[latest().pk])
    assert (latest().state, latest().confirmed_by, latest().entered_by) == ("confirmed", None, browser.person)
    assert Obligation.objects.count() == 0


def test_entry_of_a_deciding_office_waits_for_a_second_person() -> None:
    an_appointment(office=Office.ADMINISTRATOR)
    browser = personnel_officer()

    entered(browser)

    duty = Obligation.objects.get()
    assert latest().state == AppointmentState.PROPOSED
    assert (duty.rule, duty.about, duty.debtor_office) == ("people.confirm", latest().stream, "administrator")
    assert duty.url == reverse("people:appointment_detail", args=[latest().pk])


def test_entry_by_the_only_administrator_waits_for_the_personnel_officer() -> None:
    personnel_officer()

    entered(administrator())

    assert Obligation.objects.get().debtor_office == "personnel_officer"


def test_entry_for_oneself_is_refused_at_the_field() -> None:
    browser = administrator()

    answer = entered(browser, Office.STAFF, person=browser.person.staff_number)

    assert list(errors_of(answer)) == ["person"]
    assert Appointment.objects.count() == 1


def test_entry_of_an_unknown_number_keeps_what_was_typed() -> None:
    answer = entered(administrator(), person="999999", post_title="消防長")

    assert list(errors_of(answer)) == ["person"]
    assert 'value="消防長"' in answer.content.decode()


def test_entry_with_dates_the_wrong_way_round_is_refused() -> None:
    answer = entered(administrator(), ends_on=YESTERDAY.isoformat())

    assert errors_of(answer) == {"ends_on": ["最後の日は、開始日以後にしてください。"]}


@pytest.mark.parametrize(
    ("office", "status"),
    [
        (Office.STAFF, 404),
        (Office.SECTION_HEAD, 404),
        (Office.POLICY_DIRECTOR, 404),
        (Office.AUDITOR, 404),
        (Office.PERSONNEL_OFFICER, 200),
        (Office.ADMINISTRATOR, 200),
    ],
)
def test_entry_exists_for_those_in_charge_only(office: Office, status: int) -> None:
    browser = as_holder(office)

    assert browser.to("appointment_create").status_code == status
    assert entered(browser, unit="0").status_code == status
    assert Appointment.objects.count() == 1


def test_second_person_in_the_same_office_is_warned_about() -> None:
    browser = administrator()
    first = an_appointment(a_person("佐藤 一郎"), Office.SECTION_HEAD, None, LONG_AGO)

    answer = entered(browser, unit=first.unit.pk)

    assert said(answer)[0] == "同じ期間に、佐藤 一郎さんも観光振興課長に就いています。"


def test_confirmation_by_a_second_person_gives_effect_and_is_told() -> None:
    auditor = as_holder(Office.AUDITOR)
    entered(personnel_officer())
    second = administrator()

    answer = second.send_seen("appointment_confirm", latest().pk)

    assert answer.status_code == 302
    assert (latest().state, latest().confirmed_by) == ("confirmed", second.person)
    assert Obligation.objects.get().state == ObligationState.FULFILLED
    assert Message.objects.filter(person=auditor.person).count() == 1
    assert Message.objects.filter(person=latest().person).count() == 1


def test_confirmation_by_the_one_who_entered_is_refused() -> None:
    browser = administrator()
    entered(browser)

    shown = browser.to("appointment_confirm", latest().pk)
    answer = browser.send("appointment_confirm", latest().pk, seen=latest().fingerprint())

    assert (shown.status_code, answer.status_code) == (403, 403)
    assert "自分で登録したものは、自分では確認できません。" in answer.content.decode()
    assert latest().state == AppointmentState.PROPOSED


def test_confirmation_by_the_person_appointed_is_refused() -> None:
    appointed = administrator()
    entered(personnel_officer(), Office.AUDITOR, person=appointed.person.staff_number)

    answer = appointed.send("appointment_confirm", latest().pk, seen=latest().fingerprint())

    assert answer.status_code == 403
    assert latest().state == AppointmentState.PROPOSED


@pytest.mark.parametrize("office", [Office.STAFF, Office.AUDITOR, Office.POLICY_DIRECTOR])
def test_confirmation_by_others_does_not_exist(office: Office) -> None:
    entered(personnel_officer())

    answer = as_holder(office).send("appointment_confirm", latest().pk, seen=latest().fingerprint())

    assert answer.status_code == 404
    assert latest().state == AppointmentState.PROPOSED


def test_confirmation_twice_is_a_conflict() -> None:
    entered(personnel_officer())
    second = administrator()
    seen = latest().fingerprint()
    second.send("appointment_confirm", latest().pk, seen=seen)

    answer = second.send("appointment_confirm", latest().pk, seen=seen)

    assert answer.status_code == 409
    assert answer.context["back_url"] == reverse("people:appointment_detail", args=[latest().pk])
    assert [facts for facts in events("staff.appointment.confirm") if "confirmed_by" in facts] == [
        {"changes": {"confirmed_by_id": [None, second.person.pk]}, "confirmed_by": second.person.stream}
    ]


def test_confirmation_without_what_was_seen_is_a_conflict() -> None:
    entered(personnel_officer())

    assert administrator().send("appointment_confirm", latest().pk).status_code == 409
    assert latest().state == AppointmentState.PROPOSED


def test_decline_needs_a_reason_and_voids_the_duty() -> None:
    browser = personnel_officer()
    entered(browser)

    empty = browser.send_seen("appointment_decline", latest().pk, reason=" ")
    answer = browser.send_seen("appointment_decline", latest().pk, reason="誤って登録した")

    assert (empty.status_code, list(errors_of(empty)), answer.status_code) == (200, ["reason"], 302)
    assert latest().state == AppointmentState.DECLINED
    assert Obligation.objects.get().state == ObligationState.VOID
    assert events("staff.appointment.decline")[0]["reason"] == "誤って登録した"


def test_end_brings_the_last_day_forward() -> None:
    ending = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)

    answer = administrator().send_seen("appointment_end", ending.pk, ends_on=TODAY.isoformat())

    assert answer.status_code == 302
    assert Appointment.objects.get(pk=ending.pk).ends_on == TODAY


def test_end_in_the_past_is_refused() -> None:
    ending = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO)

    answer = administrator().send_seen("appointment_end", ending.pk, ends_on=YESTERDAY.isoformat())

    assert list(errors_of(answer)) == ["ends_on"]
    assert Appointment.objects.get(pk=ending.pk).ends_on is None


def test_end_never_lengthens_an_appointment() -> None:
    ending = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO, ends_on=TODAY)

    answer = administrator().send_seen("appointment_end", ending.pk, ends_on=TOMORROW.isoformat())

    assert list(errors_of(answer)) == ["ends_on"]
    assert Appointment.objects.get(pk=ending.pk).ends_on == TODAY


def test_page_offers_what_the_person_can_do() -> None:
    browser = personnel_officer()
    entered(browser)

    own = browser.to("appointment_detail", latest().pk)
    second = administrator().to("appointment_detail", latest().pk)
    auditor = as_holder(Office.AUDITOR).to("appointment_detail", latest().pk)

    assert [label for label, _ in own.context["buttons"]] == ["取りやめる"]
    assert [label for label, _ in second.context["buttons"]] == ["確認して確定する", "取りやめる"]
    assert [label for label, _ in auditor.context["buttons"]] == []


def test_page_of_nothing_and_forbidden_page_answer_alike() -> None:
    existing = an_appointment()
    stranger, reader = as_holder(Office.STAFF), administrator()

    forbidden = stranger.to("appointment_detail", existing.pk)
    missing = stranger.to("appointment_detail", 999_999)

    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert reader.to("appointment_detail", 999_999).status_code == 404


def test_list_is_cut_by_what_waits() -> None:
    browser = administrator()
    entered(browser)

    now, waiting = browser.to("appointment_list"), browser.to("appointment_list", cut="waiting")

    assert [row["first"][1] for row in now.context["rows"]] == ["小川 景(システム管理者)"]
    assert [row["first"][1] for row in waiting.context["rows"]] == ["若松 直人(観光振興課長)"]


def test_end_is_told_to_the_person_the_head_and_the_auditors() -> None:
    auditor, head = as_holder(Office.AUDITOR), as_holder(Office.SECTION_HEAD)
    staff = an_appointment(a_person("野原 恵"), Office.STAFF, head.appointment.unit, LONG_AGO)

    administrator().send_seen("appointment_end", staff.pk, ends_on=TODAY.isoformat())

    assert [len(told(one)) for one in (auditor.person, head.person, staff.person)] == [1, 1, 1]


def test_end_of_a_head_is_told_to_the_department() -> None:
    head = as_holder(Office.SECTION_HEAD)
    above = as_holder(Office.DEPARTMENT_HEAD, head.appointment.unit.department)

    administrator().send_seen("appointment_end", head.appointment.pk, ends_on=TODAY.isoformat())

    assert len(told(above.person)) == 1


@pytest.mark.parametrize(
    ("office", "level"),
    [
        (Office.DEPARTMENT_HEAD, UnitLevel.SECTION),
        (Office.SECTION_HEAD, UnitLevel.DEPARTMENT),
        (Office.SECTION_HEAD, UnitLevel.GROUP),
    ],
)
def test_entry_of_an_office_the_unit_has_not_is_refused(office: Office, level: UnitLevel) -> None:
    answer = entered(administrator(), office, unit=a_unit(level).pk)

    assert list(errors_of(answer)) == ["unit"]
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(("back", "faults"), [(31, 0), (32, 1)])
def test_entry_that_would_have_begun_long_ago_is_refused(back: int, faults: int) -> None:
    answer = entered(administrator(), starts_on=(TODAY - timedelta(days=back)).isoformat())

    assert answer.status_code == (200 if faults else 302)
    assert Appointment.objects.count() == 2 - faults


def test_entry_of_staff_may_have_begun_long_ago() -> None:
    assert entered(administrator(), Office.STAFF, starts_on=LONG_AGO.isoformat()).status_code == 302


def test_confirmation_of_somebody_who_left_is_refused() -> None:
    entered(personnel_officer())
    edit(latest().person, by=SYSTEM, at=AT, is_active=False)

    answer = administrator().send("appointment_confirm", latest().pk, seen=latest().fingerprint())

    assert answer.status_code == 403
    assert latest().state == AppointmentState.PROPOSED

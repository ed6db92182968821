"""The password of somebody who decides: asked for by one, issued and seen by another, never by one alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.audit.models import Facts
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Denied
from core.people.passwords import issue_password, takes_two
from core.periods.clock import now
from core.staff.models import PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState, PasswordIssueState
from tests.core.people.helpers import (
    LONG_AGO,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Browser,
    administrator,
    as_holder,
    personnel_officer,
    told,
)
from tests.factories.core import AT, ON, a_deputyship, a_person, an_actor, an_appointment

pytestmark = pytest.mark.django_db


def a_decider() -> Person:
    """Make a head of a section who has a password."""
    person = a_person("若松 直人", password="nagisa-no-koe-2026")
    return an_appointment(person, Office.SECTION_HEAD, None, LONG_AGO).person


def asked(browser: Browser) -> PasswordIssue:
    """Ask for the password of a new decider through the web."""
    browser.send("person_password", a_decider().pk)
    return PasswordIssue.objects.get()


def test_asking_shows_no_password_and_changes_none() -> None:
    browser, person = administrator(), a_decider()

    answer = browser.send("person_password", person.pk)

    issue = PasswordIssue.objects.get()
    assert answer["Location"] == reverse("people:password_issue", args=[issue.pk])
    assert (issue.state, issue.asked_by) == (PasswordIssueState.REQUESTED, browser.person)
    assert Person.objects.get(pk=person.pk).password == person.password
    assert told(person) == ["小川 景(システム管理者)があなたのパスワードの発行を申請しました"]


def test_asking_opens_the_duty_of_a_second_person() -> None:
    personnel = personnel_officer()

    issue = asked(administrator())

    duty = Obligation.objects.get()
    assert (duty.rule, duty.about, duty.debtor_office) == ("people.issue_password", issue.stream, "personnel_officer")
    assert told(personnel.person) == ["若松 直人さんのパスワードの発行の確認"]


def test_second_person_issues_and_alone_sees_the_password() -> None:
    auditor, first, second = as_holder(Office.AUDITOR), administrator(), personnel_officer()
    issue = asked(first)

    shown = second.send_seen("password_confirm", issue.pk)

    password = shown.context["password"]
    settled = PasswordIssue.objects.get()
    signed_in = Client().post(
        reverse("people:signin"), {"staff_number": issue.person.staff_number, "password": password}
    )
    assert (shown.status_code, signed_in.status_code) == (200, 302)
    assert (settled.state, settled.issued_by) == (PasswordIssueState.ISSUED, second.person)
    assert Person.objects.get(pk=issue.person.pk).must_change_password is True
    assert Obligation.objects.get().state == ObligationState.FULFILLED
    assert password not in first.to("password_issue", issue.pk).content.decode()
    assert Facts.objects.filter(body__contains=password).count() == 0
    assert told(auditor.person) == ["若松 直人さんのパスワードが発行されました"]
    assert told(issue.person)[-1] == "遠野 紬(人事担当)があなたのパスワードを発行しました"


def test_confirmation_by_the_one_who_asked_is_refused() -> None:
    browser = administrator()
    issue = asked(browser)

    answer = browser.send("password_confirm", issue.pk, seen=issue.fingerprint())

    assert answer.status_code == 403
    assert "自分で申請したものは、自分では確認できません。" in answer.content.decode()
    assert PasswordIssue.objects.get().state == PasswordIssueState.REQUESTED
    assert Person.objects.get(pk=issue.person.pk).password == issue.person.password


def test_confirmation_of_the_own_password_is_refused() -> None:
    own = administrator()
    administrator().send("person_password", own.person.pk)
    issue = PasswordIssue.objects.get()

    assert own.send("password_confirm", issue.pk, seen=issue.fingerprint()).status_code == 403
    assert PasswordIssue.objects.get().state == PasswordIssueState.REQUESTED


@pytest.mark.parametrize(("office", "status"), [(Office.STAFF, 404), (Office.SECTION_HEAD, 404), (Office.AUDITOR, 403)])
def test_confirmation_by_others_is_refused(office: Office, status: int) -> None:
    issue = asked(administrator())

    answer = as_holder(office).send("password_confirm", issue.pk, seen=issue.fingerprint())

    assert answer.status_code == status
    assert PasswordIssue.objects.get().state == PasswordIssueState.REQUESTED


def test_confirmation_twice_is_a_conflict() -> None:
    issue, second = asked(administrator()), personnel_officer()
    seen = issue.fingerprint()
    second.send("password_confirm", issue.pk, seen=seen)
    kept = Person.objects.get(pk=issue.person.pk).password

    assert second.send("password_confirm", issue.pk, seen=seen).status_code == 409
    assert Person.objects.get(pk=issue.person.pk).password == kept


def test_decline_issues_nothing_and_voids_the_duty() -> None:
    issue, second = asked(administrator()), personnel_officer()

    empty = second.send_seen("password_decline", issue.pk, reason=" ")
    answer = second.send_seen("password_decline", issue.pk, reason="本人が思い出した")

    assert (empty.status_code, answer.status_code) == (200, 302)
    assert PasswordIssue.objects.get().state == PasswordIssueState.DECLINED
    assert Obligation.objects.get().state == ObligationState.VOID
    assert Person.objects.get(pk=issue.person.pk).password == issue.person.password


def test_asking_twice_is_refused() -> None:
    browser = administrator()
    issue = asked(browser)

    assert browser.send("person_password", issue.person.pk).status_code == 403
    assert PasswordIssue.objects.count() == 1


def test_page_is_open_to_the_office_above_those_in_charge() -> None:
    issue = asked(administrator())

    assert as_holder(Office.GENERAL_AFFAIRS_DIRECTOR).to("password_issue", issue.pk).status_code == 200
    assert as_holder(Office.STAFF).to("password_issue", issue.pk).status_code == 404


def test_password_that_takes_two_is_never_issued_by_one() -> None:
    with pytest.raises(Denied):
        issue_password(a_decider(), by=an_actor(Office.ADMINISTRATOR, at=now()), at=now())


@pytest.mark.parametrize(
    ("office", "starts_on", "ends_on", "two"),
    [
        (Office.STAFF, LONG_AGO, None, False),
        (Office.AUDITOR, LONG_AGO, TODAY, True),
        (Office.AUDITOR, LONG_AGO, YESTERDAY, False),
        (Office.AUDITOR, TOMORROW, None, True),
    ],
)
def test_password_takes_two(office: Office, starts_on: object, ends_on: object, two: bool) -> None:
    held = an_appointment(None, office, None, starts_on, ends_on)  # type: ignore[arg-type]

    assert takes_two(held.person, TODAY) is two


def test_password_of_a_deputy_and_of_one_proposed_takes_two() -> None:
    deputy = a_deputyship(starts_on=TODAY, ends_on=TODAY + timedelta(days=3)).deputy
    proposed = an_appointment(office=Office.AUDITOR, state=AppointmentState.PROPOSED).person

    assert (takes_two(deputy, TODAY), takes_two(proposed, ON)) == (True, True)


def test_database_refuses_an_issue_by_one_person() -> None:
    issue = create(PasswordIssue, by=SYSTEM, at=AT, person=a_person(), asked_by=a_person())

    with pytest.raises(IntegrityError), transaction.atomic():
        edit(issue, by=SYSTEM, at=AT, issued_by=issue.asked_by)

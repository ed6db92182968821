"""Before what decides or gives authority, the person at the screen shows again who he is (ADR 0020)."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.rulebook.models import Version
from core.rulebook.states import VersionState
from core.staff.models import Appointment, Deputyship, PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState, PasswordIssueState
from tests.core.people.helpers import LONG_AGO, TODAY, TOMORROW, Browser, administrator, as_holder, events, keep_awake
from tests.factories import everything
from tests.factories.clocks import EdgeClock
from tests.factories.core import a_person, a_version, an_appointment

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"


def holder(office: Office, **values: Any) -> Browser:
    """Sign in, by force, as somebody who has a password."""
    return as_holder(office, person=a_person("遠野 紬", password=PASSWORD), **values)


def a_proposal() -> Appointment:
    """Enter a head of section who waits for a second person."""
    return an_appointment(office=Office.SECTION_HEAD, state=AppointmentState.PROPOSED)


def confirm(browser: Browser, entry: Appointment, **more: Any) -> Any:
    """Post the confirmation."""
    return browser.send("appointment_confirm", entry.pk, seen=entry.fingerprint(), **more)


def state_of(entry: Appointment) -> str:
    """Return an appointment's state now."""
    return str(Appointment.objects.get(pk=entry.pk).state)


def test_recent_sign_in_is_not_asked(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    clock.go(minutes=29)

    confirm(browser, entry)

    assert state_of(entry) == AppointmentState.CONFIRMED


def test_old_sign_in_is_asked_and_nothing_is_recorded(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)
    before = everything()

    answer = confirm(browser, entry)

    assert (answer.status_code, answer.templates[0].name) == (403, "people/proof.html")
    assert ("seen", entry.fingerprint()) in answer.context["carried"]
    assert everything() == before


def test_right_password_lets_the_same_post_go_on(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)
    asked, key = confirm(browser, entry), browser.session.session_key

    carried: dict[str, Any] = dict(asked.context["carried"])
    answer = browser.send("appointment_confirm", entry.pk, **carried, proof="1", proof_password=PASSWORD)

    assert (answer.status_code, state_of(entry)) == (302, AppointmentState.CONFIRMED)
    assert events("proof") == [{"person": browser.person.stream}]
    assert browser.session.session_key != key


def test_proof_counts_for_the_minutes_that_follow(clock: EdgeClock) -> None:
    browser, first, second = holder(Office.PERSONNEL_OFFICER), a_proposal(), a_proposal()
    keep_awake(browser, clock)
    confirm(browser, first, proof="1", proof_password=PASSWORD)
    clock.go(minutes=20)

    confirm(browser, second)

    assert state_of(second) == AppointmentState.CONFIRMED


def test_wrong_password_asks_again_counts_and_is_noted(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)

    answer = confirm(browser, entry, proof="1", proof_password="wrong")

    assert (answer.status_code, state_of(entry)) == (403, AppointmentState.PROPOSED)
    assert answer.context["refusal"].sentence == "パスワードが違います。入力し直してください。"
    assert dict(answer.context["carried"]) == {"seen": entry.fingerprint()}
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert [facts["staff_number"] for facts in events("proof_failed")] == [browser.person.staff_number]


def test_guessing_inside_is_limited_like_the_sign_in(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)
    for _ in range(5):
        confirm(browser, entry, proof="1", proof_password="wrong")

    answer = confirm(browser, entry, proof="1", proof_password=PASSWORD)

    assert state_of(entry) == AppointmentState.PROPOSED
    assert answer.context["refusal"].until is not None


def test_another_persons_password_proves_nothing(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    a_person(password="kumo-no-mine-2027")
    keep_awake(browser, clock)

    confirm(browser, entry, proof="1", proof_password="kumo-no-mine-2027")

    assert state_of(entry) == AppointmentState.PROPOSED


def test_proof_with_nothing_to_prove_changes_no_answer() -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()

    confirm(browser, entry, proof="1", proof_password=PASSWORD)

    assert state_of(entry) == AppointmentState.CONFIRMED


def test_proof_of_nobody_opens_nothing(client: Client) -> None:
    answer = client.post(reverse("people:messages_read"), {"proof": "1", "proof_password": PASSWORD})

    assert (answer.status_code, answer.templates[0].name) == (403, "signed_out.html")


def test_rulebook_sets_the_minutes(clock: EdgeClock) -> None:
    a_version(settings={"reauthentication_minutes": 0})
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    clock.go(seconds=1)
    asked = confirm(browser, entry)

    confirm(browser, entry, proof="1", proof_password=PASSWORD)

    assert (asked.status_code, state_of(entry)) == (403, AppointmentState.CONFIRMED)


def test_demonstration_asks_for_a_click(clock: EdgeClock, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = True
    entry = a_proposal()
    person = an_appointment(office=Office.PERSONNEL_OFFICER, starts_on=LONG_AGO).person
    browser = Browser()
    browser.send("enter", person.pk)
    keep_awake(browser, clock)
    asked = confirm(browser, entry)

    answer = confirm(browser, entry, proof="1")

    assert (asked.context["clicks"], "proof_password" in asked.content.decode()) == (True, False)
    assert (answer.status_code, state_of(entry)) == (302, AppointmentState.CONFIRMED)


def test_click_proves_nothing_outside_the_demonstration(clock: EdgeClock, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = False
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    session = browser.session
    session["demonstration"] = True
    session.save()
    keep_awake(browser, clock)

    confirm(browser, entry, proof="1")

    assert state_of(entry) == AppointmentState.PROPOSED


def test_attachments_are_not_carried_and_the_page_says_so(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)
    asked = confirm(browser, entry, note="長い説明", paper=SimpleUploadedFile("a.txt", b"x"))

    answer = confirm(browser, entry, note="長い説明", proof=asked.context["mark"], proof_password=PASSWORD)

    assert (answer.status_code, answer.templates[0].name) == (403, "people/proof_files.html")
    assert answer.context["typed"] == [("", "長い説明")]
    assert state_of(entry) == AppointmentState.PROPOSED
    confirm(browser, entry)
    assert state_of(entry) == AppointmentState.CONFIRMED


def test_naming_ones_deputy_is_asked_for(clock: EdgeClock) -> None:
    browser = holder(Office.SECTION_HEAD)
    colleague = an_appointment(None, Office.STAFF, browser.appointment.unit, LONG_AGO).person
    keep_awake(browser, clock)
    given = {"colleague": colleague.pk, "starts_on": TODAY, "ends_on": TOMORROW, "reason": "出張"}
    asked = browser.send("set_deputy", **given)
    none_yet = Deputyship.objects.count()

    answer = browser.send("set_deputy", **given, proof="1", proof_password=PASSWORD)

    assert (asked.status_code, none_yet) == (403, 0)
    assert dict(asked.context["carried"])["reason"] == "出張"
    assert (answer.status_code, Deputyship.objects.count()) == (302, 1)


def test_password_for_staff_is_asked_for(clock: EdgeClock) -> None:
    browser, person = holder(Office.ADMINISTRATOR), a_person()
    keep_awake(browser, clock)

    asked = browser.send("person_password", person.pk)
    unset = Person.objects.get(pk=person.pk).must_change_password
    answer = browser.send("person_password", person.pk, proof="1", proof_password=PASSWORD)

    assert (asked.status_code, unset) == (403, False)
    assert (answer.status_code, Person.objects.get(pk=person.pk).must_change_password) == (200, True)


def test_password_by_two_is_asked_for(clock: EdgeClock) -> None:
    decider = an_appointment(office=Office.SECTION_HEAD, starts_on=LONG_AGO).person
    administrator().send("person_password", decider.pk)
    issue, browser = PasswordIssue.objects.get(), holder(Office.PERSONNEL_OFFICER)
    keep_awake(browser, clock)

    asked = browser.send("password_confirm", issue.pk, seen=issue.fingerprint())

    assert (asked.status_code, asked.templates[0].name) == (403, "people/proof.html")
    assert PasswordIssue.objects.get().state == PasswordIssueState.REQUESTED


def test_adoption_of_a_version_is_asked_for(clock: EdgeClock) -> None:
    version, browser = a_version(TOMORROW, adopted=False), holder(Office.POLICY_DIRECTOR)
    keep_awake(browser, clock)

    asked = browser.send("rulebook_adopt", version.pk, seen=version.fingerprint())

    assert (asked.status_code, asked.templates[0].name) == (403, "people/proof.html")
    assert Version.objects.get(pk=version.pk).state == VersionState.DRAFT


def test_what_decides_nothing_is_not_asked_for(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)

    answer = browser.send("appointment_decline", entry.pk, seen=entry.fingerprint(), reason="誤り")

    assert (answer.status_code, state_of(entry)) == (302, AppointmentState.DECLINED)


def test_the_question_names_the_act_that_will_go_on(clock: EdgeClock) -> None:
    browser, entry = holder(Office.PERSONNEL_OFFICER), a_proposal()
    keep_awake(browser, clock)
    asked = confirm(browser, entry)
    again = browser.send("appointment_confirm", entry.pk, seen="", proof="1", proof_password="wrong")
    assert [page.context["act"] for page in (asked, again)] == ["確認して確定する"] * 2
    assert "これから行う操作:<strong>確認して確定する</strong>" in asked.content.decode()

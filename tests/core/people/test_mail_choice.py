"""The page on which a person chooses how reminders come by mail."""

import pytest
from django.test import Client

from core.audit.history import history
from core.staff.models import MailChoice, Person
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of
from tests.factories import everything

pytestmark = pytest.mark.django_db


def test_the_choice_is_made_on_ones_own_page_and_recorded() -> None:
    world = a_world()
    browser = browser_of(world.staff)
    assert 'value="daily"' in browser.get("/me/mail/").content.decode()
    assert browser.post("/me/mail/", {"mail_choice": "immediate"}).status_code == 302
    assert world.staff.person is not None
    person = Person.objects.get(pk=world.staff.person.pk)
    assert person.mail_choice == MailChoice.IMMEDIATE
    assert history([person.stream])[0].facts["changes"] == {"mail_choice": ["daily", "immediate"]}


@pytest.mark.parametrize("choice", ["none", ""])
def test_what_is_not_offered_is_refused(choice: str) -> None:
    browser = browser_of(a_world().people[Office.AUDITOR])
    before = everything()
    answer = browser.post("/me/mail/", {"mail_choice": choice})
    assert answer.status_code == 200
    assert everything() == before


def test_nobody_chooses_without_signing_in(client: Client) -> None:
    assert client.get("/me/mail/").status_code == 302

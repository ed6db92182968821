"""A report that arrives more than once is one incident; what differs in a word is another (第7)."""

from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.audit.verifier import faults
from incidents.models import Evidence, Incident
from incidents.sending import report_once
from tests.approvals.pages import browser_of
from tests.factories import AT, together
from tests.factories.approvals import an_account, an_office_world
from tests.factories.incidents import REPORT

REPORTING = "/incidents/report/"
FACTS: dict[str, Any] = {"kind": "other", "noticed_at": AT, **REPORT}


def posted(shade: bytes = b"\x00") -> dict[str, Any]:
    """Return what the form sends, with a picture."""
    picture = SimpleUploadedFile("画面.png", b"\x89PNG\r\n\x1a\n" + shade * 8)
    return {
        "kind": "other",
        "title": "急ぎの報告",
        "noticed_at": "2026-07-30T09:00",
        "account": "none",
        "picture": picture,
    }


@pytest.mark.django_db
def test_the_same_report_sent_again_is_the_one_that_is_there() -> None:
    world = an_office_world()
    first = report_once(by=world.staff, at=AT, **FACTS)
    again = report_once(by=world.staff, at=AT, **FACTS)
    assert again == first
    assert Incident.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [{"title": "別のこと"}, {"kind": "flaming"}, {"is_drill": True}, {"words": ""}],
    ids=str,
)
def test_what_says_something_else_is_another_report(other: dict[str, Any]) -> None:
    world = an_office_world()
    report_once(by=world.staff, at=AT, **FACTS)
    report_once(by=world.staff, at=AT, **FACTS | other)
    assert Incident.objects.count() == 2


@pytest.mark.django_db
def test_the_same_words_of_another_person_are_another_report() -> None:
    world = an_office_world()
    numbers = {report_once(by=by, at=AT, **FACTS).number for by in (world.staff, world.second_staff)}
    assert numbers == {"8問第1号", "8問第2号"}


@pytest.mark.django_db
def test_a_report_about_another_account_of_the_same_name_is_another_report() -> None:
    world = an_office_world()
    one, other = (an_account(world=world, account_name="いわき市") for _ in range(2))
    numbers = {report_once(by=world.staff, at=AT, account=account, **FACTS).number for account in (one, other)}
    assert (str(one), numbers) == (str(other), {"8問第1号", "8問第2号"})


@pytest.mark.usefixtures("committed_db")
def test_the_same_report_that_arrives_at_one_instant_is_one() -> None:
    world = an_office_world()
    outcomes = together([partial(report_once, by=world.staff, at=AT, **FACTS)] * 6)
    assert set(outcomes) == {Incident.objects.get(number="8問第1号")}
    assert Incident.objects.count() == 1
    assert list(faults()) == []


@pytest.mark.django_db
def test_a_page_that_sends_without_leaving_itself_is_told_where_to_go() -> None:
    browser = browser_of(an_office_world().staff)
    answers = [browser.post(REPORTING, posted(), headers={"X-Sent-By-Page": "1"}) for _ in range(2)]
    incident = Incident.objects.get()
    assert [answer.json() for answer in answers] == [{"next": f"/incidents/{incident.pk}/"}] * 2
    assert Evidence.objects.filter(incident=incident).count() == 1


@pytest.mark.django_db
def test_a_page_that_sends_without_leaving_itself_is_given_the_form_back_as_any_other() -> None:
    browser = browser_of(an_office_world().staff)
    answer = browser.post(REPORTING, posted() | {"title": ""}, headers={"X-Sent-By-Page": "1"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.django_db
def test_another_picture_is_another_report() -> None:
    browser = browser_of(an_office_world().staff)
    answers = [browser.post(REPORTING, posted(shade)) for shade in (b"\x00", b"\x01")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Incident.objects.count() == 2

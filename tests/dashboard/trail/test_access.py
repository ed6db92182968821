"""The pages exist for auditors and administrators; the check is run by auditors; links lead there."""

import pytest

from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, to
from tests.dashboard.trail.readers import EARLIER, open_as
from tests.factories.approvals import a_filing, a_request, errand_of

pytestmark = pytest.mark.django_db
READERS = {Office.AUDITOR, Office.ADMINISTRATOR}


def test_pages_exist_for_auditors_and_administrators_only() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)
    person = world.staff.person
    assert person is not None

    for office, actor in world.people.items():
        status = 200 if office in READERS else 404
        answers = [
            open_as(actor, "record_trail", request.stream),
            open_as(actor, "person_trail", person.pk),
            open_as(actor, "decisions"),
            open_as(actor, "evidence"),
        ]
        assert {answer.status_code for answer in answers} == {status}, office


def test_check_is_run_by_auditors_only() -> None:
    world = a_world()
    status = {office: browser_of(actor).post("/trail/evidence/").status_code for office, actor in world.people.items()}

    assert {o: s for o, s in status.items() if s != 404} == {Office.AUDITOR: 302, Office.ADMINISTRATOR: 403}


def test_unknown_record_and_person_are_not_found() -> None:
    auditor = a_world().people[Office.AUDITOR]

    answers = [open_as(auditor, "record_trail", "approvals.request:999"), open_as(auditor, "person_trail", 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_papers_lead_auditors_to_their_trail() -> None:
    world = a_world()
    filing = a_filing(world=world, when=EARLIER)
    auditor = world.people[Office.AUDITOR]

    assert to(auditor, "request_detail", errand_of(filing).pk).context["trail_url"] == (
        f"/trail/records/approvals.request:{errand_of(filing).pk}/"
    )
    assert to(auditor, "filing_detail", filing.pk).context["trail_url"] == f"/trail/records/{filing.stream}/"
    account = browser_of(auditor).get(f"/accounts/{filing.account_id}/")
    assert account.context["trail_url"] == f"/trail/records/{filing.account.stream}/"
    assert to(world.staff, "request_detail", errand_of(filing).pk).context["trail_url"] == ""


def test_navigation_of_auditors_has_the_pages() -> None:
    world = a_world()
    groups = open_as(world.people[Office.AUDITOR], "decisions").context["navigation"]

    items = [
        (item["label"], item["current"]) for group in groups if group["title"] == "点検" for item in group["items"]
    ]
    assert items == [
        ("監査証跡", False),
        ("職の決定", True),
        ("証拠の突合", False),
        ("時点の台帳", False),
        ("監査の標本", False),
    ]

"""The generic views: who gets in, what exists, how a refusal looks, what a stale page does."""

from typing import Any

import pytest
from django.test import Client

from core.audit.models import Event
from core.staff.models import Appointment, OfficeTitle, Unit
from core.staff.offices import Office
from core.staff.states import AppointmentState
from tests.core.people.helpers import LONG_AGO, administrator, as_holder, errors_of
from tests.factories.core import a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def view_addresses(addresses: None, settings: Any) -> None:
    """Use the pages of `view_urls`."""
    settings.ROOT_URLCONF = "tests.core.lifecycle.view_urls"


def a_proposal(office: str = Office.SECTION_HEAD) -> Appointment:
    """Make an appointment that waits."""
    return an_appointment(office=office, starts_on=LONG_AGO, state=AppointmentState.PROPOSED)


def main_of(answer: Any) -> str:
    """Return the main part of a page; the frame around it names the address and a token."""
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_anonymous_is_led_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get("/titles/?a=1")

    assert (answer.status_code, answer["Location"]) == (302, "/signin/?next=/titles/%3Fa%3D1")


def test_person_without_an_office_is_told_so(client: Client) -> None:
    client.force_login(a_person(), backend="core.people.backend.PersonBackend")

    assert client.get("/plain/").status_code == 403


def test_actor_is_the_person_in_the_office() -> None:
    assert administrator().get("/plain/").content.decode() == "小川 景(システム管理者)"


def test_refusal_outside_of_a_form_is_a_page_with_reason_clause_and_way() -> None:
    answer = administrator().get("/refusing/")

    shown = {name: answer.context[name] for name in ("reason", "clause", "way_on")}
    assert answer.status_code == 403
    assert shown == {"reason": "できません。", "clause": "第2", "way_on": "相談してください。"}


def test_conflict_outside_of_a_form_is_a_page() -> None:
    answer = administrator().get("/refusing/?conflict")

    assert (answer.status_code, answer.context["message"]) == (409, "重なりました。")


def test_invisible_record_answers_like_a_missing_one() -> None:
    browser, hidden = administrator(), a_proposal(Office.AUDITOR)

    pages = [browser.get(f"/decline/{pk}/") for pk in (hidden.pk, 999_999, 10**30)]
    posts = [browser.post(f"/decline/{pk}/", {"reason": "誤り"}) for pk in (hidden.pk, 999_999, 10**30)]

    assert {answer.status_code for answer in [*pages, *posts]} == {404}
    assert len({main_of(answer) for answer in pages}) == 1


def test_move_is_made_with_what_was_seen() -> None:
    browser, record = administrator(), a_proposal()
    seen = browser.get(f"/decline/{record.pk}/").context["seen"]

    answer = browser.post(f"/decline/{record.pk}/", {"reason": "誤って登録した", "seen": seen})

    assert answer.status_code == 302
    assert Appointment.objects.get(pk=record.pk).state == AppointmentState.DECLINED


def test_event_of_an_act_names_its_request() -> None:
    browser, record = administrator(), a_proposal()
    data = {"reason": "誤って登録した", "seen": record.fingerprint()}

    answer = browser.post(f"/decline/{record.pk}/", data)

    assert Event.objects.get(move="staff.appointment.decline").request_id == answer["X-Request-ID"]


def test_move_by_the_wrong_office_keeps_what_was_typed() -> None:
    browser, record = as_holder(Office.AUDITOR), a_proposal()

    shown = browser.get(f"/decline/{record.pk}/")
    answer = browser.post(f"/decline/{record.pk}/", {"reason": "誤って登録した", "seen": record.fingerprint()})

    assert (shown.status_code, answer.status_code) == (403, 403)
    assert answer.context["refusal"].reason == "取りやめは、システム管理者が行います。"
    assert 'value="誤って登録した"' in answer.content.decode()
    assert Appointment.objects.get(pk=record.pk).state == AppointmentState.PROPOSED


def test_wrong_input_to_a_move_stands_at_its_field() -> None:
    browser, record = administrator(), a_proposal()

    answer = browser.post(f"/decline/{record.pk}/", {"reason": "誤", "seen": record.fingerprint()})

    assert (answer.status_code, errors_of(answer)) == (200, {"reason": ["理由をもう少し詳しく書いてください。"]})


@pytest.mark.parametrize("seen", ["", "stale", "\x00"])
def test_decision_on_something_else_is_a_conflict(seen: str) -> None:
    browser, record = administrator(), a_proposal()

    answer = browser.post(f"/decline/{record.pk}/", {"reason": "誤って登録した", "seen": seen})

    assert answer.status_code == 409
    assert Appointment.objects.get(pk=record.pk).state == AppointmentState.PROPOSED


def test_create_that_loses_a_race_is_a_sentence() -> None:
    browser, values = administrator(), {"office": "auditor", "title": "監査委員事務局", "starts_on": "2026-04-01"}

    first, second = browser.post("/titles/", values), browser.post("/titles/", values)

    assert (first.status_code, second.status_code) == (302, 200)
    assert errors_of(second) == {"__all__": ["同じ内容がすでに登録されています。一覧を確かめてください。"]}
    assert OfficeTitle.objects.count() == 1


def test_what_the_model_refuses_stands_at_its_field() -> None:
    answer = administrator().post("/loose/", {"office": "nobody", "title": ""})

    assert (answer.status_code, sorted(errors_of(answer))) == (200, ["office", "title"])


def test_edit_changes_the_record() -> None:
    browser, unit = administrator(), a_unit(name="観光振興課")
    seen = browser.get(f"/names/{unit.pk}/").context["seen"]

    answer = browser.post(f"/names/{unit.pk}/", {"name": "観光交流課", "seen": seen})

    assert answer.status_code == 302
    assert Unit.objects.get(pk=unit.pk).name == "観光交流課"


def test_stale_edit_shows_what_changed_and_keeps_what_was_typed() -> None:
    browser, unit = administrator(), a_unit(name="観光振興課")
    seen = browser.get(f"/names/{unit.pk}/").context
    stale = {"seen": seen["seen"], "seen_version": seen["seen_version"]}
    browser.post(f"/names/{unit.pk}/", {"name": "観光交流課", **stale})

    answer = browser.post(f"/names/{unit.pk}/", {"name": "観光文化課", **stale})

    assert answer.status_code == 409
    assert [item["name"] for item in answer.context["items"]] == ["名称"]
    assert 'value="観光文化課"' in answer.content.decode()
    assert Unit.objects.get(pk=unit.pk).name == "観光交流課"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²"])
def test_stale_edit_with_a_nonsense_version_is_a_conflict(version: str) -> None:
    browser, unit = administrator(), a_unit()

    answer = browser.post(f"/names/{unit.pk}/", {"name": "別の課", "seen": "stale", "seen_version": version})

    assert answer.status_code == 409

"""The second part of the drafting form: rows of people, choices, what is refused at which field."""

from typing import Any

import pytest
from django.test import Client

from approvals.models import Request
from approvals.states import RequestState
from core.periods.clock import now
from core.staff.models import Person
from core.staff.offices import Office
from tests.approvals.drafting_help import (
    a_world,
    browser_of,
    edit_url,
    rows_data,
    seen,
    soon,
    text_of,
    url,
)
from tests.factories.approvals import OfficeWorld, a_draft, again
from tests.factories.core import a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db

NEW = "/approvals/requests/new/"


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


@pytest.fixture
def client(world: OfficeWorld) -> Client:
    return browser_of(world.staff)


def _draft(world: OfficeWorld, **values: Any) -> Request:
    return a_draft(world, when=now(), **({"planned_start": soon()} | values))


def _person(world: OfficeWorld) -> Person:
    assert world.staff.person is not None
    return world.staff.person


def test_a_row_more_keeps_everything_typed(client: Client, world: OfficeWorld) -> None:
    request = _draft(world, operators=[])
    row = {"person": _person(world).pk, "access": "tool_token", "reason": "途中の", "staff_number": "なし\x00"}
    page = text_of(client.post(edit_url(request, "people"), rows_data(row) | seen(request) | {"go": "add_row"}))
    assert 'value="途中の"' in page
    assert 'value="なし"' in page
    assert f'<option value="{_person(world).pk}" selected' in page
    assert 'id="id_operators-3-person"' in page
    assert again(request).operators == []


def test_somebody_of_another_section_is_added_by_number(client: Client, world: OfficeWorld) -> None:
    request, other = _draft(world), world.foreign[Office.STAFF].person
    assert other is not None
    wide = other.staff_number.translate(str.maketrans("0123456789", "0123456789"))
    row = {"staff_number": wide, "access": "drafts_only"}
    client.post(edit_url(request, "people"), rows_data(row) | seen(request))
    assert again(request).operators == [{"person": other.pk, "access": "drafts_only", "reason": ""}]
    assert f"{other.name}(ほかの課)" in text_of(client.get(edit_url(request, "people")))


@pytest.mark.parametrize(
    ("rows", "target", "sentence"),
    [
        ([{"staff_number": "no-such"}], "operators-0-staff_number", "見つかりません"),
        ([{"person": "999999"}], "operators-0-person", "一覧にあるものから"),
        ([{"person": "9" * 40}], "operators-0-person", "一覧にあるものから"),
        ([{"person": "1\x00"}], "operators-0-person", "一覧にあるものから"),
        ([{"reason": "だれかが"}], "operators-0-person", "職員を選ぶか"),
        ([{"person": "OWN"}, {"person": "OWN"}], "operators-1-person", "2回入っています"),
        ([{"person": "OWN", "access": "root"}], "operators-0-access", "一覧にあるものから"),
        ([{"person": "OWN", "reason": "あ" * 201}], "operators-0-reason", "200文字以内"),
    ],
)
def test_bad_rows_are_refused_at_their_field(
    client: Client, world: OfficeWorld, rows: list[dict[str, Any]], target: str, sentence: str
) -> None:
    request = _draft(world, operators=[])
    own = [{name: _person(world).pk if value == "OWN" else value for name, value in row.items()} for row in rows]
    refused = client.post(edit_url(request, "people"), rows_data(*own) | seen(request))
    page = text_of(refused)
    assert refused.status_code == 200
    assert f'id="id_{target}_error"' in page
    assert sentence in page
    assert again(request).operators == []


@pytest.mark.parametrize("total", ["", "x", "-1", "100000", "9" * 30])
@pytest.mark.parametrize("go", ["next", "add_row"])
def test_a_tampered_number_of_rows_is_no_failure(client: Client, world: OfficeWorld, total: str, go: str) -> None:
    request = _draft(world, operators=[])
    data = {"operators-TOTAL_FORMS": total, "operators-INITIAL_FORMS": total, "go": go}
    assert client.post(edit_url(request, "people"), data | seen(request)).status_code in {200, 302}


def test_a_row_is_taken_out(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    row = {"person": _person(world).pk, "access": "shared_password", "reason": "x", "DELETE": "on"}
    client.post(edit_url(request, "people"), rows_data(row) | seen(request))
    assert again(request).operators == []


def test_choices_are_the_section_with_its_groups_and_no_others(client: Client, world: OfficeWorld) -> None:
    group = a_unit("group", parent=world.section, starts_on=world.section.starts_on, at=now())
    inside = an_appointment(a_person("係の人", at=now()), Office.STAFF, group, world.section.starts_on, at=now())
    page = text_of(client.get(edit_url(_draft(world), "people")))
    assert f'value="{inside.person_id}"' in page
    assert f"{world.foreign[Office.STAFF].person}" not in page


def test_the_manager_is_derived_from_the_section(client: Client, world: OfficeWorld) -> None:
    page = text_of(client.get(edit_url(_draft(world), "people")))
    assert f"{world.section_head.person}({world.section.name}長)" in page
    assert "共用のパスワードを知る人:<strong>1人</strong>" in page


def test_a_vacant_manager_is_said() -> None:
    world = a_world(without=[Office.SECTION_HEAD])
    page = text_of(browser_of(world.staff).get(edit_url(_draft(world), "people")))
    assert f"{world.section.name}長は、いま空席です。" in page


def test_a_row_without_kind_of_access_is_kept_in_a_draft_and_refused_at_submission(
    client: Client, world: OfficeWorld
) -> None:
    request = _draft(world, operators=[])
    client.post(edit_url(request, "people"), rows_data({"person": _person(world).pk}) | seen(request))
    assert again(request).operators == [{"person": _person(world).pk, "access": "", "reason": ""}]
    page = text_of(client.post(url("request_submit", request.pk), seen(request)))
    assert f"{edit_url(request, 'people')}?missing=1#id_operators-0-access" in page
    assert again(request).state == RequestState.DRAFT

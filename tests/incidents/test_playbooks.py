"""Versions of playbooks: a step that is not sound is refused wherever it comes from, and nobody writes over another."""

from dataclasses import replace
from typing import Any

import pytest

from core.lifecycle.errors import Conflict, Denied
from incidents.keeping import adopt_playbook
from incidents.models import Playbook
from incidents.playbooks import SHIPPED
from incidents.states import IncidentKind
from tests.approvals.pages import a_world, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, an_office_world

pytestmark = pytest.mark.django_db
K = IncidentKind
EDIT = "/incidents/playbooks/other/edit/"
STEPS = SHIPPED[K.OTHER]


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def adopted(world: OfficeWorld, **given: Any) -> Playbook:
    said = {"steps": STEPS, "reason": "急ぐため", **given}
    return adopt_playbook(K.OTHER, by=world.policy_director, at=AT, **said)


def typed_into(form: Any) -> dict[str, Any]:
    """Return what the page's form holds, with a reason."""
    counts = {f"steps-{name}": value for name, value in form.rows.management_form.initial.items()}
    rows = {f"{row.prefix}-{name}": row[name].value() for row in form.rows for name in row.fields}
    return counts | {name: value for name, value in rows.items() if value} | {"reason": "朝も急ぐため"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "あ" * 81}, "「手順」を直してください。80字以内で入力してください。"),
        ({"hours": 0}, "「期限(覚知からの時間)」を直してください。1時間以上の期限を入力してください。"),
        ({"clause": ""}, "「条項」を直してください。入力してください。"),
    ],
)
def test_a_step_that_is_not_sound_is_refused_by_the_act_itself(
    world: OfficeWorld, wrong: dict[str, Any], words: str
) -> None:
    before = everything()
    with pytest.raises(Denied) as refused:
        adopted(world, steps=[replace(STEPS[0], **wrong), *STEPS[1:]])
    assert refused.value.reason.endswith(words)
    assert everything() == before


def test_a_version_is_written_from_the_one_that_rules(world: OfficeWorld) -> None:
    assert [adopted(world, seen=number).number for number in (0, 1)] == [1, 2]
    before = everything()
    with pytest.raises(Conflict, match=r"第2版を定めました.理由:急ぐため."):
        adopted(world, seen=1)
    assert everything() == before


def test_the_page_keeps_what_was_typed_where_somebody_else_made_a_version_and_takes_it_then() -> None:
    world = a_world()
    browser: Any = browser_of(world.policy_director)
    shown = browser.get(EDIT).context
    adopted(world, reason="夜間も急ぐため")
    typed = typed_into(shown["form"])
    answer = browser.post(EDIT, typed | {"seen": str(shown["seen"])})
    assert (answer.status_code, answer.context["form"]["reason"].value()) == (409, "朝も急ぐため")
    assert "第1版を定めました(理由:夜間も急ぐため)。" in text_of(answer)
    assert browser.post(EDIT, typed | {"seen": str(answer.context["seen"])}).status_code == 302
    assert [one.reason for one in Playbook.objects.order_by("number")] == ["夜間も急ぐため", "朝も急ぐため"]


def test_a_form_that_names_no_version_makes_none() -> None:
    world = a_world()
    browser: Any = browser_of(world.policy_director)
    assert browser.post(EDIT, typed_into(browser.get(EDIT).context["form"])).status_code == 409
    assert not Playbook.objects.exists()

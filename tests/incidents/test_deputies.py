"""What a deputy does about an incident is told to the principal; of a drill nobody is told (ADR 0012)."""

from typing import Any

import pytest

from core.lifecycle.actor import Actor
from core.notifications.models import Message
from incidents.actions import (
    acknowledge_incident,
    close_incident,
    contain_incident,
    do_task,
    follow_up_incident,
    judge_task,
    merge_incident,
    reopen_incident,
    retype_incident,
)
from incidents.models import Incident
from incidents.statements import approve_statement, drop_statement, release_statement
from incidents.states import IncidentState, StatementState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, a_deputy, an_office_world
from tests.factories.incidents import a_statement, an_incident, finish_all, task_of

pytestmark = pytest.mark.django_db
S, T = IncidentState, StatementState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def told(world: OfficeWorld) -> list[str]:
    """Return what the principal was told of acts in his or her name, without which incident it was about."""
    found = Message.objects.filter(person=world.section_head.person, title__startswith="代決者が").order_by("pk")
    return [one.title.split(":")[0] for one in found]


def test_the_principal_hears_of_judgements_and_tasks(world: OfficeWorld) -> None:
    incident, other = an_incident(S.ACKNOWLEDGED, world=world), an_incident(S.ACKNOWLEDGED, world=world)
    deputy = a_deputy(world.section_head, ON, ON)
    judge_task(task_of(incident, "announce"), by=deputy, at=AT, is_needed=True)
    judge_task(task_of(other, "announce"), by=deputy, at=AT, is_needed=False, reason="知られている")
    do_task(task_of(incident, "delete"), by=deputy, at=AT, result="求めた。")
    assert told(world) == [
        "代決者が対応を必要と判断しました",
        "代決者が対応を不要と判断しました",
        "代決者が対応を記録しました",
    ]


def test_the_principal_hears_of_another_kind(world: OfficeWorld) -> None:
    incident, deputy = an_incident(S.ACKNOWLEDGED, world=world), a_deputy(world.section_head, ON, ON)
    said = {"seen": incident.fingerprint(), "kind": "flaming", "reason": "批判が集まっているため"}
    retype_incident(incident, by=deputy, at=AT, **said)
    assert told(world) == ["代決者が問題の種類を改めました"]


def closed_by(deputy: Actor, incident: Incident) -> Incident:
    """Close an incident with measures that are promised by the day."""
    lessons: dict[str, Any] = {"causes": "原因", "measures": "対策", "measures_due_on": ON}
    return close_incident(incident, by=deputy, at=AT, **lessons)


def test_the_principal_hears_of_the_end_and_of_what_follows(world: OfficeWorld) -> None:
    incident, other = an_incident(S.CONTAINED, world=world), an_incident(world=world)
    deputy = a_deputy(world.section_head, ON, ON)
    followed = follow_up_incident(closed_by(deputy, incident), by=deputy, at=AT, measures_done="印を申請した。")
    reopened = reopen_incident(followed, by=deputy, at=AT, reason="また現れた")
    merge_incident(reopened, by=deputy, at=AT, merged_into=other)
    assert told(world) == [
        "代決者が問題を完了としました",
        "代決者が再発防止の実施を記録しました",
        "代決者が問題への対応を再開しました",
        "代決者が問題をほかの問題に統合しました",
    ]


def test_the_principal_hears_of_what_went_out_and_what_was_given_up(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    decided, drafted = a_statement(incident, world, T.APPROVED), a_statement(incident, world)
    deputy = a_deputy(world.section_head, ON, ON)
    release_statement(decided, by=deputy, at=AT, released_where="https://x.com/1")
    drop_statement(drafted, by=deputy, at=AT, dropped_for="不要")
    assert told(world) == ["代決者が発表を記録しました", "代決者が発表の文を取りやめました"]


def test_of_a_drill_the_principal_hears_nothing(world: OfficeWorld) -> None:
    drill = an_incident(world=world, is_drill=True)
    deputy = a_deputy(world.section_head, ON, ON)
    drill = acknowledge_incident(drill, by=deputy, at=AT, kind=drill.kind)
    draft = a_statement(drill, world)
    approve_statement(draft, by=deputy, at=AT, seen=draft.fingerprint())
    release_statement(draft, by=deputy, at=AT, released_where="https://x.com/1")
    finish_all(drill, deputy)
    closed_by(deputy, contain_incident(drill, by=deputy, at=AT, contained_words="終わった"))
    assert told(world) == []

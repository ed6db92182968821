"""What is added to the course: words, evidence with hash and time, people; and the versions of the playbooks."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.staff.offices import Office
from core.uploads.forms import Upload
from incidents.actions import acknowledge_incident
from incidents.course import add_evidence, add_member, add_note, end_member
from incidents.keeping import adopt_playbook
from incidents.playbooks import SHIPPED
from incidents.states import Grade, IncidentKind, IncidentState
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import an_incident, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
PICTURE = Upload("画面.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(8))


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_a_note_keeps_who_wrote_it_and_when(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    written = add_note(incident, by=world.second_staff, at=AT + timedelta(hours=1), words=" 問い合わせが3件。 ")
    assert (written.words, written.written_by, written.written_as) == (
        "問い合わせが3件。",
        world.second_staff.person,
        world.second_staff.label,
    )


def test_who_only_reads_adds_nothing(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    before = everything()
    for office in (Office.POLICY_DIRECTOR, Office.AUDITOR):
        with pytest.raises(Denied, match="対応に当たる人です"):
            add_note(incident, by=world.people[office], at=AT, words="見ました")
    assert everything() == before


def test_nothing_is_added_once_it_is_over(world: OfficeWorld) -> None:
    incident = an_incident(S.CLOSED, world=world)
    with pytest.raises(Denied, match="書き足せません"):
        add_note(incident, by=world.section_head, at=AT, words="追記")
    with pytest.raises(Denied, match="書き足せません"):
        add_evidence(incident, by=world.section_head, at=AT, file=PICTURE)


def test_a_look_at_the_situation_is_of_who_leads_and_after_the_acknowledgement(world: OfficeWorld) -> None:
    reported = an_incident(world=world)
    with pytest.raises(Denied, match="覚知してから"):
        add_note(reported, by=world.section_head, at=AT, words="見直し", is_review=True)
    known = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="対応を決めるのは"):
        add_note(known, by=world.staff, at=AT, words="見直し", is_review=True)


def test_evidence_lies_under_the_hash_of_its_content(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    kept = add_evidence(incident, by=world.staff, at=AT, file=PICTURE, words="偽のプロフィール")
    digest = hashlib.sha256(PICTURE.content).hexdigest()
    assert (kept.sha256, kept.file.name, kept.added_at) == (digest, f"incidents/{incident.pk}/{digest}", AT)


def test_a_picture_comes_with_the_report(world: OfficeWorld) -> None:
    incident = an_incident(world=world, picture=PICTURE)
    assert [(one.name, one.words) for one in incident.evidence.all()] == [("画面.png", "報告のときの画面")]


def test_who_joins_is_told_and_joins_once(world: OfficeWorld) -> None:
    incident = an_incident(world=world)
    person = world.foreign[Office.STAFF].person
    assert person is not None
    with pytest.raises(Denied, match="対応を決めるのは"):
        add_member(incident, by=world.staff, at=AT, person=person, role="調査")
    member = add_member(incident, by=world.section_head, at=AT, person=person, role="調査")
    assert Message.objects.filter(person=person, title__startswith="問題への対応に加わりました").count() == 1
    with pytest.raises(Denied, match="すでに加わっています"):
        add_member(incident, by=world.section_head, at=AT, person=person, role="調査")
    assert end_member(member, by=world.section_head, at=AT).left_on == ON
    with pytest.raises(Denied, match="すでに外れています"):
        end_member(member, by=world.section_head, at=AT)


def test_who_joined_adds_to_the_course(world: OfficeWorld) -> None:
    incident, helper = an_incident(world=world), world.foreign[Office.STAFF]
    assert helper.person is not None
    add_member(incident, by=world.section_head, at=AT, person=helper.person, role="調査")
    assert add_note(incident, by=helper, at=AT, words="調べました").written_by == helper.person


def test_the_newest_version_of_a_playbook_rules_and_incidents_under_way_keep_their_tasks(world: OfficeWorld) -> None:
    before = an_incident(S.ACKNOWLEDGED, world=world)
    steps = [replace(step, hours=2) if step.code == "delete" else step for step in SHIPPED[K.IMPERSONATION]]
    first = adopt_playbook(K.IMPERSONATION, by=world.policy_director, at=AT, steps=steps, reason="急ぐため")
    second = adopt_playbook(K.IMPERSONATION, by=world.policy_director, at=AT, steps=steps, reason="もう一度")
    after = an_incident(S.ACKNOWLEDGED, world=world)
    assert [first.number, second.number] == [1, 2]
    assert [task_of(one, "delete").due_at for one in (before, after)] == [
        AT + timedelta(hours=4),
        AT + timedelta(hours=2),
    ]


def test_another_kind_keeps_the_shipped_playbook(world: OfficeWorld) -> None:
    adopt_playbook(K.OTHER, by=world.policy_director, at=AT, steps=SHIPPED[K.OTHER], reason="そのまま")
    incident = an_incident(world=world, kind=K.FLAMING)
    acknowledge_incident(incident, by=world.section_head, at=AT, kind="flaming")
    assert again(incident).tasks.count() == len(SHIPPED[K.FLAMING])


@pytest.mark.parametrize("office", [one for one in Office if one != Office.POLICY_DIRECTOR])
def test_nobody_else_makes_a_version(world: OfficeWorld, office: Office) -> None:
    with pytest.raises(Denied, match="総合政策部長です"):
        adopt_playbook(K.OTHER, by=world.people[office], at=AT, steps=SHIPPED[K.OTHER], reason="急ぐため")


def test_what_the_guideline_asks_for_can_be_neither_left_out_nor_weakened(world: OfficeWorld) -> None:
    before = everything()
    without = [step for step in SHIPPED[K.IMPERSONATION] if step.code != "delete"]
    weaker = [
        replace(step, grade=Grade.SITUATION) if step.code == "delete" else step for step in SHIPPED[K.IMPERSONATION]
    ]
    for steps in (without, weaker):
        with pytest.raises(Denied, match="サービスに削除を求める") as refused:
            adopt_playbook(K.IMPERSONATION, by=world.policy_director, at=AT, steps=steps, reason="減らす")
        assert refused.value.clause == "第7-3"
    assert everything() == before

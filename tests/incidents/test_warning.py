"""A warning of the public out of an incident: the warning, the judgement and the doing in one act (7-3)."""

from dataclasses import replace
from typing import Any

import pytest

from core.audit.models import Event
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import Office
from incidents.actions import judge_task
from incidents.keeping import adopt_playbook
from incidents.playbooks import SHIPPED
from incidents.states import IncidentKind, IncidentState
from incidents.warning import warn_public
from publications.imitations.models import Imitation
from tests.approvals.pages import a_world, ago, browser_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import an_incident, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
WARNING: dict[str, Any] = {
    "platform": None,
    "handle": "",
    "url": "https://x.com/iwaki_kank0",
    "resembles": None,
    "first_seen_on": ON,
    "words": "当選を装って個人情報を求めています。",
    "note": "",
}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_the_warning_does_the_task_in_one_act(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    done = warn_public(task_of(incident, "list"), by=world.people[Office.PR_SECTION_HEAD], at=AT, **WARNING)
    imitation = Imitation.objects.get()
    assert (done.state, done.result) == ("done", "公開の一覧で警告しました:https://x.com/iwaki_kank0")
    assert (again(incident).imitation, again(incident).state) == (imitation, "responding")
    events = Event.objects.filter(stream__in=[imitation.stream, done.stream, incident.stream]).order_by("-pk")
    assert events[0].act_id == events[1].act_id == events[2].act_id


def test_the_warning_does_a_task_for_the_last_time_where_the_citys_playbook_lets_it_recur(world: OfficeWorld) -> None:
    steps = [replace(step, again_hours=24) if step.code == "list" else step for step in SHIPPED[K.IMPERSONATION]]
    adopt_playbook(K.IMPERSONATION, by=world.policy_director, at=AT, steps=steps, reason="毎日見るため")
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    done = warn_public(task_of(incident, "list"), by=world.people[Office.PR_SECTION_HEAD], at=AT, **WARNING)
    assert (done.state, incident.tasks.filter(code="list").count()) == ("done", 1)


def test_nobody_else_warns_and_nothing_of_it_stays(world: OfficeWorld) -> None:
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world), "list")
    before = everything()
    for actor in (world.section_head, world.policy_director):
        with pytest.raises(Denied, match="ふるさと発信課です"):
            warn_public(task, by=actor, at=AT, **WARNING)
    assert everything() == before


def test_a_drill_warns_nobody(world: OfficeWorld) -> None:
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world, is_drill=True), "list")
    before = everything()
    with pytest.raises(Denied, match="訓練では"):
        warn_public(task, by=world.people[Office.PR_SECTION_HEAD], at=AT, **WARNING)
    assert everything() == before


def test_another_task_is_not_done_by_a_warning(world: OfficeWorld) -> None:
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world), "bodies")
    with pytest.raises(Denied, match="公開の警告で済ませるものではありません"):
        warn_public(task, by=world.people[Office.PR_SECTION_HEAD], at=AT, **WARNING)


def test_what_was_judged_not_needed_is_not_warned_of(world: OfficeWorld) -> None:
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world), "list")
    judge_task(task, by=world.people[Office.PR_SECTION_HEAD], at=AT, is_needed=False, reason="削除済み")
    with pytest.raises(Conflict):
        warn_public(task, by=world.people[Office.PR_SECTION_HEAD], at=AT, **WARNING)
    assert not Imitation.objects.exists()


def test_the_form_begins_with_what_was_reported_and_leads_to_the_warning() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    assert incident.account is not None
    browser = browser_of(world.people[Office.PR_SECTION_HEAD])
    page = browser.get(f"/incidents/{incident.pk}/")
    url = f"/incidents/tasks/{task_of(incident, 'list').pk}/warn/"
    assert url in page.content.decode()
    form: Any = browser.get(url).context["form"]
    assert (form["url"].value(), form["resembling"].value()) == (incident.post_url, incident.account.url)
    typed = {"url": incident.post_url, "first_seen_on": "2026-11-24", "words": "偽物です。"}
    assert browser.post(url, typed).status_code == 302
    imitation = Imitation.objects.get()
    assert f"/publications/imitations/{imitation.pk}/" in browser.get(f"/incidents/{incident.pk}/").content.decode()

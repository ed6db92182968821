"""The ends of a problem on its pages: what keeps it open is said at once, what an end said stays readable (第7)."""

from datetime import timedelta
from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import close_incident, contain_incident, follow_up_incident, merge_incident, reopen_incident
from incidents.chronicle import course
from incidents.course import add_member, end_member
from incidents.models import Incident
from incidents.moves.incident import DISMISS, MERGE
from incidents.presentation import clocks, facts_of
from incidents.states import IncidentKind, IncidentState, StatementState
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import a_statement, an_incident, belongings

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_that_tasks_wait_is_said_before_the_form_is_filled_in() -> None:
    world = a_world()
    incident = an_incident(S.RESPONDING, world=world, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    answer = browser.get(f"/incidents/{incident.pk}/contain/")
    assert answer.status_code == 403
    assert "済んでいない対応か、記録していない判断が4件あるので、収束にできません。" in text_of(answer)
    acts = browser.get(f"/incidents/{incident.pk}/").context["acts"]
    assert (acts.contain_url, acts.contain_waits) == ("", True)


def test_that_a_statement_waits_is_said_where_its_end_would_be_offered() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    page = f"/incidents/{incident.pk}/"
    free = {act.label for act in browser.get(page).context["acts"].others if act.url}
    a_statement(incident, world, when=ago(minutes=30))
    answer = browser.get(page)
    assert free - {act.label for act in answer.context["acts"].others if act.url} == {DISMISS.label, MERGE.label}
    words = f"「{DISMISS.label}」、「{MERGE.label}」は、発表していない文1件の発表を記録するか、取りやめた後にできます。"
    assert words in text_of(answer)
    assert browser.get(f"{page}merge/").status_code == 403


def ended_twice(world: OfficeWorld) -> Incident:
    """Close a problem with measures taken, take it up again, and close it with other words."""
    incident = an_incident(S.CLOSED, world=world)
    given: dict[str, Any] = {"by": world.section_head, "at": AT + timedelta(hours=1)}
    reopened = reopen_incident(incident, **given, reason="また現れた")
    contained = contain_incident(reopened, **given, contained_words="また消えた。")
    closed = close_incident(contained, **given, causes="印がなかった。", measures="印を受ける。", measures_due_on=ON)
    return follow_up_incident(closed, **given, measures_done="印を受けた。")


def test_what_a_former_end_said_stands_in_the_course_and_the_present_one_beside_it(world: OfficeWorld) -> None:
    incident = ended_twice(world)
    notes = "\n".join(line["note"] for line in course(incident, belongings(incident, world.section_head)))
    former = [
        "どう収束したか:サービスが削除しました。",
        "原因:名前が似ていた。",
        "再発を防ぐためにすること:認証の印を申請する。",
    ]
    assert [words for words in former if words in notes] == former
    assert "また消えた。" not in notes
    said = dict(facts_of(incident))
    assert (said["どう収束したか"], said["原因"]) == ("また消えた。", "印がなかった。")


def test_while_it_goes_on_again_no_end_is_told_as_the_present_one(world: OfficeWorld) -> None:
    incident = an_incident(S.CLOSED, world=world)
    reopened = reopen_incident(incident, by=world.section_head, at=AT, reason="また現れた")
    assert {"どう収束したか", "原因", "再発を防ぐためにすること"} & dict(facts_of(reopened)).keys() == set()


def test_the_day_of_the_measures_is_the_citys_own_target(world: OfficeWorld) -> None:
    ended_twice(world)
    duty = Obligation.objects.get(rule="incidents.follow_up")
    assert (duty.due_on, duty.internal_target) == (ON, True)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(K.LEAK, "過ぎると、アカウント管理者に知らせます"), (K.FLAMING, "過ぎると、上の職にも知らせます")],
)
def test_the_page_says_whom_a_past_look_is_told(world: OfficeWorld, kind: IncidentKind, words: str) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=kind)
    own = belongings(incident, world.section_head)
    assert [one["note"] for one in clocks(incident, own.tasks, 1, AT) if one["name"] == "次の見直し"] == [words]


def test_who_is_taken_out_of_a_drill_reads_that_it_was_one(world: OfficeWorld) -> None:
    drill = an_incident(world=world, is_drill=True)
    person = world.foreign[Office.STAFF].person
    assert person is not None
    end_member(add_member(drill, by=world.staff, at=AT, person=person, role="調査"), by=world.staff, at=AT)
    titles = Message.objects.filter(person=person).order_by("pk").values_list("title", flat=True)
    assert list(titles) == [
        f"問題への対応に加わりました:【訓練】{drill.number} {drill.title}",
        f"問題への対応から外れました:【訓練】{drill.number} {drill.title}",
    ]


def test_who_goes_on_with_a_problem_hears_of_what_was_merged_into_it(world: OfficeWorld) -> None:
    going_on = an_incident(S.ACKNOWLEDGED, world=world)
    helper = world.second_staff.person
    assert helper is not None
    add_member(going_on, by=world.section_head, at=AT, person=helper, role="電話の応対")
    double = an_incident(S.ACKNOWLEDGED, world=world)
    merge_incident(double, by=world.section_head, at=AT, merged_into=again(going_on))
    told = Message.objects.filter(person=helper, title__startswith="ほかの報告を統合しました")
    assert [(one.body, one.link_pk) for one in told] == [(f"統合した報告:{double.number}", going_on.pk)]


def test_who_joined_and_left_and_what_was_to_be_said_stands_in_the_course(world: OfficeWorld) -> None:
    incident, helper = an_incident(S.ACKNOWLEDGED, world=world), world.second_staff.person
    assert helper is not None
    member = add_member(incident, by=world.section_head, at=AT, person=helper, role="電話の応対")
    end_member(member, by=world.section_head, at=AT + timedelta(minutes=1))
    a_statement(incident, world, StatementState.DROPPED, when=AT + timedelta(minutes=2))
    lines = [(line["what"], line["note"]) for line in course(incident, belongings(incident, world.section_head))]
    head, staff = world.section_head.name, world.staff.name
    name = f"{helper.name}(電話の応対)"
    assert [line for line in lines if "関わる人" in line[0]] == [
        (f"関わる人から外した:{name}", head),
        (f"関わる人に加えた:{name}", head),
    ]
    said = [(what.partition(":")[0], note) for what, note in lines if "発表" in what]
    assert said == [
        ("発表の文を取りやめた", f"{staff}\n電話で答えたため"),
        ("発表の案を書いた", staff),
    ]

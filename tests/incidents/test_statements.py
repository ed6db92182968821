"""What the city says about an incident: marked where it argues back, decided by the account manager first (7-2)."""

from typing import Any

import pytest

from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import close_incident, dismiss_incident, merge_incident
from incidents.chronicle import course
from incidents.models import Statement
from incidents.statements import (
    approve_statement,
    draft_statement,
    drop_statement,
    edit_statement,
    release_statement,
)
from incidents.states import IncidentKind, IncidentState, StatementState
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, an_office_world
from tests.factories.incidents import a_statement, an_incident, belongings

pytestmark = pytest.mark.django_db
S, K, T = IncidentState, IncidentKind, StatementState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def owed(incident: object) -> list[tuple[str, str]]:
    found = Obligation.objects.filter(about=getattr(incident, "stream"), rule="incidents.statement")  # noqa: B009 - any record
    return list(found.order_by("pk").values_list("state", "debtor_office"))


def test_a_draft_waits_for_the_account_manager(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING)
    a_statement(incident, world)
    assert owed(incident) == [("open", "section_head")]
    assert Obligation.objects.get(rule="incidents.statement").internal_target
    told = Message.objects.filter(person=world.section_head.person, title__startswith="発表の案が決定を待っています")
    assert told.count() == 1


def test_nothing_goes_out_before_it_is_decided(world: OfficeWorld) -> None:
    draft = a_statement(an_incident(S.ACKNOWLEDGED, world=world), world)
    before = everything()
    with pytest.raises(Conflict):
        release_statement(draft, by=world.section_head, at=AT, released_where="https://x.com/1")
    assert everything() == before


@pytest.mark.parametrize("office", [one for one in Office if one != Office.SECTION_HEAD])
def test_nobody_but_the_account_manager_decides(world: OfficeWorld, office: Office) -> None:
    draft = a_statement(an_incident(S.ACKNOWLEDGED, world=world), world)
    with pytest.raises(Denied, match="市として出す文を決めるのは"):
        approve_statement(draft, by=world.people[office], at=AT, seen=draft.fingerprint())


def test_the_deputy_decides_in_the_managers_name_who_is_told(world: OfficeWorld) -> None:
    draft = a_statement(an_incident(S.ACKNOWLEDGED, world=world), world)
    deputy = a_deputy(world.section_head, ON, ON)
    done = approve_statement(draft, by=deputy, at=AT, seen=draft.fingerprint())
    assert (done.state, done.decided_by) == ("approved", deputy.person)
    told = Message.objects.filter(person=world.section_head.person, title__startswith="代決者が発表の文を決めました")
    assert told.count() == 1


def test_a_text_that_was_mended_meanwhile_is_not_decided(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    draft = a_statement(incident, world)
    seen = draft.fingerprint()
    edit_statement(draft, by=world.second_staff, at=AT, seen=seen, channel="account", words="別の文です。")
    with pytest.raises(Conflict):
        approve_statement(draft, by=world.section_head, at=AT, seen=seen)
    assert owed(incident) == [("open", "section_head")]


def test_what_is_decided_is_mended_no_more_and_released_with_its_place(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    done = a_statement(incident, world, T.APPROVED)
    assert owed(incident) == [("fulfilled", "section_head")]
    with pytest.raises(Denied, match="決まった文は直せません"):
        edit_statement(done, by=world.staff, at=AT, seen=done.fingerprint(), channel="account", words="別の文です。")
    with pytest.raises(Denied, match="発表したところ"):
        release_statement(done, by=world.staff, at=AT, released_where=" ")
    assert release_statement(done, by=world.staff, at=AT, released_where="https://x.com/1").state == "released"


def test_the_course_tells_who_decided_a_text_and_where_it_went_out() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    a_statement(incident, world, T.RELEASED, when=ago(minutes=5))
    browser: Any = browser_of(world.staff)
    shown = text_of(browser.get(f"/incidents/{incident.pk}/"))
    for words in ("出すと決めた:発表の文(アカウントへの投稿)", "発表した:発表の文(アカウントへの投稿)"):
        assert words in shown


def test_a_text_is_given_up_with_a_reason(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    draft = a_statement(incident, world)
    with pytest.raises(Denied, match="取りやめる理由"):
        drop_statement(draft, by=world.staff, at=AT, dropped_for="")
    assert drop_statement(draft, by=world.staff, at=AT, dropped_for="不要").state == "dropped"
    assert owed(incident) == [("void", "section_head")]


def test_giving_up_one_draft_leaves_the_other_to_be_decided(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    a_statement(incident, world, T.DROPPED)
    a_statement(incident, world)
    last = a_statement(incident, world)
    drop_statement(last, by=world.staff, at=AT, dropped_for="不要")
    assert [state for state, _ in owed(incident)] == ["void", "open", "void"]


def test_what_was_decided_is_given_up_by_who_decides(world: OfficeWorld) -> None:
    decided = a_statement(an_incident(S.ACKNOWLEDGED, world=world), world, T.APPROVED)
    with pytest.raises(Denied, match="市として出す文を決めるのは"):
        drop_statement(decided, by=world.staff, at=AT, dropped_for="不要")
    assert drop_statement(decided, by=world.section_head, at=AT, dropped_for="不要").state == "dropped"


@pytest.mark.parametrize("state", [T.DRAFTED, T.APPROVED])
def test_a_false_alarm_and_a_double_do_not_end_while_a_text_is_neither_released_nor_given_up(
    world: OfficeWorld, state: StatementState
) -> None:
    incident, other = an_incident(S.ACKNOWLEDGED, world=world), an_incident(world=world)
    waiting = a_statement(incident, world, state)
    before = everything()
    given: dict[str, Any] = {"by": world.section_head, "at": AT}
    with pytest.raises(Denied, match="発表していない文が1件あるので、この問題を終えられません"):
        dismiss_incident(incident, **given, dismissed_for="本物でした。")
    with pytest.raises(Denied, match="発表していない文が1件あるので、この問題を終えられません"):
        merge_incident(incident, **given, merged_into=other)
    assert everything() == before
    drop_statement(waiting, **given, dropped_for="不要")
    assert merge_incident(incident, **given, merged_into=other).state == "merged"


@pytest.mark.parametrize("act", ["close", "dismiss", "merge"])
def test_that_a_text_waits_is_said_before_the_form_of_an_end_is_filled_in(act: str) -> None:
    world = a_world()
    state = S.CONTAINED if act == "close" else S.ACKNOWLEDGED
    incident = an_incident(state, world=world, when=ago(hours=1))
    a_statement(incident, world, when=ago(hours=1))
    answer = browser_of(world.section_head).get(f"/incidents/{incident.pk}/{act}/")
    assert answer.status_code == 403
    assert "発表していない文が1件あるので、この問題を終えられません。" in answer.content.decode()


def test_a_deputys_decision_names_both_and_the_principal_is_told(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    deputy, head = a_deputy(world.section_head, ON, ON), world.section_head.person
    assert deputy.person is not None
    assert head is not None
    draft = a_statement(incident, world)
    decided = approve_statement(draft, by=deputy, at=AT, seen=draft.fingerprint())
    named = f"{deputy.person.name}({deputy.label}、{head.name}に代わって)"
    assert (decided.decided_by, decided.decided_for, decided.decider) == (deputy.person, head, named)
    said = next(
        line
        for line in course(incident, belongings(incident, world.section_head))
        if line["what"].startswith("出すと決めた")
    )
    assert said["note"] == f"{named}\n{draft.words}"
    told = Message.objects.filter(title__contains="発表の文")
    assert [(one.person, one.title, one.body.split("\n")[0]) for one in told.order_by("pk")] == [
        (world.staff.person, f"発表の文が決まりました:{incident.shown}", f"決めた人:{named}"),
        (head, f"代決者が発表の文を決めました:{incident.shown}", f"{deputy.name}が代わって行いました。"),
    ]


@pytest.mark.parametrize("state", [T.DRAFTED, T.APPROVED])
def test_an_incident_is_not_closed_while_a_text_is_neither_released_nor_given_up(
    world: OfficeWorld, state: StatementState
) -> None:
    incident = an_incident(S.CONTAINED, world=world)
    waiting = a_statement(incident, world, state)
    a_statement(incident, world, T.RELEASED)
    before = everything()
    lessons: dict[str, Any] = {"causes": "原因", "measures": "対策"}
    with pytest.raises(Denied, match="発表していない文が1件あるので、この問題を終えられません") as refused:
        close_incident(incident, by=world.section_head, at=AT, **lessons)
    assert (refused.value.way, everything()) == ("発表を記録するか、取りやめてください。", before)
    drop_statement(waiting, by=world.section_head, at=AT, dropped_for="不要")
    assert close_incident(incident, by=world.section_head, at=AT, **lessons).state == "closed"


@pytest.mark.parametrize(
    ("state", "way"),
    [
        (S.CLOSED, "まだ終わっていないときは、再開してから書き足してください。"),
        (S.DISMISSED, "問題が起きているときは、もう一度報告してください。"),
        (S.MERGED, "統合した先に書き足してください。"),
    ],
)
def test_where_an_incident_is_over_the_way_on_is_one_that_there_is(
    world: OfficeWorld, state: IncidentState, way: str
) -> None:
    incident = an_incident(state, world=world)
    with pytest.raises(Denied, match="書き足せません") as refused:
        draft_statement(incident, by=world.staff, at=AT, channel="account", words="文")
    assert refused.value.way == way


def test_who_only_reads_writes_nothing(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="対応に当たる人です"):
        draft_statement(incident, by=world.policy_director, at=AT, channel="account", words="文")


def test_a_drill_asks_nobody_and_who_began_it_decides(world: OfficeWorld) -> None:
    drill = an_incident(world=world, is_drill=True)
    before = Message.objects.count()
    draft = a_statement(drill, world)
    assert (owed(drill), Message.objects.count()) == ([], before)
    assert approve_statement(draft, by=world.staff, at=AT, seen=draft.fingerprint()).state == "approved"


def test_the_pages_mark_what_argues_back() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, when=ago(hours=1))
    browser: Any = browser_of(world.staff)
    manager: Any = browser_of(world.section_head)
    typed = {"channel": "account", "words": "ご指摘は事実無根です。"}
    assert browser.post(f"/incidents/{incident.pk}/statement/", typed).status_code == 302
    assert "言い返していると読まれる言葉:事実無根" in text_of(browser.get(f"/incidents/{incident.pk}/"))
    draft = Statement.objects.get(incident=incident)
    page = manager.get(f"/incidents/statements/{draft.pk}/approve/")
    assert "言い返していると読まれる言葉があります 事実無根" in text_of(page)

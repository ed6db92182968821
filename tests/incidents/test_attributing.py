"""Another account than the problem was reported for: who leads and reads it, what is owed, what binds it (第7)."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Account
from approvals.notices.actions import cancel_notice
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, do_task
from incidents.attributing import attribute_incident
from incidents.closing import begin_closure
from incidents.course import add_member
from incidents.models import Incident
from incidents.permissions import visible_to
from incidents.states import IncidentKind, IncidentState, StatementState
from incidents.suspending.actions import renew_suspension
from incidents.warning import warn_public
from incidents.watching import watch
from publications.imitations.actions import edit_imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import a_statement, account_of, an_incident, task_of
from tests.factories.suspensions import SAID, suspended
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
WHY = "写っていたのは別のアカウントでした。"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def other(world: OfficeWorld) -> Account:
    """Return an account of another section in another department."""
    return foreign_account(world)


def foreign_account(world: OfficeWorld, **values: Any) -> Account:
    elsewhere = replace(world, section=world.foreign_section, people=world.people | world.foreign)
    return an_account(world=elsewhere, **values)


def attributed(incident: Incident, world: OfficeWorld, account: Account | None, **given: Any) -> Incident:
    said = {"by": world.section_head, "at": AT, "reason": WHY, **given}
    now = again(incident)
    return attribute_incident(now, seen=now.fingerprint(), account=account, **said)


def owed(incident: Incident) -> set[tuple[str, str, str]]:
    """Return what waits about an incident: its rule, the office and the unit that owe it."""
    found = Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    return {(one.rule, one.debtor_office, one.debtor_unit.name if one.debtor_unit else "") for one in found}


def reads(by: Actor, incident: Incident) -> bool:
    assert by.person is not None
    return visible_to(by.person, ON).filter(pk=incident.pk).exists()


def told_since(count: int) -> list[tuple[Any, str, str, str]]:
    return [(one.person, one.title, one.body, one.link_name) for one in Message.objects.order_by("pk")[count:]]


def test_who_leads_what_is_owed_and_who_reads_it_follow_the_account(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    done = do_task(task_of(incident, "delete"), by=world.staff, at=AT, result="求めた")
    here, there = world.section.name, world.foreign_section.name
    ours = [("incidents.judge", "section_head"), ("incidents.work", "section_head")]
    assert {(*one, here) for one in ours} <= owed(incident)
    before = Message.objects.count()
    moved = attributed(incident, world, other)
    assert (moved.account, moved.section, moved.state) == (other, world.foreign_section, "responding")
    assert owed(incident) == {*((*one, there) for one in ours), ("incidents.judge", "pr_section_head", "")}
    assert again(done).state == "done"
    assert not Obligation.objects.about(done.stream).open().exists()
    head, foreign = world.section_head, world.foreign[Office.SECTION_HEAD]
    assert [reads(by, incident) for by in (head, foreign, world.staff, world.second_staff)] == [
        False,
        True,
        True,
        False,
    ]
    words = f"アカウント:{incident.account.title} → {other.title}\n理由:{WHY}" if incident.account else ""
    told = [(person, title.partition(":")[0], body, link) for person, title, body, link in told_since(before)]
    page = "incidents:incident_detail"
    assert told == [
        (foreign.person, "問題のアカウントを改めました", words, page),
        (world.staff.person, "問題のアカウントを改めました", words, page),
    ]


def test_who_led_before_is_told_and_the_principal_of_a_deputy_too(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(world=world, by=world.foreign[Office.STAFF])
    deputy = a_deputy(world.section_head)
    before = Message.objects.count()
    attributed(incident, world, other, by=deputy)
    told = {(person, title.partition(":")[0], link) for person, title, _, link in told_since(before)}
    assert (world.section_head.person, "問題の担当から外れました", "") in told
    assert world.foreign[Office.SECTION_HEAD].person in {person for person, *_ in told}
    assert deputy.person not in {person for person, *_ in told}
    assert [one for one in told_since(before) if one[0] == world.section_head.person] == [
        (
            world.section_head.person,
            f"問題の担当から外れました:{incident.shown}",
            f"アカウント:{account_of(incident).title} → {other.title}\n理由:{WHY}",
            "",
        )
    ]
    assert owed(incident) == {("incidents.acknowledge", "section_head", world.foreign_section.name)}


def test_who_leads_as_before_is_told_no_part_that_ended(world: OfficeWorld) -> None:
    incident, sister = an_incident(world=world), an_account(world=world, account_name="公園の公式")
    before = Message.objects.count()
    attributed(incident, world, sister, by=world.people[Office.PR_SECTION_HEAD])
    told = [title for person, title, _, _ in told_since(before) if person == world.section_head.person]
    assert told == [f"問題のアカウントを改めました:{incident.shown}"]


def test_of_a_leak_the_circle_moves_and_no_message_tells_of_it(world: OfficeWorld, other: Account) -> None:
    leak = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, by=world.second_staff)
    helper = world.foreign[Office.STAFF].person
    assert helper is not None
    add_member(leak, by=world.section_head, at=AT, person=helper, role="調査")
    before = Message.objects.count()
    attributed(leak, world, other, by=world.section_head)
    seen = {name: reads(by, leak) for name, by in (("before", world.section_head), ("staff", world.staff))}
    assert seen == {"before": False, "staff": False}
    assert reads(world.foreign[Office.SECTION_HEAD], leak)
    assert reads(world.foreign[Office.STAFF], leak)
    assert reads(world.second_staff, leak)
    assert {(title, body) for _, title, body, _ in told_since(before)} == {
        (f"問題のアカウントを改めました:問題 {leak.number}", "内容は、画面で確かめてください。")
    }


def test_a_report_told_late_is_told_to_those_above_the_other_account(world: OfficeWorld, other: Account) -> None:
    leak = an_incident(world=world, kind=K.LEAK)
    watch(leak.acknowledge_by)
    assert reads(world.department_head, leak)
    before = Message.objects.count()
    attributed(leak, world, other, at=leak.acknowledge_by)
    above, former = world.foreign[Office.DEPARTMENT_HEAD], world.department_head
    assert (reads(above, leak), reads(former, leak)) == (True, False)
    told = {person: title.partition(":")[0] for person, title, _, _ in told_since(before)}
    assert (told[above.person], told[former.person]) == ("問題のアカウントを改めました", "問題の担当から外れました")


def test_without_an_account_the_head_of_the_pr_section_leads_and_back(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(world=world)
    none = attributed(incident, world, None)
    assert (none.account, none.section) == (None, None)
    assert owed(incident) == {("incidents.acknowledge", "pr_section_head", "")}
    with pytest.raises(Denied, match="対応を決めるのは、ふるさと発信課長です"):
        attributed(incident, world, other)
    attributed(incident, world, other, by=world.people[Office.PR_SECTION_HEAD])
    assert owed(incident) == {("incidents.acknowledge", "section_head", world.foreign_section.name)}
    acknowledge_incident(again(incident), by=world.foreign[Office.SECTION_HEAD], at=AT, kind="flaming")
    assert not Obligation.objects.open().filter(rule="incidents.acknowledge").exists()


def test_it_needs_another_account_a_reason_and_who_leads(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(world=world)
    before = everything()
    for account, given, match, field in (
        (incident.account, {}, "いまと違うアカウント", "account"),
        (other, {"reason": " "}, "アカウントを改める理由", "reason"),
        (other, {"by": world.staff}, "対応を決めるのは", ""),
        (other, {"by": world.foreign[Office.SECTION_HEAD]}, "対応を決めるのは", ""),
    ):
        with pytest.raises(Denied, match=match) as refused:
            attributed(incident, world, account, **given)
        assert refused.value.field == field
    assert everything() == before


@pytest.mark.parametrize("state", [S.CONTAINED, S.CLOSED, S.DISMISSED, S.MERGED])
def test_it_is_done_while_the_problem_goes_on(world: OfficeWorld, other: Account, state: IncidentState) -> None:
    with pytest.raises(Conflict):
        attributed(an_incident(state, world=world), world, other)


def test_what_changed_meanwhile_is_a_conflict(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(world=world)
    seen = incident.fingerprint()
    attributed(incident, world, None)
    with pytest.raises(Conflict):
        attribute_incident(
            again(incident), by=world.people[Office.PR_SECTION_HEAD], at=AT, seen=seen, account=other, reason=WHY
        )


def password_duties(account: Account) -> list[str]:
    found = Obligation.objects.about(account.stream).filter(rule="approvals.password").order_by("pk")
    return list(found.values_list("state", flat=True))


def test_a_hijack_asks_for_the_access_of_the_other_account(world: OfficeWorld, other: Account) -> None:
    account = an_account(world=world)
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account)
    do_task(task_of(incident, "roles"), by=world.staff, at=AT, result="取り消した")
    attributed(incident, world, other)
    assert (password_duties(account), password_duties(other)) == (["void"], ["open"])
    roles = [task_of(incident, "roles", turn) for turn in (1, 2)]
    assert [(one.state, one.result) for one in roles] == [("done", "取り消した"), ("owed", "")]
    assert list(incident.tasks.filter(code="password").values_list("state", flat=True)) == ["owed"]
    [duty] = Obligation.objects.about(roles[1].stream).open()
    assert (duty.debtor_unit, duty.due_on) == (world.foreign_section, ON)


def test_the_access_of_another_hijack_stays_as_it_is(world: OfficeWorld, other: Account) -> None:
    moved, stays = (an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK) for _ in range(2))
    do_task(task_of(stays, "roles"), by=world.staff, at=AT, result="取り消した")
    attributed(moved, world, other)
    assert [one.tasks.get(code="roles").state for one in (moved, stays)] == ["owed", "done"]


def test_what_was_decided_for_the_present_account_binds_it(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    a_statement(incident, world, StatementState.APPROVED)
    with pytest.raises(Denied, match="まだ発表していない文が1件"):
        attributed(incident, world, other)
    closing = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER)
    why = {"reason": "止めるため", "deviation_reason": "急ぐため"}
    notice = begin_closure(closing, by=world.staff, at=AT, account=account_of(closing), **why)
    with pytest.raises(Denied, match="いまのアカウントの廃止がある"):
        attributed(closing, world, other)
    cancel_notice(notice, by=world.staff, at=AT, cancel_reason="別のアカウントだったため")
    assert attributed(closing, world, other).closure is None


def test_a_draft_is_decided_by_who_leads_now(world: OfficeWorld, other: Account) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    a_statement(incident, world)
    attributed(incident, world, other)
    assert ("incidents.statement", "section_head", world.foreign_section.name) in owed(incident)


def test_what_the_public_reads_is_put_right_first(world: OfficeWorld, other: Account) -> None:
    incident, keeper = an_incident(S.ACKNOWLEDGED, world=world), world.people[Office.PR_SECTION_HEAD]
    warn_public(task_of(incident, "list"), by=keeper, at=AT, **{**WARNING, "resembles": incident.account})
    with pytest.raises(Denied, match="いまのアカウントに似せたものとして載っているので、アカウントを改め") as refused:
        attributed(incident, world, other)
    assert refused.value.field == "account"
    warning = again(incident).imitation
    assert warning is not None
    third = foreign_account(world, account_name="公園の公式")
    edit_imitation(warning, by=keeper, at=AT, seen=None, **{**WARNING, "resembles": third})
    with pytest.raises(Denied, match="選んだアカウントとは別の市のアカウントに似せたもの") as refused:
        attributed(incident, world, other)
    assert refused.value.field == "account"
    with pytest.raises(Denied, match="市のアカウントに似せたものとして載っているので、アカウントを選んで"):
        attributed(incident, world, None)
    edit_imitation(warning, by=keeper, at=AT, seen=None, **{**WARNING, "resembles": other})
    assert attributed(incident, world, other).imitation == warning


def test_a_drill_tells_nobody_of_another_section_and_owes_nothing(world: OfficeWorld, other: Account) -> None:
    drill = an_incident(world=world, kind=K.HIJACK, is_drill=True)
    before = Message.objects.count(), Obligation.objects.count()
    assert attributed(drill, world, other, by=world.staff).account == other
    assert (Message.objects.count(), Obligation.objects.count()) == before


def test_a_vacant_office_that_leads_now_is_told_to_the_administrators() -> None:
    bare = an_office_world(without=[Office.PR_SECTION_HEAD])
    incident = an_incident(world=bare)
    before = Message.objects.count()
    attributed(incident, bare, None)
    titles = [title for _, title, _, _ in told_since(before)]
    assert "ふるさと発信課長に就いている職員がいません" in titles


def test_the_page_asks_for_one_account_and_says_what_changed() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=2))
    other = foreign_account(world, when=ago(hours=2), account_name="道路の公式")
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    url = reverse("incidents:incident_attribute", args=[incident.pk])
    assert url in browser.get(f"/incidents/{incident.pk}/").content.decode()
    form = browser.get(url)
    assert account.title in text_of(form)
    typed = {"reason": WHY, "seen": form.context["seen"]}
    nothing = browser.post(url, typed)
    assert "アカウントを選ぶか、「一覧にないアカウント」に入力してください。" in text_of(nothing)
    neither = browser.post(url, {"seen": form.context["seen"]})
    assert neither.context["form"].errors.keys() == {"account", "reason"}
    twice = browser.post(url, typed | {"account": "none", "other_account": account.url})
    assert "いまと違うアカウントを選んでください。" in text_of(twice)
    answer = browser.post(url, typed | {"other_account": other.url})
    assert (answer.status_code, answer["Location"]) == (302, "/incidents/")
    assert browser.get(f"/incidents/{incident.pk}/").status_code == 404
    leader: Any = browser_of(world.foreign[Office.SECTION_HEAD])
    page = text_of(leader.get(f"/incidents/{incident.pk}/"))
    assert f"アカウント:{account.title} → {other.title}" in page
    assert WHY in page
    assert Event.objects.filter(stream=incident.stream, move="incidents.incident.attribute").count() == 1


@pytest.mark.parametrize("was_suspended", [False, True])
def test_who_read_it_before_suspends_nothing_because_of_it(
    world: OfficeWorld, other: Account, was_suspended: bool
) -> None:
    account = an_account(world=world)
    read = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account)
    attributed(read, world, other)
    act: Any = partial(suspended, account, by=world.section_head, incident=read)
    if was_suspended:
        suspended(account, by=world.section_head)
        said: dict[str, Any] = {"suspended_words": SAID, "suspension_due_on": ON, "reason": "この問題でも"}
        act = partial(renew_suspension, again(account), by=world.section_head, at=AT, incident=read, **said)
    before = everything()
    with pytest.raises(Conflict, match="問題のアカウントが改められています"):
        act()
    assert everything() == before

"""An account is silent for a time and comes back: who, what is owed and told, what stands against its return (第7)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import record_password_change
from approvals.notices.actions import cancel_notice
from approvals.notices.states import NoticeKind, NoticeState
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import contain_incident, dismiss_incident, merge_incident, reopen_incident
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from incidents.suspending.actions import reinstate_account, renew_suspension, suspend_account
from tests.approvals.pages import a_world, ago, browser_of, text_of, today
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import an_incident, finish_all, finish_tasks
from tests.factories.notices import a_notice
from tests.factories.suspensions import SAID, WHY, suspended

pytestmark = pytest.mark.django_db
S, K, A = IncidentState, IncidentKind, AccountState
WEEK = timedelta(days=7)
DONE = "パスワードと権限を確かめました。"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def account(world: OfficeWorld) -> Account:
    return an_account(A.ACTIVE, world=world)


def owed(account: Account) -> list[tuple[str, Any, str]]:
    """Return state, due day and debtor of every look at the suspension that was ever owed."""
    found = Obligation.objects.about(account.stream).filter(rule="accounts.suspension").order_by("pk")
    return [(one.state, one.due_on, one.debtor_office) for one in found]


def refused(call: Any) -> Denied:
    """Return the refusal of an act, which left nothing behind."""
    before = everything()
    with pytest.raises(Denied) as caught:
        call()
    assert everything() == before
    return caught.value


def test_a_suspended_account_says_why_and_is_looked_at_again(world: OfficeWorld, account: Account) -> None:
    stopped = again(suspended(account, by=world.section_head))
    said = (stopped.state, stopped.suspended_on, stopped.suspended_for, stopped.suspended_words)
    assert said == ("suspended", ON, WHY, SAID)
    assert owed(account) == [("open", ON + WEEK, "section_head")]


def test_section_operators_and_two_offices_are_told(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.people[Office.DEPARTMENT_HEAD])
    told = Message.objects.filter(title__startswith="アカウントを一時停止しました")
    operators = {one.person_id for one in account.operators.all()}
    offices = (world.staff, world.second_staff, world.section_head, world.policy_director)
    people = {actor.person.pk for actor in (*offices, world.people[Office.PR_SECTION_HEAD]) if actor.person}
    assert set(told.values_list("person", flat=True)) == operators | people
    assert set(told.values_list("link_name", "link_pk")) == {("accounts:account_detail", account.pk)}


def test_a_deputy_stops_it_and_the_principal_hears_of_that(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=a_deputy(world.section_head, ON, ON))
    told = Message.objects.filter(person=world.section_head.person, title__contains="一時停止しました")
    assert [one.title for one in told] == [f"代わってアカウントを一時停止しました:{account.title}"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"suspended_for": " "}, "suspended_for"),
        ({"suspended_words": ""}, "suspended_words"),
        ({"suspension_due_on": ON}, "suspension_due_on"),
        ({"suspension_due_on": ON + timedelta(days=15)}, "suspension_due_on"),
    ],
)
def test_reason_words_and_a_near_day_are_asked_for(
    world: OfficeWorld, account: Account, values: dict[str, Any], field: str
) -> None:
    assert refused(lambda: suspended(account, by=world.section_head, **values)).field == field


def test_nobody_else_stops_it(world: OfficeWorld, account: Account) -> None:
    others = (world.staff, world.people[Office.PR_SECTION_HEAD], world.policy_director, world.foreign[Office.STAFF])
    for by in others:
        assert refused(lambda by=by: suspended(account, by=by)).clause == "第7"


def test_what_is_not_in_operation_is_not_stopped(world: OfficeWorld) -> None:
    with pytest.raises(Conflict):
        suspended(an_account(A.ACQUIRED, world=world), by=world.section_head)


def test_it_goes_on_with_new_words_and_another_day(world: OfficeWorld, account: Account) -> None:
    stopped = suspended(account, by=world.section_head)
    later = AT + timedelta(days=5)
    new: dict[str, Any] = {"suspended_words": "まだ使えません。", "suspension_due_on": ON + timedelta(days=12)}
    renew_suspension(stopped, by=world.section_head, at=later, reason="復旧を待つため", **new)
    now = again(account)
    assert (now.state, now.suspended_on, now.suspended_words) == ("suspended", ON, "まだ使えません。")
    assert owed(account) == [
        ("fulfilled", ON + WEEK, "section_head"),
        ("open", ON + timedelta(days=12), "section_head"),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"suspended_words": ""}, "suspended_words"),
        ({"suspension_due_on": ON}, "suspension_due_on"),
    ],
)
def test_to_go_on_asks_for_a_reason_words_and_a_day_too(
    world: OfficeWorld, account: Account, values: dict[str, Any], field: str
) -> None:
    stopped = suspended(account, by=world.section_head)
    given: dict[str, Any] = {"reason": WHY, "suspended_words": SAID, "suspension_due_on": ON + WEEK, **values}
    assert refused(lambda: renew_suspension(stopped, by=world.section_head, at=AT, **given)).field == field


def test_its_return_says_what_was_done_and_ends_what_was_owed(world: OfficeWorld, account: Account) -> None:
    stopped = suspended(account, by=world.section_head)
    assert refused(lambda: reinstate_account(stopped, by=world.section_head, at=AT, done=" ")).field == "done"
    reinstate_account(stopped, by=world.section_head, at=AT, done=DONE)
    now = again(account)
    assert (now.state, now.suspended_on, now.suspended_for, now.suspended_words) == ("active", None, "", "")
    assert owed(account) == [("fulfilled", ON + WEEK, "section_head")]


def test_an_incident_that_stopped_it_is_contained_first(world: OfficeWorld, account: Account) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account)
    suspended(account, by=world.section_head, incident=incident)
    refusal = refused(lambda: reinstate_account(again(account), by=world.section_head, at=AT, done=DONE))
    assert refusal.sentence.startswith("一時停止のもとになった問題が、まだ収束していません。")
    contained(incident, world)
    reinstate_account(again(account), by=world.section_head, at=AT, done=DONE)
    assert (again(account).state, again(incident).reinstated_at) == ("active", AT)


def test_a_hijack_that_nobody_has_acknowledged_stands_against_its_return(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.section_head)
    report = an_incident(world=world, kind=K.HIJACK, account=account)
    refusal = refused(lambda: reinstate_account(again(account), by=world.section_head, at=AT, done=DONE))
    assert refusal.sentence.startswith("このアカウントの乗っ取りの報告が、まだ覚知されていません。")
    dismiss_incident(report, by=world.section_head, at=AT, dismissed_for="本人でした。")
    reinstate_account(again(account), by=world.section_head, at=AT, done=DONE)
    assert again(account).state == "active"


def contained(incident: Incident, world: OfficeWorld) -> None:
    """Do and judge what is left of an incident, and contain it."""
    finish_all(incident, world.section_head)
    contain_incident(again(incident), by=world.section_head, at=AT, contained_words="静まりました。")


def test_one_that_is_opened_again_or_goes_on_as_another_stands_against_it(world: OfficeWorld, account: Account) -> None:
    incident = an_incident(S.CONTAINED, world=world, kind=K.FLAMING, account=account)
    suspended(account, by=world.section_head, incident=incident)
    reopen_incident(again(incident), by=world.section_head, at=AT, reason="また始まったため")
    assert "収束していません" in str(refused(lambda: back(account, world)).sentence)
    target = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account)
    merge_incident(again(incident), by=world.section_head, at=AT, merged_into=target)
    assert "収束していません" in str(refused(lambda: back(account, world)).sentence)
    contained(target, world)
    assert back(account, world).state == "active"


def back(account: Account, world: OfficeWorld) -> Account:
    """Put an account back as its manager."""
    return reinstate_account(again(account), by=world.section_head, at=AT, done=DONE)


def test_a_hijack_keeps_it_stopped_until_the_access_is_changed(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.section_head)
    hijack = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account)
    finish_tasks(hijack, world.section_head)
    refusal = refused(lambda: back(account, world))
    assert (refusal.clause, refusal.sentence.startswith("乗っ取りの後の")) == ("第4-3-(2)", True)
    person = world.staff.person
    assert person is not None
    record_password_change(again(account), by=world.staff, at=AT, changed_by=person, changed_on=ON)
    assert back(account, world).state == "active"
    assert again(hijack).reinstated_at is None


def test_the_roles_of_a_hijack_count_as_well(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.section_head)
    an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account)
    person = world.staff.person
    assert person is not None
    record_password_change(again(account), by=world.staff, at=AT, changed_by=person, changed_on=ON)
    assert refused(lambda: back(account, world)).clause == "第4-3-(2)"


def test_a_drill_and_what_is_over_stop_nothing(world: OfficeWorld, account: Account) -> None:
    drill = an_incident(S.ACKNOWLEDGED, world=world, account=account, is_drill=True)
    assert "訓練では" in refused(lambda: suspended(account, by=world.section_head, incident=drill)).sentence
    over = an_incident(S.DISMISSED, world=world, account=account)
    assert "該当なし" in refused(lambda: suspended(account, by=world.section_head, incident=over)).sentence


def test_neither_account_nor_messages_name_the_incident(world: OfficeWorld, account: Account) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, account=account)
    suspended(account, by=world.section_head, incident=incident)
    events = Event.objects.filter(stream=account.stream).select_related("facts")
    told = [event.facts.body for event in events if hasattr(event, "facts")]
    told += [f"{one.title}{one.body}" for one in Message.objects.filter(title__contains="一時停止")]
    told += [f"{one.title}{one.note}" for one in Obligation.objects.about(account.stream)]
    assert [words for words in told if incident.number in words or incident.stream in words] == []


def test_the_closure_of_a_suspended_account_takes_it_back_to_where_it_was(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.section_head)
    notice = a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=again(account))
    assert (again(account).state, owed(account)) == ("closing", [("open", ON + WEEK, "section_head")])
    days: dict[str, Any] = {"account_on": ON, "homepage_on": ON}
    cancel_notice(notice, by=world.section_head, at=AT, cancel_reason="続ける", **days)
    assert (again(account).state, again(account).suspended_words) == ("suspended", SAID)
    assert owed(account) == [("open", ON + WEEK, "section_head")]


def test_an_account_whose_end_is_announced_is_suspended_and_used_again(world: OfficeWorld, account: Account) -> None:
    """A hijack does not wait for the end of a period."""
    a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=account)
    stopped = suspended(again(account), by=world.section_head)
    assert (stopped.state, stopped.suspended_on, [state for state, _, _ in owed(account)]) == ("closing", ON, ["open"])
    new: dict[str, Any] = {"suspended_words": "まだ使えません。", "suspension_due_on": ON + timedelta(days=12)}
    renewed = renew_suspension(stopped, by=world.section_head, at=AT, reason="復旧を待つため", **new)
    assert (renewed.state, renewed.suspended_words) == ("closing", "まだ使えません。")
    back = reinstate_account(renewed, by=world.section_head, at=AT, done="権限を確かめた。")
    assert (back.state, back.suspended_on, back.suspended_words) == ("closing", None, "")
    assert [state for state, _, _ in owed(account)] == ["fulfilled", "fulfilled"]


def test_an_account_that_ends_unused_is_not_suspended(world: OfficeWorld) -> None:
    unused = an_account(A.ACQUIRED, world=world)
    a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=unused)
    with pytest.raises(Conflict):
        suspended(again(unused), by=world.section_head)


def test_cancelling_the_end_of_an_account_suspended_meanwhile_leaves_it_suspended(
    world: OfficeWorld, account: Account
) -> None:
    notice = a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=world, account=account)
    suspended(again(account), by=world.section_head)
    days: dict[str, Any] = {"account_on": ON, "homepage_on": ON}
    cancel_notice(notice, by=world.section_head, at=AT, cancel_reason="続ける", **days)
    assert (again(account).state, again(account).suspended_words) == ("suspended", SAID)


def test_an_account_that_ends_says_nothing_of_its_suspension_any_more(world: OfficeWorld, account: Account) -> None:
    suspended(account, by=world.section_head)
    a_notice(NoticeState.EFFECTED, NoticeKind.CLOSURE, world=world, account=again(account))
    now = again(account)
    assert (now.state, now.suspended_on, now.suspended_for, now.suspended_words) == ("closed", None, "", "")
    assert [state for state, _, _ in owed(account)] == ["void"]


def test_it_is_stopped_once(world: OfficeWorld, account: Account) -> None:
    stopped = suspended(account, by=world.section_head)
    given: dict[str, Any] = {"suspended_for": WHY, "suspended_words": SAID, "suspension_due_on": ON + WEEK}
    with pytest.raises(Conflict):
        suspend_account(account, by=world.section_head, at=AT, **given)
    assert again(account).version == stopped.version


def test_a_problem_that_comes_later_keeps_the_account_suspended_too(world: OfficeWorld, account: Account) -> None:
    stopped = suspended(account, by=world.section_head)
    leak = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, account=account)
    given: dict[str, Any] = {"reason": "漏えいの調査のため", "suspended_words": SAID, "suspension_due_on": ON + WEEK}
    renewed = renew_suspension(stopped, by=world.section_head, at=AT, incident=leak, **given)
    assert (renewed.state, again(leak).suspends(renewed)) == ("suspended", True)
    back = refused(lambda: reinstate_account(renewed, by=world.section_head, at=AT, done="確かめた。"))
    assert back.reason == "一時停止のもとになった問題が、まだ収束していません。"
    assert leak.number not in renewed.suspended_for


def test_a_drill_keeps_no_account_suspended(world: OfficeWorld, account: Account) -> None:
    stopped = suspended(account, by=world.section_head)
    drill = an_incident(S.ACKNOWLEDGED, world=world, account=account, is_drill=True)
    given: dict[str, Any] = {"reason": "訓練", "suspended_words": SAID, "suspension_due_on": ON + WEEK}
    assert (
        "訓練では"
        in refused(lambda: renew_suspension(stopped, by=world.section_head, at=AT, incident=drill, **given)).sentence
    )


def test_the_page_of_a_later_problem_leads_to_it() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=2))
    suspended(account, by=world.section_head, when=ago(hours=2))
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, account=account, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    assert "この問題のためにも一時停止を続ける" in text_of(browser.get(f"/incidents/{incident.pk}/"))
    page = f"/incidents/{incident.pk}/suspend/"
    due_on = today() + timedelta(days=3)
    typed = {"reason": "漏えいの調査のため", "suspended_words": SAID, "suspension_due_on": due_on.isoformat()}
    assert browser.post(page, typed).status_code == 302
    assert again(incident).suspends(again(account))
    assert "この問題のために止めました。" in text_of(browser.get(f"/incidents/{incident.pk}/"))
    assert "この問題のためにも一時停止を続ける" not in text_of(browser.get(f"/incidents/{incident.pk}/"))


def test_the_page_of_the_return_says_once_what_refuses_it() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=3))
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER, account=account, when=ago(hours=2))
    suspended(account, by=world.section_head, incident=incident, when=ago(hours=1))
    browser: Any = browser_of(world.section_head)
    url, sentence = (
        f"/incidents/accounts/{account.pk}/reinstate/",
        "一時停止のもとになった問題が、まだ収束していません。",
    )
    shown = browser.get(url)
    assert (shown.status_code, text_of(shown).count(sentence)) == (200, 1)
    answer = browser.post(url, {"done": "確かめた。", "seen": shown.context["seen"]})
    assert (answer.status_code, text_of(answer).count(sentence)) == (403, 1)

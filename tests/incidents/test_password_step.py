"""A hijack lasts until its new password is on record, which the step itself records where that is wanted (4-3-(2))."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from approvals.actions import record_password_change
from approvals.models import PasswordChange
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.deadlines.moves import WAIVE
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.periods.clock import japan_date
from core.periods.era import era_date
from core.staff.offices import Office
from incidents.access import do_with_password
from incidents.actions import acknowledge_incident, contain_incident, do_task, merge_incident
from incidents.attributing import attribute_incident
from incidents.course import add_member
from incidents.models import Incident, Task
from incidents.owing import password_owed
from incidents.states import IncidentKind, IncidentState
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import WITHOUT, account_of, an_incident, finish_all, finish_tasks, person_of, task_of

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
DAY = timedelta(days=1)
REFUSED = "共用のパスワードの変更がまだ記録されていないので、収束にできません。"
WAITS = "共用のパスワードの変更が記録されるまで、収束にできません。"
TICK = "共用のパスワードの変更としても記録する"


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def a_hijack(world: OfficeWorld, account: Account | None = None, **values: Any) -> Incident:
    given: dict[str, Any] = {"kind": K.HIJACK, "account": account, "noticed_at": values.get("when", AT) - DAY}
    return an_incident(S.ACKNOWLEDGED, world=world, **{**given, **values})


def changed(incident: Incident, by: Actor, **given: Any) -> Task:
    task = given.pop("task", None) or task_of(incident, "password")
    said: dict[str, Any] = {"at": AT, "result": "入り直し、変えた。", "changed_by": person_of(by), "changed_on": ON}
    said["account"] = account_of(incident)
    return do_with_password(task, **{"by": by, **said, **given})


def contained(incident: Incident, world: OfficeWorld) -> Incident:
    return contain_incident(again(incident), by=world.section_head, at=AT, contained_words="止まった。")


def owed(account: Account) -> list[str]:
    found = Obligation.objects.about(account.stream).filter(rule="approvals.password").order_by("pk")
    return list(found.values_list("state", flat=True))


def test_a_hijack_is_not_contained_before_its_new_password_is_on_record(world: OfficeWorld) -> None:
    incident = a_hijack(world)
    finish_tasks(incident, world.section_head)
    before = everything()
    with pytest.raises(Denied, match=REFUSED) as refused:
        contained(incident, world)
    assert (refused.value.clause, "「パスワードの変更を記録する」" in refused.value.way) == ("第4-3-(2)", True)
    assert everything() == before
    finish_all(incident, world.section_head)
    assert contained(incident, world).state == "contained"


def test_what_a_double_asked_for_keeps_it_too(world: OfficeWorld) -> None:
    account = an_account(world=world, when=AT - 3 * DAY)
    target = a_hijack(world, account, noticed_at=AT - 2 * DAY)
    middle, double = (a_hijack(world, account, noticed_at=AT) for _ in range(2))
    said: dict[str, Any] = {"changed_by": person_of(world.staff), "changed_on": ON - DAY}
    record_password_change(account, by=world.staff, at=AT, **said)
    assert [len(password_owed(again(one))) for one in (target, middle, double)] == [0, 1, 1]
    for one, into in ((double, middle), (middle, target)):
        merge_incident(again(one), by=world.section_head, at=AT, merged_into=again(into))
    assert len(password_owed(again(target))) == 2
    finish_tasks(target, world.section_head)
    with pytest.raises(Denied, match=REFUSED):
        contained(target, world)
    finish_all(target, world.section_head)
    assert contained(target, world).state == "contained"


def test_neither_another_cause_nor_a_waived_change_keeps_it(world: OfficeWorld) -> None:
    account = an_account(world=world, when=AT - 3 * DAY)
    first, other = a_hijack(world, account), a_hijack(world, account)
    finish_tasks(first, world.section_head)
    [waived] = password_owed(again(first))
    perform(waived, WAIVE, by=world.department_head, at=AT, ended_on=ON, waive_reason="サービスが止めたため")
    assert [len(password_owed(again(one))) for one in (first, other)] == [0, 1]
    assert contained(first, world).state == "contained"


def test_a_drill_asks_for_none(world: OfficeWorld) -> None:
    drill = a_hijack(world, is_drill=True)
    finish_tasks(drill, world.section_head)
    assert contained(drill, world).state == "contained"


def test_the_step_records_the_change_in_one_act(world: OfficeWorld) -> None:
    incident = a_hijack(world)
    done = changed(incident, world.staff, changed_on=ON - DAY)
    change = PasswordChange.objects.get()
    assert (done.state, done.result, change.changed_by, change.changed_on) == (
        "done",
        "入り直し、変えた。",
        world.staff.person,
        ON - DAY,
    )
    assert owed(account_of(incident)) == ["fulfilled"]
    events = Event.objects.filter(stream__in=[done.stream, change.stream]).order_by("-pk")
    assert events[0].act_id == events[1].act_id
    assert not Obligation.objects.about(done.stream).open().exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"changed_by": None}, "changed_by"),
        ({"changed_on": None}, "changed_on"),
        ({"changed_on": ON - 2 * DAY}, "changed_on"),
        ({"changed_on": ON + DAY}, "changed_on"),
        ({"result": " "}, "result"),
    ],
)
def test_a_wrong_change_leaves_the_step_undone_too(world: OfficeWorld, given: dict[str, Any], field: str) -> None:
    incident = a_hijack(world)
    before = everything()
    with pytest.raises(Denied) as refused:
        changed(incident, world.staff, **given)
    assert (refused.value.field, everything()) == (field, before)


def test_a_change_does_all_that_the_hijack_and_its_doubles_ask_for(world: OfficeWorld) -> None:
    account = an_account(world=world, when=AT - 3 * DAY)
    target, double = a_hijack(world, account), a_hijack(world, account, noticed_at=AT)
    merge_incident(double, by=world.section_head, at=AT, merged_into=again(target))
    with pytest.raises(Denied) as refused:
        changed(target, world.staff, changed_on=ON - DAY)
    assert refused.value.reason == (
        f"変えた日は、{era_date(ON)}からきょうまでの日を入力してください。"
        "統合した報告も含めて、気づいた日か再開の日のうち、いちばん後の日からです。"
    )
    changed(target, world.staff)
    assert owed(account) == ["fulfilled", "fulfilled"]


def test_another_step_nothing_owed_and_another_section_record_none(world: OfficeWorld) -> None:
    account = an_account(world=world, when=AT - 3 * DAY)
    incident = a_hijack(world, account)
    helper = world.foreign[Office.STAFF]
    add_member(incident, by=world.section_head, at=AT, person=person_of(helper), role="調査")
    before = everything()
    with pytest.raises(Denied, match="パスワードの変更を記録するのは"):
        changed(incident, helper, changed_by=person_of(world.staff))
    with pytest.raises(Denied, match="もう待っていません"):
        changed(incident, world.staff, task=task_of(incident, "roles"))
    assert everything() == before
    record_password_change(account, by=world.staff, at=AT, changed_by=person_of(world.staff), changed_on=ON)
    with pytest.raises(Denied, match="もう待っていません"):
        changed(incident, world.staff)
    do_task(task_of(incident, "password"), by=world.staff, at=AT, result="入り直し、変えた。")
    with pytest.raises(Conflict):
        changed(incident, world.staff)


def test_the_page_says_what_keeps_it_and_leads_to_the_record() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    finish_tasks(incident, world.section_head, when=ago(hours=1))
    page, record = f"/incidents/{incident.pk}/", f"/approvals/accounts/{account.pk}/password/"
    for reader, records in ((world.section_head, True), (world.people[Office.PR_SECTION_HEAD], False)):
        browser: Any = browser_of(reader)
        shown = browser.get(page)
        assert (WAITS in text_of(shown), record in shown.content.decode()) == (True, records)
        assert f"{page}contain/" not in shown.content.decode()
        answer = browser.get(f"{page}contain/")
        assert (answer.status_code, REFUSED in text_of(answer)) == (403, True)
        answer = browser.post(f"{page}contain/", {"contained_words": "止まった。"})
        assert (answer.status_code, REFUSED in text_of(answer)) == (403, True)
    browser = browser_of(world.section_head)
    today = japan_date(ago())
    assert browser.post(record, {"changed_by": person_of(world.staff).pk, "changed_on": today}).status_code == 302
    shown = browser.get(page)
    assert (WAITS in text_of(shown), f"{page}contain/" in shown.content.decode()) == (False, True)
    assert browser.post(f"{page}contain/", {"contained_words": "止まった。"}).status_code == 302


def test_the_form_records_both_and_asks_for_person_and_day_where_it_is_ticked() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    browser: Any = browser_of(world.staff)
    assert TICK in text_of(browser.get(url))
    assert TICK not in text_of(browser.get(f"/incidents/tasks/{task_of(incident, 'roles').pk}/do/"))
    typed = {"result": "入り直し、変えた。", "changes_password": "on"}
    missing = browser.post(url, typed)
    assert missing.context["form"].errors.keys() == {"changed_by", "changed_on"}
    both = {"changed_by": person_of(world.staff).pk, "changed_on": japan_date(ago())}
    answer = browser.post(url, typed | both, follow=True)
    assert "したことと、共用のパスワードの変更を記録しました。" in text_of(answer)
    assert (owed(account), PasswordChange.objects.count()) == (["fulfilled"], 1)


def test_the_form_records_the_step_alone_where_it_is_not_ticked() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    browser: Any = browser_of(world.staff)
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    assert browser.post(url, {"result": "復旧の手続を始めた。"}).status_code == 302
    assert (owed(account), task_of(incident, "password").state) == (["open"], "done")


def test_who_may_not_record_the_change_is_not_offered_it_and_a_tick_is_refused() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    browser: Any = browser_of(world.people[Office.PR_SECTION_HEAD])
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    assert TICK not in text_of(browser.get(url))
    typed = {"result": "変えた。", "changes_password": "on", "changed_by": person_of(world.staff).pk}
    answer = browser.post(url, typed | {"changed_on": japan_date(ago())})
    assert (answer.status_code, "パスワードの変更を記録するのは" in text_of(answer)) == (403, True)
    assert (owed(account), task_of(incident, "password").state) == (["open"], "owed")


def test_a_tick_for_what_somebody_recorded_meanwhile_is_told() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    given: dict[str, Any] = {"changed_by": person_of(world.staff), "changed_on": japan_date(ago())}
    record_password_change(account, by=world.staff, at=ago(minutes=5), **given)
    browser: Any = browser_of(world.staff)
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    assert TICK not in text_of(browser.get(url))
    typed = {"result": "変えた。", "changes_password": "on", "changed_by": person_of(world.staff).pk}
    answer = browser.post(url, typed | {"changed_on": japan_date(ago())})
    assert (answer.status_code, "もう待っていません" in text_of(answer)) == (403, True)
    assert PasswordChange.objects.count() == 1


def about(incident: Incident, account: Account | None, world: OfficeWorld, when: datetime = AT) -> None:
    """Take a problem for one of another account."""
    given: dict[str, Any] = {"by": world.section_head, "at": when, "account": account, "reason": "別のもの"}
    attribute_incident(incident, seen=again(incident).fingerprint(), **given)


@pytest.mark.parametrize("is_of_none", [False, True])
def test_a_change_of_one_account_is_not_recorded_of_another_one(world: OfficeWorld, is_of_none: bool) -> None:
    account, other = (an_account(world=world, when=AT - 3 * DAY) for _ in range(2))
    incident = a_hijack(world, account)
    about(incident, None if is_of_none else other, world)
    before = everything()
    with pytest.raises(Conflict, match="問題のアカウントが改められています"):
        changed(incident, world.staff, account=account)
    assert everything() == before


@pytest.mark.parametrize(
    ("code", "ticked"), [("password", {}), ("password", {"changes_password": "on"}), ("roles", {})]
)
def test_a_page_of_one_account_records_nothing_of_another_one(code: str, ticked: dict[str, str]) -> None:
    world = a_world()
    names = ("先の名前", "別の名前")
    account, other = (an_account(world=world, when=ago(hours=30), account_name=name) for name in names)
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    browser: Any = browser_of(world.staff)
    url = f"/incidents/tasks/{task_of(incident, code).pk}/do/"
    form = browser.get(url)
    assert (account.title in text_of(form), form.context["seen"]) == (True, account.stream)
    typed = {"result": "入り直し、変えた。", "changed_by": person_of(world.staff).pk, "changed_on": japan_date(ago())}
    typed |= {name: form.context[name] for name in ("seen", "seen_version")} | ticked
    again_shown = browser.post(url, typed | {"result": ""})
    assert (again_shown.status_code, again_shown.context["seen"]) == (200, account.stream)
    about(incident, other, world, ago(hours=1))
    refused = browser.post(url, typed)
    assert (refused.status_code, "問題のアカウントが改められています" in text_of(refused)) == (409, True)
    assert refused.context["items"] == []
    assert (PasswordChange.objects.exists(), task_of(incident, code).state) == (False, "owed")
    anew = browser.get(url)
    assert other.title in text_of(anew)
    assert browser.post(url, typed | {"seen": anew.context["seen"]}).status_code == 302
    assert task_of(incident, code).state == "done"
    found = PasswordChange.objects.values_list("account", flat=True)
    assert list(found) == ([other.pk] if ticked else [])


def test_a_page_that_named_no_account_records_nothing_of_one_either() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=30))
    head = world.people[Office.PR_SECTION_HEAD]
    given: dict[str, Any] = {"when": ago(hours=2), "noticed_at": ago(hours=3)}
    incident = an_incident(world=world, kind=K.HIJACK, account=WITHOUT, **given)
    incident = acknowledge_incident(incident, by=head, at=ago(hours=2), kind=K.HIJACK.value)
    browser: Any = browser_of(head)
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    typed = {"result": "入り直し、変えた。", "seen": browser.get(url).context["seen"]}
    attribute_incident(
        incident, by=head, at=ago(hours=1), seen=again(incident).fingerprint(), account=account, reason="分かった"
    )
    assert browser.post(url, typed).status_code == 409
    assert browser.post(url, typed | {"seen": browser.get(url).context["seen"]}).status_code == 302


def test_what_was_typed_is_given_back_by_its_labels() -> None:
    world = a_world()
    account, other = (an_account(world=world, when=ago(hours=30)) for _ in range(2))
    incident = a_hijack(world, account, when=ago(hours=2), noticed_at=ago(hours=3))
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    day = japan_date(ago()).isoformat()
    typed = {"result": "変えた。", "changes_password": "on", "changed_by": "123", "changed_on": day}
    about(incident, other, world, ago(hours=1))
    stale = browser_of(world.staff).post(url, typed | {"seen": account.stream})
    signed_out = Client().post(url, typed)
    assert (stale.status_code, signed_out.status_code) == (409, 403)
    for answer in (stale, signed_out):
        given_back: Any = answer.context["typed"]
        assert list(given_back) == [("したこと", "変えた。"), ("変えた日", day)]


def test_the_form_names_the_first_day_that_counts() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=100))
    incident = a_hijack(world, account, when=ago(hours=50), noticed_at=ago(hours=75))
    double = a_hijack(world, account, when=ago(hours=50), noticed_at=ago(hours=51))
    merge_incident(double, by=world.section_head, at=ago(hours=49), merged_into=again(incident))
    browser: Any = browser_of(world.staff)
    url = f"/incidents/tasks/{task_of(incident, 'password').pk}/do/"
    named = f"{era_date(japan_date(double.noticed_at))}からきょうまでの日"
    assert named in text_of(browser.get(url))
    typed = {"result": "変えた。", "changes_password": "on", "changed_by": person_of(world.staff).pk}
    answer = browser.post(url, typed | {"changed_on": japan_date(incident.noticed_at)})
    [sentence] = answer.context["form"].errors["changed_on"]
    assert (named in sentence, "統合した報告も含めて" in sentence) == (True, True)

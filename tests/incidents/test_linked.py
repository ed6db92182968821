"""From a problem to what hangs on it and back: the account it silenced, a sudden closure, warnings, doubles (第7)."""

from typing import Any

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.models import ChangeNotice
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import Office
from core.uploads.forms import Upload
from incidents.actions import do_task, merge_incident
from incidents.closing import begin_closure
from incidents.course import add_evidence
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from incidents.warned import end_warning, update_warning
from incidents.warning import warn_public
from publications.imitations.states import ImitationState
from tests.approvals.pages import a_world, ago, browser_of, today
from tests.factories import AT, ON, an_appointment, everything, the_actor
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import WITHOUT, account_of, an_incident, task_of
from tests.factories.suspensions import SAID, WHY, suspended
from tests.incidents.test_warning import WARNING
from tests.matrix.incident_records import PNG

pytestmark = pytest.mark.django_db
ENDS = ("suspend", "closure", "warning", "warning/end")
S, K, A = IncidentState, IncidentKind, AccountState


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def text(by: Any, url: str) -> str:
    """Return a page as somebody sees it."""
    answer = browser_of(by).get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def warned(world: OfficeWorld, **values: Any) -> Incident:
    """Acknowledge an incident and warn the public because of it."""
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=values.pop("when", AT), by=values.pop("by", None))
    by = world.people[Office.PR_SECTION_HEAD]
    warn_public(task_of(incident, "list"), by=by, at=incident.reported_at, **{**WARNING, **values})
    return again(incident)


def test_account_and_incident_lead_to_each_other_for_who_may_read() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=2))
    leak = an_incident(S.ACKNOWLEDGED, world=world, kind=K.LEAK, account=account, when=ago(hours=1))
    head = browser_of(world.section_head)
    page = f"/incidents/{leak.pk}/"
    assert f"{page}suspend/" in text(world.section_head, page)
    typed = {"suspended_for": WHY, "suspended_words": SAID}
    form: Any = head.get(f"{page}suspend/").context["form"]
    typed |= {"suspension_due_on": str(form["suspension_due_on"].value())}
    assert head.post(f"{page}suspend/", typed).status_code == 302
    assert again(account).state == "suspended"
    own = text(world.section_head, page)
    assert ("アカウントを一時停止した" in own, "この問題のために止めました" in own) == (True, True)
    detail = f"/accounts/{account.pk}/"
    assert leak.number in text(world.section_head, detail)
    for outsider in (world.foreign[Office.STAFF], world.second_staff, world.people[Office.POLICY_DIRECTOR]):
        seen = text(outsider, detail)
        assert (WHY in seen, SAID in seen, leak.number in seen) == (True, True, False)


def test_words_that_argue_back_go_out_knowingly_only() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=2))
    browser, url = browser_of(world.section_head), f"/incidents/accounts/{account.pk}/suspend/"
    form: Any = browser.get(url).context["form"]
    typed = {"suspended_for": WHY, "suspended_words": "事実無根の投稿のため止めます。"}
    typed |= {"suspension_due_on": str(form["suspension_due_on"].value())}
    refused = browser.post(url, typed)
    assert (refused.status_code, "事実無根" in refused.content.decode()) == (200, True)
    assert again(account).state == "active"
    assert browser.post(url, typed | {"knows_words": "on"}).status_code == 302
    assert again(account).suspended_words == "事実無根の投稿のため止めます。"


def test_a_problem_without_an_account_silences_none() -> None:
    world = a_world()
    incident = an_incident(world=world, account=WITHOUT, when=ago(hours=1))
    browser = browser_of(world.people[Office.PR_SECTION_HEAD])
    answers = {end: browser.get(f"/incidents/{incident.pk}/{end}/").status_code for end in ENDS}
    assert answers == dict.fromkeys(ENDS, 404)


def test_a_sudden_closure_begins_from_the_problem_and_both_lead_to_each_other() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=2))
    hijack = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=account, when=ago(hours=1))
    staff, url = browser_of(world.staff), f"/incidents/{hijack.pk}/closure/"
    form: Any = staff.get(url).context["form"]
    reason = "問題への対応のため、周知の期間を置けません。"
    assert form["deviation_reason"].value() == reason
    assert staff.post(url, {"reason": "使えなくなったため", "deviation_reason": reason}).status_code == 302
    notice = ChangeNotice.objects.get()
    assert (again(hijack).closure, notice.kind, notice.deviation_reason) == (notice, "closure", reason)
    page = f"/approvals/notices/{notice.pk}/"
    incident_page = text(world.staff, f"/incidents/{hijack.pk}/")
    assert (page in incident_page, "アカウントを急に廃止する案を作った" in incident_page) == (True, True)
    assert f"/incidents/{hijack.pk}/" in text(world.staff, page)


def test_a_closure_names_no_problem_and_outsiders_of_a_leak_find_no_way() -> None:
    world = a_world()
    account = an_account(A.ACTIVE, world=world, when=ago(hours=2))
    leak = an_incident(
        S.ACKNOWLEDGED, world=world, kind=K.LEAK, account=account, when=ago(hours=1), by=world.section_head
    )
    browser, url = browser_of(world.section_head), f"/incidents/{leak.pk}/closure/"
    form: Any = browser.get(url).context["form"]
    given = {"reason": "止めるため", "deviation_reason": form["deviation_reason"].value()}
    assert browser.post(url, given).status_code == 302
    notice = ChangeNotice.objects.get()
    page = f"/approvals/notices/{notice.pk}/"
    assert f"/incidents/{leak.pk}/" in text(world.section_head, page)
    assert leak.number not in text(world.second_staff, page)


def test_no_closure_begins_from_a_drill_or_from_what_is_over(world: OfficeWorld) -> None:
    for incident in (an_incident(S.ACKNOWLEDGED, world=world, is_drill=True), an_incident(S.DISMISSED, world=world)):
        before = everything()
        with pytest.raises(Denied):
            begin_closure(incident, by=world.staff, at=AT, account=account_of(incident), reason="やめるため")
        assert everything() == before


def test_a_warning_goes_on_and_ends_from_the_problem(world: OfficeWorld) -> None:
    incident = warned(world)
    by = world.people[Office.PR_SECTION_HEAD]
    update_warning(incident, by=by, at=AT, words="まだ残っています。", outcome="二度目の申立てをした。")
    imitation = again(incident).imitation
    assert imitation is not None
    notes = [one.words for one in incident.notes.order_by("pk")]
    assert (imitation.words, notes) == (
        "まだ残っています。",
        [f"公開の警告({imitation.title}):二度目の申立てをした。"],
    )
    end_warning(again(incident), by=by, at=AT, reason="サービスが削除した。", seen=imitation.fingerprint())
    ended = again(imitation)
    assert (ended.state, ended.reason, ended.ended_on) == (ImitationState.ENDED, "サービスが削除した。", ON)


def test_nobody_else_ends_it_and_nobody_twice(world: OfficeWorld) -> None:
    incident = warned(world)
    for by in (world.section_head, world.staff, world.policy_director):
        before = everything()
        with pytest.raises(Denied, match="ふるさと発信課です"):
            end_warning(incident, by=by, at=AT, reason="なくなった。")
        assert everything() == before
    keeper = world.people[Office.PR_SECTION_HEAD]
    with pytest.raises(Denied) as caught:
        end_warning(incident, by=keeper, at=AT, reason=" ")
    assert caught.value.field == "reason"
    end_warning(incident, by=keeper, at=AT, reason="なくなった。")
    with pytest.raises(Conflict):
        end_warning(again(incident), by=keeper, at=AT, reason="なくなった。")
    with pytest.raises(Denied, match="警告を終えた記録は直せません"):
        update_warning(again(incident), by=keeper, at=AT, words="まだある。")


def test_the_course_tells_of_the_end_and_the_page_leads_there() -> None:
    world = a_world()
    incident = warned(world, when=ago(hours=1))
    keeper = world.people[Office.PR_SECTION_HEAD]
    page = f"/incidents/{incident.pk}/"
    shown = text(keeper, page)
    assert (f"{page}warning/" in shown, f"{page}warning/end/" in shown) == (True, True)
    assert f"{page}warning/end/" not in text(world.section_head, page)
    browser = browser_of(keeper)
    answer = browser.post(f"{page}warning/end/", {"reason": "サービスが削除した。"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = text(world.section_head, page)
    assert ("公開の警告を終えた" in shown, "サービスが削除した。" in shown, "警告終了" in shown) == (True, True, True)


def outcome(incident: Incident) -> tuple[str, str]:
    """Return the state of the last task that asks what came of the request for deletion, and its result."""
    task = incident.tasks.filter(code="outcome").latest("turn")
    return task.state, task.result


def test_the_end_of_a_warning_says_what_came_of_the_request_for_deletion(world: OfficeWorld) -> None:
    incident, by = warned(world), world.people[Office.PR_SECTION_HEAD]
    imitation = end_warning(incident, by=by, at=AT, reason=" 削除された。 ", settles=True)
    assert outcome(incident) == ("done", f"公開の警告を終えました({imitation.title}):削除された。")
    task = incident.tasks.get(code="outcome")
    assert Obligation.objects.get(about=task.stream).state == "fulfilled"
    events = [Event.objects.filter(stream=one.stream).latest("number") for one in (imitation, task)]
    assert events[0].act_id == events[1].act_id


def test_a_warning_ended_for_another_reason_leaves_the_request_open(world: OfficeWorld) -> None:
    incident = warned(world)
    end_warning(incident, by=world.people[Office.PR_SECTION_HEAD], at=AT, reason="URLを写し間違えた。")
    assert outcome(incident) == ("owed", "")


def test_what_came_of_it_is_recorded_once(world: OfficeWorld) -> None:
    incident, by = warned(world), world.people[Office.PR_SECTION_HEAD]
    do_task(task_of(incident, "outcome"), by=world.section_head, at=AT, result="断られた。", next_one="last")
    before = everything()
    with pytest.raises(Denied, match="もう待っていません"):
        end_warning(again(incident), by=by, at=AT, reason="なくなった。", settles=True)
    assert everything() == before


def test_the_form_offers_it_while_it_waits_and_to_whoever_may_record_it() -> None:
    world, when = a_world(), ago(hours=1)
    keeper = world.people[Office.PR_SECTION_HEAD]
    helper = the_actor(an_appointment(None, Office.STAFF, keeper.unit, today(), at=when), at=when)
    incident = warned(world, when=when, by=helper)
    page = f"/incidents/{incident.pk}/warning/end/"
    label = "削除の求めの結果も記録する"
    assert [label in text(one, page) for one in (keeper, helper)] == [True, False]
    answer = browser_of(keeper).post(page, {"reason": "サービスが削除した。", "settles": "on"})
    assert (answer.status_code, outcome(incident)[0]) == (302, "done")


def test_a_form_sent_without_the_mark_ends_the_warning_alone() -> None:
    world = a_world()
    incident = warned(world, when=ago(hours=1))
    answer = browser_of(world.people[Office.PR_SECTION_HEAD]).post(
        f"/incidents/{incident.pk}/warning/end/", {"reason": "写し間違えた。"}
    )
    assert (answer.status_code, outcome(incident)) == (302, ("owed", ""))


def test_the_evidence_and_warning_of_a_double_are_led_to_from_its_target() -> None:
    world = a_world()
    double = warned(world, when=ago(hours=1))
    picture = Upload("画面.png", "image/png", PNG)
    add_evidence(double, by=world.staff, at=ago(minutes=50), file=picture, words="偽の画面")
    target = an_incident(S.ACKNOWLEDGED, world=world, account=double.account, when=ago(minutes=40))
    merge_incident(again(double), by=world.section_head, at=ago(minutes=30), merged_into=target)
    shown = text(world.people[Office.PR_SECTION_HEAD], f"/incidents/{target.pk}/")
    evidence = double.evidence.get()
    ways = (f"/incidents/{double.pk}/", f"/incidents/evidence/{evidence.pk}/", f"/incidents/{double.pk}/warning/end/")
    assert [way in shown for way in ways] == [True, True, True]
    assert f"/incidents/{target.pk}/" in text(world.staff, f"/incidents/{double.pk}/")


def test_a_double_that_the_reader_may_not_open_is_not_named() -> None:
    world = a_world()
    elsewhere = {"account": WITHOUT, "by": world.foreign[Office.STAFF], "title": "ほかの課の問題"}
    double = an_incident(world=world, when=ago(hours=1), **elsewhere)
    target = an_incident(S.ACKNOWLEDGED, world=world, when=ago(minutes=40))
    merge_incident(again(double), by=world.people[Office.PR_SECTION_HEAD], at=ago(minutes=30), merged_into=target)
    assert "ほかの課の問題" not in text(world.staff, f"/incidents/{target.pk}/")
    assert "ほかの課の問題" in text(world.policy_director, f"/incidents/{target.pk}/")


def test_a_suspended_account_is_filtered_and_listed_as_such() -> None:
    world = a_world()
    account: Account = an_account(A.ACTIVE, world=world, when=ago(hours=2), account_name="止めた名前")
    suspended(account, by=world.section_head, when=ago(hours=1))
    elsewhere = world.foreign[Office.STAFF]
    listed = text(elsewhere, "/accounts/?state=suspended")
    assert ("止めた名前" in listed, "一時停止中" in listed) == (True, True)
    assert "止めた名前" not in text(elsewhere, "/accounts/?state=active")
    assert "一時停止" in text(world.staff, f"/accounts/{account.pk}/sheet/")

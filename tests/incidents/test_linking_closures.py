"""A closure of the account that was begun beside the problem becomes the problem's, with its deviation (4-5-(2))."""

from typing import Any

import pytest

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.actions import deviate_notice
from approvals.notices.states import NoticeKind, NoticeState
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import Office
from incidents.attributing import attribute_incident
from incidents.closing import begin_closure, link_closure
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import WITHOUT, account_of, an_incident
from tests.factories.notices import a_notice

pytestmark = pytest.mark.django_db
S, K, N = IncidentState, IncidentKind, NoticeState
CLOSURE = NoticeKind.CLOSURE


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def a_hijack(world: OfficeWorld, account: Account | Any, **values: Any) -> Incident:
    given: dict[str, Any] = {"world": world, "kind": K.HIJACK, "account": account, **values}
    return an_incident(S.ACKNOWLEDGED, **given)


def linked(incident: Incident, by: Actor, notice: ChangeNotice | None) -> Incident:
    return link_closure(incident, by=by, at=AT, notice=notice)


def test_a_closure_that_is_announced_is_linked_and_goes_on_as_it_was(world: OfficeWorld) -> None:
    account = an_account(world=world)
    notice = a_notice(N.ANNOUNCED, CLOSURE, world=world, account=account)
    incident = a_hijack(world, again(account))
    assert again(account).state == "closing"
    before = notice.fingerprint()
    done = linked(incident, world.section_head, notice)
    assert (done.closure, again(notice).fingerprint()) == (notice, before)
    event = Event.objects.filter(stream=incident.stream).latest("pk")
    assert (event.move, event.facts.body.count(notice.stream)) == ("incidents.incident.edit", 1)


def test_a_closure_may_be_that_of_several_problems(world: OfficeWorld) -> None:
    notice = a_notice(N.DRAFT, CLOSURE, world=world)
    incidents = [a_hijack(world, notice.account) for _ in range(2)]
    assert [linked(one, world.section_head, notice).closure for one in incidents] == [notice, notice]


def test_nobody_else_links_it_and_nothing_else_is_linked(world: OfficeWorld) -> None:
    account = an_account(world=world)
    own = a_notice(N.DRAFT, CLOSURE, world=world, account=account)
    change = a_notice(N.DRAFT, world=world, account=account)
    elsewhere = a_notice(N.DRAFT, CLOSURE, world=world, account=an_account(world=world, account_name="別の名前"))
    incident = a_hijack(world, account)
    before = everything()
    with pytest.raises(Denied, match="対応を決めるのは"):
        linked(incident, world.staff, own)
    for wrong in (change, elsewhere, None):
        with pytest.raises(Denied, match="結び付ける廃止を選んで") as refused:
            linked(incident, world.section_head, wrong)
        assert refused.value.field == "notice"
    assert everything() == before


def test_what_was_given_up_is_not_linked_and_may_be_followed_by_another(world: OfficeWorld) -> None:
    account = an_account(world=world)
    given_up = a_notice(N.CANCELLED, CLOSURE, world=world, account=account)
    incident = a_hijack(world, account)
    with pytest.raises(Denied, match="結び付ける廃止を選んで"):
        linked(incident, world.section_head, given_up)
    why = {"reason": "止めるため", "deviation_reason": "急ぐため"}
    begun = begin_closure(incident, by=world.staff, at=AT, account=account_of(incident), **why)
    with pytest.raises(Denied, match="すでに結び付いています"):
        linked(again(incident), world.section_head, begun)


def test_a_drill_an_imitation_and_what_is_over_take_none(world: OfficeWorld) -> None:
    notice = a_notice(N.DRAFT, CLOSURE, world=world)
    given: dict[str, Any] = {"world": world, "account": notice.account}
    for incident, match in (
        (an_incident(S.ACKNOWLEDGED, **given, kind=K.HIJACK, is_drill=True), "訓練では"),
        (an_incident(S.ACKNOWLEDGED, **given), "市のアカウントに起きた問題のほか"),
        (an_incident(S.DISMISSED, **given, kind=K.OTHER), "該当なしの問題からは"),
    ):
        with pytest.raises(Denied, match=match):
            linked(incident, world.section_head, notice)
    nowhere = an_incident(world=world, kind=K.HIJACK, account=WITHOUT)
    with pytest.raises(Denied, match="市のアカウントに起きた問題のほか"):
        linked(nowhere, world.people[Office.PR_SECTION_HEAD], notice)


def test_the_pages_lead_to_each_other_and_the_report_tells_the_deviation() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=3))
    notice = a_notice(N.ANNOUNCED, CLOSURE, world=world, account=account, when=ago(hours=2))
    given: dict[str, Any] = {"by": world.section_head, "at": ago(hours=1), "deviation_reason": "乗っ取られたため"}
    deviate_notice(notice, seen=again(notice).fingerprint(), **given)
    incident = a_hijack(world, again(account), when=ago(minutes=50))
    browser: Any = browser_of(world.section_head)
    page, url = f"/incidents/{incident.pk}/", f"/incidents/{incident.pk}/closure/link/"
    assert url in browser.get(page).content.decode()
    assert url not in browser_of(world.staff).get(page).content.decode()
    assert "逸脱" in text_of(browser.get(url))
    assert browser.post(url, {"notice": notice.pk}).status_code == 302
    shown = browser.get(page)
    assert "進行中のアカウントの廃止を結び付けた" in text_of(shown)
    assert "アカウントを急に廃止する案を作った" not in text_of(shown)
    assert (f"/approvals/notices/{notice.pk}/" in shown.content.decode(), url in shown.content.decode()) == (
        True,
        False,
    )
    sheet = text_of(browser.get(f"{page}sheet/"))
    assert ("期間を置けない理由:乗っ取られたため" in sheet, "進行中のアカウントの廃止を結び付けた" in sheet) == (
        True,
        True,
    )
    assert page in browser.get(f"/approvals/notices/{notice.pk}/").content.decode()


def test_without_a_closure_the_page_says_so_and_offers_no_button() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=3))
    incident = a_hijack(world, account, when=ago(minutes=50))
    browser: Any = browser_of(world.section_head)
    url = f"/incidents/{incident.pk}/closure/link/"
    assert url not in browser.get(f"/incidents/{incident.pk}/").content.decode()
    answer = browser.get(url)
    assert (answer.status_code, "このアカウントの廃止は、進んでいません。" in text_of(answer)) == (403, True)


def test_who_may_not_read_the_closure_reads_nothing_of_it() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=3))
    notice = a_notice(N.DRAFT, CLOSURE, world=world, account=account, when=ago(hours=2))
    reporter = world.foreign[Office.STAFF]
    incident = a_hijack(world, account, by=reporter, when=ago(minutes=50))
    link_closure(incident, by=world.section_head, at=ago(minutes=40), notice=notice)
    browser: Any = browser_of(reporter)
    for page in (f"/incidents/{incident.pk}/", f"/incidents/{incident.pk}/sheet/"):
        shown = text_of(browser.get(page))
        assert ("アカウントの廃止" in shown, "この問題のための廃止" in shown) == (False, False)


def test_a_form_of_one_account_begins_the_closure_of_no_other() -> None:
    world = a_world()
    account, other = (
        an_account(world=world, when=ago(hours=3), account_name=name) for name in ("先の名前", "別の名前")
    )
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER, account=account, when=ago(hours=2))
    browser: Any = browser_of(world.section_head)
    url = f"/incidents/{incident.pk}/closure/"
    form = browser.get(url)
    assert (account.title in text_of(form), form.context["seen"]) == (True, account.stream)
    given: dict[str, Any] = {"by": world.section_head, "at": ago(hours=1), "account": other, "reason": "別のこと"}
    attribute_incident(incident, seen=again(incident).fingerprint(), **given)
    typed = {
        "reason": "使えなくなったため",
        "deviation_reason": "急ぐため",
        "seen_version": form.context["seen_version"],
    }
    refused = browser.post(url, typed | {"seen": form.context["seen"]})
    assert (refused.status_code, "問題のアカウントが改められています" in text_of(refused)) == (409, True)
    assert not ChangeNotice.objects.exists()
    assert browser.post(url, typed | {"seen": browser.get(url).context["seen"]}).status_code == 302
    assert ChangeNotice.objects.get().account == other


def test_a_closure_is_begun_of_no_account_that_the_problem_is_about_no_more(world: OfficeWorld) -> None:
    account = an_account(world=world)
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER, account=account)
    given: dict[str, Any] = {"by": world.section_head, "at": AT, "account": None, "reason": "別のこと"}
    attribute_incident(incident, seen=again(incident).fingerprint(), **given)
    before = everything()
    with pytest.raises(Conflict, match="問題のアカウントが改められています"):
        begin_closure(incident, by=world.staff, at=AT, account=account, reason="止める", deviation_reason="急ぐ")
    assert everything() == before


def test_another_account_lets_go_what_was_linked_and_the_course_says_so_to_who_reads_it() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=3))
    closure = a_notice(N.DRAFT, CLOSURE, world=world, account=account, when=ago(hours=2))
    head, reporter = world.people[Office.PR_SECTION_HEAD], world.foreign[Office.STAFF]
    incident = a_hijack(world, account, by=reporter, when=ago(minutes=50))
    link_closure(incident, by=world.section_head, at=ago(minutes=40), notice=closure)
    page, before = f"/incidents/{incident.pk}/", again(closure).fingerprint()
    browser: Any = browser_of(world.section_head)
    form = text_of(browser.get(f"{page}account/"))
    assert "この問題から外れます。廃止の手続は、そのまま進みます。" in form
    given: dict[str, Any] = {"by": world.section_head, "at": ago(minutes=30), "account": None, "reason": "別のこと"}
    done = attribute_incident(incident, seen=again(incident).fingerprint(), **given)
    assert (done.closure, again(closure).fingerprint()) == (None, before)
    words = ("進行中のアカウントの廃止を結び付けた", "アカウントの廃止との結び付きを外した")
    for reader, reads in ((head, True), (reporter, False)):
        browser = browser_of(reader)
        shown = [text_of(browser.get(f"{page}{part}")) for part in ("", "sheet/")]
        assert [[one in text for one in words] for text in shown] == [[reads, reads]] * 2

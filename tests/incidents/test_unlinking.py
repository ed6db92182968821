"""A public warning, or a closure, that was linked with a problem by mistake is taken back with a reason (7-3, 第7)."""

from typing import Any

import pytest

from approvals.handovers.states import HandOverState
from approvals.models import ChangeNotice
from approvals.notices.states import NoticeKind, NoticeState
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import close_incident, contain_incident, dismiss_incident, do_task, judge_task, reopen_incident
from incidents.closing import begin_closure, link_closure
from incidents.models import Incident
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from incidents.unlinking import unlink_closure, unlink_warning
from incidents.warning import warn_public
from publications.imitations.actions import end_imitation, enter_imitation
from publications.imitations.models import Imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world
from tests.factories.hand_overs import a_hand_over, filed_account
from tests.factories.incidents import account_of, an_incident, finish_all, task_of
from tests.factories.notices import a_notice
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
WHY = "別のなりすましの警告でした。"
STOPS: dict[str, Any] = {"reason": "止めるため", "deviation_reason": "急ぐため"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def keeper(world: OfficeWorld) -> Actor:
    return world.people[Office.PR_SECTION_HEAD]


def warned(world: OfficeWorld, **values: Any) -> tuple[Incident, Imitation]:
    """Return a problem with a warning that stood before and was linked."""
    when = values.pop("when", AT)
    imitation = enter_imitation(by=keeper(world), at=when, **WARNING)
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=when, **values)
    link_warning(task_of(incident, "list"), by=keeper(world), at=when, imitation=imitation)
    return again(incident), imitation


def ending(world: OfficeWorld, **values: Any) -> tuple[Incident, ChangeNotice]:
    """Return a problem with a closure under way that was linked."""
    when = values.pop("when", AT)
    notice = a_notice(NoticeState.DRAFT, NoticeKind.CLOSURE, world=world, when=when, **values)
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER, account=notice.account, when=when)
    return link_closure(incident, by=world.section_head, at=when, notice=notice), notice


def unwarned(incident: Incident, by: Actor, **given: Any) -> Incident:
    return unlink_warning(again(incident), **{"by": by, "at": AT, "reason": WHY, **given})


def unclosed(incident: Incident, by: Actor, **given: Any) -> Incident:
    return unlink_closure(again(incident), **{"by": by, "at": AT, "reason": WHY, **given})


def steps(incident: Incident) -> list[tuple[int, str, str]]:
    found = incident.tasks.filter(code="list").order_by("turn")
    return list(found.values_list("turn", "state", "grade"))


DONE = (1, "done", "situation")


def test_a_warning_is_the_problems_no_more_and_goes_on_warning(world: OfficeWorld) -> None:
    incident, imitation = warned(world)
    before = again(imitation).fingerprint()
    done = unwarned(incident, world.section_head)
    assert (done.imitation, again(imitation).fingerprint(), steps(incident)) == (None, before, [DONE])
    event = Event.objects.filter(stream=incident.stream).latest("number")
    assert (event.move, WHY in event.facts.body) == ("incidents.incident.edit", True)
    other = an_incident(S.ACKNOWLEDGED, world=world)
    assert link_warning(task_of(other, "list"), by=keeper(world), at=AT, imitation=imitation).state == "done"


def test_the_step_comes_once_more_where_that_is_asked_and_may_be_done_by_the_right_warning(world: OfficeWorld) -> None:
    incident, _ = warned(world)
    unwarned(incident, world.section_head, puts_again=True)
    assert steps(incident) == [DONE, (2, "judging", "situation")]
    second = task_of(incident, "list", 2)
    [duty] = Obligation.objects.about(second.stream).open()
    assert (duty.rule, duty.debtor_office) == ("incidents.judge", "pr_section_head")
    right = enter_imitation(by=keeper(world), at=AT, **{**WARNING, "url": "https://x.com/right"})
    with pytest.raises(Denied, match="もう一度載っています"):
        link_warning(task_of(incident, "list"), by=keeper(world), at=AT, imitation=right)
    done = link_warning(second, by=keeper(world), at=AT, imitation=right)
    assert (done.state, again(incident).imitation) == ("done", right)
    unwarned(incident, keeper(world), puts_again=True)
    assert steps(incident)[2:] == [(3, "judging", "situation")]


def test_a_step_that_was_done_otherwise_is_not_put_again(world: OfficeWorld) -> None:
    imitation = enter_imitation(by=keeper(world), at=AT, **WARNING)
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    task = judge_task(task_of(incident, "list"), by=keeper(world), at=AT, is_needed=True)
    do_task(task, by=keeper(world), at=AT, result="一覧から警告した。")
    later = AT.replace(second=AT.second + 1)
    link_warning(task_of(incident, "list"), by=world.section_head, at=later, imitation=imitation)
    before = everything()
    with pytest.raises(Denied, match="もう一度載せられません"):
        unwarned(incident, world.section_head, puts_again=True)
    assert everything() == before
    assert unwarned(incident, world.section_head).imitation is None


def test_a_closure_is_the_problems_no_more_and_goes_on(world: OfficeWorld) -> None:
    incident, notice = ending(world)
    before = again(notice).fingerprint()
    done = unclosed(incident, world.section_head)
    assert (done.closure, again(notice).fingerprint()) == (None, before)
    assert link_closure(done, by=world.section_head, at=AT, notice=notice).closure == notice


def test_nobody_else_undoes_it_and_not_without_a_reason(world: OfficeWorld) -> None:
    of_warning, of_closure = warned(world)[0], ending(world)[0]
    before = everything()
    for undo, incident in ((unwarned, of_warning), (unclosed, of_closure)):
        for by in (world.staff, world.general_affairs_director, world.foreign[Office.SECTION_HEAD]):
            with pytest.raises(Denied, match="対応を決めるのは"):
                undo(incident, by)
        with pytest.raises(Denied, match="外す理由を入力") as refused:
            undo(incident, world.section_head, reason=" ")
        assert refused.value.field == "reason"
    assert everything() == before


def test_what_was_begun_from_the_problem_stays(world: OfficeWorld) -> None:
    entered = an_incident(S.ACKNOWLEDGED, world=world)
    warn_public(task_of(entered, "list"), by=keeper(world), at=AT, **WARNING)
    begun = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER)
    begin_closure(begun, by=world.staff, at=AT, account=account_of(begun), **STOPS)
    before = everything()
    with pytest.raises(Denied, match="この問題から登録したもの"):
        unwarned(entered, world.section_head)
    with pytest.raises(Denied, match="この問題から始めたもの"):
        unclosed(begun, world.section_head)
    assert everything() == before


def test_what_is_linked_with_nothing_is_undone_by_nothing(world: OfficeWorld) -> None:
    incident, _ = warned(world)
    unwarned(incident, world.section_head)
    with pytest.raises(Denied, match="結び付けた公開の警告はありません"):
        unwarned(incident, world.section_head)
    with pytest.raises(Denied, match="結び付けた廃止はありません"):
        unclosed(incident, world.section_head)


def test_who_may_not_read_the_closure_is_told_nothing_of_it(world: OfficeWorld) -> None:
    incident, notice = ending(world, account=filed_account(world, AT))
    a_hand_over(HandOverState.ACCEPTED, world=world, account=again(notice.account))
    with pytest.raises(Denied, match="結び付けた廃止はありません"):
        unclosed(incident, world.section_head)
    assert unclosed(incident, keeper(world)).closure is None


def test_it_is_refused_once_the_problem_is_over(world: OfficeWorld) -> None:
    head = world.section_head
    closed, _ = warned(world)
    finish_all(closed, head)
    contain_incident(again(closed), by=head, at=AT, contained_words="消えた。")
    close_incident(again(closed), by=head, at=AT, causes="似た名前", measures="認証の印")
    dismissed, _ = ending(world)
    dismiss_incident(again(dismissed), by=head, at=AT, dismissed_for="本物でした。")
    before = everything()
    with pytest.raises(Denied, match="完了の問題では、結び付きを外せません") as refused:
        unwarned(closed, head)
    assert refused.value.way == "誤って結び付けたものは、対応を再開してから外してください。"
    with pytest.raises(Denied, match="該当なしの問題では、結び付きを外せません"):
        unclosed(dismissed, head)
    assert everything() == before
    reopen_incident(again(closed), by=head, at=AT, reason="結び付きの訂正")
    assert unwarned(closed, head).imitation is None


def test_what_is_contained_lets_go_but_puts_no_step_again(world: OfficeWorld) -> None:
    incident, _ = warned(world)
    finish_all(incident, world.section_head)
    contain_incident(again(incident), by=world.section_head, at=AT, contained_words="消えた。")
    with pytest.raises(Denied, match="もう一度載せられません"):
        unwarned(incident, world.section_head, puts_again=True)
    assert (unwarned(incident, world.section_head).state, steps(incident)) == ("contained", [DONE])


def test_a_link_that_somebody_changed_meanwhile_is_not_undone(world: OfficeWorld) -> None:
    incident, _ = warned(world)
    seen = again(incident).fingerprint()
    unwarned(incident, world.section_head)
    right = enter_imitation(by=keeper(world), at=AT, **{**WARNING, "url": "https://x.com/right"})
    link_warning(task_of(incident, "list"), by=keeper(world), at=AT, imitation=right)
    with pytest.raises(Conflict):
        unwarned(incident, world.section_head, seen=seen)
    assert again(incident).imitation == right


def test_the_principal_hears_what_a_deputy_undid(world: OfficeWorld) -> None:
    of_warning, of_closure = warned(world)[0], ending(world)[0]
    deputy, before = a_deputy(world.section_head), Message.objects.count()
    unwarned(of_warning, deputy)
    unclosed(of_closure, deputy)
    told = [(one.person, one.title.partition(":")[0]) for one in Message.objects.order_by("pk")[before:]]
    assert told == [
        (world.section_head.person, "代決者が公開の警告との結び付きを外しました"),
        (world.section_head.person, "代決者がアカウントの廃止との結び付きを外しました"),
    ]


def test_the_page_of_a_warning_leads_there_says_what_follows_and_the_course_tells_it() -> None:
    world = a_world()
    incident, imitation = warned(world, when=ago(hours=1))
    page, url = f"/incidents/{incident.pk}/", f"/incidents/{incident.pk}/warning/unlink/"
    browser: Any = browser_of(world.section_head)
    assert url in browser.get(page).content.decode()
    assert url not in browser_of(world.staff).get(page).content.decode()
    form = text_of(browser.get(url))
    assert (imitation.title in form, "担当の仕事としてもう一度載ります" in form) == (True, True)
    seen = again(incident).fingerprint()
    empty = browser.post(url, {"puts_again": "on", "seen": seen})
    assert empty.context["form"].errors.keys() == {"reason"}
    assert browser.post(url, {"reason": WHY, "puts_again": "on", "seen": seen}).status_code == 302
    for part in ("", "sheet/"):
        shown = text_of(browser.get(f"{page}{part}"))
        assert f"公開の警告との結び付きを外した:{imitation.title}" in shown
        assert (WHY in shown, "終わっていないほかの問題のもの" in shown) == (True, False)
    assert url not in browser.get(page).content.decode()
    link = f"/incidents/tasks/{task_of(incident, 'list').pk}/warning/"
    assert link not in browser.get(page).content.decode()


def test_the_page_of_a_contained_problem_says_that_the_step_stays_done() -> None:
    world = a_world()
    incident, imitation = warned(world, when=ago(hours=1))
    finish_all(incident, world.section_head, when=ago(minutes=50))
    said: dict[str, Any] = {"at": ago(minutes=40), "contained_words": "消えた。"}
    contain_incident(again(incident), by=world.section_head, **said)
    browser: Any = browser_of(world.section_head)
    url = f"/incidents/{incident.pk}/warning/unlink/"
    assert "警告は、公開の一覧に出たままです。" in text_of(browser.get(url))
    end_imitation(again(imitation), by=keeper(world), at=ago(minutes=30), reason="削除された。")
    form = text_of(browser.get(url))
    assert "警告は、すでに終わっています。" in form
    assert ("済みのまま残ります。" in form, "puts_again" in browser.get(url).content.decode()) == (True, False)


def test_the_page_of_a_closure_leads_there_and_the_course_tells_it() -> None:
    world = a_world()
    incident, notice = ending(world, when=ago(hours=1))
    page, url = f"/incidents/{incident.pk}/", f"/incidents/{incident.pk}/closure/unlink/"
    browser: Any = browser_of(world.section_head)
    assert url in browser.get(page).content.decode()
    assert "廃止の手続は、そのまま進みます。" in text_of(browser.get(url))
    assert browser.post(url, {"reason": WHY, "seen": again(incident).fingerprint()}).status_code == 302
    shown = browser.get(page)
    assert ("アカウントの廃止との結び付きを外した" in text_of(shown), WHY in text_of(shown)) == (True, True)
    assert (url in shown.content.decode(), f"{page}closure/link/" in shown.content.decode()) == (False, True)
    assert page not in browser.get(f"/approvals/notices/{notice.pk}/").content.decode()


def test_what_was_begun_from_the_problem_has_no_way_to_undo_it() -> None:
    world = a_world()
    entered = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    warn_public(task_of(entered, "list"), by=keeper(world), at=ago(minutes=50), **WARNING)
    begun = an_incident(S.ACKNOWLEDGED, world=world, kind=K.OTHER, when=ago(hours=1))
    begin_closure(begun, by=world.staff, at=ago(minutes=50), account=account_of(begun), **STOPS)
    browser: Any = browser_of(world.section_head)
    for incident, url, why in ((entered, "warning/unlink/", "登録したもの"), (begun, "closure/unlink/", "始めたもの")):
        page = f"/incidents/{incident.pk}/"
        assert url not in browser.get(page).content.decode()
        for answer in (browser.get(f"{page}{url}"), browser.post(f"{page}{url}", {"reason": WHY})):
            assert (answer.status_code, why in text_of(answer)) == (403, True)

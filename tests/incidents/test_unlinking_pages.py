"""What the pages say on which a link is undone: the step, a closure that is over, a second press (7-3, 第7)."""

from typing import Any

import pytest

from approvals.handovers.states import HandOverState
from approvals.models import ChangeNotice
from approvals.notices.actions import cancel_notice
from approvals.notices.states import NoticeKind, NoticeState
from incidents.actions import contain_incident, reopen_incident, retype_incident
from incidents.closing import link_closure
from incidents.models import Incident
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from publications.imitations.actions import enter_imitation
from publications.imitations.models import Imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories.approvals import OfficeWorld, again
from tests.factories.hand_overs import a_hand_over, filed_account
from tests.factories.incidents import an_incident, finish_all, task_of
from tests.factories.notices import a_notice
from tests.incidents.test_unlinking import DONE, WHY, ending, keeper, steps, unclosed, unwarned, warned
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K, N = IncidentState, IncidentKind, NoticeState
AGAIN = [DONE, (2, "judging", "situation")]


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def of_warning(incident: Incident) -> str:
    return f"/incidents/{incident.pk}/warning/unlink/"


def of_closure(incident: Incident) -> str:
    return f"/incidents/{incident.pk}/closure/unlink/"


def pressed(browser: Any, url: str, **typed: str) -> Any:
    """Press the button of a form as it was opened."""
    return browser.post(url, {"reason": WHY, "seen": browser.get(url).context["seen"], **typed})


def right(world: OfficeWorld) -> Imitation:
    """Return another warning, which is the right one."""
    return enter_imitation(by=keeper(world), at=ago(hours=3), **{**WARNING, "url": "https://x.com/right"})


def test_a_contained_problem_says_to_reopen_first_and_then_puts_the_step_again(world: OfficeWorld) -> None:
    incident, _ = warned(world, when=ago(hours=1))
    finish_all(incident, world.section_head, when=ago(minutes=50))
    contain_incident(again(incident), by=world.section_head, at=ago(minutes=40), contained_words="消えた。")
    browser: Any = browser_of(world.section_head)
    url = of_warning(incident)
    said = "手順をもう一度載せるときは、先に対応を再開し、それから外してください。"
    assert said in text_of(browser.get(url))
    reopen_incident(again(incident), by=world.section_head, at=ago(minutes=30), reason="結び付きの訂正")
    assert said not in text_of(browser.get(url))
    assert pressed(browser, url, puts_again="on").status_code == 302
    assert steps(incident) == AGAIN


def test_a_step_that_stayed_done_comes_again_when_a_second_link_is_undone(world: OfficeWorld) -> None:
    incident, _ = warned(world, when=ago(hours=1))
    unwarned(incident, world.section_head, at=ago(minutes=50))
    second: dict[str, Any] = {"by": keeper(world), "at": ago(minutes=40), "imitation": right(world)}
    link_warning(task_of(incident, "list"), **second)
    browser: Any = browser_of(world.section_head)
    form = browser.get(of_warning(incident))
    assert ("担当の仕事としてもう一度載ります" in text_of(form), "済みにした手順はない" in text_of(form)) == (
        True,
        False,
    )
    assert pressed(browser, of_warning(incident), puts_again="on").status_code == 302
    assert steps(incident) == AGAIN


@pytest.mark.parametrize("kind", [K.IMPERSONATION, K.FLAMING])
def test_the_tick_is_set_where_the_present_kind_asks_for_the_step(world: OfficeWorld, kind: IncidentKind) -> None:
    incident, _ = warned(world, when=ago(hours=1))
    if kind != K.IMPERSONATION:
        now, why = again(incident), "批判でした。"
        said: dict[str, Any] = {"seen": now.fingerprint(), "kind": kind.value, "reason": why}
        retype_incident(now, by=world.section_head, at=ago(minutes=50), **said)
    browser: Any = browser_of(world.section_head)
    form = browser.get(of_warning(incident))
    asked = kind == K.IMPERSONATION
    assert form.context["form"]["puts_again"].value() is asked
    assert ("いまの種類の手順にはないので" in text_of(form)) is not asked
    assert pressed(browser, of_warning(incident), puts_again="on").status_code == 302
    assert steps(incident) == AGAIN


@pytest.mark.parametrize("link", ["warning", "closure"])
def test_a_second_press_keeps_the_reason_and_says_that_it_is_done(world: OfficeWorld, link: str) -> None:
    incident, url = (
        (one := warned(world, when=ago(hours=1))[0], of_warning(one))
        if link == "warning"
        else (one := ending(world, when=ago(hours=1))[0], of_closure(one))
    )
    browser: Any = browser_of(world.section_head)
    typed = {"reason": "別の課のものでした。", "seen": browser.get(url).context["seen"]}
    assert browser.post(url, typed).status_code == 302
    before = again(incident).fingerprint()
    second = browser.post(url, typed)
    assert (second.status_code, again(incident).fingerprint()) == (403, before)
    said = "すでに外されていないか、問題の画面の経過で確かめてください。"
    assert (said in text_of(second), "別の課のものでした。" in second.content.decode()) == (True, True)
    assert said in text_of(browser.get(url))


def test_who_does_not_lead_is_refused_at_the_form_and_reads_of_no_closure_that_is_not_for_him(
    world: OfficeWorld,
) -> None:
    incident, notice = ending(world, account=filed_account(world, ago(hours=2)), when=ago(hours=1))
    staff: Any = browser_of(world.staff)
    refused = staff.post(of_closure(incident), {"reason": WHY, "seen": again(incident).fingerprint()})
    assert (refused.status_code, "対応を決めるのは" in text_of(refused), WHY in refused.content.decode()) == (
        403,
        True,
        True,
    )
    a_hand_over(HandOverState.ACCEPTED, world=world, account=again(notice.account), when=ago(minutes=30))
    head: Any = browser_of(world.section_head)
    hidden = head.post(of_closure(incident), {"reason": WHY, "seen": again(incident).fingerprint()})
    assert (hidden.status_code, "結び付けた廃止はありません" in text_of(hidden)) == (403, True)
    assert "廃止の手続は" not in text_of(hidden)


def test_a_post_that_does_not_say_what_was_seen_is_a_conflict(world: OfficeWorld) -> None:
    browser: Any = browser_of(world.section_head)
    warning, closure = warned(world, when=ago(hours=1))[0], ending(world, when=ago(hours=1))[0]
    for incident, url in ((warning, of_warning(warning)), (closure, of_closure(closure))):
        answer = browser.post(url, {"reason": WHY})
        assert answer.status_code == 409
        assert f'href="/incidents/{incident.pk}/"' in answer.content.decode()
    assert (again(warning).imitation_id is None, again(closure).closure_id is None) == (False, False)


def linked_with(world: OfficeWorld, state: NoticeState) -> tuple[Incident, ChangeNotice]:
    """Return a problem with a closure that stands in a state."""
    if state == N.EFFECTED:
        notice = a_notice(state, NoticeKind.CLOSURE, world=world, when=ago(days=200))
        given: dict[str, Any] = {"world": world, "kind": K.OTHER, "account": notice.account, "when": ago(hours=1)}
        incident = an_incident(S.ACKNOWLEDGED, **given)
        return link_closure(incident, by=world.section_head, at=ago(minutes=50), notice=notice), notice
    incident, notice = ending(world, when=ago(hours=1))
    if state == N.CANCELLED:
        cancel_notice(notice, by=world.staff, at=ago(minutes=40), cancel_reason="続けるため")
    return again(incident), again(notice)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (N.DRAFT, "廃止の手続は、そのまま進みます。"),
        (N.CANCELLED, "この廃止は、すでに中止されています。"),
        (N.EFFECTED, "この廃止は、すでに実施されています。外しても、変わりません。"),
    ],
)
def test_a_closure_that_is_over_does_not_go_on(world: OfficeWorld, state: NoticeState, said: str) -> None:
    incident, notice = linked_with(world, state)
    assert notice.state == state
    browser: Any = browser_of(world.section_head)
    page = text_of(browser.get(of_closure(incident)))
    assert (said in page, "そのまま進みます" in page) == (True, state == N.DRAFT)
    assert unclosed(incident, world.section_head, at=ago(minutes=10)).closure is None

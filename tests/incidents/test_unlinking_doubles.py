"""A link of a double that was made by mistake is taken back by who leads what it goes on as (7-3, 第7)."""

from dataclasses import replace
from typing import Any

import pytest

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import Office
from incidents.actions import close_incident, contain_incident, dismiss_incident, merge_incident, reopen_incident
from incidents.models import Incident
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from incidents.unlinking import unlink_warning
from publications.imitations.models import Imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.incidents import an_incident, finish_all, task_of
from tests.incidents.test_doubles import elsewhere
from tests.incidents.test_unlinking import WHY, ending, keeper, steps, unclosed, unwarned, warned

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def warned_double(world: OfficeWorld, **values: Any) -> tuple[Incident, Incident, Imitation]:
    """Return a double of the other department with a warning that was linked, what it goes on as, and the warning."""
    when = values.get("when", AT)
    double, imitation = warned(
        replace(world, section=world.foreign_section, people=world.people | world.foreign), **values
    )
    target = an_incident(S.ACKNOWLEDGED, world=world, when=when)
    merge_incident(double, by=keeper(world), at=when, merged_into=target)
    return again(double), again(target), imitation


def linked_anew(incident: Incident, imitation: Imitation, by: Actor) -> str:
    return str(link_warning(task_of(incident, "list"), by=by, at=AT, imitation=imitation).state)


def test_who_leads_what_goes_on_lets_the_true_problem_have_the_warning(world: OfficeWorld) -> None:
    double, target, imitation = warned_double(world)
    true = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="終わっていないほかの問題のもの"):
        linked_anew(true, imitation, keeper(world))
    before = again(target).fingerprint()
    assert unwarned(double, world.section_head).imitation is None
    assert (again(target).fingerprint(), steps(double)) == (before, [(1, "done", "situation")])
    assert linked_anew(true, imitation, keeper(world)) == "done"


def test_a_closure_of_a_double_is_taken_back_in_the_same_way(world: OfficeWorld) -> None:
    double, _ = ending(world)
    merge_incident(double, by=world.section_head, at=AT, merged_into=an_incident(world=world, kind=K.OTHER))
    assert unclosed(double, world.section_head).closure is None


def test_what_was_merged_twice_is_led_by_who_leads_the_last_one(world: OfficeWorld) -> None:
    double, target, _ = warned_double(world)
    last = an_incident(world=world, account=elsewhere(world, account_name="道路の公式"))
    merge_incident(target, by=keeper(world), at=AT, merged_into=last)
    with pytest.raises(Denied, match="統合した先の対応を決める人です"):
        unwarned(double, world.section_head)
    assert unwarned(double, world.foreign[Office.SECTION_HEAD]).imitation is None


def test_who_led_the_double_does_not_and_is_not_told_who_leads_now(world: OfficeWorld) -> None:
    double, _, _ = warned_double(world)
    before = everything()
    for by in (world.foreign[Office.SECTION_HEAD], world.staff):
        with pytest.raises(Denied, match="統合した問題の結び付きを外すのは、統合した先の対応を決める人です") as refused:
            unwarned(double, by)
        assert world.section.name not in f"{refused.value.reason}{refused.value.way}"
    with pytest.raises(Denied, match="外す理由を入力"):
        unwarned(double, world.section_head, reason=" ")
    with pytest.raises(Denied, match="もう一度載せられません"):
        unwarned(double, world.section_head, puts_again=True)
    assert everything() == before


def test_it_is_refused_once_what_goes_on_is_over_and_reopening_it_is_the_way(world: OfficeWorld) -> None:
    head = world.section_head
    double, target, _ = warned_double(world)
    finish_all(target, head)
    contain_incident(again(target), by=head, at=AT, contained_words="消えた。")
    close_incident(again(target), by=head, at=AT, causes="似た名前", measures="認証の印")
    with pytest.raises(Denied, match="統合した先が「完了」なので、結び付きを外せません") as refused:
        unwarned(double, head)
    assert refused.value.way == "誤って結び付けたものは、統合した先の対応を再開してから外してください。"
    reopen_incident(again(target), by=head, at=AT, reason="結び付きの訂正")
    assert unwarned(double, head).imitation is None


def test_of_a_false_alarm_the_warning_is_free_and_its_double_keeps_it(world: OfficeWorld) -> None:
    double, imitation = warned(world)
    target = an_incident(world=world)
    merge_incident(double, by=world.section_head, at=AT, merged_into=target)
    dismiss_incident(again(target), by=world.section_head, at=AT, dismissed_for="本物でした。")
    with pytest.raises(Denied, match="統合した先が「該当なし」"):
        unwarned(double, world.section_head)
    assert linked_anew(an_incident(S.ACKNOWLEDGED, world=world), imitation, keeper(world)) == "done"


def test_what_was_merged_since_it_was_read_is_refused(world: OfficeWorld) -> None:
    incident, _ = warned(world)
    read = again(incident)
    merge_incident(again(incident), by=keeper(world), at=AT, merged_into=an_incident(world=world))
    before = everything()
    with pytest.raises(Conflict, match="ほかの問題に統合されました"):
        unlink_warning(read, by=world.section_head, at=AT, reason=WHY)
    assert everything() == before


def test_the_page_of_what_goes_on_leads_there_and_its_course_tells_it() -> None:
    world = a_world()
    double, target, imitation = warned_double(world, when=ago(hours=1))
    page, url = f"/incidents/{target.pk}/", f"/incidents/{double.pk}/warning/unlink/"
    browser: Any = browser_of(world.section_head)
    pages = [browser.get(address).content.decode() for address in (page, f"/incidents/{double.pk}/")]
    assert [url in shown for shown in pages] == [True, True]
    former: Any = browser_of(world.foreign[Office.SECTION_HEAD])
    assert url not in former.get(f"/incidents/{double.pk}/").content.decode()
    assert former.get(url).status_code == 403
    form = browser.get(url)
    assert (target.number in text_of(form), "統合した先の手順で決めるか" in text_of(form)) == (True, True)
    assert browser.post(url, {"reason": WHY, "seen": form.context["seen"]}).status_code == 302
    for part in ("", "sheet/"):
        shown = text_of(browser.get(f"{page}{part}"))
        told = f"統合した問題の公開の警告との結び付きを外した:{imitation.title}"
        assert (shown.count(told), WHY in shown, double.number in shown.partition(told)[2]) == (1, True, True)
    assert url not in browser.get(page).content.decode()


def test_what_a_double_let_go_before_it_was_merged_is_told_on_its_own_page_alone() -> None:
    world = a_world()
    double, imitation = warned(world, when=ago(hours=1))
    unwarned(double, world.section_head, at=ago(minutes=50))
    target = an_incident(S.ACKNOWLEDGED, world=world, when=ago(minutes=40))
    merge_incident(again(double), by=world.section_head, at=ago(minutes=30), merged_into=target)
    browser: Any = browser_of(world.section_head)
    told = f"公開の警告との結び付きを外した:{imitation.title}"
    shown = [told in text_of(browser.get(f"/incidents/{one.pk}/")) for one in (double, target)]
    assert shown == [True, False]

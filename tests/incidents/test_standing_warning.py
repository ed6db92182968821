"""A public warning that stood before the problem's task was done becomes the problem's (7-3)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from core.audit.models import Event
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from incidents.actions import close_incident, contain_incident, do_task, judge_task, merge_incident, reopen_incident
from incidents.models import Incident
from incidents.standing_warning import link_warning, warnings_for
from incidents.states import IncidentKind, IncidentState
from incidents.warning import warn_public
from publications.imitations.actions import end_imitation, enter_imitation
from publications.imitations.models import Imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import an_incident, finish_all, task_of
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def keeper(world: OfficeWorld) -> Any:
    return world.people[Office.PR_SECTION_HEAD]


def standing(world: OfficeWorld, **values: Any) -> Imitation:
    """Enter a warning on its own page, before any problem asks for it."""
    return enter_imitation(by=keeper(world), at=values.pop("at", AT), **{**WARNING, **values})


def linked(incident: Incident, world: OfficeWorld, imitation: Imitation | None, **given: Any) -> Any:
    task = task_of(incident, "list")
    return link_warning(task, **{"by": keeper(world), "at": AT, "imitation": imitation, **given})


def test_it_does_the_task_in_one_act_as_entering_would(world: OfficeWorld) -> None:
    imitation = standing(world)
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied) as refused:
        warn_public(task_of(incident, "list"), by=keeper(world), at=AT, **WARNING)
    assert refused.value.way == "「登録済みの警告を結び付ける」を使ってください。"
    done = linked(incident, world, imitation)
    assert (done.state, done.result) == ("done", f"登録済みの公開の警告を結び付けました:{imitation.title}")
    assert done.needed_by == keeper(world).person
    assert (again(incident).imitation, again(incident).state) == (imitation, "responding")
    events = Event.objects.filter(stream__in=[done.stream, incident.stream]).order_by("-pk")
    assert events[0].act_id == events[1].act_id
    assert (Imitation.objects.count(), Event.objects.filter(stream=imitation.stream).count()) == (1, 1)


def test_who_leads_links_it_once_the_need_is_judged(world: OfficeWorld) -> None:
    imitation = standing(world)
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    before = everything()
    with pytest.raises(Denied, match="判断するのは、ふるさと発信課長です"):
        linked(incident, world, imitation, by=world.section_head)
    with pytest.raises(Denied, match="対応を決めるのは"):
        linked(incident, world, imitation, by=world.staff)
    assert everything() == before
    judge_task(task_of(incident, "list"), by=keeper(world), at=AT, is_needed=True)
    assert linked(incident, world, imitation, by=world.section_head).state == "done"


def test_a_task_that_was_done_otherwise_stays_as_it_is(world: OfficeWorld) -> None:
    imitation = standing(world)
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    task = judge_task(task_of(incident, "list"), by=keeper(world), at=AT, is_needed=True)
    do_task(task, by=keeper(world), at=AT, result="一覧から警告した。")
    linked(incident, world, imitation, by=world.section_head)
    assert (task_of(incident, "list").result, again(incident).imitation) == ("一覧から警告した。", imitation)


def test_what_was_judged_not_needed_or_is_over_takes_none(world: OfficeWorld) -> None:
    imitation = standing(world)
    skipped = an_incident(S.ACKNOWLEDGED, world=world)
    judge_task(task_of(skipped, "list"), by=keeper(world), at=AT, is_needed=False, reason="知られている")
    with pytest.raises(Denied, match="この手順は「不要と判断」です"):
        linked(skipped, world, imitation)
    with pytest.raises(Denied, match="書き足せません"):
        linked(an_incident(S.CLOSED, world=world), world, imitation)
    with pytest.raises(Denied, match="訓練では"):
        linked(an_incident(S.ACKNOWLEDGED, world=world, is_drill=True), world, imitation)
    with pytest.raises(Denied, match="公開の警告で済ませるものではありません"):
        link_warning(task_of(skipped, "bodies"), by=keeper(world), at=AT, imitation=imitation)


def test_another_one_is_not_linked(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    elsewhere = standing(world, url="https://x.com/other", resembles=an_account(world=world, account_name="別の名前"))
    over = standing(world, url="https://x.com/ended")
    end_imitation(over, by=keeper(world), at=AT, reason="削除された。")
    before = everything()
    for wrong in (elsewhere, again(over), None):
        with pytest.raises(Denied, match="結び付ける公開の警告を選んで") as refused:
            linked(incident, world, wrong)
        assert refused.value.field == "imitation"
    assert everything() == before


def test_a_second_warning_is_not_linked(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    first, second = standing(world), standing(world, url="https://x.com/second")
    linked(incident, world, first)
    with pytest.raises(Denied, match="すでに結び付いています"):
        linked(incident, world, second)


def test_a_warning_stands_for_one_problem_that_goes_on(world: OfficeWorld) -> None:
    imitation = standing(world)
    first, second = (an_incident(S.ACKNOWLEDGED, world=world) for _ in range(2))
    linked(first, world, imitation)
    with pytest.raises(Denied, match="終わっていないほかの問題のものです"):
        linked(second, world, imitation)
    finish_all(first, world.section_head)
    contain_incident(again(first), by=world.section_head, at=AT, contained_words="消えた")
    with pytest.raises(Denied, match="終わっていないほかの問題のものです"):
        linked(second, world, imitation)


def test_that_of_a_double_or_of_what_is_over_may_be_linked(world: OfficeWorld) -> None:
    imitation = standing(world)
    double, target = (an_incident(S.ACKNOWLEDGED, world=world) for _ in range(2))
    linked(double, world, imitation)
    merge_incident(again(double), by=world.section_head, at=AT, merged_into=again(target))
    third = an_incident(S.ACKNOWLEDGED, world=world)
    with pytest.raises(Denied, match="終わっていないほかの問題のものです"):
        linked(third, world, imitation)
    assert linked(target, world, imitation).state == "done"
    close(target, world, AT)
    assert linked(third, world, imitation).state == "done"


def close(incident: Incident, world: OfficeWorld, at: datetime) -> None:
    finish_all(again(incident), world.section_head, when=at)
    contain_incident(again(incident), by=world.section_head, at=at, contained_words="消えた")
    close_incident(again(incident), by=world.section_head, at=at, causes="似た名前", measures="認証の印")


def test_what_is_taken_up_again_leaves_the_warning_to_the_problem_that_has_it_now() -> None:
    world = a_world()
    imitation = standing(world, at=ago(hours=3))
    double, first, second = (an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=2)) for _ in range(3))
    for incident in (double, first):
        linked(incident, world, imitation, at=ago(minutes=90))
        if incident == double:
            merge_incident(again(double), by=world.section_head, at=ago(minutes=80), merged_into=again(first))
    close(first, world, ago(minutes=70))
    linked(second, world, imitation, at=ago(minutes=60))
    reopen_incident(again(first), by=world.section_head, at=ago(minutes=50), reason="また現れたため")
    left = [again(one).imitation for one in (double, first, second)]
    assert left == [None, None, imitation]
    for incident in (double, first):
        browser: Any = browser_of(world.section_head)
        page = text_of(browser.get(f"/incidents/{incident.pk}/"))
        assert f"公開の警告との結び付きを外した:{imitation.title}" in page
        assert "この警告は、いまは、終わっていないほかの問題のものです。" in page


@pytest.mark.parametrize("ends", ["", "warning", "problem"])
def test_what_is_taken_up_again_keeps_a_warning_that_is_no_other_problems(world: OfficeWorld, ends: str) -> None:
    imitation = standing(world)
    first, second = (an_incident(S.ACKNOWLEDGED, world=world) for _ in range(2))
    linked(first, world, imitation)
    close(first, world, AT)
    if ends:
        linked(second, world, imitation)
    if ends == "warning":
        end_imitation(again(imitation), by=keeper(world), at=AT, reason="削除された。")
    if ends == "problem":
        close(second, world, AT)
    assert reopen_incident(again(first), by=world.section_head, at=AT, reason="また現れた").imitation == imitation


def test_offered_is_what_was_reported_and_to_those_who_keep_them_all(world: OfficeWorld) -> None:
    incident = an_incident(S.ACKNOWLEDGED, world=world, post_url="https://x.com/iwaki_kank0?lang=ja")
    other = replace(world, section=world.foreign_section, people=world.people | world.foreign)
    rows = {
        "same": standing(world),
        "of account": standing(world, url="https://x.com/a1", resembles=incident.account),
        "unknown": standing(world, url="https://x.com/a2"),
        "elsewhere": standing(world, url="https://x.com/a3", resembles=an_account(world=other)),
    }
    names = {one.pk: name for name, one in rows.items()}
    offered = [{names[one.pk] for one in warnings_for(incident, by, ON)} for by in (world.section_head, keeper(world))]
    assert offered == [{"same", "of account"}, {"same", "of account", "unknown"}]


def test_the_page_leads_there_and_the_course_and_the_sheet_tell_of_it() -> None:
    world = a_world()
    imitation = standing(world, at=ago(hours=2))
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    browser: Any = browser_of(keeper(world))
    url = f"/incidents/tasks/{task_of(incident, 'list').pk}/warning/"
    page = f"/incidents/{incident.pk}/"
    assert url in browser.get(page).content.decode()
    assert url not in browser_of(world.section_head).get(page).content.decode()
    assert imitation.title in text_of(browser.get(url))
    assert browser.post(url, {"imitation": imitation.pk}).status_code == 302
    shown = browser.get(page)
    assert f"登録済みの公開の警告を結び付けた:{imitation.title}" in text_of(shown)
    assert (f"{page}warning/end/" in shown.content.decode(), url in shown.content.decode()) == (True, False)
    assert f"登録済みの公開の警告を結び付けた:{imitation.title}" in text_of(browser.get(f"{page}sheet/"))


def test_without_a_warning_the_page_says_so() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    browser: Any = browser_of(keeper(world))
    answer = browser.get(f"/incidents/tasks/{task_of(incident, 'list').pk}/warning/")
    assert answer.status_code == 403
    assert "いま出ている公開の警告がありません" in text_of(answer)

"""What the pages of filings and notices say of a filing that another one amends (4-5-(1), ADR 0040)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import file_filing
from approvals.models import Filing
from approvals.notices.actions import effect_notice
from approvals.notices.states import NoticeKind, NoticeState
from approvals.notices.texts import title_of
from core.periods.clock import now
from core.staff.offices import Office
from core.ui.markup import era
from tests.approvals.notices.test_amending import moved, page
from tests.approvals.pages import a_world, ago, browser_of, text_of, to, today
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.notices import REASON, a_notice, amendment_of, filing_with

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE
DAY = timedelta(days=1)
POLICY, GENERAL = Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_pages_lead_from_the_one_to_the_other() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=now(), planned_on=today() + 60 * DAY)
    after = moved(notice, world, 10, when=now())
    first = filing_with(after, POLICY)
    waiting = amendment_of(first)
    assert after.planned_on is not None
    link = reverse("approvals:filing_detail", args=[waiting.pk])

    shown = page(world.policy_director, "filing_detail", first.pk)
    assert f"予定日はその後改められ、{era(after.planned_on)}です。" in shown
    assert f'href="{link}"' in shown
    assert first.document_number in page(world.staff, "filing_detail", waiting.pk)
    whole = page(world.staff, "notice_detail", after.pk)
    assert f'href="{link}">総合政策部長への変更の予定日の訂正の届出</a>' in whole
    assert "変更の予定日の訂正(総合政策部長へ)" in page(world.staff, "filing_list", show="?show=due")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NoticeKind.CHANGE, "アカウント名の変更 いわき観光だより → いわきの観光"),
        (CLOSURE, f"廃止の理由 {REASON}"),
    ],
)
def test_an_amendment_repeats_what_was_to_come(kind: NoticeKind, words: str) -> None:
    world = a_world()
    notice = a_notice(S.FILED, kind, world=world, when=now(), planned_on=today() + 60 * DAY)
    waiting = amendment_of(filing_with(moved(notice, world, 10, when=now()), POLICY))

    before = text_of(to(world.staff, "filing_detail", waiting.pk))
    file_filing(waiting, by=world.staff, at=now())
    after = text_of(to(world.policy_director, "filing_detail", waiting.pk))

    assert (words in before, words in after) == (True, True)


def test_the_course_of_an_amendment_leads_to_its_notice_and_to_the_first_filing() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=ago(hours=1), planned_on=today() + 60 * DAY)
    first = filing_with(moved(notice, world, 10, when=now()), POLICY)
    waiting = amendment_of(first)
    named = f"{title_of(notice)}について"

    shown = page(world.policy_director, "filing_detail", waiting.pk)
    head, _, course = shown.partition("これまでの経過")

    about = reverse("approvals:notice_detail", args=[notice.pk])
    origin = reverse("approvals:filing_detail", args=[first.pk])
    assert f'<a href="{about}">{named}、届け出た内容を改めることになった</a>' in course
    assert f'<a href="{origin}">もとの届出({first.document_number})を届け出た</a>' in course
    assert course.index(about) < course.index(origin)
    assert f'<a href="{about}">{title_of(notice)}</a>についての届出です。' in head
    assert f'<a href="{about}">{named}、届出が必要になった</a>' in page(world.staff, "filing_detail", first.pk)


def test_the_page_of_the_first_says_when_it_came_into_effect() -> None:
    world = a_world()
    notice = a_notice(S.ANNOUNCED, world=world, when=ago(days=60))
    assert notice.planned_on is not None
    done = effect_notice(notice, by=world.staff, at=now(), effected_on=today(), effect_reason="担当者の急な休み")
    said = f"予定日とは違う{era(today())}に実施しました。"
    first = filing_with(done, POLICY)
    assert said in page(world.policy_director, "filing_detail", first.pk)
    waiting = amendment_of(first)
    assert "<dt>実施日</dt>" in page(world.staff, "filing_detail", waiting.pk)
    file_filing(waiting, by=world.staff, at=now())
    assert said in page(world.policy_director, "filing_detail", first.pk)


def test_a_moot_amendment_leaves_the_pages_and_is_refused_by_post() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=now(), planned_on=today() + 60 * DAY)
    back = moved(moved(notice, world, 10, when=now()), world, -10, when=now())
    first = filing_with(back, POLICY)
    waiting = amendment_of(first)

    assert "その後改められました" not in page(world.staff, "filing_detail", first.pk)
    assert "訂正の届出" not in page(world.staff, "notice_detail", back.pk)
    assert "予定日の訂正" not in page(world.staff, "filing_list", show="?show=due")
    assert "届け出る</button>" not in page(world.staff, "filing_detail", waiting.pk)
    answer: Any = browser_of(world.staff).post(reverse("approvals:filing_file", args=[waiting.pk]), {})
    assert answer.status_code == 403
    assert "改めるところはありません。" in answer.content.decode()
    assert again(waiting).state == "due"


def test_of_another_section_it_is_as_if_it_were_not_there() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=now(), planned_on=today() + 60 * DAY)
    waiting = amendment_of(filing_with(moved(notice, world, 10, when=now()), POLICY))
    answer: Any = browser_of(world.foreign[Office.STAFF]).post(reverse("approvals:filing_file", args=[waiting.pk]), {})
    assert answer.status_code == 404
    assert Filing.objects.filter(state="due").exclude(amends=None).count() == 1


def test_what_changes_before_it_is_filed_is_no_correction_of_it() -> None:
    world = a_world()
    notice = a_notice(S.FILED, world=world, when=now(), planned_on=today() + 60 * DAY)
    after = moved(moved(notice, world, 10, when=now()), world, 5, when=now())
    shown = page(world.staff, "filing_detail", amendment_of(filing_with(after, POLICY)).pk)
    assert ("届け出る内容が変わった" in shown, "届出を補正した" in shown) == (True, False)

"""Pages of what was disposed of: when it went and who did what; nothing of what it said."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.models import LaterReview, Request
from approvals.moves.decision import DENY
from approvals.moves.request import PULL_BACK, SUBMIT, WITHDRAW
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.periods.clock import now
from core.periods.era import era_date
from core.retention.states import DisposalState
from core.reviews.states import ReviewState
from core.staff.offices import Office
from tests.approvals.pages import browser_of, today
from tests.factories.approvals import OfficeWorld, a_review, account_of, again, decide
from tests.factories.retention import LONG_AGO, a_disposal, an_old_request, an_old_world

pytestmark = pytest.mark.django_db

REASON = "潮の満ち引きを知らせるため"


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


@pytest.fixture
def request_(world: OfficeWorld) -> Request:
    made = an_old_request(world=world, files=[b"%PDF-1.4 x"], reason=REASON, account_name="浜の灯台")
    a_disposal(DisposalState.CARRIED_OUT, made, world=world, when=now())
    return again(made)


def opened(actor: Actor, name: str, *args: int) -> Any:
    """Open a page as an actor."""
    return browser_of(actor).get(reverse(name, args=args))


def words_of(response: Any) -> str:
    """Return the words of the main part of a page."""
    found = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(strip_tags(found[0]).split())


def test_request_says_when_it_went_and_who_acted(world: OfficeWorld, request_: Request) -> None:
    words = words_of(opened(world.staff, "approvals:request_detail", request_.pk))
    assert f"{era_date(today())}に廃棄" in words
    for actor in (world.staff, world.section_head, world.department_head):
        assert actor.name in words
    assert (request_.document_number in words, "起案の内容を廃棄した" in words) == (True, True)
    assert [gone for gone in (REASON, "浜の灯台", "資料1.pdf", "続けられません") if gone in words] == []


def test_account_says_so_too(world: OfficeWorld, request_: Request) -> None:
    words = words_of(opened(world.people[Office.AUDITOR], "accounts:account_detail", account_of(request_).pk))
    assert (f"{era_date(today())}に廃棄" in words, "浜の灯台" in words) == (True, False)


def test_review_says_so_too(world: OfficeWorld) -> None:
    review = a_review(ReviewState.OBJECTED, world=world, when=LONG_AGO)
    decide(review.step.request, DENY, world.department_head, opinion="続けられません。", when=LONG_AGO)
    a_disposal(DisposalState.CARRIED_OUT, again(review.step.request), world=world, when=now())
    words = words_of(opened(world.section_head, "approvals:review_detail", LaterReview.objects.get().pk))
    assert (f"{era_date(today())}に廃棄" in words, "人数を確かめて" in words) == (True, False)


def test_lists_and_inbox_still_open(world: OfficeWorld, request_: Request) -> None:
    listed = browser_of(world.people[Office.AUDITOR]).get(reverse("approvals:request_list"), {"show": "ended"})
    assert "内容は廃棄済み" in words_of(listed)
    names = ("accounts:registry", "approvals:filing_list", "people:trail_list", "people:messages", "dashboard:inbox")
    assert {opened(world.people[Office.AUDITOR], name).status_code for name in names} == {200}


def test_file_is_not_there_any_more(world: OfficeWorld, request_: Request) -> None:
    attachment = request_.attachments.get()
    assert opened(world.staff, "approvals:attachment", attachment.pk).status_code == 404


@pytest.mark.parametrize("move", [SUBMIT, PULL_BACK, WITHDRAW], ids=lambda move: move.name)
def test_nothing_can_be_done_with_it(world: OfficeWorld, request_: Request, move: Move) -> None:
    assert move.why_not(request_, world.staff, today()) is not None


def test_event_in_the_trail_says_that_its_content_is_gone(world: OfficeWorld, request_: Request) -> None:
    event = Event.objects.get(stream=request_.stream, number=1)
    words = words_of(opened(world.people[Office.AUDITOR], "people:trail_event", event.pk))
    assert ("廃棄" in words, REASON in words) == (True, False)

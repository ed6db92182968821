"""Every act of a deputy on a notice has a later review of its own, whoever acts after it (4-5-(1))."""

from datetime import timedelta
from typing import Any

import pytest

from approvals.models import ChangeNotice, NoticeReview
from approvals.notices.actions import cancel_notice, deviate_notice, reschedule_notice, return_notice, review_notice
from approvals.notices.states import NoticeState
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.reviews.states import ReviewState
from core.staff.models import Person
from core.staff.offices import Office
from tests.approvals.attempts import everybody, outcome
from tests.approvals.pages import a_world, ago, send, to, today
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world
from tests.factories.core import AT, ON, a_person, an_appointment, the_actor
from tests.factories.notices import a_notice, a_notice_review, reviewed, settled

pytestmark = pytest.mark.django_db
S = NoticeState
RULE = "approvals.notice_later_review"


def a_second_head(world: OfficeWorld) -> Actor:
    """Return another person who heads the section beside the first."""
    return the_actor(an_appointment(a_person("次の 課長"), Office.SECTION_HEAD, world.section, ON))


def moved(notice: ChangeNotice, by: Actor) -> ChangeNotice:
    """Move the day of a notice that is not announced."""
    seen = again(notice).fingerprint()
    later = ON + timedelta(days=90)
    return reschedule_notice(notice, by=by, at=AT, seen=seen, planned_on=later, reason="準備のため")


def debtors() -> dict[str, Person | None]:
    """Return who owes which later review, by the act."""
    return {one.note: one.debtor_person for one in Obligation.objects.open().filter(rule=RULE)}


def test_the_acts_of_two_deputies_are_reviewed_by_their_principals() -> None:
    world = an_office_world()
    second = a_second_head(world)
    notice = settled(a_notice(S.SUBMITTED, world=world), world, by=a_deputy(world.section_head))

    moved(notice, a_deputy(second))

    assert debtors() == {"決定する": world.section_head.person, "期日を変える": second.person}
    first, other = NoticeReview.objects.order_by("pk")
    with pytest.raises(Denied, match="代わられた本人"):
        reviewed(first, second)
    reviewed(first, world.section_head, at=ReviewState.OBJECTED, note="聞いていません。")
    assert debtors() == {"期日を変える": second.person}
    reviewed(other, second)
    assert [(one.what, one.state, one.note) for one in NoticeReview.objects.order_by("pk")] == [
        ("決定する", "objected", "聞いていません。"),
        ("期日を変える", "reviewed", ""),
    ]
    assert debtors() == {}


def test_two_acts_of_one_deputy_are_two_reviews() -> None:
    world = an_office_world()
    deputy = a_deputy(world.section_head)
    notice = settled(a_notice(S.SUBMITTED, world=world), world, by=deputy)

    moved(notice, deputy)

    assert debtors() == dict.fromkeys(("決定する", "期日を変える"), world.section_head.person)


@pytest.mark.parametrize(
    ("at", "act", "what"),
    [
        (
            S.SUBMITTED,
            lambda n, **by: return_notice(n, seen=n.fingerprint(), opinion="理由を詳しく。", **by),
            "差し戻す",
        ),
        (
            S.SETTLED,
            lambda n, **by: deviate_notice(n, seen=n.fingerprint(), deviation_reason="止まったため", **by),
            "逸脱として記録する",
        ),
        (S.SETTLED, lambda n, **by: cancel_notice(n, cancel_reason="見送るため", **by), "中止する"),
    ],
)
def test_each_kind_of_act_is_asked_about(at: NoticeState, act: Any, what: str) -> None:
    world = an_office_world()
    notice = a_notice(at, world=world)
    deputy = a_deputy(world.section_head)

    act(notice, by=deputy, at=AT)

    review = NoticeReview.objects.get()
    assert (review.notice, review.what, review.done_on) == (notice, what, ON)
    assert (review.deputy, review.principal) == (deputy.person, world.section_head.person)
    told = Message.objects.get(title__startswith="代決の後閲", person=world.section_head.person)
    assert what in told.body


def test_what_the_manager_does_in_person_is_not_reviewed() -> None:
    a_notice(S.ANNOUNCED)

    assert NoticeReview.objects.count() == 0


@pytest.mark.parametrize("objects", [True, False])
def test_only_the_principal_reviews(objects: bool) -> None:
    world = an_office_world()
    review = a_notice_review(world=world)
    at = ReviewState.OBJECTED if objects else ReviewState.REVIEWED

    def attempt(by: Actor) -> str:
        return outcome(lambda: reviewed(review, by, at=at))

    done = {who for who, by in everybody(world).items() if attempt(by) == "done"}

    assert done == {"section_head"}


def test_an_objection_needs_words_and_tells_deputy_and_auditors() -> None:
    world = an_office_world()
    review = a_notice_review(world=world)

    with pytest.raises(Denied) as refused:
        reviewed(review, world.section_head, at=ReviewState.OBJECTED, note=" ")
    reviewed(review, world.section_head, at=ReviewState.OBJECTED, note="聞いていません。")

    assert (refused.value.field, refused.value.clause) == ("note", "第4-5-(1)")
    told = {one.person for one in Message.objects.filter(title__startswith="後閲で異議がありました")}
    assert {review.deputy, world.people[Office.AUDITOR].person} <= told


def test_the_answer_is_to_the_notice_that_was_seen() -> None:
    world = an_office_world()
    review = a_notice_review(world=world)
    seen = again(review.notice).fingerprint()
    moved(review.notice, world.section_head)

    with pytest.raises(Conflict):
        review_notice(review, by=world.section_head, at=AT, seen=seen, objects=False)

    assert again(review).state == ReviewState.AWAITING


def test_the_principal_answers_for_each_act_on_the_page() -> None:
    world = a_world()
    deputy = a_deputy(world.section_head, today(), today(), when=ago(hours=2))
    notice = settled(a_notice(S.SUBMITTED, world=world, when=ago(hours=1)), world, when=ago(hours=1), by=deputy)
    seen = again(notice).fingerprint()
    reschedule_notice(
        notice, by=deputy, at=ago(minutes=30), seen=seen, planned_on=today() + timedelta(days=90), reason="準備のため"
    )
    first, other = NoticeReview.objects.order_by("pk")

    def answer(by: Actor, review: NoticeReview) -> Any:
        given = {"review": review.pk, "answer": "object", "note": "聞いていません。"}
        return send(by, "notice_later_review", notice.pk, seen=again(notice).fingerprint(), **given)

    assert answer(world.staff, first).status_code == 403
    assert answer(world.section_head, other).status_code == 302
    assert answer(world.section_head, other).status_code == 409

    assert (again(first).state, again(other).state) == ("awaiting", "objected")
    shown = to(world.section_head, "notice_detail", notice.pk).content.decode()
    assert f'<option value="{first.pk}"' in shown
    assert f'<option value="{other.pk}"' not in shown
    assert "聞いていません。" in shown

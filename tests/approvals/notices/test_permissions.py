"""Who reads a notice, and in which words the acts on it are refused (4-5)."""

from datetime import timedelta

import pytest

from approvals.notices.actions import cite_consultation, deviate_notice, draft_notice, effect_notice
from approvals.notices.moves import EFFECT
from approvals.notices.permissions import READERS, reads_drafts, visible_to
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.lifecycle.errors import Denied
from core.staff.authority import capacities
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, to
from tests.factories.approvals import an_office_world
from tests.factories.consultations import a_consultation
from tests.factories.core import AT, ON, a_person
from tests.factories.notices import a_notice, a_notice_review, announced_in, effected, noon

pytestmark = pytest.mark.django_db
S = NoticeState
READING = {
    *(Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR),
    *(Office.PR_SECTION_HEAD, Office.AUDITOR),
}


def test_some_offices_of_the_city_read_drafts_and_how_they_came_about() -> None:
    world = a_world()
    notice = a_notice(S.RETURNED, world=world, when=ago(hours=1))

    pages = {office: to(world.people[office], "notice_detail", notice.pk) for office in READING}

    assert {page.status_code for page in pages.values()} == {200}
    assert all("これまでの経過" in page.content.decode() for page in pages.values())
    assert READERS == READING


def test_who_had_a_part_in_a_later_review_reads_how_it_came_about_wherever_he_works_now() -> None:
    review = a_notice_review(world=an_office_world())
    people = (review.principal, review.deputy, a_person("別の 職員"))

    assert [reads_drafts(review.notice, one, ON, []) for one in people] == [True, True, False]


def test_who_holds_no_office_sees_no_notice() -> None:
    review = a_notice_review(world=an_office_world())
    a_notice(S.ANNOUNCED)
    person = a_person("職のない 人")

    assert capacities(person, ON) == []
    assert not visible_to(person, ON).exists()
    assert list(visible_to(review.principal, ON)) != []
    assert not visible_to(review.principal, ON, []).exists()


def test_a_second_draft_of_a_kind_is_refused_at_the_day() -> None:
    world = an_office_world()
    notice = a_notice(world=world)

    with pytest.raises(Denied, match="同時に進められるのは一つ") as refused:
        draft_notice(notice.account, NoticeKind.CHANGE, by=world.staff, at=AT)

    assert refused.value.field == "planned_on"


def test_nothing_is_announced_of_what_was_given_up() -> None:
    world = an_office_world()
    notice = a_notice(S.CANCELLED, world=world)

    with pytest.raises(Denied, match="「中止」の変更・廃止の周知は、記録できません。"):
        announced_in(notice, Channel.HOMEPAGE, world)


def test_an_effect_before_both_have_told_is_refused_for_that() -> None:
    world = an_office_world()
    notice = a_notice(S.FILED, world=world)

    with pytest.raises(Denied, match="両方で周知するまで、実施できません。"):
        effected(notice, world, on=ON)


def test_the_effect_opens_on_the_first_day_on_which_it_can_be() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world)
    assert notice.earliest_on is not None

    before = EFFECT.why_not(notice, world.staff, notice.earliest_on - timedelta(days=1))

    assert before is not None
    assert (before.field, "から実施できます" in before.reason) == ("", True)
    assert EFFECT.why_not(notice, world.staff, notice.earliest_on) is None


def test_an_effect_before_the_day_that_was_told_is_refused_at_its_day() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, planned_on=ON + timedelta(days=90))
    day, when = ON + timedelta(days=60), noon(ON + timedelta(days=100))

    with pytest.raises(Denied, match="より前には実施できません") as refused:
        effect_notice(notice, by=world.staff, at=when, effected_on=day, effect_reason="早く済んだため")

    assert (refused.value.field, refused.value.clause) == ("effected_on", "第4-5-(2)")


def test_a_deviation_is_said_once() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, world=world, deviation_reason="サービスが止まったため")
    seen = notice.fingerprint()

    with pytest.raises(Denied, match="すでに逸脱として記録しています"):
        deviate_notice(notice, by=world.section_head, at=AT, seen=seen, deviation_reason="乗っ取られたため")


def test_only_the_section_names_the_consultation() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, world=world, deviation_reason="サービスが止まったため")
    answered = a_consultation(world=world, account=notice.account)

    with pytest.raises(Denied, match="職員とアカウントの運用担当") as refused:
        cite_consultation(notice, answered, by=world.foreign[Office.STAFF], at=AT)

    assert refused.value.clause == "第10"

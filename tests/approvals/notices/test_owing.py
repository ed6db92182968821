"""What is owed and told at each step of a notice, and what is owed no more (4-5)."""

from datetime import timedelta

import pytest

from approvals.models import ChangeNotice
from approvals.notices.actions import submit_notice
from approvals.notices.standing import record_end
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.staff.offices import Office
from tests.factories.approvals import again, an_office_world
from tests.factories.core import AT
from tests.factories.notices import a_notice, effected, noon

pytestmark = pytest.mark.django_db
S = NoticeState


def owed(notice: ChangeNotice) -> list[tuple[str, str, object]]:
    """Return what is open about a notice itself: kind, office and unit that owe."""
    found = Obligation.objects.open().about(notice.stream)
    return [(one.rule, one.debtor_office, one.debtor_unit) for one in found]


def test_a_submitted_notice_waits_for_its_manager_who_is_told() -> None:
    world = an_office_world()
    notice = a_notice(S.SUBMITTED, world=world)

    assert owed(notice) == [("approvals.notice_decide", Office.SECTION_HEAD, world.section)]
    told = Message.objects.get(title__startswith="決定をお願いします")
    assert (told.person, told.body) == (world.section_head.person, notice.reason)


def test_a_returned_notice_is_mended_and_comes_again() -> None:
    world = an_office_world()
    notice = a_notice(S.RETURNED, world=world)
    assert owed(notice) == [("approvals.notice_revise", Office.STAFF, world.section)]

    submit_notice(notice, by=world.staff, at=AT)

    assert owed(notice) == [("approvals.notice_decide", Office.SECTION_HEAD, world.section)]


def test_nobody_owes_to_record_an_effect_that_is_recorded() -> None:
    notice = a_notice(S.EFFECTED)

    assert owed(notice) == []
    ended = Obligation.objects.about(notice.stream).get(rule="approvals.notice_effect")
    assert ended.state == "fulfilled"


def test_a_change_whose_page_has_ended_is_over_with_the_account() -> None:
    world = an_office_world()
    change = a_notice(S.EFFECTED, world=world)
    assert change.on_homepage is not None
    assert change.on_homepage.keep_until is not None
    day = change.on_homepage.keep_until + timedelta(days=1)
    record_end(change, Channel.HOMEPAGE, by=world.staff, at=noon(day), removed_on=day)
    closure = a_notice(
        S.SETTLED,
        NoticeKind.CLOSURE,
        world=world,
        account=again(change.account),
        planned_on=day,
        when=noon(day),
        deviation_reason="アカウントが乗っ取られたため",
    )
    assert again(change).state == S.EFFECTED

    effected(closure, world, on=day)

    assert (again(change).state, again(change).completed_on) == (S.COMPLETED, day)

"""Two people at one moment on one notice, each on a connection of his own: it ends as in one of their orders."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from approvals.models import ChangeNotice, NoticeReview
from approvals.notices.actions import (
    cancel_notice,
    effect_notice,
    pull_back_notice,
    redate_notice,
    reschedule_notice,
    settle_notice,
)
from approvals.notices.standing import record_announcement
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from publications.posting.models import Publication
from tests.factories import AT, ON, together
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world
from tests.factories.notices import NOTICE_PAGE, a_notice, announced_in, noon

pytestmark = pytest.mark.usefixtures("committed_db")
S = NoticeState
DAY = timedelta(days=1)
ROUNDS = 3
"""How often two meet: which of them comes first is chance."""
Act = Callable[[], Any]


def meeting(*acts: Act) -> tuple[str, ...]:
    """Let acts meet; return what each came to. Anything but an answer or a clean refusal is raised."""
    results = together(list(acts))
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, Denied | Conflict):
            raise one
    return tuple(type(one).__name__ for one in results)


def owed(notice: ChangeNotice) -> set[str]:
    """Return what is open about a notice and what it shows."""
    streams = [one.stream for one in (notice, *notice.showings())]
    return set(Obligation.objects.open().about(*streams).values_list("rule", flat=True))


def assert_whole(notice: ChangeNotice) -> None:
    """Hold that the trail has one event a version, and that chain and rows hold."""
    numbers = Event.objects.filter(stream=notice.stream).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, again(notice).version + 1))
    assert list(faults()) == []


def test_two_who_settle_settle_once() -> None:
    world = an_office_world()
    deputy = a_deputy(world.section_head)
    for _ in range(ROUNDS):
        notice = a_notice(S.SUBMITTED, world=world)
        settle = partial(settle_notice, notice, at=AT, seen=notice.fingerprint())

        ends = meeting(partial(settle, by=world.section_head), partial(settle, by=deputy))

        assert sorted(ends) == ["ChangeNotice", "Conflict"]
        done = again(notice)
        assert (done.state, done.filings.count()) == (S.SETTLED, 1)
        assert Publication.objects.filter(account=done.account, kind__startswith="notice").count() == 2
        by_deputy = ends[1] == "ChangeNotice"
        assert NoticeReview.objects.filter(notice=done).count() == int(by_deputy)
        assert (done.decided_by, done.decided_for) == (
            (deputy.person, world.section_head.person) if by_deputy else (world.section_head.person, None)
        )
        assert_whole(done)


def test_settling_and_taking_back_have_one_winner() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        notice = a_notice(S.SUBMITTED, world=world)

        ends = meeting(
            partial(settle_notice, notice, by=world.section_head, at=AT, seen=notice.fingerprint()),
            partial(pull_back_notice, notice, by=world.staff, at=AT),
        )

        assert sorted(ends) == ["ChangeNotice", "Conflict"]
        done = again(notice)
        assert done.state == (S.SETTLED if ends[0] == "ChangeNotice" else S.DRAFT)
        assert "approvals.notice_decide" not in owed(done)
        assert_whole(done)


def half_told(world: OfficeWorld) -> ChangeNotice:
    """Return the notice of a closure that the account has told and the homepage has not."""
    notice = a_notice(S.FILED, NoticeKind.CLOSURE, world=world)
    return again(announced_in(notice, Channel.ACCOUNT, world))


def test_the_last_announcement_and_the_cancelling_have_a_serial_order() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        notice = half_told(world)
        facts: dict[str, Any] = {"posted_on": ON, "url": NOTICE_PAGE}

        ends = meeting(
            partial(record_announcement, notice, Channel.HOMEPAGE, by=world.staff, at=AT, **facts),
            partial(cancel_notice, notice, by=world.section_head, at=AT, cancel_reason="続けるため", account_on=ON),
        )

        done = again(notice)
        told_first = ("ChangeNotice", "Denied")  # then the homepage has told as well, and has to tell of the retraction
        cancelled_first = ("Denied", "ChangeNotice")
        assert ends in {told_first, cancelled_first}
        if ends == told_first:
            assert (done.state, again(done.account).state) == (S.ANNOUNCED, "closing")
        else:
            assert (done.state, again(done.account).state) == (S.CANCELLED, "active")
            assert {one.state for one in done.showings()} == {"removed"}
            assert owed(done) == set()
        assert_whole(done)


def test_effect_and_a_later_day_have_a_serial_order() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        notice = a_notice(S.ANNOUNCED, world=world)
        day = notice.planned_on
        assert day is not None

        ends = meeting(
            partial(effect_notice, notice, by=world.staff, at=noon(day), effected_on=day),
            partial(
                reschedule_notice,
                notice,
                by=world.section_head,
                at=noon(day),
                seen=notice.fingerprint(),
                planned_on=day + 10 * DAY,
                reason="準備のため",
                account_on=day,
                homepage_on=day,
            ),
        )

        done = again(notice)
        assert ends in {("ChangeNotice", "Conflict"), ("Denied", "ChangeNotice")}
        if ends[0] == "ChangeNotice":
            assert (done.state, done.planned_on, again(done.account).name) == (S.EFFECTED, day, done.name)
        else:
            assert (done.state, done.planned_on) == (S.ANNOUNCED, day + 10 * DAY)
            assert owed(done) == {"approvals.notice_effect"}
        assert_whole(done)


def test_effect_and_a_day_put_right_have_a_serial_order() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        notice = a_notice(S.ANNOUNCED, world=world)
        day = notice.planned_on
        assert day is not None
        right = ON + DAY

        ends = meeting(
            partial(effect_notice, notice, by=world.staff, at=noon(day), effected_on=day),
            partial(
                redate_notice,
                notice,
                Channel.HOMEPAGE,
                by=world.section_head,
                at=noon(day),
                seen=notice.fingerprint(),
                told_on=right,
                reason="打ち間違い",
            ),
        )

        done = again(notice)
        assert ends in {("ChangeNotice", "Conflict"), ("Denied", "ChangeNotice")}
        assert (done.state, done.announced_on) == (
            (S.EFFECTED, ON) if ends[0] == "ChangeNotice" else (S.ANNOUNCED, right)
        )
        assert_whole(done)


def test_two_channels_told_at_once_are_announced_once() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        notice = a_notice(S.FILED, world=world)

        ends = meeting(*(partial(announced_in, notice, channel, world) for channel in Channel))

        assert ends == ("ChangeNotice", "ChangeNotice")
        done = again(notice)
        assert (done.state, done.announced_on, done.filings.count()) == (S.ANNOUNCED, ON, 2)
        assert Event.objects.filter(stream=done.stream, to_state=S.ANNOUNCED).count() == 1
        assert_whole(done)

"""A notice that can not keep the period: in effect at once, visible for ever, caught up as far as possible (第10)."""

from typing import Any

import pytest

from accounts.states import AccountState
from approvals.consultations.states import ConsultationState
from approvals.notices.actions import cite_consultation, deviate_notice
from approvals.notices.states import Channel, NoticeKind, NoticeState
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from tests.approvals.notices.test_life import open_rules
from tests.factories.approvals import again, an_office_world
from tests.factories.consultations import a_consultation
from tests.factories.core import AT, ON
from tests.factories.notices import a_notice, announced_in, effected, filed

pytestmark = pytest.mark.django_db
S, CLOSURE = NoticeState, NoticeKind.CLOSURE


def test_deviation_closes_at_once_and_catches_up() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, CLOSURE, world=world, planned_on=ON, deviation_reason="アカウントが乗っ取られたため")

    done = effected(notice, world, on=ON)

    assert (done.state, done.deviates, again(done.account).state) == (S.EFFECTED, True, AccountState.CLOSED)
    assert {one.office for one in done.filings.all()} == {Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR}
    owed = open_rules(done)
    assert {"approvals.notice_consult", "approvals.notice_file_before", "publications.notice"} <= owed
    filed(done, world)
    told = again(announced_in(again(done), Channel.HOMEPAGE, world))
    assert told.announced_on == ON
    assert told.on_homepage is not None
    assert told.on_homepage.keep_until is not None


def test_deviation_cites_the_consultation_that_covers_it() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, CLOSURE, world=world, planned_on=ON, deviation_reason="サービスが終わったため")
    foreign = a_consultation(ConsultationState.ANSWERED, world=world)
    own = a_consultation(ConsultationState.ANSWERED, world=world, account=notice.account)

    with pytest.raises(Denied, match="このアカウントについて"):
        cite_consultation(notice, foreign, by=world.staff, at=AT)
    done = cite_consultation(notice, own, by=world.staff, at=AT)

    assert done.consultation == own
    assert "approvals.notice_consult" not in open_rules(done)


def test_notice_within_the_period_cites_nothing() -> None:
    world = an_office_world()
    notice = a_notice(S.SETTLED, world=world)
    answered = a_consultation(ConsultationState.ANSWERED, world=world, account=notice.account)

    with pytest.raises(Denied) as refused:
        cite_consultation(notice, answered, by=world.staff, at=AT)

    assert refused.value.clause == "第10"


def test_what_is_announced_can_be_said_to_wait_no_longer() -> None:
    world = an_office_world()
    notice = a_notice(S.ANNOUNCED, CLOSURE, world=world)
    facts: dict[str, Any] = {"at": AT, "seen": notice.fingerprint()}

    with pytest.raises(Denied, match="アカウント管理者"):
        deviate_notice(notice, by=world.staff, deviation_reason="乗っ取られたため", **facts)
    with pytest.raises(Denied) as refused:
        deviate_notice(notice, by=world.section_head, deviation_reason=" ", **facts)
    said = again(deviate_notice(notice, by=world.section_head, deviation_reason="乗っ取られたため", **facts))
    done = effected(said, world, on=ON)

    assert (refused.value.field, refused.value.clause) == ("deviation_reason", "第4-5-(2)")
    assert (said.state, said.deviates, said.announced_on) == (S.ANNOUNCED, True, ON)
    assert "approvals.notice_consult" in open_rules(said)
    assert (done.state, again(done.account).closed_on) == (S.EFFECTED, ON)

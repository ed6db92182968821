"""What waited on a notice since before there were records of later reviews gets one, and can be answered."""

import uuid
from importlib import import_module

import pytest
from django.apps import apps

from accounts.projection import differing, worked_out
from approvals.models import ChangeNotice, NoticeReview
from approvals.notices import duties
from approvals.notices.states import NoticeState
from core.audit.writer import Change, Stamp, write_events
from core.deadlines.duties import Debtor, open_duty
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.verifying import verify
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_office_world
from tests.factories.core import AT, ON
from tests.factories.notices import a_notice, reviewed, settled

pytestmark = pytest.mark.django_db
MIGRATION = import_module("approvals.migrations.0011_later_reviews")


def waiting_before(notice: ChangeNotice, principal: Actor) -> Obligation:
    """Open the obligation as it was: about the notice."""
    with acting(by=SYSTEM, at=AT) as act:
        return open_duty(
            act,
            duties.LATER_REVIEW,
            act.lock(notice),
            Debtor(person=principal.person),
            title="代決の後閲",
            link=("approvals:notice_detail", notice.pk),
            occurrence="3",
        )


def told_before(notice: ChangeNotice, verbs: list[str], by: Actor) -> None:
    """Tell in a notice's trail what somebody did, beside what it tells of itself."""
    stamp = Stamp(uuid.uuid4(), AT, by.person, by.office, by.unit, by.label, by.on_behalf_of)
    for number, verb in enumerate(verbs, notice.version + 1):
        write_events([Change(notice.stream, number, f"approvals.changenotice.{verb}", "決めた")], stamp)
    ChangeNotice._base_manager.filter(pk=notice.pk).update(version=notice.version + len(verbs))


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def test_what_waits_gets_its_record_and_is_answered(world: OfficeWorld) -> None:
    notice, deputy = a_notice(NoticeState.SETTLED, world=world), a_deputy(world.section_head)
    told_before(notice, ["settle", "reschedule"], deputy)
    duty = waiting_before(notice, world.section_head)

    MIGRATION.carry(apps, None)

    review = NoticeReview.objects.get()
    assert (review.notice, review.what, review.done_on) == (notice, "決定する、期日を変える", ON)
    assert (review.deputy, review.principal) == (deputy.person, world.section_head.person)
    assert again(duty).about == review.stream
    assert verify().faults == []
    assert differing(worked_out([notice.account_id])) == []
    assert reviewed(review, world.section_head).state == "reviewed"
    assert again(duty).state == "fulfilled"


def test_acts_in_another_name_do_not_count(world: OfficeWorld) -> None:
    notice = a_notice(NoticeState.SETTLED, world=world)
    told_before(notice, ["settle"], a_deputy(world.department_head))
    duty = waiting_before(notice, world.section_head)

    MIGRATION.carry(apps, None)

    assert NoticeReview.objects.count() == 0
    assert (again(duty).about, again(duty).state) == (notice.stream, "open")


def test_what_is_about_a_review_already_is_left_alone(world: OfficeWorld) -> None:
    notice = a_notice(NoticeState.SUBMITTED, world=world)
    settled(notice, world, by=a_deputy(world.section_head))

    MIGRATION.carry(apps, None)

    assert NoticeReview.objects.count() == 1

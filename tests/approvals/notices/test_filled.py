"""A database whose notices are older than the days of both channels and the reasons of departures."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from approvals.models import ChangeNotice
from approvals.notices.states import NoticeKind, NoticeState
from publications.posting.models import Publication
from tests.factories.approvals import again
from tests.factories.core import ON
from tests.factories.notices import a_notice

MIGRATION = import_module("approvals.migrations.0009_notice_days_and_reviews")
LATER = ON + timedelta(days=9)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account_on", "homepage_on", "told"),
    [
        (ON - timedelta(days=2), ON, (ON - timedelta(days=2), ON)),
        (ON, LATER, (ON, ON)),
        (None, ON, (None, ON)),
        (ON - timedelta(days=2), ON - timedelta(days=1), (ON - timedelta(days=2), ON)),
    ],
    ids=["as announced", "stood anew since", "only the homepage", "neither on the day"],
)
def test_the_days_of_both_channels_are_filled_from_what_stands(
    account_on: date | None, homepage_on: date, told: tuple[date | None, date]
) -> None:
    notice = a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE)
    _put(notice.on_account, account_on)
    _put(notice.on_homepage, homepage_on)
    ChangeNotice._base_manager.filter(pk=notice.pk).update(told_account_on=None, told_homepage_on=None)

    MIGRATION.fill(apps, None)

    filled = again(notice)
    assert (filled.told_account_on, filled.told_homepage_on, filled.announced_on) == (*told, ON)


def _put(showing: Publication | None, posted_on: date | None) -> None:
    assert showing is not None
    gone = {"posted_by": None, "state": "required"} if posted_on is None else {}
    Publication._base_manager.filter(pk=showing.pk).update(posted_on=posted_on, **gone)


@pytest.mark.usefixtures("committed_db")
def test_notices_of_before_are_brought_forward_and_back() -> None:
    announced, late, kept = (a_notice(at) for at in (NoticeState.ANNOUNCED, NoticeState.EFFECTED, NoticeState.EFFECTED))
    ChangeNotice._base_manager.filter(pk=late.pk).update(planned_on=ON, effect_reason="あとで消える理由")

    call_command("migrate", "approvals", "0008", verbosity=0)
    call_command("migrate", "approvals", verbosity=0)

    days = [(again(one).told_account_on, again(one).told_homepage_on) for one in (announced, late, kept)]
    assert days == [(ON, ON)] * 3
    assert [again(one).effect_reason for one in (announced, late, kept)] == ["", MIGRATION.NOT_ASKED, ""]

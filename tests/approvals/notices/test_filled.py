"""What the migration fills in of notices that were announced before each channel kept its own day."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from approvals.models import ChangeNotice
from approvals.notices.states import NoticeKind, NoticeState
from publications.posting.models import Publication
from tests.factories.approvals import again
from tests.factories.core import ON
from tests.factories.notices import a_notice

pytestmark = pytest.mark.django_db
FILL = import_module("approvals.migrations.0009_notice_days_and_reviews").fill_told_days
LATER = ON + timedelta(days=9)


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

    FILL(apps, None)

    filled = again(notice)
    assert (filled.told_account_on, filled.told_homepage_on, filled.announced_on) == (*told, ON)


def _put(showing: Publication | None, posted_on: date | None) -> None:
    assert showing is not None
    gone = {"posted_by": None, "state": "required"} if posted_on is None else {}
    Publication._base_manager.filter(pk=showing.pk).update(posted_on=posted_on, **gone)

"""Several beats on one Monday: everybody is told of the week once."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from core.deadlines.weekly import tell_weeks
from core.notifications.models import Message, OutboxMail
from tests.factories import at_nine, together
from tests.factories.approvals import a_request

pytestmark = pytest.mark.usefixtures("committed_db")
NEXT = at_nine(date(2026, 11, 30))


def test_several_at_once_tell_each_person_once(settings: Any) -> None:
    settings.ROOT_URLCONF = "iwaki_sm.urls"
    a_request(decided=2)

    outcomes = together([partial(tell_weeks, NEXT)] * 4)

    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [0, 0, 0, 1]
    assert Message.objects.filter(key__startswith="week:").count() == 2
    assert OutboxMail.objects.filter(key__startswith="week:").count() == 2

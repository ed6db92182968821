"""Several workers on one morning: everybody is told of the last seal once."""

from datetime import timedelta
from functools import partial

import pytest

from core.lifecycle.sealing import seal_and_tell
from core.notifications.models import Message, OutboxMail
from core.staff.offices import Office
from tests.factories import ON, an_appointment, at_nine, together

pytestmark = pytest.mark.usefixtures("committed_db")


def test_several_at_once_tell_each_person_once() -> None:
    for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR):
        an_appointment(office=office)
    seal_and_tell(at_nine(ON))

    outcomes = together([partial(seal_and_tell, at_nine(ON) + timedelta(days=1))] * 4)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert Message.objects.filter(key__startswith="seal:").count() == 2
    assert OutboxMail.objects.filter(key__startswith="seal:").count() == 2

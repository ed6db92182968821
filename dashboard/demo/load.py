"""Loads the whole demonstration in one transaction: a start that is killed in between leaves nothing."""

from datetime import date, timedelta

from django.db import transaction

from core.audit.sealer import seal
from core.notifications.models import Message
from core.periods.clock import japan_date, japan_midnight
from core.staff.models import Person
from dashboard.demo.changes import change_events
from dashboard.demo.city import City
from dashboard.demo.consultations import consultation_events
from dashboard.demo.days import Days, instant
from dashboard.demo.deeds import Telling
from dashboard.demo.founding import found_city
from dashboard.demo.hand_overs import hand_over_events
from dashboard.demo.incidents import incident_events
from dashboard.demo.policies import policy_events
from dashboard.demo.staffing import Staffing
from dashboard.demo.standing import STANDING
from dashboard.demo.timetable import run
from dashboard.demo.underway import UNDER_WAY

UNREAD_FROM = 4
"""Opening days back from which nobody has read messages yet."""


def is_empty() -> bool:
    """Tell whether nobody is in the database yet."""
    return not Person.objects.exists()


@transaction.atomic
def load_demonstration(on: date) -> City:
    """Load the demonstration as it stands in the morning of `on`, into an empty database; return the city."""
    city = City(Days(on))
    found_city(city)
    tellings = [Telling(city, story, number) for number, story in enumerate((*STANDING, *UNDER_WAY))]
    events = [*Staffing(city).events(), *(event for telling in tellings for event in telling.events())]
    events += [*policy_events(city), *consultation_events(city), *change_events(city), *hand_over_events(city)]
    events += incident_events(city)
    run(event for event in events if japan_date(event.at) < on)
    _read_messages(city.days)
    seal(japan_midnight(on) - timedelta(minutes=1))
    return city


def _read_messages(days: Days) -> None:
    """Let everybody have read what came some days ago, the next morning."""
    for message in Message.objects.filter(created_at__lt=instant(days.back(UNREAD_FROM), -60)).order_by("id"):
        message.read_at = message.created_at + timedelta(hours=20)
        message.save(update_fields=["read_at"])

"""A city at work in production: its people with passwords, what they owe, and what its records say after a drill."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import connection

from core.audit.models import Seal
from core.audit.roles import granting
from core.deadlines.duties import Debtor, Duty, open_duty
from core.deadlines.models import Telling
from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM
from core.notifications.mail import message_id
from core.notifications.models import Heartbeat, Message, OutboxMail
from core.periods.clock import japan_date, japan_midnight
from core.staff.models import Person
from core.staff.offices import Office as Duties
from tests.drills.errands import Office
from tests.drills.findings import numbers
from tests.factories import a_person, a_unit
from tests.factories.approvals import OfficeWorld, an_office_world
from tests.factories.drafts import a_platform
from tests.services.production import HOST, Production
from tests.services.visitor import ThroughProxy

PASSWORD = "nagisa-no-koe-2028"
WITH_PASSWORD = (Duties.STAFF, Duties.SECTION_HEAD, Duties.ADMINISTRATOR)


@dataclass(frozen=True)
class Debts:
    """What some people owe, each the same on the same days, and what they were told of it."""

    debtors: list[Person]

    def told_on(self, day: date) -> dict[str, int]:
        """Return how often each thing was said to all of them on a Japan day."""
        said = Message.objects.filter(person__in=self.debtors, created_at__gte=japan_midnight(day))
        return dict(Counter(one.title for one in said if japan_date(one.created_at) == day))

    def digests_on(self, day: date) -> list[str]:
        """Return the subjects of the mails of a Japan day."""
        keys = [f"digest:{day.isoformat()}:{person.pk}" for person in self.debtors]
        return list(OutboxMail.objects.filter(key__in=keys).values_list("subject", flat=True))


class Letters(NamedTuple):
    """How outbox and mailbox differ."""

    unseen: list[str]
    """Keys of mails that the mailbox does not show."""
    unwritten: list[str]
    """Message-IDs in the mailbox that no mail of the outbox has."""
    repeated: int
    """How many letters came once more under a Message-ID that the mailbox has."""


@dataclass(frozen=True)
class City:
    """The running whole with its people: a department that works."""

    running: Production
    world: OfficeWorld

    def office(self, prefix: str) -> Office:
        """Send people to work through the proxy; handles of accounts begin with `prefix`."""
        staff, head = (self.person(office).pk for office in (Duties.STAFF, Duties.SECTION_HEAD))
        people = {"staff": staff, "head": head, "platform": a_platform().pk, "numbers": numbers()}
        return Office(people, prefix, window=self.window, clock=self.running.clock.now)

    def person(self, office: Duties) -> Person:
        """Return who holds an office."""
        person = self.world.people[office].person
        assert person is not None
        return person

    def window(self) -> ThroughProxy:
        """Open a window in which those with a password may sign in."""
        named = {one.pk: one.staff_number for one in map(self.person, WITH_PASSWORD)}
        ports = tuple(self.running.ports.values())
        return ThroughProxy(port=0, host=HOST, behind=ports, staff_numbers=named, password=PASSWORD)

    def seal_mails_of(self, day: date) -> int:
        """Return how many mails carry the last seal of a Japan day."""
        return OutboxMail.objects.filter(key__startswith=f"seal:{day.isoformat()}:").count()

    def is_sealed_since(self, at: datetime) -> bool:
        """Tell whether a seal was made since an instant."""
        return Seal.objects.filter(made_at__gte=at).exists()

    def is_at_rest(self) -> bool:
        """Tell whether nothing waits: no mail, no telling, no task in the broker or in the hands of a lost worker."""
        on = japan_date(self.running.clock.now())
        waits = OutboxMail.objects.exclude(state="sent").exists() or Telling.objects.filter(next_on__lte=on).exists()
        return not waits and self.running.waiting() == 0

    def failing(self) -> list[str]:
        """Return the parts of the background that say of themselves that they fail."""
        return list(Heartbeat.objects.exclude(failing_since=None).values_list("name", flat=True))

    def letters(self) -> Letters:
        """Compare the outbox with the mailbox."""
        written = {message_id(mail): mail.key for mail in OutboxMail.objects.all()}
        shown, received = self.running.mails.shown(), self.running.mails.received
        unseen = [key for name, key in written.items() if name not in shown]
        return Letters(unseen, [name for name in shown if name not in written], len(received) - len(shown))


def found_city(running: Production) -> City:
    """Fill the empty database: a department with a person in every office, and a service to have accounts with."""
    at = running.clock.now()
    with connection.cursor() as cursor:
        for statement in granting(running.role):
            cursor.execute(statement)
    world = an_office_world(at)
    a_platform(when=at)
    password = make_password(PASSWORD, hasher="argon2")
    city = City(running, world)
    for office in WITH_PASSWORD:
        edit(city.person(office), by=SYSTEM, at=at, password=password)
    return city


def owe(people: int, days: Iterable[date], at: datetime) -> Debts:
    """Let some new people owe something on each of some days, since an instant."""
    duty, unit = Duty("promise", "届け出る", "第4-1-(2)"), a_unit(at=at)
    debts = Debts([a_person(f"債務 {number}", at=at) for number in range(people)])
    with acting(by=SYSTEM, at=at) as act:
        for person in debts.debtors:
            for day in days:
                link, key = ("people:rulebook_detail", unit.pk), f"{person.pk}-{day}"
                title = f"約束{day:%m-%d}"
                open_duty(act, duty, unit, Debtor(person=person), title=title, link=link, due_on=day, occurrence=key)
    return debts

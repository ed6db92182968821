"""What becomes of the staff after set-up: transfers, a reorganisation, a vacancy, deputies, addresses for mail.

Entered by the personnel officer and confirmed by an administrator, as in daily work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from core.lifecycle.act import acting, edit
from core.people.appointing import confirm, decline, end_entry, enter_appointment, enter_deputyship
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.staff.models import Appointment, Deputyship
from core.staff.offices import Office
from dashboard.demo.city import City
from dashboard.demo.days import instant
from dashboard.demo.people import MAIL
from dashboard.demo.timetable import Deed, Event
from dashboard.demo.units import ENDED, SUCCESSOR

PERSONNEL, ADMINISTRATOR, SECOND_ADMINISTRATOR = "髙木 彩", "小川 景", "大和田 凛"
TRANSFERS = (
    ("堀口 進", "section_head", ""),
    ("遠山 篤", "section_head", "section_head:koen"),
    ("高瀬 聡", "staff", "section_head:kiki"),
    ("沢田 郁夫", "section_head", ""),
    ("柏木 悠", "section_head", "section_head:bunka"),
    ("月舘 由香", "staff", "staff:kankoka"),
    ("野原 恵", "staff", "staff:kosodate"),
)
"""Who gives up which office on 31 March, and for which one; without a new office he or she leaves the city."""

DEPUTIES = (
    ("月岡 修", Office.POLICY_DIRECTOR, "辻 美咲", 120, 112, "海外出張のため"),
    ("若松 直人", Office.SECTION_HEAD, "青葉 千尋", 62, 56, "研修のため"),
    ("若松 直人", Office.SECTION_HEAD, "青葉 千尋", 8, -6, "長期の出張のため"),
)
"""Principal, office, deputy, first and last day counted back in opening days, reason; the last is in force."""


@dataclass(frozen=True)
class Staffing:
    """The acts about people in one city."""

    city: City

    def events(self) -> Iterator[Event]:
        """Yield everything that happens to people after set-up."""
        yield from self._transfers()
        yield from self._reorganisation()
        yield from self._vacancy()
        yield from self._entries_without_effect()
        for number, deputy in enumerate(DEPUTIES):
            yield Event(instant(self.city.days.back(deputy[3]), -20 + number), self._deputy(deputy))
        yield Event(instant(self.city.days.back(5), -25), self._begin_mail)

    def _transfers(self) -> Iterator[Event]:
        april = self.city.days.reorganisation
        entered, confirmed = self.city.days.back(8, april), self.city.days.back(7, april)
        for number, (name, office, wanted) in enumerate(TRANSFERS):
            yield Event(instant(entered, 5 * number), partial(self._end, name, office, april))
            if wanted:
                yield Event(instant(entered, 5 * number + 2), partial(self._enter, name, wanted, april))
            else:
                yield Event(instant(april, number), partial(self._retire, name))
        yield Event(instant(confirmed), self._confirm_all)

    def _end(self, name: str, office: str, april: date, at: datetime) -> None:
        held = Appointment.objects.get(person=self.city.people[name], office=office, ends_on=None)
        clerk = self.city.acting(PERSONNEL, at, Office.PERSONNEL_OFFICER)
        end_entry(held, by=clerk, at=at, ends_on=april - timedelta(days=1), on=japan_date(at))

    def _enter(self, name: str, wanted: str, starts_on: date, at: datetime) -> Appointment:
        office, unit = wanted.split(":")
        clerk = self.city.acting(PERSONNEL, at, Office.PERSONNEL_OFFICER)
        values = {"person": self.city.people[name], "office": office, "unit": self.city.unit(unit)}
        return enter_appointment(by=clerk, at=at, **values, starts_on=starts_on)

    def _retire(self, name: str, at: datetime) -> None:
        by = self.city.acting(ADMINISTRATOR, at, Office.ADMINISTRATOR)
        edit(self.city.people[name], by=by, at=at, is_active=False)

    def _confirm_all(self, at: datetime) -> None:
        by = self.city.acting(ADMINISTRATOR, at, Office.ADMINISTRATOR)
        moved = [self.city.people[name] for name, *_ in TRANSFERS]
        for entry in Appointment.objects.filter(state="proposed", person__in=moved).order_by("id"):
            confirm(entry, by=by, at=at)

    def _reorganisation(self) -> Iterator[Event]:
        april = self.city.days.reorganisation

        def end_section(at: datetime) -> None:
            by = self.city.acting(ADMINISTRATOR, at, Office.ADMINISTRATOR)
            last, successor = april - timedelta(days=1), self.city.unit(SUCCESSOR)
            edit(self.city.unit(ENDED), by=by, at=at, ends_on=last, successor=successor)

        yield Event(instant(self.city.days.back(8, april), 60), end_section)

    def _vacancy(self) -> Iterator[Event]:
        """Let one section head go a week ago; the successor is entered, but waits for the second person."""

        def go(at: datetime) -> None:
            held = Appointment.objects.get(person=self.city.people["大谷 豊"], office=Office.SECTION_HEAD)
            clerk = self.city.acting(PERSONNEL, at, Office.PERSONNEL_OFFICER)
            end_entry(held, by=clerk, at=at, ends_on=self.city.days.back(7), on=japan_date(at))

        def propose(at: datetime) -> None:
            self._enter("今井 文", "section_head:shogyo", add_opening_days(self.city.days.on, 3), at)

        yield Event(instant(self.city.days.back(14), 30), go)
        yield Event(instant(self.city.days.back(2), 30), propose)

    def _entries_without_effect(self) -> Iterator[Event]:
        """Enter an appointment and a deputy by mistake and take both back; name a deputy who is not confirmed yet."""

        def enter(at: datetime) -> None:
            self._enter("浜名 渚", "section_head:suisan", self.city.days.on + timedelta(days=30), at)
            self._propose_deputy("潮見 航", "浜名 渚", at)

        def take_back(at: datetime) -> None:
            by = self.city.acting(PERSONNEL, at, Office.PERSONNEL_OFFICER)
            mistaken = self.city.people["浜名 渚"]
            for entry in (
                Appointment.objects.get(person=mistaken, state="proposed"),
                Deputyship.objects.get(deputy=mistaken, state="proposed"),
            ):
                decline(entry, by=by, at=at, reason="同じ氏名の別の職員と取り違えたため")

        yield Event(instant(self.city.days.back(10), 40), enter)
        yield Event(instant(self.city.days.back(9), 40), take_back)
        yield Event(instant(self.city.days.back(1), 40), partial(self._propose_deputy, "早瀬 亮", "雛形 守"))

    def _propose_deputy(self, name: str, deputy: str, at: datetime) -> None:
        clerk = self.city.acting(PERSONNEL, at, Office.PERSONNEL_OFFICER)
        principal = Appointment.objects.get(person=self.city.people[name], office=Office.SECTION_HEAD, ends_on=None)
        first = add_opening_days(self.city.days.on, 5)
        values = {"principal": principal, "deputy": self.city.people[deputy], "reason": "休暇のため"}
        enter_deputyship(by=clerk, at=at, **values, starts_on=first, ends_on=add_opening_days(first, 3))

    def _deputy(self, row: tuple[str, Office, str, int, int, str]) -> Deed:
        name, office, deputy, first, last, reason = row

        def enter(at: datetime) -> None:
            principal = Appointment.objects.get(person=self.city.people[name], office=office, ends_on=None)
            days = self.city.days
            ends_on = days.back(last) if last > 0 else add_opening_days(days.on, -last)
            by = self.city.acting(name, at, office)
            values = {"principal": principal, "deputy": self.city.people[deputy], "reason": reason}
            enter_deputyship(by=by, at=at, **values, starts_on=days.back(first), ends_on=ends_on)

        return enter

    def _begin_mail(self, at: datetime) -> None:
        """Give everybody an address; mail begins here, so that a first start does not send a year's letters."""
        with acting(by=self.city.acting(SECOND_ADMINISTRATOR, at, Office.ADMINISTRATOR), at=at) as act:
            for person in self.city.people.values():
                act.edit(person, email=f"s{person.staff_number}@{MAIL}")

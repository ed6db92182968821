"""Random histories of offices: entered, confirmed, declined, ended, people leaving and coming back, day after day.

The model is a list of entries and a set of people on the staff. It says beforehand whether an act goes through, who
holds what after it, and what waits for a second person; of the code under test it uses nothing but the records' keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from core.deadlines.models import Obligation
from core.lifecycle.act import note
from core.lifecycle.actor import Actor
from core.people.appointing import confirm, decline, end_entry, enter_appointment, enter_deputyship
from core.people.leaving import edit_person
from core.records import Record
from core.staff.authority import capacities
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import Office
from tests.factories import AT, ON, SINCE, a_person, a_unit, an_appointment
from tests.histories import History, run
from tests.services import drills

pytestmark = pytest.mark.django_db

IN_CHARGE = {Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER}
ENTERED = [Office.STAFF, Office.SECTION_HEAD, Office.SECTION_HEAD, Office.AUDITOR, Office.ADMINISTRATOR]
ACTS = ["enter", "enter", "confirm", "confirm", "name a deputy", "name a deputy", "end", "decline"]
ACTS += ["leave", "come back", "next day", "next day", "stale"]
LONGEST_BACK = timedelta(days=31)


@dataclass(eq=False)
class Entry:
    """One appointment, or with a principal one deputyship, as the model knows it."""

    record: Any
    person: str
    office: Office
    starts: date
    ends: date | None
    state: str
    entered_by: str
    principal: "Entry | None" = None

    @property
    def key(self) -> str:
        return f"{'d' if self.principal else 'a'}{self.record.pk}"

    @property
    def concerned(self) -> set[str]:
        return {self.person} | ({self.principal.person} if self.principal else set())

    def covers(self, on: date) -> bool:
        return self.state == "confirmed" and self.starts <= on and not self.over(on)

    def over(self, on: date) -> bool:
        return self.ends is not None and self.ends < on


class Offices(History):
    """Some people, their entries, and the model of who may do what."""

    first: list[Entry]
    staff: dict[str, Person]
    section: Unit

    @initialize()
    def begin(self) -> None:
        self.on, self.entries = ON, list(map(_again, self.first))
        self.active = set(self.staff)

    @property
    def at(self) -> Any:
        return AT + (self.on - ON)

    @rule(
        what=st.sampled_from(ACTS),
        by=st.integers(0, 99),
        whom=st.sampled_from(["first", "second", "third", "fourth"]),
        which=st.integers(0, 99),
        office=st.sampled_from(ENTERED),
        begins=st.sampled_from([-40, -1, 0, 0, 0, 1, 3]),
        lasts=st.sampled_from([-1, 0, 1, 2, 5, None]),
    )
    def act(self, what: str, by: int, whom: str, which: int, office: Office, begins: int, lasts: int | None) -> None:
        """Do one thing, by anybody in any office he or she ever had."""
        actor, entry = self.entries[by % len(self.entries)], self.entries[which % len(self.entries)]
        starts = self.on + timedelta(days=begins)
        ends = None if lasts is None else starts + timedelta(days=lasts)
        if what == "next day":
            self.on += timedelta(days=1)
        elif what == "enter":
            self.enter(actor, whom, office, starts, ends)
        elif what == "name a deputy":
            self.name_deputy(actor, entry, whom, starts, ends or starts)
        elif what in {"leave", "come back"}:
            self.change_staff(actor, whom, active=what == "come back")
        elif what == "stale":
            self.expect(self.in_force(actor), partial(note, "drill", "試した", by=self.actor(actor), at=self.at))
        else:
            self.settle(what, actor, entry, starts)

    def in_force(self, entry: Entry) -> bool:
        """Tell whether an entry gives authority today."""
        principal = entry.principal
        return (
            entry.covers(self.on)
            and entry.person in self.active
            and (principal is None or (principal.covers(self.on) and principal.person in self.active))
        )

    def in_charge(self, actor: Entry) -> bool:
        return self.in_force(actor) and actor.office in IN_CHARGE

    def acting(self, actor: Entry) -> set[str]:
        """Return who acts, and in whose name."""
        return actor.concerned

    def actor(self, entry: Entry) -> Actor:
        """Return the person of an entry acting in it, whether or not it is in force."""
        behalf = self.staff[entry.principal.person] if entry.principal else None
        return Actor(self.staff[entry.person], entry.office, self.section, "職", behalf, entry.key)

    def made(self, actor: Entry) -> dict[str, Any]:
        return {"by": self.actor(actor), "at": self.at}

    def fresh(self, name: str) -> Person:
        return Person.objects.get(pk=self.staff[name].pk)

    def enter(self, actor: Entry, whom: str, office: Office, starts: date, ends: date | None) -> None:
        if ends is not None and ends < starts:
            return  # the form refuses it
        recent = office == Office.STAFF or starts >= self.on - LONGEST_BACK
        may = self.in_charge(actor) and whom not in self.acting(actor) and whom in self.active and recent
        values: dict[str, Any] = {"person": self.staff[whom], "office": office.value, "unit": self.section}
        call = partial(enter_appointment, starts_on=starts, ends_on=ends, **values, **self.made(actor))
        record = self.expect(may, call)
        if may:
            state = "confirmed" if office == Office.STAFF else "proposed"
            self.entries.append(Entry(record, whom, office, starts, ends, state, actor.person))

    def name_deputy(self, actor: Entry, principal: Entry, whom: str, starts: date, ends: date) -> None:
        if principal.principal is not None:
            return  # a deputy has no deputy: there is no such choice
        own = actor is principal
        may = self.in_force(actor) and (own or actor.office in IN_CHARGE) and whom not in self.acting(actor)
        may = may and whom != principal.person and whom in self.active and principal.office != Office.STAFF
        may = may and self.on <= starts <= ends and principal.covers(starts) and principal.covers(ends)
        values: dict[str, Any] = {"principal": principal.record, "deputy": self.staff[whom], "reason": "出張"}
        call = partial(enter_deputyship, starts_on=starts, ends_on=ends, **values, **self.made(actor))
        record = self.expect(may, call)
        if may:
            state = "confirmed" if own else "proposed"
            self.entries.append(Entry(record, whom, principal.office, starts, ends, state, actor.person, principal))

    def settle(self, what: str, actor: Entry, entry: Entry, last: date) -> None:
        """Confirm, decline or end an entry."""
        record = type(entry.record).objects.get(pk=entry.record.pk)
        if what == "confirm":
            second = not (self.acting(actor) & (entry.concerned | {entry.entered_by}))
            may = self.in_charge(actor) and entry.state == "proposed" and second
            may = may and entry.person in self.active and not entry.over(self.on)
            self.expect(may, partial(confirm, record, **self.made(actor)))
        elif what == "decline":
            may = self.in_charge(actor) and entry.state == "proposed"
            self.expect(may, partial(decline, record, reason="誤り", **self.made(actor)))
        else:
            own = entry.principal is not None and actor is entry.principal
            may = self.in_force(actor) and (own or actor.office in IN_CHARGE) and entry.state == "confirmed"
            may = may and last >= max(self.on, entry.starts) and (entry.ends is None or last <= entry.ends)
            self.expect(may, partial(end_entry, record, ends_on=last, on=self.on, **self.made(actor)))
        if may and what == "end":
            entry.ends = last
        elif may:
            entry.state = {"confirm": "confirmed", "decline": "declined"}[what]

    def change_staff(self, actor: Entry, whom: str, *, active: bool) -> None:
        """Take a person from the staff, or back; the page is for those in charge, and not for oneself."""
        if actor.office not in IN_CHARGE or whom in self.acting(actor) or active == (whom in self.active):
            return
        mine = [one for one in self.entries if whom in one.concerned]
        left = [one for one in mine if one.state != "declined" and not one.over(self.on)]
        may = self.in_force(actor) and not (active and left)
        person = self.fresh(whom)
        values = {"is_active": active}
        self.expect(may, partial(edit_person, person, seen=person.fingerprint(), values=values, **self.made(actor)))
        if may and active:
            self.active.add(whom)
        elif may:
            self.active.discard(whom)
            for one in left:
                self.end_with_its_person(one)

    def end_with_its_person(self, entry: Entry) -> None:
        if entry.state == "proposed" or entry.starts > self.on:
            entry.state = "declined"
        else:
            entry.ends = self.on

    @invariant()
    def everybody_holds_what_the_model_says(self) -> None:
        if not hasattr(self, "entries"):
            return
        for name in self.staff:
            held = {entry.key for entry in self.entries if entry.person == name and self.in_force(entry)}
            assert {capacity.key for capacity in capacities(self.fresh(name), self.on)} == held

    @invariant()
    def what_waits_is_what_was_not_confirmed(self) -> None:
        if not hasattr(self, "entries"):
            return
        waiting = {entry.record.stream for entry in self.entries if entry.state == "proposed"}
        assert set(Obligation.objects.open().values_list("about", flat=True)) == waiting

    @invariant()
    def nobody_gave_himself_an_office(self) -> None:
        for entry in Appointment.objects.exclude(entered_by=None):
            assert entry.person_id not in {entry.entered_by_id, entry.confirmed_by_id}
            assert entry.confirmed_by_id is None or entry.confirmed_by_id != entry.entered_by_id
        for named in Deputyship.objects.exclude(entered_by=None):
            assert named.deputy_id not in {named.entered_by_id, named.confirmed_by_id}

    def judge(self) -> None:
        """State that every entry is stored as the model has it."""
        for entry in self.entries:
            stored = type(entry.record).objects.get(pk=entry.record.pk)
            assert (stored.state, stored.starts_on, stored.ends_on) == (entry.state, entry.starts, entry.ends)

    def records(self) -> Iterable[Record]:
        return [*Appointment.objects.all(), *Deputyship.objects.all(), *Person.objects.all()]


def _again(entry: Entry) -> Entry:
    """Return an entry as it was before the history."""
    return Entry(entry.record, entry.person, entry.office, entry.starts, entry.ends, entry.state, entry.entered_by)


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_offices(report: drills.Report) -> None:
    Offices.section = a_unit()
    names = ["administrator", "second administrator", "personnel officer", "first", "second", "third", "fourth"]
    Offices.staff = {name: a_person(name) for name in names}
    held = {"administrator": Office.ADMINISTRATOR, "second administrator": Office.ADMINISTRATOR}
    held |= {"personnel officer": Office.PERSONNEL_OFFICER, "first": Office.SECTION_HEAD}
    Offices.first = [
        Entry(an_appointment(Offices.staff[name], office, Offices.section), name, office, SINCE, None, "confirmed", "")
        for name, office in held.items()
    ]
    examples, words = run(Offices, usual=15, full=2000)
    report("histories", "appointments, deputies, people leaving, days passing", tried=examples, outcome=words)

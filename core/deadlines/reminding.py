"""What the sweep says about one obligation and to whom: words and people, worked out from values of a whole batch."""

from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from core.deadlines.duties import VACANCY_PAGE
from core.deadlines.rules import days_left_words, next_telling
from core.notifications.writer import Reminder
from core.periods.opening_days import opening_days_between
from core.rulebook.queries import parameter
from core.staff.offices import NEXT_HIGHER, Office, office_label
from core.staff.roster import Roster


class Due(NamedTuple):
    """An obligation that is due to be told about; named as the query names them."""

    obligation: int
    next_on: date
    obligation__due_on: date | None
    obligation__title: str
    obligation__clause: str
    obligation__internal_target: bool
    obligation__link_name: str
    obligation__link_pk: int
    obligation__endeavour: bool
    obligation__debtor_office: str
    obligation__debtor_unit: int | None
    obligation__debtor_person: int | None
    obligation__debtor_person__is_active: bool | None


class Words:
    """What is said on one day: the same for all obligations due on the same date."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.roster = Roster(on)
        self._late = cache(lambda due_on: opening_days_between(due_on, on))
        self.next_on = cache(lambda due_on: next_telling(due_on or on, on))

    @cached_property
    def _escalate_after(self) -> int:
        return parameter("escalation_after_days", self.on)

    def reminders(self, due: Due) -> Iterator[Reminder]:
        """Yield a reminder for each person to be told: those who owe, else the administrators; the office above."""
        due_on = due.obligation__due_on or self.on
        late = self._late(due_on)
        words = days_left_words(due_on, self.on, overdue_opening_days=late)
        if debtors := self._debtors(due):
            yield from self._told(due, debtors, words, "")
        else:
            yield from self._vacancy(due)
        if late > self._escalate_after:
            above = self._above(due)
            yield from self._told(due, above, f"{words}(担当の職から上がった知らせ)", "above")

    def _told(self, due: Due, people: list[int], words: str, topic: str) -> Iterator[Reminder]:
        target = "市の内部目標です。" if due.obligation__internal_target else ""
        title, body = f"{words}:{due.obligation__title}", f"{target}{due.obligation__clause}"
        for person in people:
            yield Reminder(
                _key(due, topic, person), person, title, body, due.obligation__link_name, due.obligation__link_pk
            )

    def _debtors(self, due: Due) -> list[int]:
        """Return who owes; nobody when the office is vacant or the person has left."""
        if due.obligation__debtor_person is not None:
            return [due.obligation__debtor_person] if due.obligation__debtor_person__is_active else []
        return self._keys(due.obligation__debtor_office, due.obligation__debtor_unit)

    def _vacancy(self, due: Due) -> Iterator[Reminder]:
        """Tell the administrators that a duty waits for nobody; what it is about is not for their eyes."""
        office = office_label(due.obligation__debtor_office) if due.obligation__debtor_office else "退職した職員"
        unit = due.obligation__debtor_unit
        place = f"{self.roster.unit(unit).name} " if unit is not None else ""
        title = f"{place}{office}の仕事が、担当する職員のいないまま待っています"
        for person in self._keys(Office.ADMINISTRATOR, None):
            yield Reminder(_key(due, "", person), person, title, "任用を登録してください。", VACANCY_PAGE, None)

    def _above(self, due: Due) -> list[int]:
        """Return the holders of the next higher office; a duty one only endeavours at is not escalated."""
        if not due.obligation__debtor_office or due.obligation__endeavour:
            return []
        higher = NEXT_HIGHER.get(Office(due.obligation__debtor_office))
        return self._keys(higher, due.obligation__debtor_unit) if higher else []

    def _keys(self, office: str, unit: int | None) -> list[int]:
        return [person.pk for person in self.roster.people_answering(office, unit)]


def _key(due: Due, topic: str, person: int) -> str:
    return f"due:{due.obligation}:{due.next_on}:{topic}:{person}"

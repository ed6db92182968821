"""What the sweep says about obligations, and to whom: decided once for those that are alike, written at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from itertools import repeat
from typing import NamedTuple

from django.db import connection

from core.columns import columns
from core.deadlines.duties import VACANCY_PAGE
from core.deadlines.rules import days_left_words, next_telling
from core.notifications.writer import open_parts, write_reminders
from core.periods.opening_days import opening_days_between
from core.rulebook.queries import parameter
from core.staff.offices import NEXT_HIGHER, Office, office_label
from core.staff.roster import Roster


class Alike(NamedTuple):
    """What decides who is told of an obligation, and how: the columns of what is due."""

    next_on: date
    due_on: date | None
    endeavour: bool
    office: str
    """The office that owes; empty where a person does."""
    unit: int | None
    person: int | None


class Saying(NamedTuple):
    """Words about obligations: what stands before the title of each, or all where that is not for the reader."""

    mark: str
    """The day of telling and the topic: what tells the messages about one obligation to one person apart."""
    title: str
    body: str = ""
    page: str = ""
    is_all: bool = False


KEPT = 5000
"""Kinds of obligations whose words are kept from batch to batch; more are put together again."""


class Words:
    """What is said on one day, and to whom."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.roster = Roster(on)
        self._late = cache(lambda due_on: opening_days_between(due_on, on))
        self.next_on = cache(lambda due_on: next_telling(due_on or on, on))
        self.about = lru_cache(KEPT)(lambda alike: list(self._about(alike)))
        """What is said and who hears it (keys): those who owe, else the administrators; the office above."""

    @cached_property
    def _escalate_after(self) -> int:
        return parameter("escalation_after_days", self.on)

    def _about(self, alike: Alike) -> Iterator[tuple[Saying, list[int]]]:
        due_on = alike.due_on or self.on
        late = self._late(due_on)
        words = days_left_words(due_on, self.on, overdue_opening_days=late)
        if debtors := self._debtors(alike):
            yield Saying(f"{alike.next_on}:", f"{words}:"), debtors
        else:
            yield self._vacancy(alike), self._keys(Office.ADMINISTRATOR, None)
        if late > self._escalate_after:
            yield Saying(f"{alike.next_on}:above", f"{words}(担当の職から上がった知らせ):"), self._above(alike)

    def _debtors(self, alike: Alike) -> list[int]:
        """Return who owes; nobody when the office is vacant or the person has left."""
        if alike.person is not None:
            return [alike.person] if self.roster.works(alike.person) else []
        return self._keys(alike.office, alike.unit)

    def _vacancy(self, alike: Alike) -> Saying:
        """Say to the administrators that a duty waits for nobody; what it is about is not for their eyes."""
        office = office_label(alike.office) if alike.office else "退職した職員"
        unit = alike.unit
        place = f"{self.roster.unit(unit).name} " if unit is not None else ""
        title = f"{place}{office}の仕事が、担当する職員のいないまま待っています"
        return Saying(f"{alike.next_on}:", title, "任用を登録してください。", VACANCY_PAGE, is_all=True)

    def _above(self, alike: Alike) -> list[int]:
        """Return the holders of the next higher office; a duty one only endeavours at is not escalated."""
        if not alike.office or alike.endeavour:
            return []
        higher = NEXT_HIGHER.get(Office(alike.office))
        return self._keys(higher, alike.unit) if higher else []

    def _keys(self, office: str, unit: int | None) -> list[int]:
        return [person.pk for person in self.roster.people_answering(office, unit)]


REMINDERS = """
SELECT 'due:' || duty.id || ':' || heard.mark || ':' || heard.person AS key, heard.person, heard.part,
    CASE WHEN heard.is_all THEN heard.title ELSE heard.title || duty.title END AS title,
    CASE WHEN heard.is_all THEN heard.body WHEN duty.internal_target THEN '市の内部目標です。' || duty.clause
        ELSE duty.clause END AS body,
    CASE WHEN heard.is_all THEN heard.page ELSE duty.link_name END AS link_name,
    CASE WHEN heard.is_all THEN NULL ELSE duty.link_pk END AS link_pk,
    duty.id AS place, told.hearing AS turn
FROM {told}
JOIN {heard} ON heard.number = told.hearing
JOIN deadlines_obligation AS duty ON duty.id = told.obligation
"""
"""Reminders: which obligation is told in which hearing, and what is heard by whom; hearings count from 1."""
PARTS = {
    "postgresql": {
        "told": "unnest(%s::bigint[], %s::int[]) AS told (obligation, hearing)",
        "heard": """unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::bigint[], %s::bigint[])
            WITH ORDINALITY AS heard (mark, title, body, page, is_all, person, part, number)""",
    },
    "sqlite": {
        "told": "(SELECT value->>0 AS obligation, value->>1 AS hearing FROM json_each(%s)) AS told",
        "heard": """(SELECT value->>0 AS mark, value->>1 AS title, value->>2 AS body, value->>3 AS page,
            value->>4 AS is_all, value->>5 AS person, value->>6 AS part, key + 1 AS number
            FROM json_each(%s) LIMIT -1) AS heard""",
    },
}
"""The limit bids SQLite put the hearings into a table of its own; else it unpacks all of them for each obligation."""


def remind(words: Words, due: Mapping[Alike, Sequence[int]], at: datetime) -> None:
    """Write the reminders of a batch, in the order of its obligations.

    Args:
        words: what is said on the day.
        due: the keys of obligations that are alike, each.
        at: the instant of the messages.
    """
    heard: list[tuple[Saying, int]] = []
    told: list[tuple[int, int]] = []
    for alike, keys in due.items():
        for saying, people in words.about(alike):
            for person in people:
                heard.append((saying, person))
                told += zip(keys, repeat(len(heard)))
    if told:
        parts = open_parts({person for _, person in heard}, at=at)
        hearings = [(*saying, person, parts[person]) for saying, person in heard]
        sql = REMINDERS.format(**PARTS[connection.vendor])
        write_reminders(sql, [*columns(told), *columns(hearings)], at=at)

"""The papers of one account as rows in memory: what is made, what is owed, and how it is handed over for storing."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from django.db import models

from bench.seed.city import City, Section
from bench.seed.ledger import Ledger, PastAct
from bench.seed.numbers import Numbers
from core.deadlines.duties import Duty
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import FULFIL
from core.deadlines.rules import next_telling
from core.lifecycle.actor import Actor
from core.periods.opening_days import add_opening_days
from core.rulebook.parameters import PARAMETERS
from core.staff.models import Unit

STALLED = 0.02
"""The share of stories that stop for good at an act: somebody does not do what he owes."""
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Stage:
    """What all stories share: the city, the ledger, the counters of document numbers, the day it is at the end."""

    city: City
    ledger: Ledger
    numbers: Numbers
    permission: int
    """Key of the permission to operate an account."""
    today: date


@dataclass
class Papers:
    """One account: who it belongs to, and every row about it."""

    stage: Stage
    number: int
    section: Section
    chance: Random
    rows: list[models.Model] = field(default_factory=list)

    def _owe(
        self,
        act: PastAct,
        duty: Duty,
        about: Any,
        debtor: tuple[str, Unit | None],
        title: str,
        link: tuple[str, int],
    ) -> Obligation:
        return self._made(
            act.create(
                Obligation,
                rule=duty.rule,
                about=about.stream,
                title=title,
                clause=duty.clause,
                act_label=duty.act_label,
                link_name=link[0],
                link_pk=link[1],
                debtor_office=debtor[0],
                debtor_unit=debtor[1],
                endeavour=duty.endeavour,
                opened_on=act.on,
                due_on=due_day(duty, act.on),
            )
        )

    def _end(self, act: PastAct, duty: Duty) -> None:
        for row in self.rows:
            if isinstance(row, Obligation) and row.rule == duty.rule:
                act.perform(row, FULFIL, ended_on=act.on)

    def _act(self, by: Actor, at: datetime) -> AbstractContextManager[PastAct]:
        return self.stage.ledger.act(by, at)

    def _made(self, record: M) -> M:
        self.rows.append(record)
        return record

    def _row(self, model: type[M]) -> M:
        return next(row for row in self.rows if isinstance(row, model))

    def _later(self, at: datetime, days: int = 12) -> datetime:
        return at + timedelta(minutes=self.chance.randrange(30, days * 24 * 60))

    def _stalls(self) -> bool:
        return self.chance.random() < STALLED

    def _keep(self) -> None:
        """Hand the rows over as they stand now; what is owed gets the day on which the sweep tells next."""
        owed = [row for row in self.rows if isinstance(row, Obligation) and row.ended_on is None and row.due_on]
        tellings = [
            Telling(obligation=one, next_on=next_telling(one.due_on, self.stage.today)) for one in owed if one.due_on
        ]
        self.stage.ledger.keep(*self.rows, *tellings)


def due_day(duty: Duty, on: date) -> date:
    return add_opening_days(on, PARAMETERS[duty.target].default)

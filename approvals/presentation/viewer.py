"""Who looks at a page: the actor, the other capacities of the same person, and what they may read of a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest

from approvals.models import Request
from approvals.states import RequestState
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.requests import acting_request
from core.staff.authority import Capacity, current_unit
from core.staff.models import Person
from core.staff.offices import Office

UNSUBMITTED = (RequestState.DRAFT, RequestState.RETURNED, RequestState.WITHDRAWN)
"""States in which the row may hold what nobody outside the section was given to read."""

LOST = "選んでいた職の権限が、いまはありません。"


@dataclass(frozen=True)
class Viewer:
    """The person at the page in the office chosen, and the same person in his or her other offices."""

    actor: Actor
    others: tuple[Actor, ...]
    capacities: tuple[Capacity, ...]
    on: date

    @classmethod
    def of(cls, request: HttpRequest) -> "Viewer":
        """Read the viewer off a web request."""
        acting = acting_request(request)
        actor = cast("Actor", acting.actor)
        person = cast("Person", actor.person)
        others = tuple(Actor.of(person, kept) for kept in acting.capacities if kept.key != actor.key)
        return cls(actor, others, tuple(acting.capacities), acting.on)

    def acting_as(self, key: str) -> "Viewer":
        """Return the same person in the capacity a form or a session names; without a key in the one chosen.

        Raises:
            Denied: for a capacity the person does not have, or has no longer: nobody acts in another one unasked.
        """
        if key in {"", self.actor.key}:
            return self
        chosen = next((one for one in self.others if one.key == key), None)
        if chosen is None:
            raise Denied(LOST, way="どの職として行うかを確かめて、もう一度行ってください。")
        return Viewer(chosen, tuple(one for one in self.all if one.key != key), self.capacities, self.on)

    @property
    def all(self) -> tuple[Actor, ...]:
        """Return the person in every capacity, the chosen one first."""
        return (self.actor, *self.others)

    def reads_drafts_of(self, request: Request) -> bool:
        """Tell whether the person may read what is not submitted: the section, and auditors."""
        unit = current_unit(request.section, self.on)
        return any(one.belongs_to(unit) or one.office == Office.AUDITOR for one in self.all)

    def switches(self, allowed: Callable[[Actor], bool]) -> list[Actor]:
        """Return the other capacities that could do what the chosen one can not."""
        return [] if allowed(self.actor) else [one for one in self.others if allowed(one)]

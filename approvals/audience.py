"""Whom an act tells: people who still belong, those who had a part in a round, the principal of a deputy.

A person who drafted or filed is told while he or she is of the section; work does not follow people who have gone.
"""

from collections.abc import Iterator
from datetime import date

from approvals.models import Request
from approvals.permissions import office_to_answer
from approvals.states import StepState
from core.lifecycle.act import Act
from core.notifications.telling import Tell
from core.staff.authority import holders, people_answering
from core.staff.models import Person, Unit
from core.staff.offices import Office


def still_of(section: Unit, person: Person, on: date) -> bool:
    """Tell whether an active person is staff or head of a section, or of what it became."""
    offices = (Office.STAFF, Office.SECTION_HEAD)
    return any(held.person_id == person.pk for office in offices for held in holders(office, section, on))


def section_people(section: Unit, person: Person | None, on: date) -> list[Person]:
    """Return who answers for a section, and before them the person concerned while still of it; each once."""
    own = [person] if person is not None and still_of(section, person, on) else []
    return list(dict.fromkeys([*own, *people_answering(Office.SECTION_HEAD, section, on)]))


def person_or_head(section: Unit, person: Person | None, on: date) -> list[Person]:
    """Return the person concerned while still of the section, otherwise who answers for the section."""
    if person is not None and still_of(section, person, on):
        return [person]
    return people_answering(Office.SECTION_HEAD, section, on)


def people_of_round(request: Request, on: date) -> list[Person]:
    """Return who had decided in the last round and who was asked when it ended; deciding steps only.

    The round may just have been closed: of steps that lapsed the first one was the one whose turn it was.
    """
    steps = list(request.steps.of_round(request.round).blocking().select_related("decided_by", "unit__parent__parent"))
    people = [step.decided_by for step in steps if step.decided_by is not None]
    open_ones = [step for step in steps if step.state in {StepState.PENDING, StepState.LAPSED}]
    if open_ones and all(step.state != StepState.RETURNED for step in steps):
        people += people_answering(office_to_answer(open_ones[0], on), open_ones[0].unit, on)
    return list(dict.fromkeys(people))


def tell_principal(act: Act, title: str, link: tuple[str, int]) -> Iterator[Tell]:
    """Tell the principal what a deputy did in his or her name where no later review is asked (ADR 0012)."""
    if act.by.on_behalf_of is not None:
        body = f"{act.by.name}が代わって行いました。"
        yield Tell([act.by.on_behalf_of], title, body, *link, topic=f"principal:{link[1]}")

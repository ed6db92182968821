"""Whom an act about an incident tells; a drill tells nobody but those who take part in it."""

from collections.abc import Iterable, Iterator

from approvals.audience import tell_principal
from core.lifecycle.act import Act
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from incidents.models import Incident, Member
from incidents.models.incident import PAGE
from incidents.permissions import manager_office


def managers(act: Act, incident: Incident) -> list[Person]:
    """Return who leads: the holders of the manager's office and their deputies; nobody in a drill."""
    return [] if incident.is_drill else people_answering(manager_office(incident), incident.section, act.on)


def above(act: Act, incident: Incident) -> list[Person]:
    """Return whom a delay is told: the head of the department, 総務部長, ふるさと発信課長."""
    offices = [(Office.GENERAL_AFFAIRS_DIRECTOR, None), (Office.PR_SECTION_HEAD, None)]
    if incident.section is not None:
        offices.insert(0, (Office.DEPARTMENT_HEAD, incident.section))  # type: ignore[arg-type]  # a unit where the office has one
    return [person for office, unit in offices for person in people_answering(office, unit, act.on)]


def participants(act: Act, incident: Incident) -> list[Person]:
    """Return everybody with a part: who leads, the reporter, the members."""
    members = Member.objects.filter(incident=incident, left_on=None).select_related("person").order_by("pk")
    return [*managers(act, incident), incident.reported_by, *(one.person for one in members)]


def tell(act: Act, incident: Incident, people: Iterable[Person], title: str, body: str = "") -> Iterator[Tell]:
    """Tell people, each once and never who acts; of a leak nothing but that there is something to read."""
    told = [one for one in dict.fromkeys(people) if one != act.by.person]
    words = "内容は、画面で確かめてください。" if incident.is_confidential else body
    if told:
        yield Tell(told, f"{title}:{incident.shown}", words, PAGE, incident.pk)


def tell_represented(act: Act, incident: Incident, what: str) -> Iterator[Tell]:
    """Tell the principal what a deputy did about an incident in his or her name; nobody of a drill."""
    if not incident.is_drill:
        yield from tell_principal(act, f"代決者が{what}:{incident.shown}", (PAGE, incident.pk))

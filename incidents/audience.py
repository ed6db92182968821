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


def overseers(act: Act, incident: Incident) -> list[Person]:
    """Return who looks over who leads: the head of the department, ふるさと発信課長; nobody in a drill."""
    if incident.is_drill:
        return []
    city = people_answering(Office.PR_SECTION_HEAD, None, act.on)
    section = incident.section
    return city if section is None else [*people_answering(Office.DEPARTMENT_HEAD, section, act.on), *city]


def above(act: Act, incident: Incident) -> list[Person]:
    """Return whom a delay is told: who looks over who leads, and 総務部長."""
    return [*overseers(act, incident), *people_answering(Office.GENERAL_AFFAIRS_DIRECTOR, None, act.on)]


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

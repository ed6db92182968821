"""What a leak asks of all that hangs on it: no title tells of it, and what was merged into it is read by its circle."""

from core.deadlines.duties import retitle_duties
from core.lifecycle.act import Act
from incidents import duties
from incidents.models import Incident, Task
from incidents.moves.listing import titles_of
from incidents.states import IncidentKind


def follow_kind(act: Act, incident: Incident) -> None:
    """Call all that is or was owed about an incident as its kind lets it be called; of a leak its doubles follow.

    A double of a leak is a leak, with its own doubles, and stays one: nobody looks at it anew when the other one opens.
    """
    for duty in duties.ABOUT_INCIDENT:
        retitle_duties(act, duty, incident, duties.title_of(duty, incident.shown), ended=True)
    for task in act.lock_all(Task, incident=incident.pk):
        for duty, title in titles_of(task).items():
            retitle_duties(act, duty, task, title, ended=True)
    if not incident.is_confidential:
        return
    for double in act.lock_all(Incident, merged_into=incident.pk):
        follow_kind(act, act.edit(double, kind=IncidentKind.LEAK.value))

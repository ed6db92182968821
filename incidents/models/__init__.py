"""The records of an incident: itself, its tasks, what is added to its course, who has a part, the playbooks."""

from incidents.models.course import Evidence, Member, Note
from incidents.models.incident import Counter, Incident, IncidentQuerySet
from incidents.models.playbook import Playbook
from incidents.models.statement import Statement
from incidents.models.task import Task

__all__ = ["Counter", "Evidence", "Incident", "IncidentQuerySet", "Member", "Note", "Playbook", "Statement", "Task"]

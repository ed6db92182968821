"""A report that a form sends: once, however often it arrives.

Where the network drops, the page sends what was typed again until an answer comes (`static/sending.js`); the report may
have arrived the first time. A second press of the button is the same case.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from core.lifecycle.actor import Actor
from core.records import Record
from core.uploads.forms import Upload
from incidents.actions import report_incident
from incidents.models import Incident


def report_once(*, by: Actor, at: datetime, **facts: Any) -> Incident:
    """Report a problem, or return the incident that the same person reported in the very same words (第7).

    Raises:
        Denied: as `report_incident`.
    """
    sent = _sent_as(by, facts)
    if there := Incident.objects.filter(sent_as=sent).first():
        return there
    try:
        return report_incident(by=by, at=at, sent_as=sent, **facts)
    except IntegrityError:
        # It arrived twice at one instant, and the other one was first.
        if there := Incident.objects.filter(sent_as=sent).first():
            return there
        raise


def _sent_as(by: Actor, facts: dict[str, Any]) -> str:
    """Return the hash of a report: who sends it and all that it says, the picture too."""
    said = {"by": by.person and by.person.pk, **{name: _said(value) for name, value in facts.items()}}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, Record):
        return value.stream
    if isinstance(value, Upload):
        return [value.name, hashlib.sha256(value.content).hexdigest()]
    return value if isinstance(value, str | bool) or value is None else str(value)

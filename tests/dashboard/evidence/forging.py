"""Forges rows the way somebody with access to the database would: past the application, one table at a time.

Events are only added, never changed: a forger who may insert writes a chain that holds in itself.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models

from core.audit.writer import Change, Stamp, write_events
from core.lifecycle.actor import Actor
from core.records import Record
from dashboard.evidence.check import check_evidence


def overwrite(record: Record, **values: Any) -> None:
    """Change columns of a row by SQL."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)


def insert(model: type[models.Model], **values: Any) -> Any:
    """Insert a row by SQL, with no event."""
    (made,) = model._base_manager.bulk_create([model(**values)])
    return made


def tell(record: Record, verb: str, label: str, by: Actor, at: datetime, **told: Any) -> None:
    """Add an event to a record's chain, as well chained as a true one; the row's version follows."""
    number = record.version + 1
    move = f"{record._meta.label_lower}.{verb}"
    change = Change(
        record.stream, number, move, label, told.pop("before", ""), told.pop("after", ""), {"changes": told}
    )
    write_events([change], Stamp(uuid4(), at, by.person, by.office, by.unit, by.label, by.on_behalf_of))
    overwrite(record, version=number)


def found() -> list[tuple[str, str]]:
    """Return kind and stream of everything the check finds, in order of kind."""
    return sorted((str(finding.kind), finding.stream) for finding in check_evidence().findings)

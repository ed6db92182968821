"""The table between upload and import: kept for the person who uploaded it, for two hours, one at a time."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from accounts.intake.columns import guessed
from accounts.intake.reading import Table
from accounts.models import ImportDraft
from core.staff.models import Person

KEPT = timedelta(hours=2)


def keep(table: Table, content: bytes, name: str, *, person: Person, at: datetime) -> ImportDraft:
    """Keep an uploaded table in place of the person's last one; what has expired goes."""
    ImportDraft.objects.filter(expires_at__lte=at).delete()
    ImportDraft.objects.filter(person=person).delete()
    return ImportDraft.objects.create(
        person=person,
        expires_at=at + KEPT,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        cells=table.as_cells(),
        columns=guessed(table.header),
    )


def kept(key: UUID, *, person: Person, at: datetime) -> ImportDraft | None:
    """Return a draft of a person's own that has not expired."""
    return ImportDraft.objects.filter(pk=key, person=person, expires_at__gt=at).first()


def choose_columns(draft: ImportDraft, columns: Mapping[str, int]) -> None:
    """Keep which column holds which field."""
    ImportDraft.objects.filter(pk=draft.pk).update(columns=dict(columns))


def forget(draft: ImportDraft) -> None:
    """Delete a draft that is done with."""
    ImportDraft.objects.filter(pk=draft.pk).delete()


def source_of(draft: ImportDraft) -> str:
    """Return the file as the trail names it: its name and the first signs of its SHA-256."""
    return f"{draft.name}({draft.sha256[:12]})"

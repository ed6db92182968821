"""Who reads what few may read: the content of withheld records in the trail, and who looked at them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import QuerySet

from core.audit.models import Event
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.streams import NOTES
from core.records import Record, Withheld
from core.staff.offices import Office


def reads_withheld(by: Actor) -> bool:
    """Tell whether somebody reads what the trail says of withheld records: auditors, who look whether few looked."""
    return by.holds(Office.AUDITOR)


def is_withheld_from(record: Record | None, by: Actor) -> bool:
    """Tell whether somebody is shown of a record in the trail who did what when, but not what was written."""
    return record is not None and record.withheld is not None and not reads_withheld(by)


def note_looks(records: Iterable[Record | None], where: str, *, by: Actor, at: datetime) -> None:
    """Record that somebody looked at what few may read: one event for each matter, nothing of other records.

    Args:
        where: what was opened, in the words of the trail.
    """
    matters = dict.fromkeys(record.withheld for record in records if record is not None)
    looked_at = [one for one in matters if one is not None]
    if looked_at:
        with acting(by=by, at=at) as act:
            _note(act, looked_at, where)


def looks_at(look: str, name: str, stream: str) -> QuerySet[Event]:
    """Return the events that tell of looks of one kind at a stream, which they call by a name."""
    named = f'"{name}":"{stream}"'
    return Event.objects.filter(stream__startswith=f"{NOTES}{look}:", facts__body__contains=named)


def note_look_at_everything(act: Act, where: str) -> None:
    """Record with an act that it shows all that few may read."""
    _note(act, _everything(), where)


def _note(act: Act, looked_at: Iterable[Withheld], where: str) -> None:
    for one in looked_at:
        act.note(one.look, f"{one.words}({where})", **{one.name: one.stream})


def _everything() -> Iterator[Withheld]:
    for model in apps.get_models():
        if issubclass(model, Record):
            yield from (one.withheld for one in model.all_withheld() if one.withheld is not None)

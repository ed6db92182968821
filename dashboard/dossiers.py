"""Which streams belong together: a request with its steps, reviews, filings, attachments, account and policies.

And an incident with its tasks and all that was added to its course.
"""

from dataclasses import dataclass
from typing import Any

from accounts.cases import PAPERS, RELATIONS
from accounts.cases import streams_of as streams_of_accounts
from accounts.models import Account
from approvals.models import Attachment, Filing, LaterReview, Request, Step
from approvals.presentation.trail import streams_of as streams_of_request
from core.lifecycle.comparing import Standing, standing_of
from core.lifecycle.streams import words_of_stream
from core.records import Record
from incidents.models import Incident, Task
from incidents.models.course import OfIncident
from incidents.queries import streams_of as streams_of_incident

REQUEST_OF: dict[type[Record], tuple[str, ...]] = {
    Step: ("request",),
    LaterReview: ("step", "request"),
    Filing: ("request",),
    Attachment: ("request",),
}
"""The way from a record to the request it belongs to."""


@dataclass(frozen=True)
class Part:
    """One stream of a dossier: how many events, and whether chain and record hold."""

    stream: str
    words: str
    events: int
    standing: Standing


def dossier_of(stream: str, record: Record | None) -> list[str]:
    """Return the streams of everything that belongs to a record, itself first; `record` is that of the stream."""
    return list(dict.fromkeys([stream, *(_streams(record) if record is not None else [])]))


def _streams(record: Record) -> list[str]:
    if isinstance(record, Account):
        return list(streams_of_accounts([record.pk], (*RELATIONS, *PAPERS)))
    if isinstance(record, Incident | OfIncident | Task):
        return streams_of_incident(record.pk if isinstance(record, Incident) else vars(record)["incident_id"])
    found: Any = record
    for name in REQUEST_OF.get(type(record), ()):
        found = getattr(found, name)
    if found is None:  # the filing of a notice: it belongs to its account
        return list(streams_of_accounts([vars(record)["account_id"]], (*RELATIONS, *PAPERS)))
    return streams_of_request(found) if isinstance(found, Request) else []


def parts_of(streams: list[str]) -> list[Part]:
    """Return each stream with its events counted, chain and record checked; a constant number of queries."""
    standing = standing_of(streams)
    return [
        Part(one, f"{words_of_stream(one)}{_asked(standing[one])}", standing[one].events, standing[one])
        for one in streams
        if one in standing
    ]


def _asked(standing: Standing) -> str:
    """Return which office a step asked, which says more than its number; nothing of other records."""
    return f":{standing.record}" if isinstance(standing.record, Step) else ""

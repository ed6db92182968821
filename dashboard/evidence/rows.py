"""The plain rows that the rules compare: what the tables say, and what the trail says about the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Told:
    """One event of the trail; `key` grows with the order of writing, whatever `at` says."""

    key: int
    stream: str
    at: datetime
    on: date
    """The Japan date of `at`."""
    name: str
    """What happened, such as `approvals.step.permit`."""
    label: str
    who: str
    person: int | None
    office: str
    unit: int | None
    on_behalf_of: int | None
    to_state: str
    digest: str = ""
    """The digest of the content decided, where the event binds one."""
    is_whole: bool = True
    """Event and facts give the hashes that are stored with them."""


@dataclass(frozen=True)
class StepRow:
    """One step of a round as its table says, with the event by which it came into its state."""

    stream: str
    round: int
    position: int
    kind: str
    office: str
    office_name: str
    state: str
    last_state: str
    decided_by: int | None
    on_behalf_of: int | None
    decided_at: datetime | None
    digest: str
    event: Told | None
    who: str = ""
    """Who decided, by the table, named as events name who acted."""
    answering: frozenset[int] = frozenset()
    """The units whose holder of the office answers for the step on the day of the event."""
    answering_above: frozenset[int] = frozenset()
    """The same for the next higher office."""
    above_may: bool = False
    """The next higher office may answer: by the trail, all who were asked had written the request."""


@dataclass(frozen=True)
class RevisionRow:
    """What one submission said: the digest kept, and the one its body gives."""

    number: int
    digest: str
    body_digest: str
    submitted_at: datetime


@dataclass(frozen=True)
class RequestRow:
    """One request with its steps and revisions; `digest` is that of its content as it stands."""

    stream: str
    name: str
    state: str
    last_state: str
    round: int
    digest: str
    steps: Sequence[StepRow] = ()
    revisions: Sequence[RevisionRow] = ()


@dataclass(frozen=True)
class FilingRow:
    """One filing, who received it by its table, and the event of the receipt."""

    stream: str
    name: str
    state: str
    last_state: str
    received_by: int | None
    receipt: Told | None
    received_by_name: str = ""
    of_acquisition: bool = True
    """Whether it is the one of 4-1-(2); a change or closure has two of its own (4-5-(1))."""


@dataclass(frozen=True)
class AccountRow:
    """One account with its papers.

    `acquired` is the event by which it was acquired; `registered` the one by which it was entered on a paper document,
    where it began with that; `paper` what the table says of the document, `paper_told` what the trail says.
    """

    stream: str
    title: str
    state: str
    last_state: str
    acquired_on: date | None
    acquired: Told | None
    requests: Sequence[RequestRow] = ()
    filings: Sequence[FilingRow] = ()
    registered: Told | None = None
    paper: tuple[str, ...] = ()
    paper_told: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryRow:
    """An appointment or deputyship: what its table says beside what its events say."""

    stream: str
    name: str
    table: dict[str, object]
    trail: dict[str, object]
    """The same columns as the events leave them; empty when there is no event."""
    decides: bool
    entered: Told | None
    confirmed: Told | None
    concerned: frozenset[int] = field(default_factory=frozenset)
    """The persons whose authority it is."""
    own_choice: int | None = None
    """The principal, who names a deputy alone."""

"""What a kind of matter tells about itself: which are concluded and when, what hangs together, what is emptied.

Each app describes its kinds and registers them when Django starts (`AppConfig.ready`); so this package knows them
without importing upwards.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.storage import Storage
from django.db.models import Q, QuerySet

from core.records import Record

Link = tuple[str, int]


class DossierKind(ABC):
    """One kind of matter: a first record and all that belongs to it, disposed of together or not at all."""

    model: type[Record]
    """The model of the first record, which declares `ForYears`."""
    pages: Mapping[type[Record], tuple[str, ...]]
    """Names of the pages that messages and duties about a record lead to, by the record's model."""
    storage: Storage

    @property
    def code(self) -> str:
        """Return the name of the kind: the label of its first record."""
        return self.model._meta.label_lower

    @abstractmethod
    def concluded(self) -> QuerySet[Any]:
        """Return the first records of ended matters that still have content, with `concluded_at`, the instant."""

    @abstractmethod
    def term(self, term: str) -> Q:
        """Return the condition that a concluded matter falls under one of the terms its model declares."""

    @abstractmethod
    def title_of(self, root: Any) -> str:
        """Return the title (件名) that the register keeps."""

    @abstractmethod
    def stage_of(self, document_number: str) -> str:
        """Return in a word at what stage a matter is that is not concluded yet, empty when none has the number."""

    @abstractmethod
    def essentials(self, root: Any, members: Sequence[Record]) -> list[tuple[str, str]]:
        """Return name and value of what those who destroy a matter must know of it; no further query.

        They may not open its pages: a disposal makes nobody a reader of requests.
        """

    @abstractmethod
    def members(self, roots: Sequence[Any]) -> dict[int, list[Record]]:
        """Return all records of some matters in the order they are locked in, first record first, by its key.

        The number of queries does not depend on how many matters there are. Obligations are added by the caller.
        """

    @abstractmethod
    def emptied(self, record: Record, on: date) -> dict[str, Any]:
        """Return the values that take the place of a record's content on the day of disposal."""

    @abstractmethod
    def file_of(self, record: Record) -> str:
        """Return the name of the stored file that belongs to a record, empty for none."""

    def forget(self, records: Sequence[Record]) -> None:  # noqa: B027 - most kinds keep nothing beside their records
        """Remove rows about some records of a matter that are no records themselves and have no event; one act."""

    def links_of(self, record: Record) -> list[Link]:
        """Return where messages about a record lead to."""
        return [(page, record.pk) for page in self.pages.get(type(record), ())]


_kinds: dict[str, DossierKind] = {}


def register(kind: DossierKind) -> None:
    """Make a kind of matter known; called once, when its app is ready."""
    _kinds[kind.code] = kind


def kinds() -> list[DossierKind]:
    """Return all kinds of matters."""
    return list(_kinds.values())


def kind_of(stream: str) -> DossierKind:
    """Return the kind of matter that begins with the record of a stream.

    Raises:
        KeyError: when no matter begins with such a record.
    """
    return _kinds[stream.partition(":")[0]]


def key_of(stream: str) -> int:
    """Return the key of the record that a stream names."""
    return int(stream.partition(":")[2])

"""The base of every business record: a version column, a stream name, a canonical content.

It stands below everything else so that any package can define records. The one way a
record is written is `core.lifecycle`, which opens `writing()`; outside of it `save` and
`delete` refuse, so that a shortcut fails the first time it is tried and not at an audit.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.base import ModelState
from django.db.models.fields.files import FieldFile

from core.keeping import Retention
from core.together import store_new

_writing: ContextVar[bool] = ContextVar("record_writing", default=False)


class WrittenOutsideLifecycleError(RuntimeError):
    """A record was saved or deleted past `core.lifecycle`."""


@contextmanager
def writing() -> Iterator[None]:
    """Allow records to be saved; opened by `core.lifecycle` only."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Tell whether an act is under way in this context."""
    return _writing.get()


def canonical_json(value: Mapping[str, Any]) -> str:
    """Serialise a mapping so that equal content always gives equal text (keys sorted, no blanks)."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a mapping, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def short_code(digest: str) -> str:
    """Shorten a digest to the code people compare by eye, for example `7F3A-91C2`."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


@dataclass(frozen=True)
class Subject:
    """What a record is about, as lists over all chapters name it.

    `page` and `pk` are the URL name and key of where it is read; `content` names the streams that hold what is decided
    on it: whoever wrote there is an author.
    """

    title: str
    number: str = ""
    page: str = ""
    pk: int | None = None
    content: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withheld:
    """What few may read, and how the trail tells that somebody looked at it.

    `look` is the kind of event, `words` what it is called; under `name` it says at whose stream.
    """

    look: str
    words: str
    name: str
    stream: str


class Record(models.Model):
    """A row whose every change is an act: who, in which office, when, from what to what."""

    version = models.PositiveIntegerField("版", default=1, editable=False)

    lock_first: ClassVar[tuple[str, ...]] = ()
    """Names of foreign keys whose rows an act locks before this one (the lock order)."""
    locked_with: ClassVar[tuple[str, ...]] = ()
    """Foreign keys whose rows an act reads with this one when it locks it; they themselves are not locked."""
    locked_together: ClassVar[tuple[str, ...]] = ()
    """Columns that never change: the rows that share them are locked at once, for an act on one goes on at another."""
    hidden_fields: ClassVar[frozenset[str]] = frozenset()
    """Columns whose values never enter the audit trail (a password hash), their digests only."""
    column_labels: ClassVar[Mapping[str, str]] = {}
    """What the trail calls columns that no form names."""
    workings: ClassVar[frozenset[str]] = frozenset()
    """Columns the clock keeps in order to go on from there: a page's history leaves them out, the trail does not."""
    creation: ClassVar[str] = ""
    """What making such a record is called in its trail; "" where 作成した fits."""
    retention: ClassVar[Retention]
    """How long records of this kind are kept; every kind declares it (a test holds this)."""

    subject_related: ClassVar[tuple[str, ...]] = ()
    subject_prefetch: ClassVar[tuple[str, ...]] = ()
    """What `subject` reads, for lists: foreign keys, and relations to many."""

    class Meta:
        abstract = True

    @property
    def withheld(self) -> Withheld | None:
        """Return what administrators, who run the system, are not to read of this in the trail; None of most."""
        return None

    @classmethod
    def all_withheld(cls) -> "Iterable[Record]":
        """Return the records of this kind that few may read, without those that only follow them."""
        return ()

    @property
    def stream(self) -> str:
        """Name this record in the audit trail, for example `approvals.request:12`."""
        return f"{self._meta.label_lower}:{self.pk}"

    def columns(self) -> dict[str, Any]:
        """Return the stored values by column name, without key, version and hidden columns; of a file its name."""
        left_out = {"id", "version", *self.hidden_fields}
        kept = [f for f in self._meta.concrete_fields if f.attname not in left_out]
        values = {f.attname: f.value_from_object(self) for f in kept}
        return {name: value.name or "" if isinstance(value, FieldFile) else value for name, value in values.items()}

    def hidden_digests(self) -> dict[str, str]:
        """Return a SHA-256 of each hidden column: the trail can tell that a value changed, and never which it was."""
        return {name: digest_of({name: getattr(self, name)}) for name in sorted(self.hidden_fields)}

    def content(self) -> dict[str, Any]:
        """Return what a decision on this record binds; records that are decided on override it."""
        return self.columns()

    def fingerprint(self) -> str:
        """Return the digest of content and version that a decision names as seen."""
        return digest_of({"version": self.version, "content": self.content()})

    def copied(self) -> Self:
        """Return a copy of the row; what it has read of other rows is shared. `copy` takes ten times as long."""
        made = type(self).__new__(type(self))
        vars(made).update(vars(self))
        state = vars(made)["_state"] = ModelState()
        vars(state).update(vars(vars(self)["_state"]))
        vars(state)["fields_cache"] = dict(vars(state).get("fields_cache", {}))
        return made

    def save(self, *args: Any, force_insert: Any = False, **kwargs: Any) -> None:
        """Save inside an act.

        Raises:
            WrittenOutsideLifecycleError: when no act is under way.
        """
        if not is_writing():
            raise WrittenOutsideLifecycleError(f"{self._meta.label} is written by core.lifecycle only")
        store: Any = super().save
        is_plain = force_insert is True and not args and not kwargs and store.__func__ is models.Model.save
        if not (is_plain and store_new(self)):
            store(*args, force_insert=force_insert, **kwargs)

    def subject(self) -> Subject:
        """Return what the record is about; itself unless a chapter says more."""
        return Subject(str(self), content=(self.stream,))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: records end by a state or a date, they are not deleted."""
        raise WrittenOutsideLifecycleError(f"{self._meta.label} is never deleted")

"""Verifies the whole trail in one state of the database: chains, seals, disposals, witnesses, records.

One pass over the events in the order of their streams and one over the leaves in the order of their seals; what is
kept in memory does not grow with the trail, but for the streams disposed of.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from core.audit import triggers
from core.audit.folding import Records, Story, loaded
from core.audit.hashing import seal_hash
from core.audit.lawful import DECIDED, Decision
from core.audit.merkle import Tree
from core.audit.models import DISPOSALS, Leaf, Seal
from core.audit.verifier import Row, chain_faults, rows, run_of
from core.records import short_code

Disposal = tuple[str, str]
"""The act that removed, and the stream of the record that decided it."""


@dataclass
class Whole:
    """One verification: what was counted, what is known from outside, what is to be compared at the end."""

    known_seals: Mapping[int, Iterable[str]] = field(default_factory=dict)
    """Number of a seal with its hash in mails, on paper or in earlier exports."""
    known_codes: Iterable[tuple[str, str]] = ()
    """Stream of a record with a short code that paper shows."""
    events: int = 0
    seals: int = 0
    waiting: int = 0

    def __post_init__(self) -> None:
        self._codes = set(self.known_codes)
        self._code_streams = {stream for stream, _ in self._codes}
        self._gone: dict[tuple[Disposal, str, str], int] = {}
        self._said: dict[Disposal, tuple[str, dict[str, int]]] = {}
        self._decided: dict[str, Decision] = {}

    def faults(self) -> Generator[str, None, None]:
        """Yield a sentence for each thing that is not as it should be; none when the trail is whole."""
        with one_state():
            for name in triggers.missing():
                yield f"データベースの書き換え防止({name})が外れています"
            yield from self._events()
            yield from self._disposals()
            yield from self._seals()
        for stream, code in sorted(self._codes):
            yield f"{stream}:紙の符号 {code} に当たるできごとがありません"

    def _events(self) -> Iterator[str]:
        records, before = Records(), None
        story: Story | None = None
        for row in rows():
            yield from chain_faults(row, before)
            yield from self._event(row)
            if before is None or before.stream != row.stream:
                if story is not None:
                    yield from records.finish(story)
                story = Story(row.stream) if records.told_of(row.stream) else None
            if story is not None:
                story.follow(row)
            before = row
        if story is not None:
            yield from records.finish(story)
        yield from records.compare()
        yield from records.without_story()

    def _event(self, row: Row) -> Iterator[str]:
        self.events += 1
        sealed, waits = row.leaf__seal is not None, row.unsealed__event is not None
        self.waiting += waits
        if sealed == waits:
            yield f"{row.name()}:" + ("封印されたのに、待ちのままです" if sealed else "封印も、その待ちもありません")
        if row.stream in self._code_streams:
            self._codes.discard((row.stream, short_code(row.hash)))
        if row.disposed__disposal is not None:
            gone = (str(row.disposed__act_id), row.disposed__disposal)
            self._gone[gone, str(row.disposed__at), row.stream] = row.number
        if row.stream.startswith(DECIDED):
            before = self._decided.get(row.stream, Decision())
            self._decided[row.stream] = before.followed_by(row.move, row.person, str(row.act_id))
        elif row.stream.startswith(DISPOSALS):
            self._say(row)

    def _say(self, row: Row) -> None:
        """Take a proof of disposal in; an act writes one, a second one spoils both."""
        facts = loaded(row.facts__body) or {}
        streams, disposal = facts.get("streams"), (str(row.act_id), str(facts.get("disposal")))
        said = (str(row.at), streams if isinstance(streams, dict) else {})
        self._said[disposal] = ("", {}) if disposal in self._said else said

    def _disposals(self) -> Iterator[str]:
        for (disposal, at, stream), number in self._gone.items():
            name = f"{stream} の{number}番目:内容の廃棄({disposal[1]})"
            said_at, streams = self._said.get(disposal, ("", {}))
            if at != said_at or number > streams.get(stream, 0):
                yield f"{name}が、監査証跡に記録されていません"
            if self._decided.get(disposal[1], Decision()).carried_out != disposal[0]:
                yield f"{name}に、許可を受けて廃棄した人の記録がありません"

    def _seals(self) -> Iterator[str]:
        leaves = Leaf.objects.order_by("seal_id", "position").values_list(
            "seal_id", "position", "event_id", "event__hash"
        )
        groups = groupby(leaves.iterator(chunk_size=5000), key=lambda leaf: leaf[0])
        group: Any = next(groups, None)
        before: Seal | None = None
        for seal in Seal.objects.order_by("number").iterator():
            self.seals += 1
            tree = Tree()
            if group is not None and group[0] == seal.number:
                yield from _plant(tree, seal, group[1])
                group = next(groups, None)
            yield from seal_faults(seal, before, tree)
            before = seal
        if group is not None:
            yield f"封印 第{group[0]}号:できごとが付いているのに、封印がありません"
        yield from self._witnesses()

    def _witnesses(self) -> Iterator[str]:
        found = dict(Seal.objects.filter(number__in=list(self.known_seals)).values_list("number", "hash"))
        for number, hashes in sorted(self.known_seals.items()):
            if number not in found:
                yield f"封印 第{number}号:控えにありますが、監査証跡にありません"
            elif any(known != found[number] for known in hashes):
                yield f"封印 第{number}号:符号が控えと合いません"


def _plant(tree: Tree, seal: Seal, leaves: Iterable[tuple[int, int, int, str]]) -> Iterator[str]:
    """Grow the tree of a seal; its places are counted from 0, in the order of the events' keys."""
    last = expected = 0
    for _, position, event, event_hash in leaves:
        if position != expected:
            yield f"封印 第{seal.number}号:{run_of(expected, position - 1, '番')}の場所にできごとがありません"
        expected = position + 1
        if event <= last:
            yield f"封印 第{seal.number}号:{position}番の場所で、できごとの順が入れ替わっています"
        tree.add(event_hash)
        last = event


def seal_faults(seal: Seal, before: Seal | None, tree: Tree) -> Iterator[str]:
    """Yield what is wrong with a seal, given the one before it and the tree of its events."""
    number, previous = (before.number, before.hash) if before else (0, "")
    name = f"封印 第{seal.number}号"
    if seal.number != number + 1:
        yield f"{name}:{run_of(number + 1, seal.number - 1, '号', '第')}がありません"
    if seal.previous != previous:
        yield f"{name}:前の封印とつながっていません"
    if (seal.count, seal.root) != (tree.count, tree.root()):
        yield f"{name}:封印したできごとと合いません"
    if seal_hash(seal) != seal.hash:
        yield f"{name}:符号と合いません"


@contextmanager
def one_state() -> Iterator[None]:
    """Read everything in one state of the database, whatever commits meanwhile, and hold up no writer."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

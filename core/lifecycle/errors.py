"""The ways an act is refused: two carry what a person reads, the third asks who is at the screen."""

from collections.abc import Sequence


class Denied(Exception):  # noqa: N818  # a refusal is no programming error
    """The act is not allowed: a sentence, the clause, and the way on; of wrong input the fields to mend."""

    def __init__(
        self, reason: str, clause: str = "", way: str = "", field: str = "", fields: Sequence[str] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.clause = clause
        self.way = way
        self.fields = tuple(fields) or ((field,) if field else ())

    @property
    def field(self) -> str:
        """Return the first field to mend; empty where it is none that was typed."""
        return self.fields[0] if self.fields else ""

    @property
    def sentence(self) -> str:
        """Return reason, way on and clause as one text for a form field."""
        return "".join(part for part in (self.reason, self.way, self.clause) if part)


class Conflict(Exception):  # noqa: N818  # a race lost is no programming error
    """The record is not what the person saw; nothing was recorded."""

    def __init__(self, reason: str, record: object = None, seen: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.record = record
        self.seen = seen


class ProofNeeded(Exception):  # noqa: N818  # a question is no programming error
    """The act decides, and too long has passed since the person showed who he is; nothing was recorded."""

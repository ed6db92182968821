"""How long each kind of record is kept (保存期間): the class that every record declares as `retention`.

It stands below the records, so that a model says its class itself and nothing above has to know all models. What
becomes of a class - what may be disposed of on a day - is `core.retention`'s.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Permanent:
    """Kept for ever (永久・常用), with the reason in the words of the pages."""

    why: str


@dataclass(frozen=True)
class ForYears:
    """The first record of a matter, kept for years that the rulebook gives.

    `terms` are keys of `core.rulebook.parameters`; the dossier kind says which of them a record falls under and on
    which day its matter was concluded.
    """

    terms: tuple[str, ...]


@dataclass(frozen=True)
class Within:
    """Kept, and disposed of, together with the matter it belongs to."""

    matter: str
    """Label of the model the matter begins with; empty for an obligation, which goes with what caused it."""


Retention = Permanent | ForYears | Within
NOTES = Permanent("だれがいつ入り、何を確かめ、何を書き出したかの証しです。事案の文言は含みません。")
"""The class of what the trail notes without a record: sign-ins, exports, verifications, samples (ADR 0016)."""

"""How many years a matter is kept: the numbers of the rulebook, read once for a whole list."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from core.memo import once, tell
from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.states import VersionState

RULEBOOK = ("rulebook.version",)


def adopted() -> QuerySet[Version]:
    """Return the versions of the rulebook that were ever adopted."""
    return Version.objects.filter(state=VersionState.ADOPTED)


def tell_adopted(found: Iterable[Version]) -> None:
    """Remember what was read as part of a question, for those who ask for the terms."""
    tell("adopted", list(found), of=RULEBOOK)


class Terms:
    """The rulebook's years as they ruled on any day; a longer period of today counts for old matters too.

    What was concluded under a longer period keeps it: a shorter one never reaches back.
    """

    def __init__(self, on: date, versions: Iterable[Version] | None = None) -> None:
        """Take the day, and the versions of the rulebook that were ever adopted, where the caller has read them."""
        self.on = on
        found = once("adopted", lambda: list(adopted()), of=RULEBOOK) if versions is None else versions
        self._versions = sorted(found, key=lambda version: version.in_force_from, reverse=True)

    def years(self, term: str, concluded_on: date) -> int:
        """Return the years of a matter concluded on a day."""
        return max(self._ruling(term, concluded_on), self._ruling(term, self.on))

    def _ruling(self, term: str, on: date) -> int:
        version = next((v for v in self._versions if v.in_force_from <= on), None)
        return version.value(term) if version else PARAMETERS[term].default


def label_of(term: str) -> str:
    """Return the words of a class of retention."""
    return PARAMETERS[term].label.partition("の保存期間")[0]

"""How many years a matter is kept: the numbers of the rulebook, read once for a whole list."""

from datetime import date

from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.states import VersionState


class Terms:
    """The rulebook's years as they ruled on any day; a longer period of today counts for old matters too.

    What was concluded under a longer period keeps it: a shorter one never reaches back.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self._versions = list(Version.objects.filter(state=VersionState.ADOPTED).order_by("-in_force_from"))

    def years(self, term: str, concluded_on: date) -> int:
        """Return the years of a matter concluded on a day."""
        return max(self._ruling(term, concluded_on), self._ruling(term, self.on))

    def _ruling(self, term: str, on: date) -> int:
        version = next((v for v in self._versions if v.in_force_from <= on), None)
        return version.value(term) if version else PARAMETERS[term].default


def label_of(term: str) -> str:
    """Return the words of a class of retention."""
    return PARAMETERS[term].label.partition("の保存期間")[0]

"""What a recognition says: the address and the handle as the registry keeps them, what was put right, what is wrong."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.recognition.services import Service


class Outcome(StrEnum):
    """How the text was taken."""

    RECOGNISED = "recognised"
    NORMALISED = "normalised"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One thing that was put right, in words; `fills` when nothing was written there."""

    field: str
    words: str
    fills: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a field can not be taken, with the way on; `offer` is the form that would be taken, where there is one."""

    field: str
    sentence: str
    offer: str = ""

    @property
    def words(self) -> str:
        """Return the sentence with what is offered."""
        return (
            f"{self.sentence}「{self.offer}」のことであれば、そのとおりに入力してください。"
            if self.offer
            else self.sentence
        )


@dataclass(frozen=True)
class Recognition:
    """An address with its handle: `url` and `handle` are what to keep, empty when refused."""

    service: Service | None
    url: str = ""
    handle: str = ""
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return how it was taken: filling an empty field corrects nothing."""
        if self.problems:
            return Outcome.REFUSED
        corrected = any(not change.fills for change in self.changes)
        return Outcome.NORMALISED if corrected else Outcome.RECOGNISED

    @property
    def sentence(self) -> str:
        """Return the problems as one text, or what was changed, or nothing."""
        found = [problem.words for problem in self.problems] or [change.words for change in self.changes]
        return "".join(found)

"""Makes later reviews (後閲) inside a migration, out of what older records and their trails say.

What a deputy did and when stands in the trail of the record that was acted on; an answer, where there is one, and who
owes one that waits are the migration's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.audit.models import Event
from core.lifecycle.carrying import Carried, tell_carried
from core.periods.clock import japan_date

ANSWERS = frozenset({"confirm", "raise_objection"})
LONGEST = 40
"""Characters of what a deputy did."""
WHY = "代決の後閲を、操作ごとの記録に移したため"


@dataclass(frozen=True)
class Done:
    """What deputies of one principal did on a record, as far as one answer is asked for it: the last one did it."""

    deputy: int
    what: str
    done_on: date


def done_for(principal: int, stream: str, words: Mapping[str, str]) -> Done | None:
    """Return what was done in a principal's name since an answer before it; None where the trail tells of nothing.

    Args:
        words: the buttons of the acts that ask for a later review, by the names of their moves.
    """
    found: list[tuple[Any, str]] = []
    answered = False
    for event in Event.objects.filter(stream=stream).order_by("number"):
        verbs = event.move.rpartition(".")[2].split("+")
        done = [words[verb] for verb in verbs if verb in words] if event.on_behalf_of_id == principal else []
        found = [] if answered and done else found
        answered = (answered or bool(ANSWERS & set(verbs))) and not done
        found += [(event, one) for one in done]
    if not found:
        return None
    last = found[-1][0]
    what = "、".join(dict.fromkeys(one for _, one in found))
    return Done(last.person_id, what[:LONGEST], japan_date(last.at))


@dataclass(frozen=True)
class Carrying:
    """Makes the reviews of one kind."""

    apps: Any
    model: Any
    """The migration's model of them."""
    creation: str
    at: datetime

    def carry(self, principal: int, done: Done, duty: Any = None, **values: Any) -> Any:
        """Make a review with its event, and let the obligation that waits for it be about it; return the review.

        Args:
            duty: the open obligation, where one waits.
            values: what was acted on, and an answer where there is one.
        """
        given = {"what": done.what, "done_on": done.done_on, "principal_id": principal, "deputy_id": done.deputy}
        [review] = self.model._base_manager.bulk_create([self.model(**given, **values)])
        stream = f"{self.model._meta.label_lower}:{review.pk}"
        columns = {f.attname: f.value_from_object(review) for f in self.model._meta.concrete_fields}
        left = {name: value for name, value in columns.items() if name not in {"id", "version"}}
        made = Carried(stream, 1, "create", self.creation, {"values": left, "reason": WHY})
        tell_carried([made, *([self._passed_to(stream, duty)] if duty is not None else [])], self.at)
        return review

    def _passed_to(self, stream: str, duty: Any) -> Carried:
        changes = {"about": [duty.about, stream]}
        changes |= {"occurrence": [duty.occurrence, ""]} if duty.occurrence else {}
        rows, version = type(duty)._base_manager.filter(pk=duty.pk), duty.version + 1
        rows.update(about=stream, occurrence="", version=version)
        facts = {"changes": changes, "reason": WHY}
        return Carried(f"deadlines.obligation:{duty.pk}", version, "edit", "義務を直した", facts)

    def acted_on(self, account: int) -> None:
        """Let the registry's index know that the trail of an account has an act of today."""
        finding = self.apps.get_model("accounts", "Finding")
        finding._base_manager.filter(account=account).update(last_act_on=japan_date(self.at))

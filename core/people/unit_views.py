"""A unit's record: where its change differs from other master data."""

from typing import Any

from core.people.reorganising import edit_unit, require_not_past
from core.people.switching import SwitchingCreate, SwitchingEdit
from core.staff.models import Unit


class UnitCreate(SwitchingCreate):
    """A new unit."""

    def act(self, form: Any) -> Any:
        """Create it; one that ended before it was entered has nothing to hand over."""
        require_not_past(form.cleaned_data["ends_on"], self.on)
        return super().act(form)


class UnitEdit(SwitchingEdit):
    """A unit; who is concerned by a change is told."""

    def act(self, form: Any) -> Unit:
        """Change it as it was seen."""
        return edit_unit(self.record, by=self.actor, at=self.at, seen=self.seen() or "", values=self.values(form))

"""The new day of a notice that the public knows of: it is told first, and the move then asks when that was.

So the texts are made from a day that nothing has written yet; one that the move would refuse gets none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.notices.examining import examine_move
from approvals.notices.forms import NewDayForm
from approvals.notices.models import ChangeNotice
from approvals.notices.states import Channel
from approvals.notices.texts import Told, is_told, told_of_move
from core.lifecycle.errors import Denied


@dataclass(frozen=True)
class Moving:
    """The form that asks for the new day; that day and its texts, once there is one that can be told today."""

    form: NewDayForm
    day: date | None = None
    told: Told | None = None


def moving_of(notice: ChangeNotice, asked: Mapping[str, Any], on: date) -> Moving | None:
    """Return what is asked of a new day and the answer; None where there is nobody yet to be told anew.

    Args:
        asked: the query of the address, with `new_day` or without.
    """
    if not is_told(notice):
        return None
    form = NewDayForm(asked if "new_day" in asked else None)
    if not form.is_valid():
        return Moving(form)
    day: date = form.cleaned_data["new_day"]
    try:
        examine_move(notice, _as_if_told(notice, day, on), on)
    except Denied as refused:
        form.add_error("new_day", refused.sentence)
        return Moving(form)
    return Moving(form, day, told_of_move(notice, day))


def _as_if_told(notice: ChangeNotice, day: date, on: date) -> dict[str, Any]:
    """Return the facts of a move to a day that every channel which told of the old one tells of today."""
    days = {f"{channel}_on": on if notice.told_on(channel) else None for channel in Channel}
    return {"planned_on": day, "reason": "期日の変更", **days}

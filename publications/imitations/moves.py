"""The one move of a known imitation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from publications.imitations.models import Imitation
from publications.imitations.permissions import CLAUSE, check_end


def examine_end(imitation: Imitation, facts: Mapping[str, Any], on: date) -> None:
    """Ask why the public need not be warned any more.

    Raises:
        Denied: at the field to mend.
    """
    if not str(facts["reason"]).strip():
        raise Denied("警告を終える理由を入力してください。", CLAUSE, field="reason")


END = Move(
    Imitation.end,
    "警告を終える",
    "警告を終えた",
    check=check_end,
    examine=examine_end,
    takes=("reason", "ended_on"),
    tone="end",
)

"""Small checks of what a person typed, shared by the moves."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from core.lifecycle.errors import Denied


def needs_text(field: str, sentence: str, clause: str) -> Callable[[Any, Mapping[str, Any], date], None]:
    """Return an examination that refuses an act without a text in `field`."""

    def examine(record: Any, facts: Mapping[str, Any], on: date) -> None:
        if not str(facts.get(field) or "").strip():
            raise Denied(sentence, clause, field=field)

    return examine

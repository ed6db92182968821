"""Which version rules on a day, and the number it gives."""

from datetime import date
from typing import Any

from django.db.models import DateField

from core.memo import once
from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.statements import KEPT, Given, Statement


def version_on(on: date) -> Version | None:
    """Return the version in force on a day, or None before the first one."""
    return once(("version", on), lambda: next(iter(RULING.records(on=on)), None), of=("rulebook.version",))


def _ruling() -> Any:
    on: Any = Given("on", DateField())
    return Version.objects.in_force_on(on)[:1]


RULING = Statement("ruling", _ruling, **KEPT)


def parameter(key: str, on: date) -> int:
    """Return the number that rules on a day.

    Raises:
        KeyError: when the rulebook knows no such parameter.
    """
    version = version_on(on)
    return version.value(key) if version else PARAMETERS[key].default

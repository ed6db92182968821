"""Which version rules on a day, and the number it gives; the numbers of the days that follow."""

from datetime import date
from typing import Any

from django.db.models import DateField

from core.memo import once
from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.states import VersionState
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


def parameter_spans(key: str, on: date, until: date) -> list[tuple[date, int]]:
    """Return the number from a day on and each that a later version brings until another, with its first day.

    Raises:
        KeyError: when the rulebook knows no such parameter.
    """
    later = Version.objects.filter(state=VersionState.ADOPTED, in_force_from__gt=on, in_force_from__lte=until)
    following = once(("versions", on, until), lambda: list(later.order_by("in_force_from")), of=("rulebook.version",))
    return [(on, parameter(key, on)), *((version.in_force_from, version.value(key)) for version in following)]

"""How the address of a unit's own site is read: the chapter that knows the city's hosts registers here."""

from collections.abc import Callable

Reader = Callable[[str], str]
"""Takes what was typed; gives the address in its one form. Raises SiteRefused."""


class SiteRefused(ValueError):  # noqa: N818 - says what happened, like Denied
    """An address is none of a unit's own site; `reason` is the sentence with the way on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_registered: list[Reader] = []


def register(reader: Reader) -> None:
    """Have addresses read by a function; registering again changes nothing."""
    if reader not in _registered:
        _registered.append(reader)


def site_of(text: str) -> str:
    """Return the address of a unit's own site in its one form.

    Raises:
        SiteRefused: it can not be one.
    """
    for reader in _registered:
        text = reader(text)
    return text

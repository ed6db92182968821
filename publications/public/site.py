"""Where the public pages lead: absolute addresses where the application serves them, relative ones in files."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static

PUBLIC = "/public/"
ASSETS = ("tokens.css", "app.css", "icon.svg")
"""Files of the look, by their names below `static/`."""
INDEX = "index.html"


@dataclass(frozen=True)
class Site:
    """One way the public side is put up; in files every page has its own, which knows how deep it lies."""

    root: str
    """What leads from the page to the first one."""
    asset: Callable[[str], str]
    is_static: bool = False

    @property
    def end(self) -> str:
        """Return what a folder's address ends with."""
        return INDEX if self.is_static else ""

    @property
    def home(self) -> str:
        """Return the address of the first page."""
        return f"{self.root}{self.end}" or INDEX

    @property
    def warnings(self) -> str:
        """Return the address of the warnings."""
        return f"{self.root}warnings/{self.end}"

    @property
    def sections(self) -> str:
        """Return the address of the list of sections."""
        return f"{self.root}sections/{self.end}"

    def entry(self, pk: int) -> str:
        """Return the address of one account."""
        return f"{self.root}accounts/{pk}/{self.end}"

    def listed(self, kind: str, key: object) -> str:
        """Return the address of the list of one service or section."""
        if self.is_static:
            return f"{self.root}{kind}s/{key}/{INDEX}"
        return f"{self.root}?{urlencode({kind: key})}"

    def data(self, name: str) -> str:
        """Return the address of a machine-readable file."""
        return f"{self.root}{name}"


SERVED = Site(PUBLIC, static)
"""The application itself."""


def filed(depth: int) -> Site:
    """Return the site for a page that lies so many folders below the first one."""
    root = "../" * depth
    return Site(root, lambda name: f"{root}assets/{name}", is_static=True)


def city() -> str:
    """Return the name of the city."""
    return str(settings.CITY_NAME)

"""Units as records out of the tree that a request has read: they name those above them and ask nothing further."""

from functools import lru_cache

from core.staff.models import Unit
from core.staff.tree import Tree


class Units:
    """Units of a tree with those above and after them, each made once."""

    def __init__(self, known: Tree) -> None:
        """Take the tree."""
        self._tree = known
        self._units: dict[int, Unit] = {}

    def unit(self, pk: int) -> Unit:
        """Return the unit of a key; its dates, level and names, no more."""
        if pk not in self._units:
            node = self._tree.nodes[pk]
            unit = Unit(pk=pk, name=node.name, level=node.level, starts_on=node.starts_on, ends_on=node.ends_on)
            self._units[pk] = unit
            unit.parent = self.unit(node.parent) if node.parent is not None else None
            unit.successor = self.unit(node.successor) if node.successor is not None else None
        return self._units[pk]


@lru_cache(maxsize=8)
def units_in(known: Tree) -> Units:
    """Return the units of a tree, all made before anybody gets them: requests share them, and only read."""
    units = Units(known)
    for pk in known.nodes:
        units.unit(pk)
    return units

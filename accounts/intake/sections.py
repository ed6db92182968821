"""Names of units as a file writes them, to the section they mean: all units are read once."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from core.periods.era import era_date
from core.staff.models import Unit, UnitLevel

SEPARATORS = re.compile(r"[\s/／・>＞→,、]+")


def folded(text: str) -> str:
    """Return a name without width, case and what stands between department and section."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).lower()


class Sections:
    """The city's units by name and by full path, on a day."""

    def __init__(self, on: date, units: Iterable[Unit] | None = None) -> None:
        """Read the units, those that have ended as well: old lists still name them."""
        found = list(Unit.objects.all() if units is None else units)
        self.on, self._by_pk = on, {unit.pk: unit for unit in found}
        self._named: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in found:
            for name in {folded(unit.name), folded(self._path(unit))}:
                self._named[name].append(unit)

    def find(self, text: str) -> tuple[Unit | None, str]:
        """Return the section a text names, or a sentence that says what to write instead."""
        named = self._named.get(folded(text), [])
        standing = [unit for unit in named if self._can_hold(unit)]
        if len(standing) == 1:
            return standing[0], ""
        if standing:
            paths = "、".join(f"「{self._path(unit)}」" for unit in standing)
            what = f"「{text}」という課等は{len(standing)}つあります。"
            return None, f"{what}{paths} のように、部の名称から書いてください。"
        return None, self._not_there(text, named)

    def current(self, pk: int) -> int:
        """Return the key of the unit that carries on a unit's work on the day."""
        seen, unit = {pk}, self._by_pk[pk]
        while unit.had_ended(self.on) and unit.successor_id is not None and unit.successor_id not in seen:
            seen.add(unit.successor_id)
            unit = self._by_pk[unit.successor_id]
        return unit.pk

    def _not_there(self, text: str, named: list[Unit]) -> str:
        for unit in named:
            if unit.had_ended(self.on):
                return self._ended(unit)
            if unit.level == UnitLevel.SECTION:
                return f"「{text}」は {era_date(unit.starts_on)} からの部署です。いまある課等の名称を書いてください。"
            if unit.level == UnitLevel.GROUP:
                above = self._by_pk[unit.parent_id or unit.pk]
                return f"「{text}」は係です。アカウントを持つのは課等ですから、「{above.name}」と書いてください。"
            return f"「{text}」は部です。その中の課等の名称を書いてください。"
        near = self._near(text)
        meant = f"「{near}」のことですか。" if near else ""
        return f"「{text}」という部署はありません。{meant}部署の一覧にある名称を書いてください。"

    def _ended(self, unit: Unit) -> str:
        assert unit.ends_on is not None
        carried = self._by_pk[self.current(unit.pk)]
        wanted = f"いまの「{self._path(carried)}」" if carried.pk != unit.pk else "引き継いだ課等の名称"
        return f"「{unit.name}」は {era_date(unit.ends_on)} でなくなりました。{wanted}を書いてください。"

    def _near(self, text: str) -> str:
        standing = {folded(unit.name): unit.name for unit in self._by_pk.values() if self._can_hold(unit)}
        near = difflib.get_close_matches(folded(text), standing, n=1, cutoff=0.6)
        return standing[near[0]] if near else ""

    def _can_hold(self, unit: Unit) -> bool:
        return unit.level == UnitLevel.SECTION and unit.existed_on(self.on)

    def _path(self, unit: Unit) -> str:
        above = self._by_pk.get(unit.parent_id) if unit.parent_id else None
        return f"{self._path(above)} {unit.name}" if above else unit.name

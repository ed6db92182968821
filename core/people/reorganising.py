"""Changes of the tree of units: they move authority and open work, so the people concerned are told of each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.trails import change_rows
from core.notifications.telling import Tell
from core.people.telling import auditors, each_once, heads_of
from core.staff.models import Person, Unit

MOVING = ("parent", "starts_on", "ends_on", "successor")
"""Columns that decide who answers for a unit and its work."""


def edit_unit(unit: Unit, *, by: Actor, at: datetime, seen: str, values: Mapping[str, Any]) -> Unit:
    """Change a unit and tell those who answered for it, those who do now, and the auditors.

    Raises:
        Conflict: the unit is not the one seen.
        Denied: the new last day has passed.
    """
    with acting(by=by, at=at) as act:
        before = act.lock(unit)
        if values["ends_on"] != before.ends_on:
            require_not_past(values["ends_on"], act.on)
        told = _concerned(before, act.on)
        after = act.edit(unit, seen=seen, **values)
        changes = {field.attname: pair for field, pair in _moved(before, after)}
        if changes:
            people = each_once([*told, *_concerned(after, act.on), *auditors(act.on)])
            lines = [f"{label}:{old or 'なし'} → {new or 'なし'}" for label, old, new in change_rows(Unit, changes)]
            act.tell(Tell(people, f"{before.full_name}の登録が変わりました", "\n".join([*lines, act.by.name])))
        return after


def require_not_past(ends_on: date | None, on: date) -> None:
    """Refuse a last day that has passed: what was decided since would lose its office.

    Raises:
        Denied: at the field.
    """
    if ends_on is not None and ends_on < on:
        raise Denied("過ぎた日では廃止できません。", way="きょう以後の日を入力してください。", field="ends_on")


def _moved(before: Unit, after: Unit) -> list[tuple[Any, list[Any]]]:
    fields = [Unit._meta.get_field(name) for name in MOVING]
    pairs: list[tuple[Any, list[Any]]] = [
        (field, [getattr(before, field.attname), getattr(after, field.attname)])  # type: ignore[union-attr]
        for field in fields
    ]
    return [(field, pair) for field, pair in pairs if pair[0] != pair[1]]


def _concerned(unit: Unit, on: date) -> list[Person]:
    """Return the heads of a unit, of the unit above it and of its successor."""
    units = [one for one in (unit, unit.parent, unit.successor) if one is not None]
    return [head for one in units for head in heads_of(one, on)]

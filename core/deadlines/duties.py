"""Opening and ending obligations inside an act; the apps call these from their moves' effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import FULFIL, VOID
from core.deadlines.rules import next_telling
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.periods.opening_days import add_opening_days
from core.records import Record
from core.rulebook.queries import parameter
from core.staff.authority import answering, people_answering
from core.staff.models import Person, Unit
from core.staff.offices import Office, office_label
from core.together import inserts

VACANCY_PAGE = "people:appointment_create"
"""Where an administrator mends a vacancy; what waits is not for administrators' eyes."""


@dataclass(frozen=True)
class Duty:
    """A kind of obligation: its code, words, clause, and the parameter its date comes from."""

    rule: str
    act_label: str
    clause: str
    target: str = ""
    """Parameter key, in opening days; empty for a duty whose date the caller gives or that has none."""
    endeavour: bool = False
    internal: bool = False
    """The date the caller gives is a target of the city's own, not one of the guideline."""


@dataclass(frozen=True)
class Debtor:
    """Who owes: an office (of a unit) or one person."""

    office: str = ""
    unit: Unit | None = None
    person: Person | None = None


def open_duty(
    act: Act,
    duty: Duty,
    about: Record,
    debtor: Debtor,
    *,
    title: str,
    link: tuple[str, int],
    note: str = "",
    occurrence: str = "",
    due_on: date | None = None,
) -> Obligation:
    """Open an obligation, or return the one that is open already under the same key.

    A duty to an office that nobody holds opens all the same, and the administrators are told.

    Raises:
        RuntimeError: when the obligation of this key has ended: another cause needs another occurrence.
    """
    hold_duties(act, about)
    known = next((one for one in _held(act, about) if (one.rule, one.occurrence) == (duty.rule, occurrence)), None)
    if known is not None and known.state != ObligationState.OPEN:
        raise RuntimeError(f"{duty.rule} about {about.stream} ({occurrence!r}) was opened and ended before")
    if known is not None:
        return known
    owed = Owed(about, debtor, title, link, note, occurrence)
    obligation = act.create(Obligation, **_values(act, duty, owed, due_on or _target_day(act, duty)))
    _followed_up(act, {obligation: debtor})
    return obligation


@dataclass(frozen=True)
class Owed:
    """One of many obligations of a kind, as `open_duty` takes it."""

    about: Record
    debtor: Debtor
    title: str
    link: tuple[str, int]
    note: str = ""
    occurrence: str = ""


def open_new_duties(act: Act, duty: Duty, owed: Sequence[Owed]) -> list[Obligation]:
    """Open the obligations of a kind about many records, none of which has had one under the same key; as `open_duty`.

    A few statements, however many there are. Raises `IntegrityError` when one has had it.
    """
    due_on = _target_day(act, duty)
    opened = act.create_all(Obligation, [_values(act, duty, one, due_on) for one in owed])
    _followed_up(act, dict(zip(opened, (one.debtor for one in owed), strict=True)))
    return opened


def _target_day(act: Act, duty: Duty) -> date | None:
    return add_opening_days(act.on, parameter(duty.target, act.on)) if duty.target else None


def _values(act: Act, duty: Duty, owed: Owed, due_on: date | None) -> dict[str, Any]:
    return {
        "rule": duty.rule,
        "about": owed.about.stream,
        "occurrence": owed.occurrence,
        "title": owed.title,
        "note": owed.note,
        "clause": duty.clause,
        "act_label": duty.act_label,
        "link_name": owed.link[0],
        "link_pk": owed.link[1],
        "debtor_office": owed.debtor.office,
        "debtor_unit": owed.debtor.unit,
        "debtor_person": owed.debtor.person,
        "endeavour": duty.endeavour,
        "internal_target": bool(duty.target) or duty.internal,
        "opened_on": act.on,
        "due_on": due_on,
    }


def _followed_up(act: Act, opened: Mapping[Obligation, Debtor]) -> None:
    """Note when each is to be told about next, and tell of offices that nobody holds."""
    due = [(one, one.due_on) for one in opened if one.due_on is not None]
    act.write(*inserts([Telling(obligation=one, next_on=next_telling(day, act.on)) for one, day in due]))
    for obligation, debtor in opened.items():
        _tell_of_vacancy(act, obligation, debtor)


def _tell_of_vacancy(act: Act, obligation: Obligation, debtor: Debtor) -> None:
    """Tell the administrators when nobody holds the office that owes (obligations: nothing is skipped).

    They are told once in an act, however much of it waits for the office.
    """
    told = f"vacancy:{debtor.office}:{debtor.unit.pk if debtor.unit else ''}"
    if not debtor.office or told in act.noted or answering(debtor.office, debtor.unit, act.on).holders:
        return
    act.noted.add(told)
    place = f"{debtor.unit.name} " if debtor.unit else ""
    act.tell(
        Tell(
            people_answering(Office.ADMINISTRATOR, None, act.on),
            f"{place}{office_label(debtor.office)}に就いている職員がいません",
            f"{era_date(act.on)}から待っている仕事があります。任用を登録してください。",
            VACANCY_PAGE,
            topic=f"vacancy:{obligation.pk}",
        )
    )


def fulfil_duty(act: Act, duty: Duty, about: Record, occurrence: str | None = None) -> int:
    """End the open obligations of a kind about a record by the act they asked for; return how many."""
    return fulfil_duties(act, about, duty, occurrence=occurrence)


def fulfil_duties(act: Act, about: Record, *duties: Duty, occurrence: str | None = None) -> int:
    """End the open obligations of some kinds about a record by the one act they asked for; return how many."""
    return _end(act, FULFIL, about, duties, occurrence)


def void_duties(act: Act, about: Record, *duties: Duty, occurrence: str | None = None) -> int:
    """End open obligations about a record because their cause is gone: some kinds, or all of them."""
    return _end(act, VOID, about, duties, occurrence)


def retitle_duties(act: Act, duty: Duty, about: Record, title: str, *, ended: bool = False) -> None:
    """Write the title of the open obligations of a kind about a record anew: what they may say of it has changed.

    Args:
        ended: write it anew also where they have ended.
    """
    hold_duties(act, about)
    for one in _held(act, about):
        if (ended or one.state == ObligationState.OPEN) and one.rule == duty.rule:
            act.edit(one, title=title)


def pass_duties(act: Act, about: Record, debtor: Debtor, *duties: Duty, why: str) -> None:
    """Let another office owe the open obligations of some kinds about a record; their dates stay as they are.

    The administrators are told where nobody holds that office.
    """
    hold_duties(act, about)
    rules = {duty.rule for duty in duties}
    values: dict[str, Any] = {"debtor_office": debtor.office, "debtor_unit": debtor.unit}
    values |= {"debtor_person": debtor.person}
    now = (debtor.office, *(one and one.pk for one in (debtor.unit, debtor.person)))
    for one in _held(act, about):
        before = (one.debtor_office, one.debtor_unit_id, one.debtor_person_id)
        if one.state == ObligationState.OPEN and one.rule in rules and before != now:
            _tell_of_vacancy(act, act.edit(one, why={"reason": why}, **values), debtor)


def hold_duties(act: Act, *about: Record) -> None:
    """Lock the obligations about some records, ended ones too, in one statement; an act does so once for a record.

    Whoever opens or ends obligations about a record holds the record, so none comes in between.
    """
    streams = [record.stream for record in about if record.stream not in act.noted]
    if streams:
        act.lock_all(Obligation, about__in=streams)
        act.noted.update(streams)


def _held(act: Act, about: Record) -> list[Obligation]:
    found = [one for one in act.held(Obligation) if one.about == about.stream]
    return sorted(found, key=lambda one: one.pk)


def _end(act: Act, move: Move, about: Record, duties: Sequence[Duty], occurrence: str | None = None) -> int:
    hold_duties(act, about)
    rules = [duty.rule for duty in duties]
    rows = [
        one
        for one in _held(act, about)
        if one.state == ObligationState.OPEN
        and (not rules or one.rule in rules)
        and occurrence in {None, one.occurrence}
    ]
    return len([act.perform(row, move, ended_on=act.on) for row in rows])

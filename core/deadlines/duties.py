"""Opening and ending obligations inside an act; the apps call these from their moves' effects."""

from dataclasses import dataclass
from datetime import date

from core.deadlines.models import Obligation, ObligationQuerySet, Telling
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
from core.staff.authority import holders, people_answering
from core.staff.models import Person, Unit
from core.staff.offices import Office, office_label

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
    known = Obligation.objects.filter(rule=duty.rule, about=about.stream, occurrence=occurrence).first()
    if known is not None and known.state != ObligationState.OPEN:
        raise RuntimeError(f"{duty.rule} about {about.stream} ({occurrence!r}) was opened and ended before")
    if known is not None:
        return known
    due = due_on or (add_opening_days(act.on, parameter(duty.target, act.on)) if duty.target else None)
    obligation = act.create(
        Obligation,
        rule=duty.rule,
        about=about.stream,
        occurrence=occurrence,
        title=title,
        note=note,
        clause=duty.clause,
        act_label=duty.act_label,
        link_name=link[0],
        link_pk=link[1],
        debtor_office=debtor.office,
        debtor_unit=debtor.unit,
        debtor_person=debtor.person,
        endeavour=duty.endeavour,
        internal_target=bool(duty.target),
        opened_on=act.on,
        due_on=due,
    )
    if due is not None:
        Telling.objects.create(obligation=obligation, next_on=next_telling(due, act.on))
    _tell_of_vacancy(act, obligation, debtor)
    return obligation


def _tell_of_vacancy(act: Act, obligation: Obligation, debtor: Debtor) -> None:
    """Tell the administrators when nobody holds the office that owes (obligations: nothing is skipped)."""
    if not debtor.office or holders(debtor.office, debtor.unit, act.on).exists():
        return
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
    return _end(act, FULFIL, Obligation.objects.open().filter(rule=duty.rule), about, occurrence)


def void_duties(act: Act, about: Record, *duties: Duty) -> int:
    """End open obligations about a record because their cause is gone: some kinds, or all of them."""
    found = Obligation.objects.open()
    if duties:
        found = found.filter(rule__in=[duty.rule for duty in duties])
    return _end(act, VOID, found, about, None)


def _end(act: Act, move: Move, found: ObligationQuerySet, about: Record, occurrence: str | None) -> int:
    rows = found.filter(about=about.stream).order_by("id")
    if occurrence is not None:
        rows = rows.filter(occurrence=occurrence)
    return len([act.perform(row, move, ended_on=act.on) for row in rows])

"""What people do with appointments and deputyships: enter, confirm, decline, end.

Entering and the second person's obligation are one act, so that no entry ever waits unseen.
"""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from core.deadlines.duties import Debtor, open_duty
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.people import permissions
from core.people.moves import (
    CONFIRM_APPOINTMENT,
    CONFIRM_DEPUTYSHIP,
    CONFIRM_DUTY,
    DECLINE_APPOINTMENT,
    DECLINE_DEPUTYSHIP,
)
from core.people.second_person import able_office, personnel_officers
from core.people.telling import auditors, each_once, heads_besides
from core.periods.era import era_date
from core.staff.models import Appointment, Deputyship, Person, Unit, UnitLevel
from core.staff.models.appointment import Dated
from core.staff.offices import Office

D = TypeVar("D", bound=Dated)
LEVELS: dict[str, UnitLevel] = {
    Office.SECTION_HEAD: UnitLevel.SECTION,
    Office.DEPARTMENT_HEAD: UnitLevel.DEPARTMENT,
}
"""Where an office of a unit exists; offices of the whole city may lie anywhere."""
LONGEST_BACK = timedelta(days=31)


def enter_appointment(*, by: Actor, at: datetime, **values: Any) -> Appointment:
    """Enter an appointment: one as staff takes effect at once, any other waits for a second person.

    Args:
        values: person, office, unit, post_title, starts_on, ends_on.

    Raises:
        Denied: the actor may not enter it, the unit has no such office, or it would begin too long ago.
    """
    permissions.check_enter_appointment(values["person"], by)
    with acting(by=by, at=at) as act:
        permissions.require_active(act.lock(values["person"]), "person")
        _require_fitting(values["office"], values["unit"])
        _require_recent(values["office"], values["starts_on"], act.on)
        appointment = act.create(Appointment, entered_by=by.person, **values)
        if appointment.office == Office.STAFF:
            return act.perform(appointment, CONFIRM_APPOINTMENT, confirmed_by=None)
        words = f"{appointment.person.name}さんの{appointment.label}への任用"
        _ask_second_person(act, appointment, words, "people:appointment_detail")
        return appointment


def enter_deputyship(*, by: Actor, at: datetime, **values: Any) -> Deputyship:
    """Name a deputy: the principal's own choice takes effect at once, any other waits for a second person.

    Args:
        values: principal, deputy, starts_on, ends_on, reason.

    Raises:
        Denied: the actor may not enter it, or the period is not one in which it could take effect.
    """
    permissions.check_enter_deputyship(values["principal"], values["deputy"], by)
    with acting(by=by, at=at) as act:
        principal = act.lock(values["principal"])
        _require_possible(principal, act.lock(values["deputy"]), values["starts_on"], values["ends_on"], act.on)
        deputyship = act.create(Deputyship, entered_by=by.person, **values)
        if permissions.is_principal(principal, by):
            return act.perform(deputyship, CONFIRM_DEPUTYSHIP, confirmed_by=None)
        words = f"{deputyship.deputy.name}さんを{principal.label}の代決者とする指定"
        _ask_second_person(act, deputyship, words, "people:deputyship_detail")
        return deputyship


def confirm(entry: D, *, by: Actor, at: datetime, seen: str | None = None) -> D:
    """Give effect to an entry as the second person."""
    move = CONFIRM_APPOINTMENT if isinstance(entry, Appointment) else CONFIRM_DEPUTYSHIP
    return perform(entry, move, by=by, at=at, seen=seen, confirmed_by=by.person)


def decline(entry: D, *, by: Actor, at: datetime, reason: str, seen: str | None = None) -> D:
    """Take an entry back before it has effect."""
    move = DECLINE_APPOINTMENT if isinstance(entry, Appointment) else DECLINE_DEPUTYSHIP
    return perform(entry, move, by=by, at=at, seen=seen, reason=reason)


def end_entry(entry: D, *, by: Actor, at: datetime, ends_on: date, on: date, seen: str | None = None) -> D:
    """Bring the last day of an entry forward; a longer period is a new entry.

    Raises:
        Denied: the actor may not, the day has passed, or it would lengthen the period.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(entry)
        permissions.check_end(locked, by)
        _require_shorter(locked, ends_on, on)
        ended = act.edit(locked, seen=seen, ends_on=ends_on)
        unit = ended.unit if isinstance(ended, Appointment) else _principal(ended).unit
        concerned = _concerned(ended)
        people = each_once([*heads_besides(concerned[0], unit, act.on), *concerned, *auditors(act.on)])
        act.tell(Tell(people, f"{ended}の最後の日が{era_date(ends_on)}に決まりました", f"{by.name}が登録しました。"))
        return ended


def _require_shorter(entry: Dated, ends_on: date, on: date) -> None:
    """Refuse a last day that has passed, or that would lengthen the period.

    Raises:
        Denied: at the last day.
    """
    if ends_on < on:
        raise Denied(
            "過ぎた日では終えられません。", permissions.CLAUSE, "きょう以後の日を入力してください。", "ends_on"
        )
    if ends_on < entry.starts_on:
        raise Denied(
            "開始日より前の日では終えられません。", permissions.CLAUSE, "開始日以後にしてください。", "ends_on"
        )
    if entry.ends_on is not None and ends_on > entry.ends_on:
        way = "延ばすときは、続きの期間を新しく登録してください。"
        raise Denied("いまの最後の日より後にはできません。", permissions.CLAUSE, way, "ends_on")


def _concerned(entry: Dated) -> list[Person]:
    """Return whose authority an entry is: the person appointed, or deputy and principal."""
    if isinstance(entry, Deputyship):
        return [entry.deputy, entry.principal.person]
    return [entry.person] if isinstance(entry, Appointment) else []


def _principal(entry: Dated) -> Appointment:
    assert isinstance(entry, Deputyship)
    return entry.principal


def others_in_office(appointment: Appointment) -> list[Appointment]:
    """Return confirmed appointments of other people to the same office and unit in the same time."""
    found = Appointment.objects.filter(office=appointment.office, unit=appointment.unit, state="confirmed")
    found = found.exclude(ends_on__lt=appointment.starts_on).exclude(person=appointment.person)
    if appointment.ends_on is not None:
        found = found.filter(starts_on__lte=appointment.ends_on)
    return list(found.select_related("person", "unit").order_by("starts_on", "id"))


def _require_fitting(office: str, unit: Unit) -> None:
    """Refuse the head of a section in a department, and the like.

    Raises:
        Denied: at the unit.
    """
    level = LEVELS.get(office)
    if level is not None and unit.level != level:
        raise Denied(f"この職のある{level.label}を選んでください。", permissions.CLAUSE, field="unit")


def _require_recent(office: str, starts_on: date, on: date) -> None:
    """Refuse an office that would have decided long before anybody knew of it; staff decide nothing.

    Raises:
        Denied: at the first day.
    """
    if office != Office.STAFF and starts_on < on - LONGEST_BACK:
        raise Denied(
            f"{LONGEST_BACK.days}日より前の日からは登録できません。",
            permissions.CLAUSE,
            f"決裁に関わる職の開始日は、{era_date(on - LONGEST_BACK)}以後にしてください。",
            "starts_on",
        )


def _require_possible(principal: Appointment, deputy: Person, starts_on: date, ends_on: date, on: date) -> None:
    """Refuse a deputyship that gives no authority or stretches beyond the principal's own.

    Raises:
        Denied: at the field that must change.
    """
    if principal.office == Office.STAFF:
        raise Denied("職員の職には、代決者を指定できません。", permissions.CLAUSE, field="principal")
    if not deputy.is_active:
        raise Denied("在職していない職員は指定できません。", permissions.CLAUSE, field="deputy")
    if starts_on < on:
        raise Denied(
            "過ぎた日からは指定できません。", permissions.CLAUSE, "きょう以後の日にしてください。", "starts_on"
        )
    if ends_on < starts_on:
        raise Denied("最後の日は、開始日以後にしてください。", permissions.CLAUSE, field="ends_on")
    covered = principal.in_force_on(starts_on) and principal.in_force_on(ends_on)
    if not covered:
        raise Denied("代わられる職の任用の期間を外れています。", permissions.CLAUSE, field="ends_on")


def _ask_second_person(act: Act, entry: Dated, words: str, link_name: str) -> None:
    """Open the obligation of those who can confirm, administrators first, and tell the personnel officers."""
    title, concerned = f"{words}の確認", _concerned(entry)
    debtor = Debtor(able_office(act, *concerned))
    open_duty(act, CONFIRM_DUTY, entry, debtor, title=title, link=(link_name, entry.pk))
    told = personnel_officers(act, *concerned)
    act.tell(Tell(told, title, "登録した人でも本人でもない人の確認が必要です。", link_name, entry.pk))

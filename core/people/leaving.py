"""What a changed record of a person brings with it: leaving ends every office, an old address hears of the new one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from core.deadlines.feeds import lapse_feed
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.people.moves import (
    DECLINE_APPOINTMENT,
    DECLINE_DEPUTYSHIP,
    DECLINE_PASSWORD,
    REVOKE_APPOINTMENT,
    REVOKE_DEPUTYSHIP,
)
from core.people.passwords import open_issue
from core.people.permissions import CLAUSE
from core.people.telling import address_tells, auditors, each_once, heads_besides
from core.periods.era import era_date
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.models.appointment import Dated
from core.staff.states import AppointmentState

REASON = "在職の登録が外されたため"


def edit_person(person: Person, *, by: Actor, at: datetime, seen: str, values: Mapping[str, Any]) -> Person:
    """Change a person's record with everything that follows from it, as one act.

    Disabling ends all offices, all sessions and the password; enabling gives none back.

    Raises:
        Conflict: the record is not the one seen.
        Denied: enabling while an office would come back with it.
    """
    with acting(by=by, at=at) as act:
        before = act.lock(person)
        given = dict(values)
        if before.is_active and given.get("is_active") is False:
            given["password"] = make_password(None)  # his sessions end for good, even if he comes back today
        after = act.edit(person, seen=seen, **given)
        if before.email != after.email:
            act.tell(*address_tells(act, before, after))
        if before.is_active and not after.is_active:
            _end_everything(act, after)
        elif after.is_active and not before.is_active:
            _require_nothing_comes_back(act, after)
        return after


def _entries(person: Person, act: Act) -> Iterator[Dated]:
    """Yield a person's appointments and the deputyships by or for him that are not over."""
    deputyships = Deputyship.objects.filter(Q(deputy=person) | Q(principal__person=person))
    for found in (
        deputyships.select_related("deputy", "principal__person", "principal__unit__parent__parent"),
        Appointment.objects.filter(person=person).select_related("person", "unit__parent__parent"),
    ):
        yield from found.exclude(state=AppointmentState.DECLINED).exclude(ends_on__lt=act.on).order_by("pk")


def _require_nothing_comes_back(act: Act, person: Person) -> None:
    if any(_entries(person, act)):
        raise Denied(
            "まだ終わっていない任用や代決があるので、在職に戻せません。",
            CLAUSE,
            "最後の日の翌日から戻せます。職は、新しく登録してください。",
            "is_active",
        )


def _end_everything(act: Act, person: Person) -> None:
    ended = list(_entries(person, act))
    told = each_once(head for entry in ended for head in heads_besides(person, _unit_of(entry), act.on))
    lines = [f"{entry}:{_end(act, entry)}" for entry in ended]
    issue = open_issue(person)
    if issue is not None:
        act.perform(issue, DECLINE_PASSWORD, reason=REASON)
    lapse_feed(act, person)
    people = each_once([*told, *_others(ended, person), *auditors(act.on)])
    act.tell(Tell(people, f"{person.name}さんの在職の登録が外されました", "\n".join(lines)))


def _end(act: Act, entry: Dated) -> str:
    """End one entry today, or take it back when it has not begun; return what was done in words."""
    if entry.state == AppointmentState.PROPOSED:
        act.perform(entry, _move(entry, DECLINE_APPOINTMENT, DECLINE_DEPUTYSHIP), reason=REASON)
        return "取りやめ"
    if entry.starts_on > act.on:
        act.perform(entry, _move(entry, REVOKE_APPOINTMENT, REVOKE_DEPUTYSHIP), reason=REASON)
        return "取消し"
    act.edit(entry, why={"reason": REASON}, ends_on=act.on)
    return f"最後の日 {era_date(act.on)}"


def _move(entry: Dated, of_appointment: Move, of_deputyship: Move) -> Move:
    return of_appointment if isinstance(entry, Appointment) else of_deputyship


def _unit_of(entry: Dated) -> Unit:
    assert isinstance(entry, Appointment | Deputyship)
    return entry.unit if isinstance(entry, Appointment) else entry.principal.unit


def _others(ended: list[Dated], person: Person) -> list[Person]:
    """Return whom else the deputyships ended concern: the principal of a deputy, the deputies of a principal."""
    found = [one for entry in ended if isinstance(entry, Deputyship) for one in (entry.deputy, entry.principal.person)]
    return [one for one in found if one.pk != person.pk]

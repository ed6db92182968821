"""Incidents brought to a state by legal acts alone; `at` is the state to reach, `when` the instant of all acts."""

from datetime import date, datetime
from typing import Any

from accounts.models import Account
from approvals.actions import record_password_change
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.staff.authority import capacities
from core.staff.models import Appointment, Person
from incidents.actions import (
    acknowledge_incident,
    close_incident,
    contain_incident,
    dismiss_incident,
    do_task,
    judge_task,
    merge_incident,
    report_incident,
)
from incidents.models import Incident, Statement, Task
from incidents.owing import password_owed
from incidents.queries import Belongings
from incidents.sight import given_for
from incidents.statements import approve_statement, draft_statement, drop_statement, release_statement
from incidents.states import Grade, IncidentKind, IncidentState, StatementState, TaskState
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.core import AT, ON, the_actor
from tests.factories.kept import keeps

S, K = IncidentState, IncidentKind
REPORT: dict[str, Any] = {
    "title": "「いわき観光だより」に似せたアカウント",
    "words": "写真と紹介文が同じです。当選の連絡を装う文が届いた、と市民から電話がありました。",
    "post_url": "https://x.com/iwaki_kank0",
}
WITHOUT: Any = object()
"""In place of an account: none."""


@keeps
def an_incident(
    at: IncidentState = S.REPORTED,
    *,
    world: OfficeWorld | None = None,
    kind: IncidentKind = K.IMPERSONATION,
    account: Account | Any = None,
    by: Actor | None = None,
    when: datetime = AT,
    **values: Any,
) -> Incident:
    """Report as the section's staff, about an account of the section unless told otherwise, and bring it to a state."""
    world = world or an_office_world(when)
    account = an_account(world=world, when=when) if account is None else account
    known = None if account is WITHOUT else account
    given = {"noticed_at": when, **REPORT, **values}
    incident = report_incident(by=by or world.staff, at=when, kind=kind.value, account=known, **given)
    return brought(incident, at, world.section_head, when=when)


def brought(incident: Incident, at: IncidentState, head: Actor, *, when: datetime = AT) -> Incident:
    """Bring a reported incident to a state, as who leads it."""
    if at == S.REPORTED:
        return incident
    if at in {S.DISMISSED, S.MERGED}:
        return ended(incident, at, head, when=when)
    incident = acknowledge_incident(incident, by=head, at=when, kind=incident.kind)
    if at != S.ACKNOWLEDGED:
        do_first(incident, head, when=when)
    if at in {S.CONTAINED, S.CLOSED}:
        finish_all(incident, head, when=when)
        incident = contain_incident(incident, by=head, at=when, contained_words="サービスが削除しました。")
    if at == S.CLOSED:
        close_incident(incident, by=head, at=when, causes="名前が似ていた。", measures="認証の印を申請する。")
    return again(incident)


def ended(incident: Incident, at: IncidentState, head: Actor, *, when: datetime = AT) -> Incident:
    """End a report as a false alarm, or as a double of one made for it."""
    if at == S.DISMISSED:
        return dismiss_incident(incident, by=head, at=when, dismissed_for="本物のアカウントでした。")
    other: dict[str, Any] = {"kind": incident.kind, "account": incident.account, "is_drill": incident.is_drill}
    twin = report_incident(by=head, at=when, **other, **REPORT, noticed_at=when)
    return merge_incident(incident, by=head, at=when, merged_into=twin)


def do_first(incident: Incident, by: Actor, *, when: datetime = AT) -> Task:
    """Do the first task that must be done."""
    task = incident.tasks.filter(grade=Grade.MUST, state=TaskState.OWED).order_by("position").first()
    assert task is not None
    return do_task(task, by=by, at=when, result="窓口から求めました。", next_one="last")


def finish_all(incident: Incident, head: Actor, *, when: datetime = AT) -> None:
    """Finish the tasks of an incident, and record the new password that a hijack, or a double of it, asks for."""
    finish_tasks(incident, head, when=when)
    now = again(incident)
    if password_owed(now):
        day = japan_date(when)
        record_password_change(account_of(now), by=head, at=when, changed_by=person_of(head), changed_on=day)


def finish_tasks(incident: Incident, head: Actor, *, when: datetime = AT) -> None:
    """Judge what waits as not needed, each by its office, and do what is owed."""
    for task in incident.tasks.filter(state=TaskState.JUDGING).order_by("position"):
        judge_task(task, by=bearer_of(task, head), at=when, is_needed=False, reason="すでに知られているため")
    for task in incident.tasks.filter(state=TaskState.OWED).order_by("position"):
        do_task(task, by=head, at=when, result="行いました。", next_one="last")


def person_of(actor: Actor) -> Person:
    """Return who acts."""
    assert actor.person is not None
    return actor.person


def bearer_of(task: Task, head: Actor) -> Actor:
    """Return who judges a task: the manager, or the holder of the office that bears it."""
    if task.bearer == "manager":
        return head
    held = Appointment.objects.filter(office=task.bearer).earliest("pk")
    return the_actor(held, at=task.incident.reported_at)


def task_of(incident: Incident, code: str, turn: int = 1) -> Task:
    """Return a task of an incident by its code."""
    return incident.tasks.get(code=code, turn=turn)


@keeps
def a_statement(
    incident: Incident, world: OfficeWorld, at: StatementState = StatementState.DRAFTED, *, when: datetime = AT
) -> Statement:
    """Draft a statement as the section's staff and bring it to a state."""
    made = draft_statement(incident, by=world.staff, at=when, channel="account", words="確かめています。")
    if at == StatementState.DROPPED:
        return drop_statement(made, by=world.staff, at=when, dropped_for="電話で答えたため")
    if at == StatementState.DRAFTED:
        return made
    made = approve_statement(made, by=world.section_head, at=when, seen=made.fingerprint())
    if at == StatementState.APPROVED:
        return made
    return release_statement(made, by=world.staff, at=when, released_where="https://x.com/iwaki/status/1")


def belongings(incident: Incident, reader: Actor, on: date = ON) -> Belongings:
    """Return what belongs to an incident, as a reader's page asks for it."""
    assert reader.person is not None
    return Belongings.of(incident, given_for(reader.person, on, capacities(reader.person, on)))


def account_of(incident: Incident) -> Account:
    """Return the account that an incident is about."""
    assert incident.account is not None
    return incident.account

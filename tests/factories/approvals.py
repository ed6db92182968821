"""A department with its offices filled, and requests, accounts and filings brought to a state by legal acts alone.

In these factories `at` is the state to reach and `when` the instant of all acts on the way. A test that asks who may do
what makes the world first (`world = an_office_world()`) and hands it on; the others leave it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from accounts.models import Account
from accounts.states import AccountState
from approvals.actions import (
    acquire_account,
    decide_step,
    draft_request,
    file_filing,
    pull_back_request,
    receive_filings,
    review_decision,
    start_operation,
    submit_request,
    withdraw_request,
)
from approvals.models import Filing, LaterReview, Request, RouteStep, Step
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.states import FilingState, RequestState, StepKind
from core.lifecycle.act import create
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.moves import Move
from core.periods.clock import japan_date
from core.records import Record
from core.reviews.states import ReviewState
from core.staff.models import Appointment, Person, Unit, UnitLevel
from core.staff.offices import LABELS, Office
from tests.factories.core import AT, ON, SINCE, a_deputyship, a_person, a_unit, an_appointment, the_actor
from tests.factories.drafts import complete_values
from tests.factories.kept import keeps, kept
from tests.factories.numbers import next_number

R = TypeVar("R", bound=Record)
_NAMES = ("月岡", "草野", "遠藤", "鈴木", "佐藤", "渡辺", "髙橋", "吉田", "小野", "三浦", "大平")
OF_THE_SECTION = (Office.STAFF, Office.SECTION_HEAD)
OF_UNITS = (*OF_THE_SECTION, Office.DEPARTMENT_HEAD)


@dataclass(frozen=True)
class OfficeWorld:
    """A department with a section, one actor in every office; a foreign section with its own three.

    `staff` drafts, `second_staff` of the same section has drafted nothing.
    """

    department: Unit
    section: Unit
    foreign_section: Unit
    people: dict[Office, Actor]
    foreign: dict[Office, Actor]
    second_staff: Actor

    @property
    def staff(self) -> Actor:
        """Return the member of staff who drafts."""
        return self.people[Office.STAFF]

    @property
    def section_head(self) -> Actor:
        """Return the head of the section, account manager to be."""
        return self.people[Office.SECTION_HEAD]

    @property
    def department_head(self) -> Actor:
        """Return the head of the department."""
        return self.people[Office.DEPARTMENT_HEAD]

    @property
    def policy_director(self) -> Actor:
        """Return 総合政策部長."""
        return self.people[Office.POLICY_DIRECTOR]

    @property
    def general_affairs_director(self) -> Actor:
        """Return 総務部長."""
        return self.people[Office.GENERAL_AFFAIRS_DIRECTOR]


def an_office_world(
    when: datetime = AT, *, without: Iterable[Office] = (), since: date = SINCE, as_on: date | None = None
) -> OfficeWorld:
    """Make a department, a section and one person in every office, except those named in `without`.

    Args:
        as_on: the day the instant stands for; a world made at another instant of that day serves as well.
    """
    absent = frozenset(without)
    key = ("world", as_on or when, absent, since)
    return kept(key, lambda: _office_world(when, absent, since))


def _office_world(when: datetime, without: frozenset[Office], since: date) -> OfficeWorld:
    number = next_number("unit")
    department = a_unit(UnitLevel.DEPARTMENT, f"観光部{number}", symbol=f"観{number}", starts_on=since, at=when)
    section = a_unit(UnitLevel.SECTION, f"観光振興課{number}", parent=department, starts_on=since, at=when)
    elsewhere = a_unit(UnitLevel.DEPARTMENT, f"土木部{number}", symbol=f"土{number}", starts_on=since, at=when)
    roads = a_unit(UnitLevel.SECTION, f"道路管理課{number}", parent=elsewhere, starts_on=since, at=when)
    people = {
        office: _appointed(office, section if office in OF_THE_SECTION else department, name, since, when)
        for office, name in zip(Office, _NAMES, strict=True)
        if office not in without
    }
    foreign = {
        office: _appointed(office, roads if office in OF_THE_SECTION else elsewhere, "道路", since, when)
        for office in OF_UNITS
    }
    second = _appointed(Office.STAFF, section, "二人目", since, when)
    return OfficeWorld(department, section, roads, people, foreign, second)


def _appointed(office: Office, unit: Unit, name: str, since: date, when: datetime) -> Actor:
    person = a_person(f"{name} {LABELS[office]}", at=when)
    return the_actor(an_appointment(person, office, unit, since, at=when), at=when)


def a_draft(
    world: OfficeWorld | None = None, *, when: datetime = AT, by: Actor | None = None, **values: Any
) -> Request:
    """Draft a complete request by the section's staff; `values` change it."""
    world = world or an_office_world(when)
    given = complete_values(world.staff, japan_date(when), **values)
    return draft_request(world.section, by=by or world.staff, at=when, **given)


@keeps
def a_request(
    at: RequestState = RequestState.SUBMITTED,
    *,
    world: OfficeWorld | None = None,
    rounds: int = 1,
    decided: int = 0,
    when: datetime = AT,
    **values: Any,
) -> Request:
    """Bring a request to a state.

    Args:
        at: the state to reach; returned and denied by the section and the department head.
        rounds: how often it was submitted; each round before the last was returned by the section head.
        decided: how many steps of the last round have agreed, for a submitted request.
    """
    world = world or an_office_world(when)
    request = a_draft(world, when=when, **values)
    if at == RequestState.DRAFT:
        return request
    request = submit_request(request, by=world.staff, at=when)
    for _ in range(rounds - 1):
        request = returned(request, by=world.section_head, when=when)
        request = submit_request(request, by=world.staff, at=when)
    return _bring(request, at, world, decided, when)


def _bring(request: Request, at: RequestState, world: OfficeWorld, decided: int, when: datetime) -> Request:
    if at == RequestState.RETURNED:
        return returned(request, by=world.section_head, when=when)
    if at == RequestState.DENIED:
        agreed(request, world, steps=1, when=when)
        decide(request, DENY, world.department_head, opinion="いまの人数では続けられません。", when=when)
    elif at == RequestState.WITHDRAWN:
        withdraw_request(request, by=world.staff, at=when)
    else:
        agreed(request, world, steps=decided if at == RequestState.SUBMITTED else None, when=when)
    return again(request)


def pulled_back(world: OfficeWorld, *, when: datetime = AT, **values: Any) -> Request:
    """Submit a request and take it back."""
    return pull_back_request(a_request(world=world, when=when, **values), by=world.staff, at=when)


def pending_step(request: Request) -> Step:
    """Return the deciding step whose turn it is."""
    return request.steps.awaiting_decision().blocking().get()


def step_at(request: Request, position: int, in_round: int | None = None) -> Step:
    """Return the step at a position (1 the section head) of a round, the last one unless told otherwise."""
    return request.steps.get(round=in_round or again(request).round, position=position)


def decide(
    request: Request,
    move: Move,
    by: Actor,
    *,
    opinion: str = "",
    when: datetime = AT,
    also_as: Actor | None = None,
) -> Step:
    """Answer the step whose turn it is, having seen the request as it stands."""
    step = pending_step(request)
    return decide_step(step, move, by=by, at=when, seen=step.fingerprint(), opinion=opinion, also_as=also_as)


def returned(
    request: Request, *, by: Actor, when: datetime = AT, opinion: str = "頻度を具体的に書いてください。"
) -> Request:
    """Have the step whose turn it is returned."""
    decide(request, RETURN, by, opinion=opinion, when=when)
    return again(request)


def agreed(request: Request, world: OfficeWorld, *, steps: int | None = None, when: datetime = AT) -> Request:
    """Have the next steps agreed to by the world's own offices; all that are left unless told how many."""
    while steps is None or steps > 0:
        step = request.steps.awaiting_decision().blocking().first()
        if step is None:
            break
        decide(request, PERMIT if step.kind == StepKind.PERMIT else CONSENT, answering(step, world), when=when)
        steps = None if steps is None else steps - 1
    return again(request)


def answering(step: Step, world: OfficeWorld) -> Actor:
    """Return the world's actor whom a step asks."""
    office = Office(step.office)
    inside = step.unit_id in {world.section.pk, world.department.pk}
    return world.people[office] if inside or office not in OF_UNITS else world.foreign[office]


@keeps
def an_account(
    at: AccountState = AccountState.ACTIVE, *, world: OfficeWorld | None = None, when: datetime = AT, **values: Any
) -> Account:
    """Bring an account to a state by its request; `values` are the request's."""
    world = world or an_office_world(when)
    waits = {AccountState.PLANNED: RequestState.SUBMITTED, AccountState.ABANDONED: RequestState.DENIED}
    request = a_request(waits.get(at, RequestState.APPROVED), world=world, when=when, **values)
    account = account_of(request)
    if at in {AccountState.ACQUIRED, AccountState.ACTIVE}:
        account = acquired(account, by=world.staff, when=when)
    return start_operation(account, by=world.section_head, at=when) if at == AccountState.ACTIVE else account


def account_of(request: Request) -> Account:
    """Return the account a submitted request stands for, as it is stored now."""
    return Account.objects.get(requests=request)


def acquired(account: Account, *, by: Actor, when: datetime = AT, **facts: Any) -> Account:
    """Record the acquisition of an account as it was permitted; `facts` change what is recorded."""
    host = account.platform.hosts[0] if account.platform.hosts else "sns.example.jp"
    given: dict[str, Any] = {
        "url": f"https://{host}/{account.handle}",
        "handle": account.handle,
        "name": account.name,
        "acquired_on": japan_date(when),
    }
    return acquire_account(account, by=by, at=when, **(given | facts))


@keeps
def a_filing(
    at: FilingState = FilingState.FILED, *, world: OfficeWorld | None = None, when: datetime = AT, **values: Any
) -> Filing:
    """Bring the filing of an acquired account to a state."""
    world = world or an_office_world(when)
    filing = filing_of(an_account(AccountState.ACQUIRED, world=world, when=when, **values))
    if at != FilingState.DUE:
        filing = file_filing(filing, by=world.staff, at=when)
    if at == FilingState.RECEIVED:
        receive_filings([filing], by=world.general_affairs_director, at=when)
    return again(filing)


def filing_of(account: Account) -> Filing:
    """Return the filing that an acquisition opened."""
    return Filing.objects.get(account=account)


def errand_of(filing: Filing) -> Request:
    """Return the request that the filing of an acquisition belongs to."""
    assert filing.request is not None
    return filing.request


def a_deputy(
    principal: Actor,
    starts_on: date = ON,
    ends_on: date = ON,
    *,
    person: Person | None = None,
    when: datetime = AT,
) -> Actor:
    """Name a deputy of an actor, a new person unless given, and return him or her acting in the principal's name."""
    return the_actor(a_deputyship(appointment_of(principal), person, starts_on, ends_on, at=when), at=when)


def appointment_of(actor: Actor) -> Appointment:
    """Return the appointment in which an actor acts in person."""
    return Appointment.objects.get(pk=int(actor.key.removeprefix("a")))


def a_review(
    at: ReviewState = ReviewState.AWAITING, *, world: OfficeWorld | None = None, when: datetime = AT
) -> LaterReview:
    """Have the section head's deputy consent, and bring the later review to a state."""
    world, on = world or an_office_world(when), japan_date(when)
    step = decide(
        a_request(world=world, when=when), CONSENT, a_deputy(world.section_head, on, on, when=when), when=when
    )
    review = LaterReview.objects.get(step=step)
    if at == ReviewState.AWAITING:
        return review
    objects, note = at == ReviewState.OBJECTED, "人数を確かめてから進めるべきでした。"
    seen, note = review.fingerprint(), note if objects else ""
    return review_decision(review, by=world.section_head, at=when, seen=seen, objects=objects, note=note)


def a_route_step(
    owner: Unit, kind: StepKind, office: Office, unit: Unit, *, when: datetime = AT, **values: Any
) -> RouteStep:
    """Add a joint consent or a circulation to a unit's route."""
    given = {"owner": owner, "kind": kind.value, "office": office.value, "unit": unit, "starts_on": SINCE}
    return create(RouteStep, by=SYSTEM, at=when, **(given | values))


def again(record: R) -> R:
    """Refetch a record: what an act leaves in the hands of the caller is stale."""
    return type(record)._base_manager.get(pk=record.pk)

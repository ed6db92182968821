"""Matters whose period is over, and disposals brought to a state by the acts of two offices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from approvals.actions import abandon_account, add_attachment, submit_request, withdraw_request
from approvals.models import Attachment, Request
from approvals.moves.decision import DENY
from approvals.states import RequestState
from core.lifecycle.act import acting, create
from core.lifecycle.actor import Actor
from core.periods.clock import JAPAN
from core.records import Record
from core.retention.actions import (
    carry_out_disposal,
    decline_disposal,
    list_disposal,
    permit_disposal,
    place_hold,
    withdraw_disposal,
)
from core.retention.matters import matters_of
from core.retention.models import Disposal, Hold
from core.retention.moves import CARRY_OUT
from core.retention.states import DisposalState
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, a_draft, account_of, again, agreed, an_office_world, decide
from tests.factories.core import AT, ON, an_actor

LONG_AGO = datetime(2014, 6, 2, 10, 0, tzinfo=JAPAN)
"""Fiscal 2014: five years end with 31 March 2020, ten with 31 March 2025."""
BASIS = "文書管理規程の保存期間(5年)が満ちたため"
METHOD = "システムの記録の消去"


def an_old_world(**values: object) -> OfficeWorld:
    """Make a department, sections and one person in every office who have held it since long ago."""
    return an_office_world(LONG_AGO, since=LONG_AGO.date(), **values)  # type: ignore[arg-type]


def an_old_request(
    at: RequestState = RequestState.DENIED,
    *,
    world: OfficeWorld | None = None,
    when: datetime = LONG_AGO,
    files: Sequence[bytes] = (),
    **values: Any,
) -> Request:
    """Bring a request to its end long ago, with files; a permitted one until its account was given up."""
    world = world or an_old_world()
    request = a_draft(world, when=when, **values)
    for number, content in enumerate(files, start=1):
        attach(request, content, f"資料{number}.pdf", world.staff, when)
    request = ended(submit_request(request, by=world.staff, at=when), at, world, when)
    if at == RequestState.APPROVED:
        abandon_account(account_of(request), by=world.section_head, at=when, reason="体制が整わないため")
    return again(request)


def ended(request: Request, at: RequestState, world: OfficeWorld, when: datetime) -> Request:
    """Have a submitted request denied, withdrawn or permitted."""
    if at == RequestState.WITHDRAWN:
        return withdraw_request(request, by=world.staff, at=when)
    agreed(request, world, steps=1 if at == RequestState.DENIED else None, when=when)
    if at == RequestState.DENIED:
        decide(request, DENY, world.department_head, opinion="いまの人数では続けられません。", when=when)
    return again(request)


def attach(request: Request, content: bytes, name: str, by: Actor, when: datetime) -> Attachment:
    """Add a file to a draft."""
    return add_attachment(request, by=by, at=when, name=name, content_type="application/pdf", content=content)


def the_officer(world: OfficeWorld) -> Actor:
    """Return 文書管理担当."""
    return world.people[Office.RECORDS_OFFICER]


def seen(*roots: Record, on: object = ON) -> dict[str, str]:
    """Return what a person sees of some matters today: digests by stream."""
    found = matters_of([root.stream for root in roots], on)  # type: ignore[arg-type]
    return {stream: matter.digest for stream, matter in found.items()}


def a_disposal(
    at: DisposalState = DisposalState.REQUESTED,
    *roots: Record,
    world: OfficeWorld | None = None,
    when: datetime = AT,
) -> Disposal:
    """Bring a disposal of some matters (one denied request unless given) to a state."""
    world = world or an_old_world()
    roots = roots or (an_old_request(world=world),)
    officer = the_officer(world)
    disposal = list_disposal(seen(*roots), by=officer, at=when, basis=BASIS)
    if at == DisposalState.REQUESTED:
        return disposal
    director = world.general_affairs_director
    if at == DisposalState.DECLINED:
        return decline_disposal(disposal, by=director, at=when, seen=disposal.fingerprint(), reason="調査に使うため")
    if at in {DisposalState.PERMITTED, DisposalState.CARRIED_OUT}:
        disposal = permit_disposal(disposal, by=director, at=when, seen=disposal.fingerprint())
    if at == DisposalState.CARRIED_OUT:
        disposal = carry_out_disposal(disposal, by=officer, at=when, seen=disposal.fingerprint(), how=METHOD)
    if at == DisposalState.WITHDRAWN:
        disposal = withdraw_disposal(disposal, by=officer, at=when, reason="対象を選び直すため")
    return disposal


def dispose_of(*streams: str, when: datetime = AT) -> Disposal:
    """Empty the events of any streams by a disposal that two offices decided; it lists no matter."""
    officer, director = an_actor(Office.RECORDS_OFFICER), an_actor(Office.GENERAL_AFFAIRS_DIRECTOR)
    asked = {"requested_by": officer.person, "requested_as": officer.label, "requested_on": ON}
    disposal = create(Disposal, by=officer, at=when, basis=BASIS, count=len(streams), **asked)
    disposal = permit_disposal(disposal, by=director, at=when, seen=disposal.fingerprint())
    done = {"carried_out_by": officer.person, "carried_out_as": officer.label, "carried_out_on": ON, "how": METHOD}
    with acting(by=officer, at=when) as act:
        disposal = act.perform(disposal, CARRY_OUT, seen=disposal.fingerprint(), **done)
        act.dispose(disposal, streams)
    return disposal


def a_hold(root: Record, world: OfficeWorld, *, when: datetime = AT, reason: str = "定期監査の対象のため") -> Hold:
    """Keep a matter beyond its period."""
    return place_hold(root.stream, by=the_officer(world), at=when, cause="audit", reason=reason)

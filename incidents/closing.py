"""Beginning the sudden closure of an account from the problem that is its reason (4-5-(2), 第7)."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.actions import begin_notice
from approvals.notices.permissions import visible_to as notices_visible_to
from approvals.notices.states import OPEN, NoticeKind, NoticeState
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.models import Person
from incidents.models import Incident
from incidents.permissions import CLAUSE, check_lead, refuse_other_account, visible_to
from incidents.states import OVER, IncidentKind


def check_closes(incident: Incident) -> None:
    """Refuse to begin the closure of an account in a drill, and for an incident that is over.

    Raises:
        Denied: with the way on.
    """
    if incident.is_drill:
        raise Denied("訓練では、アカウントを廃止しません。", CLAUSE, "廃止するものとして、経過に書き足してください。")
    if incident.state in OVER:
        raise Denied(
            f"{incident.get_state_display()}の問題からは、廃止を始められません。",
            CLAUSE,
            "アカウントの画面から廃止の案を作るか、対応を再開してください。",
        )


FIRST_REASON = "問題への対応のため、周知の期間を置けません。"
"""How the reason of the deviation begins: it names no problem, for all staff read it, and one may become a leak."""


def begin_closure(incident: Incident, *, by: Actor, at: datetime, account: Account, **values: Any) -> ChangeNotice:
    """Begin the notice of a closure; the incident keeps which one it is.

    Args:
        account: that of the incident, as the person read it.
        values: of the notice, as `draft_notice` takes them.

    Raises:
        Denied: in a drill, once the incident is over, and where the notice itself is refused.
        Conflict: the incident is about another account by now, or about none.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_closes(held)
        refuse_other_account(held, account)
        notice = begin_notice(act, account, NoticeKind.CLOSURE, **values)
        act.edit(held, closure=notice)
        return notice


LINKED = (*OPEN, NoticeState.EFFECTED)
"""States of a closure that a problem may still be linked with."""


def check_link_closure(incident: Incident, by: Actor, on: date) -> None:
    """Let who leads link the problem with a closure of its account that is under way, once.

    Raises:
        Denied: for everybody else, in a drill, once it is over, of an imitation, and where one is linked already.
    """
    check_closes(incident)
    check_lead(incident, by, on)
    if incident.account_id is None or incident.kind == IncidentKind.IMPERSONATION:
        raise Denied("市のアカウントに起きた問題のほかには、廃止を結び付けられません。", CLAUSE)
    if incident.closure is not None and incident.closure.state != NoticeState.CANCELLED:
        raise Denied("この問題には、アカウントの廃止がすでに結び付いています。", CLAUSE)


def closures_offered(found: QuerySet[ChangeNotice], account: Any) -> QuerySet[ChangeNotice]:
    """Keep the closures of an account that a problem may be linked with.

    Args:
        account: also as an expression.
    """
    return found.filter(account=account, kind=NoticeKind.CLOSURE, state__in=LINKED)


def link_closure(incident: Incident, *, by: Actor, at: datetime, notice: ChangeNotice | None) -> Incident:
    """Let a closure that is under way, with its deviation, be that of a problem of the same account; both stay.

    Raises:
        Denied: as `check_link_closure`; without a closure of the account that exists for the person.
    """
    assert by.person is not None
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_link_closure(held, by, act.on)
        seen = closures_offered(notices_visible_to(by.person, act.on), held.account_id)
        found = seen.filter(pk=act.lock(notice).pk).first() if notice is not None else None
        if found is None:
            raise Denied("結び付ける廃止を選んでください。", CLAUSE, field="notice")
        return act.edit(held, why={"linked_closure": found}, closure=found)


def with_incidents_seen(notices: QuerySet[ChangeNotice], person: Person, on: date) -> QuerySet[ChangeNotice]:
    """Add to notices key and number of the incident from which each was begun, where a person sees that incident."""
    found = visible_to(person, on).filter(closure=OuterRef("pk")).order_by("-pk")
    keys, numbers = (Subquery(found.values(name)[:1]) for name in ("pk", "number"))
    return notices.annotate(incident_key=keys, incident_number=numbers)

"""Beginning the sudden closure of an account from the problem that is its reason (4-5-(2), 第7)."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from approvals.models import ChangeNotice
from approvals.notices.actions import begin_notice
from approvals.notices.states import NoticeKind
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.models import Person
from incidents.models import Incident
from incidents.permissions import CLAUSE, visible_to
from incidents.states import OVER


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


def begin_closure(incident: Incident, *, by: Actor, at: datetime, **values: Any) -> ChangeNotice:
    """Begin the notice of a closure; the incident keeps which one it is.

    Args:
        values: of the notice, as `draft_notice` takes them.

    Raises:
        Denied: in a drill, once the incident is over, without an account, and where the notice itself is refused.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_closes(held)
        if held.account is None:
            raise Denied("特定のアカウントではない問題からは、廃止を始められません。", CLAUSE)
        notice = begin_notice(act, held.account, NoticeKind.CLOSURE, **values)
        act.edit(held, closure=notice)
        return notice


def with_incidents_seen(notices: QuerySet[ChangeNotice], person: Person, on: date) -> QuerySet[ChangeNotice]:
    """Add to notices key and number of the incident from which each was begun, where a person sees that incident."""
    found = visible_to(person, on).filter(closure=OuterRef("pk")).order_by("-pk")
    keys, numbers = (Subquery(found.values(name)[:1]) for name in ("pk", "number"))
    return notices.annotate(incident_key=keys, incident_number=numbers)

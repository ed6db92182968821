"""Reporting, acknowledging, working on, containing, closing an incident; each is one act (第7)."""

from datetime import date, datetime
from typing import Any

from accounts.models import Account
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date
from core.rulebook.queries import parameter
from core.staff.authority import current_unit
from core.uploads.forms import Upload
from core.uploads.storage import stored
from incidents.audience import managers, tell
from incidents.doubles import hold_with_doubles
from incidents.models import Evidence, Incident, Task
from incidents.models.incident import KIND_CHOICES
from incidents.moves.incident import (
    ACKNOWLEDGE,
    CLOSE,
    CONTAIN,
    DISMISS,
    FOLLOW_UP,
    MERGE,
    REOPEN,
    ask_acknowledgement,
)
from incidents.moves.kinds import RETYPE
from incidents.moves.task import DO, NEED, SKIP
from incidents.numbering import next_number
from incidents.permissions import CLAUSE
from incidents.rules import hours_after
from incidents.standing_warning import leave_to_others, left_to_others


def report_incident(
    *,
    by: Actor,
    at: datetime,
    kind: str,
    title: str,
    noticed_at: datetime,
    words: str = "",
    account: Account | None = None,
    post_url: str = "",
    post_text: str = "",
    picture: Upload | None = None,
    is_drill: bool = False,
    sent_as: str = "",
) -> Incident:
    """Report a problem, with an account or without; the account manager and the deputy are told at once (第7).

    Raises:
        Denied: without a title or a kind, and for something noticed in time to come.
    """
    with acting(by=by, at=at) as act:
        _examine_report(act, kind, title, noticed_at)
        account = act.lock(account) if account is not None else None
        values = {
            "kind": kind,
            "title": title.strip(),
            "words": words.strip(),
            "post_url": post_url.strip(),
            "post_text": post_text.strip(),
            "noticed_at": noticed_at,
            "account": account,
            "section": current_unit(account.section, act.on) if account is not None else None,
            "is_drill": is_drill,
            "sent_as": sent_as,
        }
        number = next_number(act.on, is_drill=is_drill)
        incident = act.create(Incident, number=number, **values, **_reporter(act))
        if picture is not None:
            keep_evidence(act, incident, picture, "報告のときの画面")
        ask_acknowledgement(act, incident)
        act.tell(*tell(act, incident, managers(act, incident), "問題の報告がありました", incident.words))
        return incident


def _examine_report(act: Act, kind: str, title: str, noticed_at: datetime) -> None:
    if act.by.person is None:
        raise Denied("問題を報告するのは、職員です。", CLAUSE)
    if kind not in dict(KIND_CHOICES):
        raise Denied("問題の種類を選んでください。", CLAUSE, field="kind")
    if not title.strip():
        raise Denied("何が起きたかを、件名に入力してください。", CLAUSE, field="title")
    if noticed_at > act.at:
        raise Denied("気づいた日時は、いま以前の日時を入力してください。", CLAUSE, field="noticed_at")


def _reporter(act: Act) -> dict[str, Any]:
    """Return who reports and when, and until when it is to be acknowledged."""
    due = hours_after(act.at, parameter("incident_acknowledge_hours", act.on))
    return {"reported_by": act.by.person, "reported_as": act.by.label, "reported_at": act.at, "acknowledge_by": due}


def keep_evidence(act: Act, incident: Incident, file: Upload, words: str) -> Evidence:
    """Keep a file with its hash, who handed it in and when."""
    added = {"added_by": act.by.person, "added_as": act.by.label, "added_at": act.at}
    return act.create(
        Evidence, incident=incident, words=words.strip(), **added, **stored(file.name, file.content_type, file.content)
    )


def next_review(at: datetime) -> datetime:
    """Return when the situation is to be looked at again."""
    return hours_after(at, parameter("incident_review_hours", japan_date(at)))


def acknowledge_incident(incident: Incident, *, by: Actor, at: datetime, kind: str, reason: str = "") -> Incident:
    """Acknowledge a report under the kind it is of; its playbook's tasks are copied (第7).

    Args:
        reason: why a report of a leak is taken for another kind, by which more people read it.

    Raises:
        Denied: for who does not lead, for no kind, and for a leak taken for another kind without a reason.
        Conflict: it is acknowledged already, or ended.
    """
    facts: dict[str, Any] = {
        "kind": kind,
        "reason": reason.strip(),
        "acknowledged_by": by.person,
        "acknowledged_as": by.label,
        "acknowledged_at": at,
    }
    return perform(incident, ACKNOWLEDGE, by=by, at=at, **facts, review_at=next_review(at))


def retype_incident(incident: Incident, *, by: Actor, at: datetime, seen: str, kind: str, reason: str) -> Incident:
    """Take an acknowledged problem for another kind; what is recorded stays, the tasks of the new kind come (第7).

    Raises:
        Denied: for who does not lead, for the present kind, and without a reason.
        Conflict: it is not worked on, or is another one than the person saw: the reason was for the kind of then.
    """
    with acting(by=by, at=at) as act:
        before = act.lock(incident).kind
        return act.perform(incident, RETYPE, seen=seen, kind=kind, reason=reason.strip(), kind_before=before)


def contain_incident(incident: Incident, *, by: Actor, at: datetime, contained_words: str) -> Incident:
    """Say that the problem itself is over, and how; its review is owed.

    Raises:
        Denied: for who does not lead, without words, while a task waits, and while a hijack's new password is owed.
    """
    return perform(incident, CONTAIN, by=by, at=at, contained_words=contained_words.strip(), contained_at=at)


def close_incident(
    incident: Incident,
    *,
    by: Actor,
    at: datetime,
    causes: str,
    measures: str,
    measures_due_on: date | None = None,
) -> Incident:
    """End an incident with the review of causes and measures; those promised by a day are owed until then.

    Raises:
        Denied: for who does not lead, without causes or measures, with a day that has passed, while a statement waits.
    """
    ended: dict[str, Any] = {"closed_at": at, "ended_on": japan_date(at), "measures_due_on": measures_due_on}
    return perform(incident, CLOSE, by=by, at=at, causes=causes.strip(), measures=measures.strip(), **ended)


def follow_up_incident(incident: Incident, *, by: Actor, at: datetime, measures_done: str) -> Incident:
    """Record that the measures were taken.

    Raises:
        Denied: for who does not lead, and without words.
        Conflict: nothing was promised, or it is recorded already.
    """
    return perform(incident, FOLLOW_UP, by=by, at=at, measures_done=measures_done.strip())


def reopen_incident(incident: Incident, *, by: Actor, at: datetime, reason: str) -> Incident:
    """Take an incident up again that was contained or closed, but no warning that is another problem's by now.

    Raises:
        Denied: for who does not lead, and without a reason.
        Conflict: it goes on already, or a double is added just now.
    """
    with acting(by=by, at=at) as act:
        doubles = hold_with_doubles(act, incident)
        leave_to_others(act, doubles, goes_on=incident)
        unlinked = left_to_others(act, act.lock(incident), goes_on=incident)
        left = {"unlinked": unlinked} if unlinked else {}
        return act.perform(incident, REOPEN, reason=reason.strip(), review_at=next_review(at), **left)


def dismiss_incident(incident: Incident, *, by: Actor, at: datetime, dismissed_for: str) -> Incident:
    """End a false alarm with its reason; the reporter is told."""
    reason = dismissed_for.strip()
    return perform(incident, DISMISS, by=by, at=at, dismissed_for=reason, ended_on=japan_date(at))


def merge_incident(incident: Incident, *, by: Actor, at: datetime, merged_into: Incident | None) -> Incident:
    """End a double; the other one goes on, and is held until this one has ended.

    Raises:
        Denied: for who does not lead, and without another one that goes on.
    """
    with acting(by=by, at=at) as act:
        if merged_into is not None:
            rows = act.lock_all(Incident, pk__in=[incident.pk, merged_into.pk])
            merged_into = next(one for one in rows if one.pk == merged_into.pk)
        return act.perform(incident, MERGE, merged_into=merged_into, ended_on=act.on)


def judge_task(task: Task, *, by: Actor, at: datetime, is_needed: bool, reason: str = "") -> Task:
    """Judge whether the situation requires a task; that it does not needs a reason.

    Raises:
        Denied: for another office than the one that bears it, and without a reason.
        Conflict: it is judged already.
    """
    if is_needed:
        who: dict[str, Any] = {"needed_by": by.person, "needed_as": by.label, "needed_at": at}
        return perform(task, NEED, by=by, at=at, needed_for=reason.strip(), **who)
    return perform(task, SKIP, by=by, at=at, unneeded_for=reason.strip(), **_ended(by, at))


def do_task(task: Task, *, by: Actor, at: datetime, result: str, next_one: str = "") -> Task:
    """Record the doing of a task; of one that recurs also whether it comes again.

    Raises:
        Denied: for who only reads it, and without a result.
        Conflict: it is done already.
    """
    return perform(task, DO, by=by, at=at, result=result.strip(), next=next_one, **_ended(by, at))


def _ended(by: Actor, at: datetime) -> dict[str, Any]:
    return {"ended_by": by.person, "ended_as": by.label, "ended_at": at}

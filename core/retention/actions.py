"""What 文書管理担当 and 総務部長 do: list, permit or decline, withdraw, carry out; place and lift a hold."""

from collections.abc import Mapping
from datetime import datetime

from core.deadlines.duties import Debtor, open_duty
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.telling import Tell
from core.retention import duties
from core.retention.carrying_out import lock_roots
from core.retention.listed import require_no_hold, require_not_kept, require_trails
from core.retention.matters import MOST, Matter, matters_of
from core.retention.models import Disposal, DisposalItem, Hold
from core.retention.moves import CARRY_OUT, DECLINE, PAGE, PERMIT, WITHDRAW
from core.retention.permissions import check_hold, check_list, office_to_permit
from core.rulebook.parameters import RECORDS_RULE
from core.staff.authority import people_answering
from core.staff.offices import Office


def list_disposal(seen: Mapping[str, str], *, by: Actor, at: datetime, basis: str) -> Disposal:
    """Ask for the disposal of some matters.

    Args:
        seen: for each matter, by the stream of its first record, the digest the person saw.
        basis: on what ground the content is disposed of.

    Raises:
        Denied: another office than 文書管理担当, nothing or too much chosen, no basis, too early, held, or unlike its
            trail.
        Conflict: a matter is listed elsewhere, or is another one than was seen.
    """
    with acting(by=by, at=at) as act:
        check_list(by)
        _examine(seen, basis)
        lock_roots(act, seen)
        matters = _as_seen(seen, act)
        disposal = act.create(
            Disposal,
            basis=basis.strip(),
            count=len(matters),
            requested_by=by.person,
            requested_for=by.on_behalf_of,
            requested_as=by.label,
            requested_on=act.on,
        )
        for matter in matters:
            act.create(DisposalItem, disposal=disposal, **_line(matter))
        _ask(act, disposal)
        return disposal


def _examine(seen: Mapping[str, str], basis: str) -> None:
    if not seen:
        raise Denied("廃棄する記録を選んでください。", RECORDS_RULE, field="chosen")
    if len(seen) > MOST:
        raise Denied(f"一度に廃棄できるのは{MOST}件までです。", RECORDS_RULE, "分けて求めてください。", field="chosen")
    if not basis.strip():
        raise Denied("廃棄の根拠を入力してください。", RECORDS_RULE, field="basis")


def _as_seen(seen: Mapping[str, str], act: Act) -> list[Matter]:
    """Return the matters in order; they must be due, free, and what the person saw."""
    found = matters_of(seen, act.on)
    for matter in found.values():
        require_not_kept(matter, act.on)
    require_no_hold(list(seen))
    listed = DisposalItem.objects.filter(about__in=list(seen), is_listed=True).exists()
    if listed or {stream: matter.digest for stream, matter in found.items()} != dict(seen):
        raise Conflict("一覧を見ていた間に、選んだ記録が変わりました。今回の操作は記録していません。")
    matters = [found[stream] for stream in sorted(found)]
    require_trails(matters)
    return matters


def _line(matter: Matter) -> dict[str, object]:
    return {
        "about": matter.stream,
        "digest": matter.digest,
        "kind_label": matter.kind_label,
        "title": matter.title,
        "document_number": matter.document_number,
        "concluded_on": matter.concluded_on,
        "years": matter.years,
        "ends_on": matter.ends_on,
    }


def _ask(act: Act, disposal: Disposal) -> None:
    """Put the question to the second office, and tell the auditors."""
    office = office_to_permit(disposal.requesters, act.on)
    title, link = f"保存期間の満ちた記録の廃棄:{disposal}", (PAGE, disposal.pk)
    open_duty(act, duties.PERMIT, disposal, Debtor(office), title=title, note=disposal.basis, link=link)
    people = people_answering(Office.AUDITOR, None, act.on)
    act.tell(Tell(people, f"廃棄が求められました:{disposal}", f"{act.by.name}。{disposal.basis}", *link))


def permit_disposal(disposal: Disposal, *, by: Actor, at: datetime, seen: str) -> Disposal:
    """Permit a disposal as the second office."""
    with acting(by=by, at=at) as act:
        return act.perform(disposal, PERMIT, seen=seen, **_doer("permitted", act))


def decline_disposal(disposal: Disposal, *, by: Actor, at: datetime, seen: str, reason: str) -> Disposal:
    """Refuse a disposal with a reason; everything listed is kept."""
    return perform(disposal, DECLINE, by=by, at=at, seen=seen, reason=reason.strip())


def withdraw_disposal(disposal: Disposal, *, by: Actor, at: datetime, reason: str) -> Disposal:
    """Give a disposal up with a reason; everything listed is kept."""
    return perform(disposal, WITHDRAW, by=by, at=at, reason=reason.strip())


def carry_out_disposal(disposal: Disposal, *, by: Actor, at: datetime, seen: str, how: str) -> Disposal:
    """Dispose of everything listed; the files follow after the commit."""
    with acting(by=by, at=at) as act:
        return act.perform(disposal, CARRY_OUT, seen=seen, how=how.strip(), **_doer("carried_out", act))


def _doer(step: str, act: Act) -> dict[str, object]:
    """Return who takes a step, in whose name, in which office and when, as the facts of its move."""
    by = act.by
    who = {f"{step}_by": by.person, f"{step}_for": by.on_behalf_of}
    return {**who, f"{step}_as": by.label, f"{step}_on": act.on}


def place_hold(stream: str, *, by: Actor, at: datetime, cause: str, reason: str) -> Hold:
    """Keep a concluded matter beyond its period (保存の延長).

    Raises:
        Denied: another office than 文書管理担当, no reason, no such concluded matter, or held already.
    """
    with acting(by=by, at=at) as act:
        check_hold(by)
        if not reason.strip():
            raise Denied("延長する理由を入力してください。", RECORDS_RULE, field="reason")
        lock_roots(act, [stream])
        matter = matters_of([stream], act.on).get(stream)
        if matter is None:
            raise Denied("完結していないか、すでに廃棄した記録です。", RECORDS_RULE, field="document_number")
        if Hold.objects.standing().filter(about=stream).exists():
            raise Denied("すでに保存を延ばしています。", RECORDS_RULE, field="document_number")
        hold = act.create(
            Hold,
            about=stream,
            title=matter.title,
            document_number=matter.document_number,
            cause=cause,
            reason=reason.strip(),
            placed_by=by.person,
            placed_on=act.on,
        )
        _tell_of_hold(act, "保存を延ばしました", hold, hold.reason)
        return hold


def lift_hold(hold: Hold, *, by: Actor, at: datetime, reason: str) -> Hold:
    """End a hold with a reason; the matter's own period counts again.

    Raises:
        Denied: another office than 文書管理担当, no reason, or lifted already.
        ProofNeeded: the person at the screen was not proved lately; what is lifted may be disposed of.
    """
    with acting(by=by, at=at) as act:
        check_hold(by)
        locked = act.lock(hold)
        if locked.lifted_on is not None:
            raise Denied("この延長は、すでに終わっています。", RECORDS_RULE)
        if not reason.strip():
            raise Denied("延長を終える理由を入力してください。", RECORDS_RULE, field="reason")
        act.require_proof()
        lifted = act.edit(locked, lifted_on=act.on, lift_reason=reason.strip())
        _tell_of_hold(act, "保存の延長を終えました", lifted, lifted.lift_reason)
        return lifted


def _tell_of_hold(act: Act, words: str, hold: Hold, reason: str) -> None:
    people = people_answering(Office.AUDITOR, None, act.on)
    act.tell(Tell(people, f"{words}:{hold.title}", f"{act.by.name}。{reason}", "retention:hold_list"))

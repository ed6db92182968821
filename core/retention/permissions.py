"""Who asks for a disposal, who permits it, who carries it out; who reads list and register.

Two offices, and two people: nobody alone destroys evidence, and nobody takes two steps by way of a deputy (代決者).
The deputy of 総務部長 may permit; when nobody who answers for 総務部長 is free of the request, 副市長 does.
"""

from datetime import date
from typing import Any

from core.gathering import Found, Part, Tuples, gathered
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.memo import once, tell
from core.retention.models import Disposal
from core.rulebook.parameters import RECORDS_RULE
from core.staff.authority import READ, deputies, holders
from core.staff.offices import NEXT_HIGHER, Office, office_label

ASKING = Office.RECORDS_OFFICER
PERMITTING = NEXT_HIGHER[ASKING]
READERS = frozenset({ASKING, PERMITTING, NEXT_HIGHER[PERMITTING], Office.AUDITOR})
"""Offices for which the pages of this package exist."""


def check_records_officer(by: Actor, what: str) -> None:
    """Let only 文書管理担当 act.

    Raises:
        Denied: for anybody else.
    """
    if not by.holds(ASKING):
        office = office_label(ASKING)
        raise Denied(f"{what}のは{office}です。", RECORDS_RULE, f"{office}に相談してください。")


def check_list(by: Actor) -> None:
    """Let 文書管理担当 ask for a disposal."""
    check_records_officer(by, "廃棄を求める")


def check_hold(by: Actor) -> None:
    """Let 文書管理担当 place and lift holds."""
    check_records_officer(by, "保存を延ばす、または延長を終える")


def parties_of(by: Actor) -> set[int]:
    """Return the keys of a person who acts and of the one in whose name."""
    return {person.pk for person in (by.person, by.on_behalf_of) if person is not None}


def office_to_permit(requesters: set[int], on: date) -> Office:
    """Return the office that may permit what some people (by key) asked for: 総務部長, or the one above when barred.

    Barred it is when everybody who answers for it asked, or stands in for one who did.
    """
    answering = once(("permitting", on), lambda: _answering(on), of=READ)
    barred = bool(answering) and all(parties & requesters for parties in answering)
    return NEXT_HIGHER[PERMITTING] if barred else PERMITTING


def _answering(on: date) -> list[set[int]]:
    """Return the keys of each holder, and of each deputy with the principal."""
    return _parties(gathered(**answering_parts(on)))


def answering_parts(on: date) -> dict[str, Part]:
    """Return who answers for the second office as parts of a question; what is found is told by `tell_answering`."""
    appointments = holders(PERMITTING, None, on)
    named: Any = appointments.values("pk")
    return {
        "holders": Tuples(lambda: appointments, ("person_id",)),
        "deputies": Tuples(lambda: deputies(named, on), ("deputy_id", "principal__person_id")),
    }


def tell_answering(on: date, found: Found) -> None:
    """Remember what was read as parts of a question, for those who ask which office may permit."""
    tell(("permitting", on), _parties(found), of=READ)


def _parties(found: Found) -> list[set[int]]:
    return [set(keys) for keys in (*found["holders"], *found["deputies"])]


def check_permit(disposal: Disposal, by: Actor, on: date) -> None:
    """Let the second office decide, and never a person who asked, or had a deputy ask, or stands in for one.

    Raises:
        Denied: another office, or one's own request.
    """
    office = office_to_permit(disposal.requesters, on)
    if not (by.holds(PERMITTING) or by.holds(office)):
        raise Denied(
            f"廃棄を許可するのは{office_label(office)}です。",
            RECORDS_RULE,
            "許可されるまで、記録はそのまま保存されます。",
        )
    if parties_of(by) & disposal.requesters:
        raise Denied(
            "自分か、自分が代わる人が求めた廃棄は許可できません。",
            RECORDS_RULE,
            f"ほかの{office_label(PERMITTING)}か代決者が、いないときは{office_label(NEXT_HIGHER[PERMITTING])}が決めます。",
        )


def check_decline(disposal: Disposal, by: Actor, on: date) -> None:
    """Refusing is the same office's as permitting."""
    check_permit(disposal, by, on)


def check_withdraw(disposal: Disposal, by: Actor, on: date) -> None:
    """Let 文書管理担当 give a disposal up."""
    check_records_officer(by, "廃棄を取りやめる")


def check_carry_out(disposal: Disposal, by: Actor, on: date) -> None:
    """Let 文書管理担当 dispose, and never a person who permitted, or had a deputy permit, or stands in for one.

    Raises:
        Denied: another office, or one's own permission.
    """
    check_records_officer(by, "廃棄する")
    if parties_of(by) & disposal.permitters:
        raise Denied(
            "自分か、自分が代わる人が許可した廃棄は、行えません。",
            RECORDS_RULE,
            f"ほかの{office_label(ASKING)}に依頼してください。",
        )

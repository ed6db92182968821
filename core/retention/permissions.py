"""Who asks for a disposal, who permits it, who carries it out; who reads list and register.

Two offices, and two people: nobody alone destroys evidence. The deputy (代決者) of 総務部長 may permit; when all who
could answer for 総務部長 asked for the disposal themselves, 副市長 does.
"""

from datetime import date

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.retention.models import Disposal
from core.rulebook.parameters import RECORDS_RULE
from core.staff.authority import people_answering
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


def office_to_permit(requester: int, on: date) -> Office:
    """Return the office that may permit what a person (by key) asked for: 総務部長, or the one above when barred."""
    people = people_answering(PERMITTING, None, on)
    barred = bool(people) and all(person.pk == requester for person in people)
    return NEXT_HIGHER[PERMITTING] if barred else PERMITTING


def check_permit(disposal: Disposal, by: Actor, on: date) -> None:
    """Let the second office decide, and never the person who asked.

    Raises:
        Denied: another office, or one's own request.
    """
    office = office_to_permit(disposal.requested_by_id, on)
    if not (by.holds(PERMITTING) or by.holds(office)):
        raise Denied(
            f"廃棄を許可するのは{office_label(office)}です。",
            RECORDS_RULE,
            "許可されるまで、記録はそのまま保存されます。",
        )
    if by.person is not None and by.person.pk == disposal.requested_by_id:
        raise Denied(
            "自分が求めた廃棄は許可できません。",
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
    """Let 文書管理担当 dispose, and never the person who permitted.

    Raises:
        Denied: another office, or one's own permission.
    """
    check_records_officer(by, "廃棄する")
    if by.person is not None and by.person.pk == disposal.permitted_by_id:
        raise Denied(
            "自分が許可した廃棄は、自分では行えません。",
            RECORDS_RULE,
            f"ほかの{office_label(ASKING)}に依頼してください。",
        )

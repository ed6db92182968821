"""The three ends of an obligation, and the two of a calendar feed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.deadlines.models import CalendarFeed, Obligation, Telling
from core.lifecycle.act import Act
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import answering_unit, people_answering
from core.staff.offices import NEXT_HIGHER, Office, office_label
from core.together import Write


def check_waive(obligation: Obligation, by: Actor, on: date) -> None:
    """Only the next higher office waives a duty, in writing.

    Raises:
        Denied: for anybody else, and for a duty the guideline gives a number for.
    """
    if not obligation.debtor_office:
        raise Denied("個人に生じた義務は免除できません。", obligation.clause)
    higher, unit = NEXT_HIGHER.get(Office(obligation.debtor_office)), obligation.debtor_unit
    if higher is None:
        raise Denied("最上位の職の義務は免除できません。", obligation.clause)
    if not by.holds(higher, answering_unit(higher, unit, on) if unit else None):
        raise Denied(
            "義務の免除は、上位の職が理由を記して行います。",
            obligation.clause,
            f"{office_label(higher)}に相談してください。",
        )


def examine_waive(obligation: Obligation, facts: Mapping[str, Any], on: date) -> None:
    """Ask for the written reason.

    Raises:
        Denied: without one.
    """
    if not str(facts.get("waive_reason", "")).strip():
        raise Denied("免除の理由を入力してください。", obligation.clause, field="waive_reason")


def stop_telling(act: Act, obligation: Obligation, facts: Mapping[str, Any]) -> None:
    """Take an ended duty from the sweep's plan."""
    act.write(Write(NO_TELLING, [obligation.pk], Telling._meta.db_table))


def tell_waived(act: Act, obligation: Obligation, facts: Mapping[str, Any]) -> Iterable[Tell]:
    """Tell whoever owed it, with the reason."""
    people = people_answering(obligation.debtor_office, obligation.debtor_unit, act.on)
    body = f"{act.by.name}。理由:{facts['waive_reason']}"
    yield Tell(people, f"免除されました:{obligation.title}", body, obligation.link_name, obligation.link_pk)


NO_TELLING = "DELETE FROM deadlines_telling WHERE obligation_id = %s"


FULFIL = Move(Obligation.fulfil, "済みにする", "義務を果たした", effects=stop_telling, takes=("ended_on",), tone="ok")
VOID = Move(Obligation.void, "不要にする", "義務が不要になった", effects=stop_telling, takes=("ended_on",), tone="end")
WAIVE = Move(
    Obligation.waive,
    "免除する",
    "義務を免除した",
    check=check_waive,
    examine=examine_waive,
    effects=stop_telling,
    tells=tell_waived,
    official=True,
    takes=("ended_on", "waive_reason"),
    tone="warn",
)


def check_revoke(feed: CalendarFeed, by: Actor, on: date) -> None:
    """Let only its owner end a feed.

    Raises:
        Denied: for anybody else, administrators included.
    """
    if by.person is None or by.person.pk != feed.person_id:
        raise Denied("予定表のアドレスを取りやめるのは本人です。", way="本人に依頼してください。")


REVOKE_FEED = Move(
    CalendarFeed.revoke,
    "取りやめる",
    "予定表のアドレスを取りやめた",
    check=check_revoke,
    takes=("ended_on",),
    tone="end",
)
LAPSE_FEED = Move(
    CalendarFeed.lapse, "終了する", "在職の終わりとともに予定表のアドレスが終わった", takes=("ended_on",), tone="end"
)

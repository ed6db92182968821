"""The moves of a statement: decided by the account manager, recorded as released, given up (7-2)."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from incidents import duties
from incidents.audience import managers, tell, tell_represented
from incidents.models import Statement
from incidents.models.incident import PAGE
from incidents.permissions import check_decide, check_drop, check_statement, manager_office

CLAUSE = "第7-2"


def ask_decision(act: Act, statement: Statement) -> None:
    """Open the obligation to decide it, and tell who decides; none in a drill."""
    incident = statement.incident
    if incident.is_drill:
        return
    open_duty(
        act,
        duties.STATEMENT,
        incident,
        Debtor(manager_office(incident), incident.section),
        title=duties.title_of(duties.STATEMENT, incident.shown),
        note=f"{statement.drafted_by.name}が書きました。決めるまで、外には出ません。",
        link=(PAGE, incident.pk),
        occurrence=str(statement.pk),
        due_on=act.on,
    )
    act.tell(*tell(act, incident, managers(act, incident), "発表の案が決定を待っています", statement.words))


def end_decision(act: Act, statement: Statement, facts: Mapping[str, Any]) -> None:
    """End the obligation to decide it."""
    fulfil_duty(act, duties.STATEMENT, statement.incident, str(statement.pk))


def give_up_decision(act: Act, statement: Statement, facts: Mapping[str, Any]) -> None:
    """Nothing is left to decide; that it was given up is no decision."""
    void_duties(act, statement.incident, duties.STATEMENT, occurrence=str(statement.pk))


def tell_decided(act: Act, statement: Statement, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell who wrote it that it may go out, and who decided that; the principal hears of what a deputy decided."""
    incident, words = statement.incident, f"決めた人:{statement.decider}\n{statement.words}"
    yield from tell(act, incident, [statement.drafted_by], "発表の文が決まりました", words)
    yield from tell_represented(act, incident, "発表の文を決めました")


def tell_released(act: Act, statement: Statement, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, statement.incident, "発表を記録しました")


def tell_dropped(act: Act, statement: Statement, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the principal of a deputy."""
    yield from tell_represented(act, statement.incident, "発表の文を取りやめました")


APPROVE = Move(
    Statement.approve,
    "この文を出すと決める",
    "発表の文を決めた",
    check=check_decide,
    effects=end_decision,
    tells=tell_decided,
    decides=True,
    takes=("decided_by", "decided_as", "decided_for", "decided_at"),
    tone="ok",
)
RELEASE = Move(
    Statement.release,
    "発表を記録する",
    "発表した",
    check=check_statement,
    examine=needs_text("released_where", "発表したところを入力してください。", CLAUSE),
    tells=tell_released,
    takes=("released_where", "released_at"),
    tone="ok",
)
DROP_STATEMENT = Move(
    Statement.drop,
    "この文を取りやめる",
    "発表の文を取りやめた",
    check=check_drop,
    examine=needs_text("dropped_for", "取りやめる理由を入力してください。", CLAUSE),
    effects=give_up_decision,
    tells=tell_dropped,
    takes=("dropped_for",),
    tone="end",
)

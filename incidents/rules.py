"""Instants, what keeps an incident open, and where a text argues back: pure functions over plain values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from incidents.states import OPEN, Grade, IncidentKind

HOURS_A_DAY = 24
REBUTTALS = (
    *("言いがかり", "事実無根", "誤解です", "誤解されて", "心外", "遺憾", "そちらの", "あなたの", "言い訳"),
    *("反論", "抗議", "いやがらせ", "嫌がらせ", "誹謗", "中傷", "クレーム", "問題ありません", "問題はありません"),
    *("非はありません", "責任はありません", "落ち度はありません", "法的措置", "訴え", "ご理解いただけない"),
)
"""Words with which a statement tends to argue back (7-2-(1)); they mark a passage, and people judge."""
REQUIRED: Mapping[IncidentKind, tuple[str, ...]] = {
    IncidentKind.LEAK: ("security",),
    IncidentKind.FLAMING: ("correct", "apologise", "interim"),
    IncidentKind.IMPERSONATION: ("delete", "outcome", "announce", "bodies"),
    IncidentKind.FALSEHOOD: ("inform", "homepage"),
}
"""Tasks that the guideline itself names (7-1 to 7-4): no version of a playbook leaves them out."""
MUSTS = frozenset({"security", "delete", "outcome"})
"""Of these the ones that it demands without leaving a judgement."""


def hours_after(at: datetime, hours: int) -> datetime:
    """Return the instant some hours after another; nights and holidays count, for a problem does not wait."""
    return at + timedelta(hours=hours)


def still_open(states: Iterable[str]) -> int:
    """Return how many tasks wait for a judgement or for their doing."""
    return sum(state in OPEN for state in states)


def argues_back(text: str) -> list[str]:
    """Return the words of a draft that read like a rebuttal, in the order of the list (7-2-(1))."""
    return [word for word in REBUTTALS if word in text]


def left_out(kind: IncidentKind, grades: Mapping[str, Grade]) -> list[str]:
    """Return the codes of tasks that a playbook lacks, or that it weakens from "must".

    Args:
        grades: the grade of each task of the playbook by its code.
    """
    return [code for code in REQUIRED.get(kind, ()) if code not in grades or _weakened(code, grades[code])]


def _weakened(code: str, grade: Grade) -> bool:
    return grade != Grade.MUST if code in MUSTS else grade == Grade.MIND


def span_words(span: timedelta) -> str:
    """Say how long something took or takes: minutes within an hour, hours and minutes within two days, then days."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, 60)
    if hours < 1:
        return f"{rest}分"
    if hours < 2 * HOURS_A_DAY:
        return f"{hours}時間{rest}分"
    days, hours = divmod(hours, HOURS_A_DAY)
    return f"{days}日{hours}時間"


def median(spans: Sequence[timedelta]) -> timedelta | None:
    """Return the middle of some spans, None of nothing; of an even number the shorter of the two in the middle."""
    return sorted(spans)[(len(spans) - 1) // 2] if spans else None

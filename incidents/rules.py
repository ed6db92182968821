"""Instants, what keeps an incident open, and where a text argues back: pure functions over plain values."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from incidents.states import OPEN, Grade, IncidentKind

HOURS_A_DAY = 24
REBUTTALS = (
    *("言いがかり", "事実無根", "誤解です", "誤解されて", "心外", "遺憾", "そちらの", "あなたの", "言い訳"),
    *("反論", "抗議", "いやがらせ", "嫌がらせ", "誹謗", "中傷", "クレーム", "問題ありません", "問題はありません"),
    *("非はありません", "責任はありません", "落ち度はありません", "法的措置", "訴え", "ご理解いただけない"),
)
"""Words with which a statement tends to argue back (7-2-(1)); they mark a passage, and people judge."""
REQUIRED: Mapping[IncidentKind, Mapping[str, Grade]] = {
    IncidentKind.LEAK: {"security": Grade.MUST},
    IncidentKind.FLAMING: {
        "no_rebuttal": Grade.MIND,
        "correct": Grade.SITUATION,
        "apologise": Grade.SITUATION,
        "interim": Grade.SITUATION,
    },
    IncidentKind.IMPERSONATION: {
        "delete": Grade.MUST,
        "outcome": Grade.MUST,
        "announce": Grade.SITUATION,
        "bodies": Grade.SITUATION,
    },
    IncidentKind.FALSEHOOD: {"inform": Grade.SITUATION, "homepage": Grade.SITUATION},
}
"""Tasks that the guideline itself names (7-1 to 7-4), with the weakest grade that it allows: no playbook goes below."""
PASSWORD_TASK = "password"  # noqa: S105  # the code of a step, no secret
ACCESS_TASKS = (PASSWORD_TASK, "roles")
"""Tasks of a hijack by which the access is the city's again (4-3-(2))."""
STRENGTH = (Grade.MIND, Grade.SITUATION, Grade.MUST)
MOST_HOURS = 720
MOST_SIGNS = {"code": 20, "title": 80, "words": 300, "clause": 20, "template": 2000}
"""How long the texts of a step may be: as long as those of the task that is copied from it."""
NEEDED = ("title", "grade", "bearer", "clause")


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
    """Return the codes of tasks that a playbook lacks, or grades below what the guideline allows (7-1 to 7-4).

    Args:
        grades: the grade of each task of the playbook by its code.
    """
    least = REQUIRED.get(kind, {})
    return [code for code, grade in least.items() if code not in grades or _is_weaker(grades[code], grade)]


def _is_weaker(grade: Grade, least: Grade) -> bool:
    return STRENGTH.index(grade) < STRENGTH.index(least)


def problems_with_step(step: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with a step of a playbook: a sentence for each column to mend, nothing where it is sound.

    Args:
        step: the columns as `playbooks.Step.stored` names them; one that is left out counts as empty.
    """
    wrong = {name: "入力してください。" for name in NEEDED if not str(step.get(name) or "").strip()}
    for name, most in MOST_SIGNS.items():
        if len(str(step.get(name) or "")) > most:
            wrong[name] = f"{most}字以内で入力してください。"
    for name in ("hours", "again_hours"):
        if not 0 <= (step.get(name) or 0) <= MOST_HOURS:
            wrong[name] = f"{MOST_HOURS}時間以内で入力してください。"
    return _wrong_hours(step) | wrong


def _wrong_hours(step: Mapping[str, Any]) -> dict[str, str]:
    """Ask for hours where something is asked for; what is borne in mind is never due, and never comes again."""
    if step.get("grade") != Grade.MIND:
        return {} if step.get("hours") else {"hours": "1時間以上の期限を入力してください。"}
    sentences = {"hours": "心得には期限を入れません。", "again_hours": "心得はくり返しません。"}
    return {name: sentence for name, sentence in sentences.items() if step.get(name)}


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

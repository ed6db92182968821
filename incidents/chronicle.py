"""The course of an incident: what was done with it and its tasks, what was written down, the newest first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.audit.history import Entry, history
from core.ui.links import link
from incidents.models import Evidence, Incident, Note, Statement, Task
from incidents.models.incident import KIND_CHOICES, STATE_TONES
from incidents.queries import Belongings
from incidents.states import IncidentKind, IncidentState, TaskState

Line = dict[str, Any]
Teller = Callable[[Entry, str], Iterator[Line]]
KINDS = dict(KIND_CHOICES)
SAID = {
    "contained_words": "どう収束したか",
    "causes": "原因",
    "measures": "再発を防ぐためにすること",
    "measures_done": "再発を防ぐためにしたこと",
}
"""What is said at an end, by its column."""
TOLD = {
    "told_late_at": "覚知が遅れていることを、上の職に知らせた",
    "review_told_at": "見直しの時刻が過ぎたことを知らせた",
    "suspended_at": "アカウントを一時停止した",
    "reinstated_at": "アカウントを運用に戻した",
}
"""What an incident keeps of acts that are told elsewhere, by the column in which it does so."""
LET_GO = {"suspended_at": "アカウントの一時停止のもとではなくなった"}
"""What it keeps no more, as it is about another account by now."""
IMITATION, CLOSURE = "imitation_id", "closure_id"
BEGUN, LINKED = "アカウントを急に廃止する案を作った", "進行中のアカウントの廃止を結び付けた"
UNLINKED = "アカウントの廃止との結び付きを外した"
"""Told of a closure to those for whom it exists; `LINKED` where it was not begun from the problem."""
Opens = Callable[[Collection[int]], Collection[int]]
"""Keeps of the keys of closures those that exist for the reader."""
OF_ANOTHER = "この警告は、いまは、終わっていないほかの問題のものです。"
OF_WARNING = {"end": "公開の警告を終えた", "edit": "公開の警告を直した"}
"""What becomes of a warning; that it was entered is told by the task that it does."""


def _opens_none(closures: Collection[int]) -> Collection[int]:
    return ()


def entries_of(incident: Incident, own: Belongings) -> list[Entry]:
    """Return what the trail tells of an incident and of what belongs to it, the newest first; one query."""
    parts = (*own.warnings, *own.joined, *own.statements, *own.doubles)
    return history([incident.stream, *(one.stream for one in parts)])


def course(
    incident: Incident, own: Belongings, *, opens: Opens = _opens_none, entries: Sequence[Entry] | None = None
) -> list[Line]:
    """Return all that happened, the newest first; what became of a closure only to who may open that.

    Args:
        entries: as `entries_of` returns them, where the caller has read them already.
    """
    told = entries_of(incident, own) if entries is None else entries
    lines = [*_of_incident(incident, own, opens, told), *map(_noted, own.notes), *map(_kept, own.evidence)]
    lines += [line for task in own.tasks for line in _of_task(task)]
    lines += [line for one in own.statements for line in _of_statement(one)]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def was_leak(incident: Incident, lines: Sequence[Line]) -> bool:
    """Tell whether it is a leak, or was one at any time of its course."""
    return incident.is_confidential or any(IncidentKind.LEAK in line.get("kinds", ()) for line in lines)


def _of_incident(incident: Incident, own: Belongings, opens: Opens, told: Sequence[Entry]) -> Iterator[Line]:
    """Yield what was done with the incident itself and its warnings, who joined and left, what was to be said.

    What they say now stands beside and is not told again; what was said before it was taken up again is. What was done
    with a double before it was one stands on its own page.
    """
    tellers: dict[str, tuple[Teller, str]] = {one.stream: (_of_warning, one.title) for one in own.warnings}
    tellers |= {one.stream: (_of_member, str(one)) for one in own.joined}
    tellers |= {one.stream: (_of_words, str(one)) for one in own.statements}
    tellers |= {one.stream: (_of_double, one.number) for one in own.doubles}
    keys = {key for entry in told for key in _changed(entry).get(CLOSURE, ()) if key is not None}
    seen = frozenset(opens(keys)) if keys else frozenset[int]()
    former, merged = False, set[str]()
    for entry in told:
        if entry.stream in merged:
            continue
        if entry.stream != incident.stream:
            if entry.to_state == IncidentState.MERGED:
                merged.add(entry.stream)
            tell, name = tellers[entry.stream]
            yield from tell(entry, name)
            continue
        former = former or entry.move.endswith(".reopen")
        yield from _of_own(entry, seen, former=former)


def _changed(entry: Entry) -> dict[str, Any]:
    """Return what an act changed: by column what stood there before and after."""
    return dict(entry.facts.get("changes") or {})


def _of_own(entry: Entry, seen: Collection[int], *, former: bool) -> Iterator[Line]:
    changed = _changed(entry)
    if not entry.move.endswith(".edit"):
        reason = str(entry.facts.get("reason") or "")
        of_change = (str(entry.facts.get("from_to") or ""), *_kind_words(changed.get("kind")))
        words = [entry.who, reason, *of_change, *(_said(entry) if former else ())]
        line = {"at": entry.at, "what": entry.label, "note": "\n".join(filter(None, words)), "tone": _tone(entry)}
        yield line | {"kinds": tuple(changed.get("kind") or ())}
    if linked := entry.facts.get("linked"):
        yield {"at": entry.at, "what": f"登録済みの公開の警告を結び付けた:{linked}", "note": entry.who, "tone": "warn"}
    if unlinked := entry.facts.get("unlinked"):
        yield _let_go(entry, f"公開の警告との結び付きを外した:{unlinked}")
    for column in TOLD.keys() & changed.keys():
        what = LET_GO.get(column) if changed[column][1] is None else TOLD[column]
        if what is not None:
            yield {"at": entry.at, "what": what, "note": entry.who, "tone": "warn"}
    for what, closure in _closures(entry, changed.get(CLOSURE) or (None, None)):
        if closure in seen:
            note = f"{entry.who}\n{_undone_for(entry)}".rstrip()
            yield {"at": entry.at, "what": what, "note": note, "tone": "warn"}


def _let_go(entry: Entry, what: str, of: str = "") -> Line:
    """Return that a warning was let go, and why."""
    note = "\n".join(filter(None, (entry.who, _undone_for(entry) or OF_ANOTHER, of)))
    return {"at": entry.at, "what": what, "note": note, "tone": "warn"}


def _undone_for(entry: Entry) -> str:
    """Return why a link was undone; nothing where it was let go by another act, which tells its reason itself."""
    return str(entry.facts.get("reason") or "") if entry.move.endswith(".edit") else ""


def _closures(entry: Entry, changed: Sequence[int | None]) -> Iterator[tuple[str, int]]:
    """Yield which closure the incident let go, and which one it was given."""
    before, after = changed
    if before is not None:
        yield UNLINKED, before
    if after is not None:
        yield (LINKED if linked_in(entry) else BEGUN), after


def linked_in(entry: Entry) -> bool:
    """Tell whether the closure that an incident was given was under way before: it was not begun from there."""
    return LINKED_IN[CLOSURE] in entry.facts


LINKED_IN: Mapping[str, str] = {IMITATION: "linked", CLOSURE: "linked_closure"}
"""Which fact of an act says that what a column names stood before it was linked."""


def linked_by(incident: Incident, column: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the acts that linked something with an incident by a column, that of what it holds first.

    Nothing where it holds nothing, and of what was begun from there.

    Args:
        entries: of the incident, the newest first, those of other streams aside.
    """
    given = [one for one in entries if one.stream == incident.stream and column in _changed(one)]
    if not given or LINKED_IN[column] not in given[0].facts or getattr(incident, column) is None:
        return []
    return [one for one in given if LINKED_IN[column] in one.facts]


def holds_linked(incident: Incident) -> bool:
    """Tell whether the closure of an incident was linked with it, not begun from it, as the trail tells."""
    return bool(linked_by(incident, CLOSURE, history([incident.stream])))


def _of_warning(entry: Entry, title: str) -> Iterator[Line]:
    what = OF_WARNING.get(entry.move.rpartition(".")[2])
    if what is not None:
        note = f"{entry.who}\n{entry.facts.get('reason') or ''}".rstrip()
        yield {"at": entry.at, "what": f"{what}:{title}", "note": note, "tone": "end"}


def _of_member(entry: Entry, name: str) -> Iterator[Line]:
    """Yield who joined or left: a member is written twice at most."""
    joins = entry.move.endswith(".create")
    what = "関わる人に加えた" if joins else "関わる人から外した"
    yield {"at": entry.at, "what": f"{what}:{name}", "note": entry.who, "tone": "run" if joins else "end"}


def _of_words(entry: Entry, name: str) -> Iterator[Line]:
    """Yield that a statement was drafted or given up; its decision and its release stand with it."""
    if entry.move.endswith(".create"):
        yield {"at": entry.at, "what": f"発表の案を書いた:{name}", "note": entry.who, "tone": "run"}
    elif entry.move.endswith(".drop"):
        reason = f"{entry.who}\n{entry.facts.get('dropped_for') or ''}".rstrip()
        yield {"at": entry.at, "what": f"{entry.label}:{name}", "note": reason, "tone": "end"}


def _of_double(entry: Entry, number: str) -> Iterator[Line]:
    """Yield that another report was merged into this one, and which warning it let go since."""
    if entry.to_state == IncidentState.MERGED:
        yield {"at": entry.at, "what": f"ほかの報告を統合した:{number}", "note": entry.who, "tone": "end"}
    elif unlinked := entry.facts.get("unlinked"):
        yield _let_go(entry, f"統合した問題の公開の警告との結び付きを外した:{unlinked}", f"統合した問題:{number}")


def _said(entry: Entry) -> Iterator[str]:
    """Yield what an end of the problem said that a later end may have written over."""
    for column, name in SAID.items():
        if entry.facts.get(column):
            yield f"{name}:{entry.facts[column]}"


def _kind_words(changed: Sequence[str] | None) -> Iterator[str]:
    if changed:
        before, after = (KINDS[kind] for kind in changed)
        yield f"種類:{before} → {after}"


def _tone(entry: Entry) -> str:
    return STATE_TONES[IncidentState(entry.to_state)] if entry.to_state else "end"


def _noted(note: Note) -> Line:
    who = f"{note.written_by.name}({note.written_as})"
    return {"at": note.written_at, "what": "経過を書き足した", "note": f"{who}\n{note.words}", "tone": "run"}


def _kept(one: Evidence) -> Line:
    who = f"{one.added_by.name}({one.added_as})"
    words = f"{who}\n{one.name} {one.words}".rstrip()
    url = link("incidents:evidence", one.pk)
    return {"at": one.added_at, "what": "証拠を加えた", "url": url, "note": words, "tone": "run"}


def _of_task(task: Task) -> Iterator[Line]:
    if task.needed_at is not None and task.needed_by is not None:
        who = f"{task.needed_by.name}({task.needed_as})"
        what = f"必要と判断した:{task}"
        yield {"at": task.needed_at, "what": what, "note": f"{who}\n{task.needed_for}".rstrip(), "tone": "warn"}
    if task.ended_at is not None and task.ended_by is not None:
        who = f"{task.ended_by.name}({task.ended_as})"
        done = task.state == TaskState.DONE
        what = f"対応した:{task}" if done else f"不要と判断した:{task}"
        words = task.result or task.unneeded_for
        yield {"at": task.ended_at, "what": what, "note": f"{who}\n{words}", "tone": "ok" if done else "end"}


def _of_statement(one: Statement) -> Iterator[Line]:
    if one.decided_at is not None:
        what = f"出すと決めた:{one}"
        yield {"at": one.decided_at, "what": what, "note": f"{one.decider}\n{one.words}", "tone": "ok"}
    if one.released_at is not None:
        yield {"at": one.released_at, "what": f"発表した:{one}", "note": one.released_where, "tone": "ok"}

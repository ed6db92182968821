"""The standalone verifier on events made up for it: chains, content, disposals and their proofs, without a database."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.core.audit.forging import Entry, bind, line_of, rebuilt
from verifier import verify_export as rules

ABOUT, DISPOSAL = "staff.unit:1", "retention.disposal:7"
FIELDS = (
    *("act_id", "at", "body", "capacity", "facts", "from", "hash", "kind", "label", "move", "number", "office"),
    *("on_behalf_of", "person", "previous", "request_id", "salt", "stream", "to", "unit"),
)
"""What a line of an event holds (docs/adr/0015)."""


def event(stream: str, **values: Any) -> Entry:
    return {
        "kind": "event",
        "act_id": "act-1",
        "at": "2026-11-24T00:00:00Z",
        "capacity": "",
        "from": "",
        "label": "x",
        "move": "staff.unit.edit",
        "office": "",
        "on_behalf_of": None,
        "person": 1,
        "request_id": "",
        "to": "",
        "unit": None,
        "stream": stream,
        "body": "{}",
        "salt": "0" * 32,
        **values,
    }


def emptied(**gone: str) -> Entry:
    """Return an event of `ABOUT` whose content was disposed of by `DISPOSAL`."""
    made = event(ABOUT, facts="f" * 64)
    del made["body"], made["salt"]
    return made | {"disposed": {"act_id": "act-9", "at": "2026-11-25T00:00:00Z", "disposal": DISPOSAL, **gone}}


def proof(streams: str = '{"staff.unit:1":2}', **values: Any) -> Entry:
    body = f'{{"disposal":"{DISPOSAL}","streams":{streams}}}'
    at = "2026-11-25T00:00:00Z"
    return event(f"{rules.DISPOSALS}1", **{"act_id": "act-9", "at": at, "body": body, **values})


def decision(verb: str, person: int, act_id: str = "act-9") -> Entry:
    return event(DISPOSAL, move=f"retention.disposal.{verb}", person=person, act_id=act_id)


DECIDED = (decision("create", 1, "act-7"), decision("permit", 2, "act-8"), decision("carry_out", 3))
END: Entry = {"kind": "end", "made_at": ""}
SEAL: Entry = {"kind": "seal", "made_at": ""}
WHOLE: tuple[Entry, ...] = (
    rules.HEAD,
    event("staff.unit:2", body='{"a":"甲"}'),
    event("staff.unit:2", to="approved"),
    SEAL,
    emptied(),
    emptied(),
    *DECIDED,
    proof(),
    SEAL,
    END,
)


def nothing(entry: Entry) -> None:
    """Change nothing."""


def lines_of(*entries: Entry) -> list[bytes]:
    return rebuilt(entries, nothing, 0)


def faults(*entries: Entry, state: rules.State | None = None) -> list[str]:
    """Return what is wrong with an export of these entries, all bound to one another."""
    return list(rules.verify(lines_of(*entries), state))


def changed(place: int, change: Callable[[Entry], None]) -> list[str]:
    """Return what is wrong once one line of a whole export was changed and nothing after it."""
    state, lines = rules.State(), []
    for at, entry in enumerate(WHOLE):
        made = dict(entry)
        bind(state, made)
        rules.remember(state, line_of(made))
        if at == place:
            change(made)
        lines.append(line_of(made))
    return list(rules.verify(lines))


def test_export_in_order_has_no_faults() -> None:
    assert faults(*WHOLE) == []


@pytest.mark.parametrize("name", FIELDS)
def test_event_without_one_of_its_fields_is_none(name: str) -> None:
    line = lines_of(*WHOLE)[1]
    entry, _ = rules.read(line)
    assert entry is not None
    without = {key: value for key, value in entry.items() if key != name}
    assert set(entry) == set(FIELDS)
    assert rules.read(line_of(without)) == (None, "項目が決まりと違います")


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in {"kind", "hash", "body", "salt", "number"}])
def test_event_with_another_value_does_not_match_its_hash(name: str) -> None:
    def change(entry: Entry) -> None:
        entry[name] = 99 if name in {"person", "unit", "on_behalf_of"} else "変えた"

    assert any(fault.endswith("できごとが符号と合いません") for fault in changed(1, change))


@pytest.mark.parametrize(("name", "value"), [("body", "{}"), ("salt", "1" * 32)])
def test_content_that_was_changed_is_told(name: str, value: str) -> None:
    assert (
        changed(1, lambda entry: entry.update({name: value}))[0] == "2行目:staff.unit:2 の1番目:内容が符号と合いません"
    )


def test_event_with_another_number_is_told_with_what_is_missing() -> None:
    found = changed(2, lambda entry: entry.update(number=5))
    assert found[:2] == [
        "3行目:staff.unit:2 の5番目:2番目から4番目までのできごとがありません",
        "3行目:staff.unit:2 の5番目:できごとが符号と合いません",
    ]


def test_event_that_is_not_bound_to_the_one_before_is_told() -> None:
    found = changed(2, lambda entry: entry.update(previous="0" * 64))
    assert found[0] == "3行目:staff.unit:2 の2番目:前のできごととつながっていません"


def test_seal_over_other_events_is_told() -> None:
    found = changed(3, lambda entry: entry.update(count=9))
    assert found[:2] == ["4行目:封印 第1号:封印したできごとと合いません", "4行目:封印 第1号:符号と合いません"]


def test_seals_that_are_missing_are_told_as_a_range() -> None:
    found = changed(3, lambda entry: entry.update(number=4))
    assert found[0] == "4行目:封印 第4号:第1号から第3号までがありません"


def test_seal_that_is_not_bound_to_the_one_before_is_told() -> None:
    found = changed(10, lambda entry: entry.update(previous="0" * 64))
    assert found[:2] == ["11行目:封印 第2号:前の封印とつながっていません", "11行目:封印 第2号:符号と合いません"]


def test_last_line_that_counts_otherwise_is_told() -> None:
    for change in ({"events": 1}, {"seals": 1}):
        found = changed(len(WHOLE) - 1, lambda entry, change=change: entry.update(change))  # type: ignore[misc]  # bound here
        place = f"{len(WHOLE)}行目:"
        assert found == [f"{place}終わりの行の件数が合いません", f"{place}終わりの行が符号と合いません"]


def test_last_line_of_another_file_is_told() -> None:
    found = changed(len(WHOLE) - 1, lambda entry: entry.update(digest="0" * 64))
    place = f"{len(WHOLE)}行目:"
    assert found == [f"{place}終わりの行が、前の行と合いません", f"{place}終わりの行が符号と合いません"]


def test_lines_after_the_end_and_a_second_beginning_are_told() -> None:
    lines = lines_of(*WHOLE)
    after = list(rules.verify([*lines, lines[1]]))
    again = list(rules.verify([lines[0], lines[0], *lines[1:]]))
    assert after == [f"{len(WHOLE) + 1}行目:終わりの行の後に、行があります"]
    assert again[0] == "2行目:始まりの行の場所が正しくありません"
    assert next(rules.verify(lines[1:])) == "1行目:始まりの行の場所が正しくありません"


def test_file_that_was_cut_is_told() -> None:
    assert faults(*WHOLE[:3]) == ["終わりの行がありません。ファイルが途中で切れています"]


NOT_RECORDED = f"{ABOUT} の2番目:内容の廃棄({DISPOSAL})が、監査証跡に記録されていません"
NOT_PERMITTED = f"{ABOUT} の2番目:内容の廃棄({DISPOSAL})に、許可を受けて廃棄した人の記録がありません"


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([*DECIDED, proof()], []),
        ([*DECIDED], [NOT_RECORDED]),
        ([*DECIDED, proof('{"staff.unit:1":1}')], [NOT_RECORDED]),
        ([*DECIDED, proof('{"staff.unit:1":3}')], []),
        ([*DECIDED, proof("{}")], [NOT_RECORDED]),
        ([*DECIDED, proof(at="2026-11-26T00:00:00Z")], [NOT_RECORDED]),
        ([*DECIDED, proof(act_id="act-5")], [NOT_RECORDED]),
        ([*DECIDED, proof(), proof()], [NOT_RECORDED]),
        ([*DECIDED[:2], proof()], [NOT_PERMITTED]),
        ([*DECIDED[:2], decision("carry_out", 3, "act-5"), proof()], [NOT_PERMITTED]),
        ([proof()], [NOT_PERMITTED]),
    ],
)
def test_content_that_is_gone_has_its_proof_and_its_permission(entries: list[Entry], told: list[str]) -> None:
    assert faults(rules.HEAD, emptied(), emptied(), *entries, END) == told


def test_content_that_went_with_two_disposals_is_proved_for_each() -> None:
    other = emptied(at="2026-11-26T00:00:00Z")
    told = faults(rules.HEAD, emptied(), other, *DECIDED, proof(), END)
    assert told == [NOT_RECORDED]


def test_witnesses_in_order_are_not_missed() -> None:
    lines = lines_of(*WHOLE)
    seal, _ = rules.read(lines[3])
    noted, _ = rules.read(lines[2])
    assert seal is not None
    assert noted is not None
    code = rules.short_code(noted["hash"])
    state = rules.State([(1, seal["hash"])], [("staff.unit:2", code)])
    assert list(rules.verify(lines, state)) == []
    assert (state.events, state.seals, state.lines) == (8, 2, len(WHOLE))


def test_state_that_was_copied_goes_on_by_itself() -> None:
    lines = lines_of(*WHOLE)
    state = rules.State([(9, "0" * 64)])
    for line in lines[:4]:
        rules.remember(state, line)
    other = state.copy()
    found = list(rules.verify(lines[4:], other))
    assert found == ["封印 第9号:控えにありますが、監査証跡にありません"]
    assert (state.events, state.seals, len(state.last_of), other.events) == (2, 1, 1, 8)


def test_root_over_an_odd_number_of_leaves_is_that_of_the_definition() -> None:
    def leaf(text: str) -> bytes:
        return hashlib.sha256(b"\x00" + text.encode()).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    peaks: tuple[tuple[int, bytes], ...] = ()
    for text in "abcde":
        peaks = rules.grown(peaks, text)
    a, b, c, d, e = map(leaf, "abcde")
    assert rules.root(peaks) == node(node(node(a, b), node(c, d)), e).hex()
    assert rules.root(()) == ""


@pytest.mark.parametrize(("place", "kind"), [(3, "end"), (3, "other"), (-1, "seal"), (-1, "other")])
def test_line_of_another_kind_with_the_fields_of_a_seal_or_of_the_end_is_none(place: int, kind: str) -> None:
    entry, _ = rules.read(lines_of(*WHOLE)[place])
    assert entry is not None
    assert rules.read(line_of(entry | {"kind": kind})) == (None, "項目が決まりと違います")


def test_disposed_event_says_how_it_was_disposed_of_and_no_more() -> None:
    lines = lines_of(*WHOLE)
    entry, _ = rules.read(lines[4])
    assert entry is not None
    for gone in ({}, {"act_id": "", "at": ""}, {"act_id": "", "at": "", "disposal": 1}, "x"):
        assert rules.read(line_of(entry | {"disposed": gone})) == (None, "項目が決まりと違います")


def test_line_that_can_not_be_read_is_told_with_its_place_and_counted() -> None:
    lines = lines_of(*WHOLE)
    state = rules.State()
    found = list(rules.verify([*lines[:3], b"{\n", *lines[3:]], state))
    assert found == ["4行目:JSONとして読めません", f"{len(WHOLE) + 1}行目:終わりの行が、前の行と合いません"]
    assert (state.lines, state.events) == (len(WHOLE) + 1, 8)


def test_line_whose_fields_stand_in_another_order_is_none() -> None:
    entry, _ = rules.read(lines_of(*WHOLE)[1])
    assert entry is not None
    turned = json.dumps(dict(reversed(entry.items())), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert rules.read(turned.encode()) == (None, "正規の形の行ではありません")

#!/usr/bin/env python3
"""監査証跡の書き出しを、システムから離れて検証します。Python 3.8以上のほかには何も要りません。

    python verify_export.py ファイル [--seal 番号:符号 ...] [--code 記録=短い符号 ...]

This file stands alone: it shares nothing with the system whose export it checks, and it needs the standard library
only. It reads line by line; what it decides about a line depends on `State` and the line alone (`faults_of`), and
`remember` takes the line in. Format and hashes are described in docs/adr/0015-canonical-export.md.
"""

from __future__ import annotations

import getopt
import hashlib
import itertools
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO, Iterable, Iterator, Mapping  # noqa: UP035 - Python 3.8 reads this file

USAGE = """使い方:python verify_export.py ファイル [--seal 番号:符号 ...] [--code 記録=短い符号 ...]

監査証跡の書き出しのファイルを検証します。

  --seal 番号:符号      届いた電子メールなどの封印。いくつでも付けられます
  --code 記録=短い符号  紙に印刷された短い符号。いくつでも付けられます
  --help                この説明

終了コード:0 合っています。1 合わないところがあります。2 検証できませんでした。"""
WHOLE_FILE, FAULTS, NOT_VERIFIED = 0, 1, 2
FIRST_LINE = 1000
"""More bytes than the first line of any export has."""
HEAD = {"format": "iwaki_sm audit export 1", "kind": "head"}
DISPOSALS = "note:audit.dispose:"
DECIDED, DECIDING = "retention.disposal:", "retention.disposal."
UNDECIDED = (None, None, "")
"""Who asked for a disposal, whose permission stands, the act that carried it out."""
TEXT, WHOLE, KEY, DISPOSED = (str,), (int,), (int, type(None)), (dict,)

SEALED_IN_EVENT = {
    "act_id": TEXT,
    "at": TEXT,
    "capacity": TEXT,
    "facts": TEXT,
    "from": TEXT,
    "label": TEXT,
    "move": TEXT,
    "number": WHOLE,
    "office": TEXT,
    "on_behalf_of": KEY,
    "person": KEY,
    "previous": TEXT,
    "request_id": TEXT,
    "stream": TEXT,
    "to": TEXT,
    "unit": KEY,
}
SEALED_IN_SEAL = {"count": WHOLE, "made_at": TEXT, "number": WHOLE, "previous": TEXT, "root": TEXT}
SEALED_IN_END = {"digest": TEXT, "events": WHOLE, "made_at": TEXT, "seals": WHOLE}
COMMON = {"hash": TEXT, "kind": TEXT}
EVENT = {**SEALED_IN_EVENT, **COMMON, "body": TEXT, "salt": TEXT}
EMPTIED = {**SEALED_IN_EVENT, **COMMON, "disposed": DISPOSED}
SEAL = {**SEALED_IN_SEAL, **COMMON}
END = {**SEALED_IN_END, **COMMON}
GONE = {"act_id": TEXT, "at": TEXT, "disposal": TEXT}

Entry = Any
"""A line as a JSON object by the names of its fields."""
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class State:
    """What is known after some lines."""

    def __init__(
        self, known_seals: Iterable[tuple[int, str]] = (), known_codes: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.lines = self.events = self.seals = 0
        self.digest = hashlib.sha256()
        self.ended = False
        self.last_of: dict[str, tuple[int, str]] = {}
        self.last_seal = (0, "")
        self.leaves = 0
        self.peaks: tuple[tuple[int, bytes], ...] = ()
        self.gone: dict[tuple[str, str, str, str], int] = {}
        self.said: dict[tuple[str, str], tuple[str, Entry]] = {}
        self.decided: dict[str, tuple[Any, Any, str]] = {}
        self.seals_wanted = set(known_seals)
        self.codes_wanted = set(known_codes)

    def copy(self) -> State:
        """Return a state of its own to go on from."""
        other = State(self.seals_wanted, self.codes_wanted)
        for name, value in vars(self).items():
            setattr(other, name, value.copy() if hasattr(value, "copy") else value)
        return other


def faults_of(state: State, line: bytes) -> Iterator[str]:
    """Yield what is wrong with the next line; changes nothing."""
    place = f"{state.lines + 1}行目:"
    entry, wrong = read(line)
    if entry is None:
        yield place + wrong
    elif state.ended:
        yield place + "終わりの行の後に、行があります"
    elif (entry["kind"] == "head") != (state.lines == 0):
        yield place + "始まりの行の場所が正しくありません"
    else:
        check = {"event": event_faults, "seal": seal_faults, "end": end_faults}.get(entry["kind"])
        for fault in check(state, entry) if check else ():
            yield place + fault


def read(line: bytes) -> tuple[Entry | None, str]:
    """Return a line's content, or None and the reason why it is no line of an export."""
    try:
        text = line.decode("utf-8")
        entry = json.loads(text)
        if not isinstance(entry, dict) or _encode(entry) + "\n" != text:
            return None, "正規の形の行ではありません"
    except (ValueError, RecursionError):
        return None, "JSONとして読めません"
    if not known(entry):
        return None, "項目が決まりと違います"
    return entry, ""


def known(entry: Entry) -> bool:
    """Tell whether an entry has exactly the fields of its kind, each of its type."""
    kind = entry.get("kind")
    if kind == "head":
        return bool(entry == HEAD)
    if kind == "event":
        emptied = "disposed" in entry
        return typed(entry, EMPTIED if emptied else EVENT) and (not emptied or typed(entry["disposed"], GONE))
    return (kind == "seal" and typed(entry, SEAL)) or (kind == "end" and typed(entry, END))


def typed(entry: Entry, fields: Mapping[str, tuple[type, ...]]) -> bool:
    """Tell whether an entry has exactly some fields of some types."""
    return set(entry) == set(fields) and all(type(entry[name]) in types for name, types in fields.items())


def event_faults(state: State, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with an event: its place in the chain, its hash, its facts."""
    name = f"{entry['stream']} の{entry['number']}番目:"
    number, previous = state.last_of.get(entry["stream"], (0, ""))
    if entry["number"] != number + 1:
        yield f"{name}{run_of(number + 1, entry['number'] - 1, '番目')}のできごとがありません"
    if entry["previous"] != previous:
        yield name + "前のできごととつながっていません"
    if hash_of(entry, SEALED_IN_EVENT) != entry["hash"]:
        yield name + "できごとが符号と合いません"
    if "body" in entry and sha256(entry["salt"] + "\n" + entry["body"]) != entry["facts"]:
        yield name + "内容が符号と合いません"


def run_of(first: int, last: int, unit: str, before: str = "") -> str:
    """Name one place, or several that follow one another, by their first and last."""
    one = f"{before}{first}{unit}"
    return one if last <= first else f"{one}から{before}{last}{unit}まで"


def seal_faults(state: State, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a seal: its place in the chain, its hash, the events before it."""
    name = f"封印 第{entry['number']}号:"
    number, previous = state.last_seal
    if entry["number"] != number + 1:
        yield f"{name}{run_of(number + 1, entry['number'] - 1, '号', '第')}がありません"
    if entry["previous"] != previous:
        yield name + "前の封印とつながっていません"
    if (entry["count"], entry["root"]) != (state.leaves, root(state.peaks)):
        yield name + "封印したできごとと合いません"
    if hash_of(entry, SEALED_IN_SEAL) != entry["hash"]:
        yield name + "符号と合いません"
    if any(wanted == entry["number"] and code != entry["hash"] for wanted, code in state.seals_wanted):
        yield name + "符号が控えと合いません"


def end_faults(state: State, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with the last line: it counts and binds all lines before."""
    if (entry["events"], entry["seals"]) != (state.events, state.seals):
        yield "終わりの行の件数が合いません"
    if entry["digest"] != state.digest.hexdigest():
        yield "終わりの行が、前の行と合いません"
    if hash_of(entry, SEALED_IN_END) != entry["hash"]:
        yield "終わりの行が符号と合いません"


def remember(state: State, line: bytes) -> None:
    """Take a line in, good or not, so that the next ones are judged by it."""
    entry, _ = read(line)
    state.lines += 1
    state.digest.update(line)
    if entry is None:
        return
    if entry["kind"] == "event":
        remember_event(state, entry)
    elif entry["kind"] == "seal":
        state.seals += 1
        state.last_seal, state.leaves, state.peaks = (entry["number"], entry["hash"]), 0, ()
        state.seals_wanted = {known_seal for known_seal in state.seals_wanted if known_seal[0] != entry["number"]}
    elif entry["kind"] == "end":
        state.ended = True


def remember_event(state: State, entry: Entry) -> None:
    """Take an event in: the end of its stream, a leaf of the next seal, what it says of disposals."""
    stream, number, at = entry["stream"], entry["number"], entry["at"]
    state.events += 1
    state.last_of[stream] = (number, entry["hash"])
    state.leaves, state.peaks = state.leaves + 1, grown(state.peaks, entry["hash"])
    state.codes_wanted.discard((stream, short_code(entry["hash"])))
    if "disposed" in entry:
        gone = entry["disposed"]
        key = (gone["act_id"], gone["disposal"], gone["at"], stream)
        state.gone[key] = max(number, state.gone.get(key, 0))
    elif stream.startswith(DISPOSALS):
        disposal, streams = said(entry["body"])
        told = (entry["act_id"], disposal)  # an act writes one proof; a second one spoils both
        state.said[told] = ("", {}) if told in state.said else (at, streams)
    if stream.startswith(DECIDED):
        state.decided[stream] = decided(state.decided.get(stream, UNDECIDED), entry)


def decided(before: tuple[Any, Any, str], entry: Entry) -> tuple[Any, Any, str]:
    """Return what is decided after one more event of a disposal: one asks, another permits, not who permits acts."""
    asked, permitted, carried_out = before
    move, person = entry["move"], entry["person"]
    if move == DECIDING + "create":
        return person, permitted, carried_out
    if move == DECIDING + "permit":
        return asked, person if asked not in (None, person) else None, carried_out
    if move == DECIDING + "withdraw":
        return asked, None, carried_out
    if move == DECIDING + "carry_out" and permitted is not None and person not in (None, permitted):
        return asked, None, entry["act_id"]
    return before


def said(body: str) -> tuple[str, dict[str, int]]:
    """Return what a proof of disposal says: the record that decided it, and the last number emptied of each stream."""
    try:
        facts = json.loads(body)
        return str(facts["disposal"]), {str(stream): int(number) for stream, number in facts["streams"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", {}


def finish(state: State) -> Iterator[str]:
    """Yield what is missing after the last line: the end, proofs of disposals, witnesses."""
    if not state.ended:
        yield "終わりの行がありません。ファイルが途中で切れています"
    for (act_id, disposal, at, stream), number in state.gone.items():
        name = f"{stream} の{number}番目:内容の廃棄({disposal})"
        said_at, streams = state.said.get((act_id, disposal), ("", {}))
        if at != said_at or number > streams.get(stream, 0):
            yield f"{name}が、監査証跡に記録されていません"
        if state.decided.get(disposal, UNDECIDED)[2] != act_id:
            yield f"{name}に、許可を受けて廃棄した人の記録がありません"
    for number, _ in sorted(state.seals_wanted):
        yield f"封印 第{number}号:控えにありますが、監査証跡にありません"
    for stream, code in sorted(state.codes_wanted):
        yield f"{stream}:紙の符号 {code} に当たるできごとがありません"


def verify(lines: Iterable[bytes], state: State | None = None) -> Iterator[str]:
    """Yield everything that is wrong with an export, to be gone on with from `state`."""
    state = state or State()
    for line in lines:
        for fault in faults_of(state, line):
            yield fault
        remember(state, line)
    for fault in finish(state):
        yield fault


def hash_of(entry: Entry, sealed: Iterable[str]) -> str:
    """Return the SHA-256 of the canonical JSON of an entry's sealed fields."""
    return sha256(_encode({name: entry[name] for name in sealed}))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def short_code(digest: str) -> str:
    """Return the code that paper shows, for example 7F3A-91C2."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def grown(peaks: tuple[tuple[int, bytes], ...], event_hash: str) -> tuple[tuple[int, bytes], ...]:
    """Return the peaks of a Merkle tree with one more leaf (RFC 6962; leaves and inner nodes hashed apart)."""
    level, node = 0, hashlib.sha256(b"\x00" + event_hash.encode("utf-8")).digest()
    while peaks and peaks[-1][0] == level:
        node = hashlib.sha256(b"\x01" + peaks[-1][1] + node).digest()
        level, peaks = level + 1, peaks[:-1]
    return (*peaks, (level, node))


def root(peaks: tuple[tuple[int, bytes], ...]) -> str:
    """Return the root over the peaks of a Merkle tree, empty without a leaf."""
    if not peaks:
        return ""
    node = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        node = hashlib.sha256(b"\x01" + left + node).digest()
    return node.hex()


class UnfitError(Exception):
    """Why nothing can be verified, in a sentence."""


def a_seal(text: str) -> tuple[int, str]:
    """Read NUMBER:HASH."""
    match = re.match(r"^([1-9][0-9]*):([0-9a-f]{64})$", text.strip().lower())
    if match is None:
        raise UnfitError(f"「番号:64けたの符号」の形ではありません:{text}")
    return int(match.group(1)), match.group(2)


def a_code(text: str) -> tuple[str, str]:
    """Read STREAM=CODE."""
    stream, _, code = text.strip().partition("=")
    if not re.match(r"^[0-9A-F]{4}-[0-9A-F]{4}$", code.upper()):
        raise UnfitError(f"「記録の記号=短い符号」の形ではありません:{text}")
    return stream, code.upper()


def asked(arguments: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the files named and the values of each option."""
    try:
        given, files = getopt.gnu_getopt(arguments, "h", ["seal=", "code=", "help"])
    except getopt.GetoptError as error:
        raise UnfitError(refusal_of(error)) from error
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault({"-h": "help"}.get(name, name.lstrip("-")), []).append(value)
    return files, values


def refusal_of(error: getopt.GetoptError) -> str:
    """Say what is wrong with an option: it has no value, has one in vain, or is none of ours."""
    name = ("--" if len(error.opt) > 1 else "-") + error.opt
    if error.opt in {"seal", "code"}:
        return f"「{name}」の後に、値がありません。"
    return f"「{name}」に、値は付けられません。" if error.opt == "help" else f"「{name}」という指定はありません。"


def lines_of(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Return the lines of an export; what begins otherwise is none, and says so once instead of in every line."""
    first = file.readline(FIRST_LINE)
    if first != (_encode(HEAD) + "\n").encode("utf-8"):
        raise UnfitError(f"監査証跡の書き出しではありません(1行目が、決まった始まりの行ではありません):{name}")
    return itertools.chain([first], file)


def report(name: str, state: State) -> int:
    """Print every fault and what was compared; return how the command ends."""
    witnesses = f"控えの封印{len(state.seals_wanted)}件、紙の符号{len(state.codes_wanted)}件"
    has_seals, count = bool(state.seals_wanted), 0
    with Path(name).open("rb") as file:
        for fault in verify(lines_of(file, name), state):
            count += 1
            print(fault)
    counts = f"できごと{state.events}件、封印{state.seals}件"
    if count:
        print(f"合わないところが{count}か所あります。{counts}を調べました。")
        return FAULTS
    print(f"欠けや書き換えは見つかりませんでした。{counts}、{witnesses}と照らしました。")
    if not has_seals:
        print("控えの封印を --seal で渡すと、全体が作り直されていないことも確かめられます。")
    return WHOLE_FILE


def main(arguments: list[str]) -> int:
    """Verify a file and say what was found; return 1 when anything is not as it should be.

    Raises:
        UnfitError: the arguments or the file are not what can be verified.
    """
    files, values = asked(arguments)
    if "help" in values:
        print(USAGE)
        return WHOLE_FILE
    if len(files) != 1:
        raise UnfitError("監査証跡の書き出しのファイルを、1つ指定してください。\n\n" + USAGE)
    seals, codes = map(a_seal, values.get("seal", [])), map(a_code, values.get("code", []))
    return report(files[0], State(seals, codes))


def ended(arguments: list[str]) -> tuple[int, str]:
    """Run and return how the command ends, with the sentence of what stopped it."""
    try:
        code = main(arguments)
        sys.stdout.flush()
    except UnfitError as unfit:
        return NOT_VERIFIED, str(unfit)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains of it once more
        return NOT_VERIFIED, "結果の出力先が閉じられたため、途中でやめました。検証は終わっていません。"
    except KeyboardInterrupt:
        return NOT_VERIFIED, "途中でやめました。検証は終わっていません。"
    except FileNotFoundError as error:
        return NOT_VERIFIED, f"ファイルが見つかりません:{error.filename}"
    except OSError as error:
        reasons = {IsADirectoryError: "ファイルではなく、フォルダーです", PermissionError: "読む権限がありません"}
        why = reasons.get(type(error), f"読み取りに失敗しました。番号{error.errno}")
        return NOT_VERIFIED, f"ファイルを読めません({why}):{error.filename}"
    return code, ""


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    ending, said_at_the_end = ended(sys.argv[1:])
    if said_at_the_end:
        print(said_at_the_end, file=sys.stderr)
    sys.exit(ending)

"""The standalone verifier as somebody meets it on a machine of their own: what it says, where, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.audit.forging import line_of
from verifier import verify_export as rules

FILE = Path(rules.__file__)
ENGLISH = ("usage", "options", "arguments", "error", "positional", "required", "Traceback", "show this", "Errno")


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the file with a Python that knows nothing of this project."""
    command = [sys.executable, "-I", str(FILE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)


def an_export(events: int = 0) -> bytes:
    """Return an export without seals; of its events, if any, none is in order."""
    lines = [line_of(rules.HEAD), *[b'{"kind":"event"}\n'] * events]
    state = rules.State()
    for line in lines:
        rules.remember(state, line)
    end = {"kind": "end", "digest": state.digest.hexdigest(), "events": 0, "made_at": "", "seals": 0}
    return b"".join([*lines, line_of(end | {"hash": rules.hash_of(end, rules.SEALED_IN_END)})])


def test_file_in_order_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(an_export())

    done = run(tmp_path, "a")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("欠けや書き換えは見つかりませんでした。できごと0件、封印0件")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none"], "ファイルが見つかりません:none"),
        (["."], "ファイルを読めません(ファイルではなく、フォルダーです):."),
        ([], "監査証跡の書き出しのファイルを、1つ指定してください。"),
        (["a", "b"], "監査証跡の書き出しのファイルを、1つ指定してください。"),
        (["a", "--seal"], "「--seal」の後に、値がありません。"),
        (["a", "--seals", "1"], "「--seals」という指定はありません。"),
        (["a", "--help=1"], "「--help」に、値は付けられません。"),
        (["a", "--seal", "x"], "「番号:64けたの符号」の形ではありません:x"),
        (["a", "--code"], "「--code」の後に、値がありません。"),
        (["-x"], "「-x」という指定はありません。"),
        (["a", "--seal", f"0:{'0' * 64}"], f"「番号:64けたの符号」の形ではありません:0:{'0' * 64}"),
        (["a", "--seal", f"1:{'0' * 63}"], f"「番号:64けたの符号」の形ではありません:1:{'0' * 63}"),
        (["a", "--code", "x"], "「記録の記号=短い符号」の形ではありません:x"),
        (["a", "--code", "x=7F3A-91C"], "「記録の記号=短い符号」の形ではありません:x=7F3A-91C"),
    ],
)
def test_what_can_not_be_verified_is_said_in_one_japanese_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    (tmp_path / "a").write_bytes(an_export())
    monkeypatch.chdir(tmp_path)

    code, sentence = rules.ended(arguments)

    assert (code, sentence.splitlines()[0]) == (2, said)
    assert [word for word in ENGLISH if word in sentence] == []


def test_what_stopped_it_stands_where_errors_do(tmp_path: Path) -> None:
    done = run(tmp_path, "none")

    assert (done.returncode, done.stdout, done.stderr) == (2, "", "ファイルが見つかりません:none\n")


def test_no_file_named_is_told_how_to_go_on() -> None:
    assert rules.ended([]) == (2, f"監査証跡の書き出しのファイルを、1つ指定してください。\n\n{rules.USAGE}")


def printed(path: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code, said = rules.ended([str(path), *arguments])
    assert said == ""
    return code, capsys.readouterr().out.splitlines()


def test_witnesses_that_are_not_there_are_told_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(an_export())
    witnesses = ("--seal", f" 12:{'A' * 64} ", "--code", " staff.unit:1=7f3a-91c2 ")

    code, lines = printed(tmp_path / "a", *witnesses, capsys=capsys)

    assert (code, lines) == (
        1,
        [
            "封印 第12号:控えにありますが、監査証跡にありません",
            "staff.unit:1:紙の符号 7F3A-91C2 に当たるできごとがありません",
            "合わないところが2か所あります。できごと0件、封印0件を調べました。",
        ],
    )


def test_file_in_order_without_a_seal_is_told_what_more_can_be_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").write_bytes(an_export())

    code, lines = printed(tmp_path / "a", capsys=capsys)

    assert (code, lines) == (
        0,
        [
            "欠けや書き換えは見つかりませんでした。できごと0件、封印0件、控えの封印0件、紙の符号0件と照らしました。",
            "控えの封印を --seal で渡すと、全体が作り直されていないことも確かめられます。",
        ],
    )


def sealed(seal_hash: str = "") -> tuple[bytes, str]:
    """Return an export with one seal of nothing, and the seal's hash."""
    entry = {"kind": "seal", "count": 0, "made_at": "", "number": 1, "previous": "", "root": ""}
    entry["hash"] = seal_hash or rules.hash_of(entry, rules.SEALED_IN_SEAL)
    state = rules.State()
    lines = [line_of(rules.HEAD), line_of(entry)]
    for line in lines:
        rules.remember(state, line)
    end = {"kind": "end", "digest": state.digest.hexdigest(), "events": 0, "made_at": "", "seals": 1}
    return b"".join([*lines, line_of(end | {"hash": rules.hash_of(end, rules.SEALED_IN_END)})]), str(entry["hash"])


def test_file_with_the_seal_that_is_known_says_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, known = sealed()
    (tmp_path / "a").write_bytes(content)

    code, lines = printed(tmp_path / "a", "--seal", f"1:{known}", capsys=capsys)

    assert (code, lines) == (
        0,
        ["欠けや書き換えは見つかりませんでした。できごと0件、封印1件、控えの封印1件、紙の符号0件と照らしました。"],
    )


def test_file_whose_seal_is_another_one_is_told_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").write_bytes(sealed("f" * 64)[0])

    code, lines = printed(tmp_path / "a", "--seal", f"1:{'e' * 64}", capsys=capsys)

    assert (code, lines) == (
        1,
        [
            "2行目:封印 第1号:符号と合いません",
            "2行目:封印 第1号:符号が控えと合いません",
            "合わないところが2か所あります。できごと0件、封印1件を調べました。",
        ],
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (b'"previous":1', "項目が決まりと違います"),
        (b'"previous":"","r":""', "項目が決まりと違います"),
        (b'"previous":"" ', "正規の形の行ではありません"),
        (b'"previous":NaN', "JSONとして読めません"),
        (b'"previous":', "JSONとして読めません"),
        (b'"previous":"\xff"', "JSONとして読めません"),
    ],
)
def test_line_that_is_none_of_an_export_is_named_with_the_reason(change: bytes, said: str) -> None:
    line = sealed()[0].splitlines(keepends=True)[1]

    entry, wrong = rules.read(line.replace(b'"previous":""', change))

    assert (entry, wrong) == (None, said)


CREATE, PERMIT, WITHDRAW, CARRY_OUT = (f"retention.disposal.{v}" for v in ("create", "permit", "withdraw", "carry_out"))


@pytest.mark.parametrize(
    ("moves", "carried_out"),
    [
        ([(CREATE, 1), (PERMIT, 2), (CARRY_OUT, 1)], "act"),
        ([(CREATE, 1), (PERMIT, 2), (CARRY_OUT, 3)], "act"),
        ([(CREATE, 1), (PERMIT, 2), (CARRY_OUT, 2)], ""),
        ([(CREATE, 1), (PERMIT, 2), (CARRY_OUT, None)], ""),
        ([(CREATE, 1), (PERMIT, 1), (CARRY_OUT, 3)], ""),
        ([(CREATE, None), (PERMIT, 2), (CARRY_OUT, 3)], ""),
        ([(CREATE, 1), (CARRY_OUT, 3)], ""),
        ([(PERMIT, 2), (CARRY_OUT, 3)], ""),
        ([(CREATE, 1), (PERMIT, 2), (WITHDRAW, 1), (CARRY_OUT, 3)], ""),
        ([(CREATE, 1), (PERMIT, 2), ("retention.disposal.edit", 1), (CARRY_OUT, 3)], "act"),
        ([(CREATE, 1), (PERMIT, 2), (CARRY_OUT, 3), (WITHDRAW, 1)], "act"),
    ],
)
def test_a_disposal_is_carried_out_by_another_one_than_who_permitted_what_somebody_else_asked_for(
    moves: list[tuple[str, int | None]], carried_out: str
) -> None:
    decided = rules.UNDECIDED
    for move, person in moves:
        decided = rules.decided(decided, {"move": move, "person": person, "act_id": "act"})

    assert decided[2] == carried_out


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"disposal":"retention.disposal:1","streams":{"a:1":3}}', ("retention.disposal:1", {"a:1": 3})),
        ('{"streams":{"a:1":3}}', ("", {})),
        ('{"disposal":"x"}', ("", {})),
        ('{"disposal":"x","streams":[]}', ("", {})),
        ('{"disposal":"x","streams":{"a:1":"many"}}', ("", {})),
        ("[]", ("", {})),
        ("{", ("", {})),
    ],
)
def test_a_proof_that_can_not_be_read_proves_nothing(body: str, said: tuple[str, dict[str, int]]) -> None:
    assert rules.said(body) == said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\nc,d\n" * 50,
        b"\x00\xff" * 5000,
        b'{"kind":"event"}\n' * 50,
        an_export().replace(b"export 1", b"export 2"),
    ],
)
def test_file_that_is_no_export_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "a").write_bytes(content)
    monkeypatch.chdir(tmp_path)

    ended = rules.ended(["a"])

    said = "監査証跡の書き出しではありません(1行目が、決まった始まりの行ではありません):a"
    assert (ended, capsys.readouterr().out) == ((2, said), "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_in_japanese(capsys: pytest.CaptureFixture[str], option: str) -> None:
    ended = rules.ended([option])

    said = capsys.readouterr().out
    assert (ended, said.splitlines()[0]) == ((0, ""), rules.USAGE.splitlines()[0])
    assert [word for word in ENGLISH if word in said] == []


def test_reader_that_goes_away_ends_it_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(an_export(events=5000))
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-I", str(FILE), "a"], stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.close(writing)

    said = "結果の出力先が閉じられたため、途中でやめました。検証は終わっていません。\n"
    assert (done.returncode, done.stderr.decode()) == (2, said)

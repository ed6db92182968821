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
        (["a", "--code", "x"], "「記録の記号=短い符号」の形ではありません:x"),
    ],
)
def test_what_can_not_be_verified_is_said_in_one_japanese_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "a").write_bytes(an_export())

    done = run(tmp_path, *arguments)

    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", said)
    assert [word for word in ENGLISH if word in done.stderr] == []


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
def test_file_that_is_no_export_is_said_once(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)

    done = run(tmp_path, "a")

    said = "監査証跡の書き出しではありません(1行目が、決まった始まりの行ではありません):a"
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (2, "", [said])


def test_help_is_in_japanese(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("使い方:python verify_export.py ファイル")
    assert [word for word in ENGLISH if word in done.stdout] == []


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

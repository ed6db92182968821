"""The export holds the whole trail, and the verifier that stands alone reads it as the one inside does."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from core.audit.export import export_lines
from core.audit.models import Event, Seal
from core.audit.sealer import seal
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.verifying import verify
from core.records import short_code
from core.staff.models import Unit
from tests.core.audit.tampering import own_the_database, sql
from tests.factories import AT, a_unit
from tests.factories.retention import dispose_of
from verifier import verify_export

pytestmark = pytest.mark.django_db
FILE = Path(verify_export.__file__)


@pytest.fixture
def unit() -> Unit:
    """A unit with two sealed events and one that waits; another one's content is disposed of."""
    unit, emptied = a_unit("department"), a_unit("department")
    dispose_of(emptied.stream)
    unit = edit(unit, by=SYSTEM, at=AT, name='広報"課\\\u2028')
    seal(AT, batch=9)
    return edit(unit, by=SYSTEM, at=AT, name="広聴課")


def entries() -> list[dict[str, object]]:
    return [json.loads(line) for line in export_lines(AT)]


def alone(*seals: tuple[int, str], codes: tuple[tuple[str, str], ...] = ()) -> list[str]:
    return list(verify_export.verify(export_lines(AT), verify_export.State(seals, codes)))


def test_export_holds_every_event_and_seal_in_the_order_of_the_seals(unit: Unit) -> None:
    kinds = [entry["kind"] for entry in entries()]
    assert kinds == ["head", *["event"] * 9, "seal", *["event"] * 8, "seal", "event", "end"]
    events = [(entry["stream"], entry["number"]) for entry in entries() if entry["kind"] == "event"]
    assert events == list(Event.objects.order_by("pk").values_list("stream", "number"))


def test_export_of_a_whole_trail_verifies(unit: Unit) -> None:
    last = Seal.objects.get(number=2)
    code = short_code(Event.objects.get(stream=unit.stream, number=2).hash)
    assert alone((2, last.hash), codes=((unit.stream, code),)) == []
    assert verify({2: [last.hash]}, [(unit.stream, code)]).faults == []


def test_export_of_an_empty_trail_verifies() -> None:
    assert [entry["kind"] for entry in entries()] == ["head", "end"]
    assert alone() == []


def test_witnesses_that_do_not_agree_are_named_by_both(unit: Unit) -> None:
    seals, code = [(2, "0" * 64), (3, "1" * 64)], (unit.stream, "0000-0000")
    told = [
        "封印 第2号:符号が控えと合いません",
        "封印 第3号:控えにありますが、監査証跡にありません",
        f"{unit.stream}:紙の符号 0000-0000 に当たるできごとがありません",
    ]
    assert verify({number: [known] for number, known in seals}, [code]).faults == told
    assert [fault.rpartition("行目:")[2] for fault in alone(*seals, codes=(code,))] == told


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_event SET label = 'x' WHERE number = 2",
        "UPDATE audit_event SET hash = 'x' WHERE number = 2",
        "UPDATE audit_facts SET body = '{}' WHERE event_id = (SELECT MIN(event_id) FROM audit_facts)",
        "UPDATE audit_seal SET root = 'x' WHERE number = 1",
        "UPDATE audit_seal SET previous = 'x' WHERE number = 2",
        "UPDATE audit_leaf SET position = 9 WHERE position = 0",
        "UPDATE audit_disposed SET disposal = 'x'",
        "UPDATE audit_disposed SET act_id = (SELECT act_id FROM audit_event WHERE number = 2 ORDER BY id LIMIT 1)",
        "UPDATE audit_disposed SET at = '2020-01-01 00:00:00+00'",
        "DELETE FROM audit_facts WHERE event_id = (SELECT MIN(event_id) FROM audit_facts)",
    ],
)
def test_both_verifiers_find_the_same_tampering(unit: Unit, attack: str) -> None:
    own_the_database()
    assert (alone(), verify().faults[len(guards()) :]) == ([], [])
    sql(attack)
    assert [] not in (alone(), verify().faults[len(guards()) :])


@pytest.mark.parametrize(
    "attack",
    [
        ["DELETE FROM audit_unsealed"],
        ["DELETE FROM audit_leaf WHERE seal_id = 1"],
        ["DELETE FROM audit_seal WHERE number = 2"],
        ["DELETE FROM audit_seal"],
        ["DELETE FROM audit_leaf WHERE seal_id = 1", "DELETE FROM audit_seal WHERE number = 2"],
    ],
)
def test_export_holds_every_event_whatever_was_done_to_the_seals(unit: Unit, attack: list[str]) -> None:
    own_the_database()
    with unheeded_keys():
        for statement in attack:
            sql(statement)
        told = sorted((str(e["stream"]), e["number"]) for e in entries() if e["kind"] == "event")
        faults = verify().faults[len(guards()) :]
    assert told == sorted(Event.objects.values_list("stream", "number"))
    assert faults != []


@contextmanager
def unheeded_keys() -> Iterator[None]:
    """Let rows point to what is gone, and undo everything at the end."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def guards() -> list[str]:
    """Return the faults that tell of the missing triggers, which an attacker would put back."""
    return [fault for fault in verify().faults if "書き換え防止" in fault]


def test_file_is_checked_by_a_python_without_this_project(unit: Unit, tmp_path: Path) -> None:
    file, last = tmp_path / "trail.jsonl", Seal.objects.get(number=2)
    call_command("export_audit", str(file), stdout=StringIO())
    command = [sys.executable, "-I", str(FILE), str(file), "--seal", f"2:{last.hash}"]
    good = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False)
    said = "欠けや書き換えは見つかりませんでした。できごと18件、封印2件、控えの封印1件、紙の符号0件と照らしました。\n"
    assert (good.returncode, good.stdout, good.stderr) == (0, said, "")
    file.write_bytes(file.read_bytes().replace("広聴課".encode(), "秘書課".encode()))
    bad = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert (bad.returncode, bad.stdout.splitlines()) == (
        1,
        [
            f"21行目:{unit.stream} の3番目:内容が符号と合いません",
            "22行目:終わりの行が、前の行と合いません",
            "合わないところが2か所あります。できごと18件、封印2件を調べました。",
        ],
    )


def test_export_never_writes_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.touch()
    with pytest.raises(FileExistsError):
        call_command("export_audit", str(file))


def test_standalone_verifier_imports_the_standard_library_alone_and_suits_python_3_8() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name not in sys.stdlib_module_names} == set()

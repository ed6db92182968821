"""Verifying everything is an act: it says what it found, tells of faults, and ends in error for scripts."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.audit.merkle import Tree
from core.audit.models import Event, Seal
from core.audit.sealer import seal
from core.audit.whole import seal_faults
from core.lifecycle import verifying
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import facts_of
from core.lifecycle.verifying import verify, verify_and_record
from core.notifications.models import Message
from core.records import short_code
from core.staff.models import Unit
from core.staff.offices import Office
from tests.core.audit.tampering import own_the_database, sql
from tests.factories import AT, a_unit, an_actor, an_appointment
from verifier import verify_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    unit = edit(a_unit("department"), by=SYSTEM, at=AT, name="広報部")
    seal(AT)
    return unit


def forge(unit: Unit) -> str:
    """Rename a unit past the application and return what the verification says."""
    sql("UPDATE staff_unit SET name = 'x' WHERE id = %s", unit.pk)
    return f"{unit.stream}:記録の「名称」が、監査証跡と合いません"


def ended(*arguments: str) -> int:
    try:
        call_command("verify_audit", *arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_whole_trail_is_recorded_and_told_to_nobody(unit: Unit) -> None:
    auditor = an_actor(Office.AUDITOR)
    events = Event.objects.count()
    found = verify_and_record(AT)
    assert (found.events, found.seals, found.faults) == (events, 1, [])
    event = Event.objects.select_related("facts").latest("pk")
    said = {"events": events, "seals": 1, "faults": 0, "first": []}
    assert (event.move, event.office, facts_of(event)) == ("audit.verify", "system", said)
    assert Message.objects.filter(person=auditor.person).count() == 0


def test_faults_are_told_to_those_who_keep_the_seals(unit: Unit) -> None:
    keepers = [an_actor(office).person for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR)]
    fault = forge(unit)
    assert verify_and_record(AT).faults == [fault]
    told = Message.objects.filter(title="監査証跡の検証で、合わないところが1か所見つかりました").order_by("pk")
    assert [message.person for message in told] == keepers
    assert [message.body.splitlines()[0] for message in told] == [fault] * 2


def test_state_that_was_changed_is_named_in_words() -> None:
    entry = an_appointment()
    own_the_database()
    sql("UPDATE staff_appointment SET state = 'declined' WHERE id = %s", entry.pk)

    found = [fault for fault in verify().faults if fault.startswith(entry.stream)]

    assert found == [f"{entry.stream}:記録の「状態」が、最後のできごとの状態(確定)と合いません"]


def test_missing_places_of_a_seal_are_told_as_a_range() -> None:
    for _ in range(9):
        a_unit("department")
    seal(AT)
    own_the_database()
    sql("DELETE FROM audit_leaf WHERE position IN (2, 3, 4, 6)")

    found = [fault for fault in verify().faults if fault.startswith("封印 第1号")]

    assert found == [
        "封印 第1号:2番から4番までの場所にできごとがありません",
        "封印 第1号:6番の場所にできごとがありません",
        "封印 第1号:封印したできごとと合いません",
    ]


def test_missing_events_are_told_as_a_range(unit: Unit) -> None:
    own_the_database()
    sql("UPDATE audit_event SET number = 6 WHERE stream = %s AND number = 2", unit.stream)

    assert f"{unit.stream} の6番目:2番目から5番目までのできごとがありません" in verify().faults


def test_both_verifiers_tell_missing_seals_as_a_range(unit: Unit) -> None:
    one = Seal.objects.get()
    entry = {"number": 4, "previous": one.hash, "count": 0, "root": "", "hash": ""}
    alone = verify_export.State()
    alone.last_seal = (1, one.hash)

    inside = list(seal_faults(Seal(made_at=AT, **entry), one, Tree()))
    outside = list(verify_export.seal_faults(alone, {**entry, "made_at": ""}))

    assert inside == outside == ["封印 第4号:第2号から第3号までがありません", "封印 第4号:符号と合いません"]


def test_missing_trigger_is_a_fault(unit: Unit) -> None:
    own_the_database()
    assert "データベースの書き換え防止(audit_event_no_update)が外れています" in verify().faults


def test_list_of_faults_is_bounded(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "SHOWN", 1)
    forge(a_unit("department"))
    forge(unit)
    assert len(verify_and_record(AT).faults) == 1


def test_command_says_what_is_whole(unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--seal", str(Seal.objects.get())) == 0
    assert capsys.readouterr().out == (
        "欠けや書き換えは見つかりませんでした。できごと2件(うち封印待ち0件)、封印1件、控えの封印1件と照らしました。\n"
    )


def test_command_ends_in_error_with_sentences(unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    fault = forge(unit)
    assert ended() == 1
    closing = "合わないところが1か所あります。できごと2件(うち封印待ち0件)、封印1件を調べました。"
    assert capsys.readouterr().out.splitlines() == [fault, closing]


def test_command_compares_witnesses(unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = short_code(Event.objects.get(stream=unit.stream, number=1).hash)
    export = tmp_path / "trail.jsonl"
    call_command("export_audit", str(export))
    assert ended("--code", f"{unit.stream}={code}", "--export", str(export)) == 0
    lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    other: list[dict[str, Any]] = [line | {"hash": "0" * 64} for line in lines if line["kind"] == "seal"]
    export.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in other), encoding="utf-8")
    capsys.readouterr()
    assert ended("--export", str(export)) == 1
    assert capsys.readouterr().out.splitlines()[0] == "封印 第1号:符号が控えと合いません"


@pytest.mark.parametrize("arguments", [("--seal", "1:abc"), ("--seal", "x"), ("--code", "unit:1"), ("--code", "=7F3A")])
def test_command_refuses_witnesses_it_can_not_read(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("verify_audit", *arguments)


def test_command_refuses_an_export_it_can_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_text('{"kind":"seal"}\n', encoding="utf-8")
    for name in ("x", "none"):
        with pytest.raises(CommandError, match="書き出しとして読めません"):
            call_command("verify_audit", "--export", str(tmp_path / name))

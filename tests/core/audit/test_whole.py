"""The whole trail: what is counted, what is said of seals, of what waits for one, and of witnesses from outside."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.audit import folding
from core.audit.hashing import seal_hash
from core.audit.merkle import Tree
from core.audit.models import DISPOSALS, Disposed, Event, Seal, Unsealed
from core.audit.sealer import seal
from core.audit.whole import Whole, _plant, seal_faults
from core.audit.writer import Change, Stamp, write_events
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit
from tests.core.audit.tampering import own_the_database, sql
from tests.factories import AT, SINCE, a_unit
from tests.factories.retention import dispose_of

GUARDS = "書き換え防止"


@pytest.fixture
def unit(db: None) -> Unit:
    """A unit with two events in two seals and a third that waits."""
    unit = a_unit("department")
    seal(AT)
    unit = edit(unit, by=SYSTEM, at=AT, name="広報部")
    seal(AT + timedelta(hours=1))
    return edit(unit, by=SYSTEM, at=AT, name="広聴部")


def told(whole: Whole | None = None) -> list[str]:
    return [fault for fault in (whole or Whole()).faults() if GUARDS not in fault]


def event(unit: Unit, number: int) -> Event:
    return Event.objects.get(stream=unit.stream, number=number)


def test_a_trail_in_order_is_counted(unit: Unit) -> None:
    whole = Whole()
    assert told(whole) == []
    assert (whole.events, whole.seals, whole.waiting) == (Event.objects.count(), 2, Unsealed.objects.count())


def test_each_guard_that_is_gone_is_told(unit: Unit) -> None:
    assert [fault for fault in Whole().faults() if GUARDS in fault] == []
    own_the_database()
    found = [fault for fault in Whole().faults() if GUARDS in fault]
    assert len(found) > 1
    assert len(set(found)) == len(found)


def test_what_is_sealed_and_waits_all_the_same_is_told(unit: Unit) -> None:
    Unsealed.objects.bulk_create([Unsealed(event=event(unit, 1))])
    assert told() == [f"{unit.stream} の1番目:封印されたのに、待ちのままです"]


def test_what_is_neither_sealed_nor_waits_is_told(unit: Unit) -> None:
    own_the_database()
    sql("DELETE FROM audit_unsealed WHERE event_id = %s", event(unit, 3).pk)
    assert told() == [f"{unit.stream} の3番目:封印も、その待ちもありません"]


def test_every_witness_of_a_seal_has_to_agree(unit: Unit) -> None:
    known = Seal.objects.get(number=2).hash
    assert told(Whole({2: [known, known]})) == []
    assert told(Whole({2: [known, "0" * 64]})) == ["封印 第2号:符号が控えと合いません"]
    assert told(Whole({3: ["0" * 64], 1: ["0" * 64]})) == [
        "封印 第1号:符号が控えと合いません",
        "封印 第3号:控えにありますが、監査証跡にありません",
    ]


def untold(*names: str) -> list[Unit]:
    """Write units past the trail."""
    return Unit._base_manager.bulk_create([Unit(name=name, level="department", starts_on=SINCE) for name in names])


def test_records_that_no_event_speaks_of_are_told(unit: Unit) -> None:
    found = untold("防災課", "財政課")
    assert told() == [f"{one.stream}:監査証跡のない記録です" for one in found]


@pytest.mark.parametrize("stream", ["staff.unit:999999", "staff.unit:x"])
@pytest.mark.django_db
def test_an_event_of_a_record_that_is_not_there_is_told(stream: str) -> None:
    write_events([Change(stream, 1, "staff.unit.create", "x")], Stamp(uuid4(), AT, None, "system", None, "", None))
    assert told() == [f"{stream}:監査証跡はありますが、記録がありません"]


@pytest.mark.django_db
def test_records_are_compared_by_batches_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "BATCH", 2)
    records, units = folding.Records(), [a_unit(name=f"第{number}課") for number in range(3)]
    assert (records.told_of(units[0].stream), records.told_of(f"{DISPOSALS}1")) == (True, False)
    stories = [folding.Story(one.stream, 2) for one in units]
    compared = [len(list(records.finish(story))) for story in stories]
    assert (compared, len(list(records.compare())), list(records.compare())) == ([0, 2, 0], 1, [])
    assert records.compared[Unit._meta.label_lower] == 3
    assert [fault for fault in records.without_story() if "staff.unit" in fault] == []


@pytest.mark.django_db
def test_a_second_proof_of_one_act_spoils_both() -> None:
    emptied = a_unit("department")
    dispose_of(emptied.stream)
    assert told() == []
    gone = Disposed.objects.get(event__stream=emptied.stream)
    disposal = gone.disposal
    change = Change(
        f"{DISPOSALS}{uuid4()}", 1, "audit.dispose", "x", facts={"disposal": disposal, "streams": {emptied.stream: 1}}
    )
    write_events([change], Stamp(gone.act_id, AT, None, "system", None, "", None))
    assert told() == [f"{emptied.stream} の1番目:内容の廃棄({disposal})が、監査証跡に記録されていません"]


@pytest.mark.django_db
@pytest.mark.parametrize("body", [None, "{", "[]", '{"streams":3}'])
def test_a_proof_that_can_not_be_read_proves_nothing(body: str | None) -> None:
    emptied = a_unit("department")
    disposal = dispose_of(emptied.stream).stream
    own_the_database()
    proof = Event.objects.get(stream__startswith=DISPOSALS).pk
    if body is None:
        sql("DELETE FROM audit_facts WHERE event_id = %s", proof)
    else:
        sql("UPDATE audit_facts SET body = %s WHERE event_id = %s", body, proof)
    assert f"{emptied.stream} の1番目:内容の廃棄({disposal})が、監査証跡に記録されていません" in told()


def a_seal(number: int, previous: str = "", hashes: tuple[str, ...] = ("a",)) -> tuple[Seal, Tree]:
    tree = grown(*hashes)
    made = Seal(number=number, made_at=AT, count=tree.count, root=tree.root(), previous=previous)
    made.hash = seal_hash(made)
    return made, tree


def grown(*hashes: str) -> Tree:
    tree = Tree()
    for one in hashes:
        tree.add(one)
    return tree


def test_a_seal_in_order_has_no_faults() -> None:
    first, tree = a_seal(1)
    second, other = a_seal(2, first.hash, ("b", "c"))
    assert [*seal_faults(first, None, tree), *seal_faults(second, first, other)] == []


def test_a_seal_that_does_not_follow_is_told_with_each_reason() -> None:
    first, tree = a_seal(1)
    assert list(seal_faults(a_seal(4, first.hash)[0], first, tree)) == ["封印 第4号:第2号から第3号までがありません"]
    assert list(seal_faults(a_seal(2, "x")[0], first, tree)) == ["封印 第2号:前の封印とつながっていません"]
    assert list(seal_faults(first, None, grown("b"))) == ["封印 第1号:封印したできごとと合いません"]
    assert list(seal_faults(first, None, grown("a", "a"))) == ["封印 第1号:封印したできごとと合いません"]
    first.made_at = AT + timedelta(hours=1)
    assert list(seal_faults(first, None, tree)) == ["封印 第1号:符号と合いません"]


def test_leaves_out_of_place_or_order_are_told() -> None:
    made, _ = a_seal(1)
    tree = Tree()
    assert list(_plant(tree, made, [(1, 0, 5, "a"), (1, 1, 7, "b")])) == []
    assert (tree.count, tree.root()) == (2, grown("a", "b").root())
    assert list(_plant(Tree(), made, [(1, 2, 5, "a")])) == ["封印 第1号:0番から1番までの場所にできごとがありません"]
    swapped = "封印 第1号:1番の場所で、できごとの順が入れ替わっています"
    assert list(_plant(Tree(), made, [(1, 0, 7, "a"), (1, 1, 5, "b")])) == [swapped]
    assert list(_plant(Tree(), made, [(1, 0, 7, "a"), (1, 1, 7, "b")])) == [swapped]

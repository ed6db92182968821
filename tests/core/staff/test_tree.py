"""The units as they are read along with something else: whatever their names hold, the tree is that of the rows."""

from datetime import date, timedelta

import pytest

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff import tree as module
from core.staff.authority import capacities
from core.staff.models import Unit, UnitLevel
from core.staff.tree import Node, tree
from tests.factories.core import AT, a_unit, an_appointment

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


def nodes() -> list[Node]:
    columns = ("pk", "name", "level", "parent", "successor", "starts_on", "ends_on", "site")
    return [Node(*values) for values in Unit.objects.order_by("pk").values_list(*columns)]


def read() -> list[Node]:
    return [node for _, node in sorted(tree().nodes.items())]


def forged(*before: str) -> str:
    """Return the parts of a section that does not exist, behind some others."""
    return chr(module.PART).join([*before, "section", "0", "0", "2020-01-01", "infinity", ""])


@pytest.mark.parametrize(
    "name",
    [
        "広報課",
        "広報,課:\"'\\",
        "広\n報\t課",
        f"広報{chr(module.PART)}課",
        f"広報{chr(module.ROW)}課",
        # As a unit that is none would be written.
        f"広報{forged('')}{chr(module.ROW)}99",
        f"広報{chr(module.ROW)}{forged('99', '部')}",
    ],
)
def test_tree_is_that_of_the_rows_whatever_a_unit_is_called(name: str) -> None:
    a_unit(name=name)
    assert read() == nodes()
    assert len(read()) == Unit.objects.count()


def test_tree_knows_ends_successors_and_sites() -> None:
    successor = a_unit(name="新しい課", starts_on=ON)
    a_unit(
        name="古い課",
        parent=successor.parent,
        ends_on=ON - timedelta(days=1),
        successor=successor,
        site="https://a.jp/",
    )
    assert read() == nodes()
    assert [node.site for node in read()].count("https://a.jp/") == 1


def test_no_units_are_an_empty_tree() -> None:
    assert tree().nodes == {}


def test_same_units_are_the_very_same_tree_and_other_units_are_not() -> None:
    unit = a_unit()
    first = tree()
    assert tree() is first
    edit(unit, by=SYSTEM, at=AT, name="改めた課")
    assert tree() is not first
    assert tree().nodes[unit.pk].name == "改めた課"


def test_tree_that_comes_with_the_offices_is_the_same() -> None:
    appointment = an_appointment()
    capacities(appointment.person, ON)
    assert read() == nodes()
    assert {node.level for node in read()} >= {UnitLevel.SECTION.value}

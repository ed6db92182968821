"""What an act writes at its end is parsed and planned once for a connection to PostgreSQL (ADR 0031)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import together
from core.audit.verifier import faults
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit
from tests.factories import AT, a_unit

pytestmark = pytest.mark.django_db
KEEPS = {"postgresql"}


def write(unit: Unit, name: str) -> list[str]:
    """Change a unit in one act; return the statements that wrote its event."""
    with CaptureQueriesContext(connection) as queries:
        edit(unit, by=SYSTEM, at=AT, name=name)
    return [query["sql"] for query in queries if "audit_event" in query["sql"] and "SELECT 1" not in query["sql"]]


def executed(statements: list[str]) -> bool:
    return any("EXECUTE written_" in sql for sql in statements)


def test_acts_of_one_kind_write_by_one_plan_and_leave_a_sound_trail() -> None:
    unit = a_unit(name="観光課")
    plans = {write(unit, name)[-1].split(" (")[0] for name in ("防災課", "広報課", "観光課")}
    assert Unit.objects.get(pk=unit.pk).name == "観光課"
    assert any("EXECUTE written_" in plan for plan in plans) == (connection.vendor in KEEPS)
    assert len(plans) == 1
    assert list(faults()) == []


def test_what_writes_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_PLACES", 3)
    unit = a_unit(name="観光課")
    assert not executed(write(unit, "防災課"))
    assert Unit.objects.get(pk=unit.pk).name == "防災課"


def test_nothing_is_kept_behind_a_pooler_of_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    unit = a_unit(name="観光課")
    assert not executed(write(unit, "防災課"))
    assert Unit.objects.get(pk=unit.pk).name == "防災課"


def test_a_plan_made_in_what_is_taken_back_serves_the_next_act() -> None:
    unit = a_unit(name="観光課")

    def taken_back() -> None:
        with transaction.atomic():
            edit(unit, by=SYSTEM, at=AT, name="防災課")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        taken_back()
    unit.refresh_from_db()
    edit(unit, by=SYSTEM, at=AT, name="広報課")
    assert Unit.objects.get(pk=unit.pk).name == "広報課"
    assert list(faults()) == []

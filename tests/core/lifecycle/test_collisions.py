"""Two acts that meet in the database: one is undone whole, and its person reads of a conflict, not of an error."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from core.lifecycle.act import acting, edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.collisions import MET, one_transaction
from core.lifecycle.errors import Conflict
from core.staff.models import Unit
from tests.factories import AT, a_unit, together

pytestmark = pytest.mark.usefixtures("committed_db")


def crossing(one: Unit, other: Unit, meet: Callable[[], Any]) -> None:
    """Lock one unit, wait for the other act to have locked its own, then change that."""
    with acting(by=SYSTEM, at=AT) as act:
        act.lock(one)
        meet()
        act.edit(other, name=f"{one.name}より")


def test_acts_that_wait_for_each_other_end_as_one_act_and_one_conflict() -> None:
    first, second = a_unit(name="甲課"), a_unit(name="乙課")
    concurrent = connection.features.has_select_for_update
    meet: Callable[[], Any] = threading.Barrier(2, timeout=30).wait if concurrent else int
    outcomes = together([partial(crossing, first, second, meet), partial(crossing, second, first, meet)])
    conflicts = [one.reason for one in outcomes if isinstance(one, Conflict)]
    assert (conflicts, outcomes.count(None)) == ([MET], 1) if concurrent else ([], 2)
    assert sum(unit.version - 1 for unit in Unit.objects.filter(pk__in=[first.pk, second.pk])) == outcomes.count(None)


def test_a_lock_of_sqlite_not_got_in_time_is_a_conflict() -> None:
    if connection.vendor != "sqlite":
        assert connection.features.has_select_for_update  # rows are locked instead, the test above
        return
    unit, answers = a_unit(), []

    def impatient() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 50")
            edit(unit, by=SYSTEM, at=AT, name="乙課")
        except Conflict as conflict:
            answers.append(conflict.reason)
        finally:
            connections.close_all()

    with transaction.atomic():
        other = threading.Thread(target=impatient)
        other.start()
        other.join()
    assert answers == [MET]
    assert Unit.objects.get(pk=unit.pk).version == 1


def test_any_other_failure_of_the_database_stays_one() -> None:
    with pytest.raises(OperationalError), one_transaction():
        raise OperationalError("disk full")

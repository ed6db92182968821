"""Two people import the same list at the same moment: one act takes effect, the other is a conflict."""

from functools import partial
from typing import Any

import pytest

from accounts.intake.checking import plan_of
from accounts.intake.columns import guessed
from accounts.models import Account
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from tests.accounts.importing import HEADER, a_row, imported, table_of
from tests.factories import ON
from tests.factories.approvals import a_deputy, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.together import together


@pytest.mark.usefixtures("committed_db")
def test_same_list_twice_at_once_is_imported_once() -> None:
    a_platform()
    world = an_office_world()
    people = [world.general_affairs_director, a_deputy(world.general_affairs_director)]
    rows = [a_row(number, world.section.name) for number in range(1, 21)]
    seen = plan_of(table_of(rows), guessed(HEADER), ON).digest

    def attempt(by: Actor) -> str:
        try:
            imported(rows, by, seen=seen)
        except Conflict:
            return "conflict"
        return "done"

    answers: list[Any] = together([partial(attempt, by) for by in people])

    assert sorted(answers) == ["conflict", "done"]
    assert (Account.objects.count(), Event.objects.filter(move__endswith="create+register").count()) == (20, 20)

"""The document number's row is locked last: no existing row is locked or changed after it (ADR, lock order)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import file_filing, submit_request
from approvals.states import FilingState, RequestState
from core.lifecycle.held import TRAIL_END
from tests.factories import AT
from tests.factories.approvals import a_filing, a_request, an_office_world

pytestmark = pytest.mark.django_db
# What an act locks it reads with the end of its trail, on SQLite too, where no row is locked; PostgreSQL keeps plans.
OLD_ROWS = ("deadlines_obligation", "accounts_account", "policies_mediapolicy")


def changed_after_the_number(act: Callable[[], object]) -> set[str]:
    """Return the tables of which rows that stood before are changed after the counter without being held before it."""
    with CaptureQueriesContext(connection) as counted:
        act()
    told = [query["sql"] for query in counted]
    last = max(place for place, sql in enumerate(told) if sql.startswith('UPDATE "approvals_numbercounter"'))
    held = {table for table in OLD_ROWS for sql in told[:last] if holds(sql, table)}
    written = {table for table in OLD_ROWS for sql in told[last:] if f'UPDATE "{table}"' in sql}
    return written - held


def holds(sql: str, table: str) -> bool:
    """Tell whether a statement locks rows of a table; a kept one is known by its name and the tables it names."""
    kept = "EXECUTE held_" in sql and table in sql
    return kept or (TRAIL_END in sql and f'FROM "{table}"' in sql)


def test_filing_takes_its_number_after_its_duty() -> None:
    world = an_office_world()
    filing = a_filing(FilingState.DUE, world=world)
    assert changed_after_the_number(lambda: file_filing(filing, by=world.staff, at=AT)) == set()


def test_submission_takes_its_number_after_account_and_policy() -> None:
    world = an_office_world()
    request = a_request(RequestState.DRAFT, world=world)
    assert changed_after_the_number(lambda: submit_request(request, by=world.staff, at=AT)) == set()

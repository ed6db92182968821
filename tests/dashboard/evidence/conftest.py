"""The honest city that each forgery starts from."""

import pytest

from tests.dashboard.evidence.forging import found
from tests.factories.approvals import (
    OfficeWorld,
    an_account,
    an_office_world,
)


@pytest.fixture
def world() -> OfficeWorld:
    """Make a city in which everything so far was done honestly."""
    made = an_office_world()
    an_account(world=made)
    assert found() == []
    return made

"""An honest city gives no finding, however many queries' worth of it there is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from approvals.states import RequestState
from core.lifecycle.decisions import decision_events
from core.retention.states import DisposalState
from core.staff.models import Appointment, Deputyship
from dashboard.demo.load import load_demonstration
from dashboard.evidence.check import check_evidence
from tests.dashboard.demo_copies import empty_copy
from tests.factories.approvals import a_request, a_review, an_account, an_office_world
from tests.factories.retention import a_disposal, an_old_request, an_old_world

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demonstration once for the module."""
    with empty_copy(django_db_blocker):
        load_demonstration(ON)
        yield


def test_demonstration_city_fits(demo: None) -> None:
    result = check_evidence()

    assert list(result.findings) == []
    assert result.accounts == Account.objects.count() > 20
    assert result.decisions == decision_events().count() > 50
    assert result.entries == Appointment.objects.count() + Deputyship.objects.count()


@pytest.mark.django_db
def test_every_legal_way_fits() -> None:
    world = an_office_world()
    an_account(world=world)
    a_review(world=world)
    for state in RequestState:
        a_request(state, world=world, rounds=2 if state == RequestState.APPROVED else 1)

    assert list(check_evidence().findings) == []


@pytest.mark.django_db
def test_queries_are_the_same_for_one_and_three_accounts() -> None:
    world = an_office_world()
    an_account(world=world)
    with CaptureQueriesContext(connection) as one:
        check_evidence()
    an_account(world=world)
    an_account(world=world)
    with CaptureQueriesContext(connection) as three:
        check_evidence()

    assert (check_evidence().accounts, len(three)) == (3, len(one))


@pytest.mark.django_db
def test_what_was_lawfully_disposed_of_fits() -> None:
    world = an_old_world()
    ends = (RequestState.DENIED, RequestState.APPROVED, RequestState.WITHDRAWN)
    requests = [an_old_request(end, world=world, files=[b"%PDF-1.4 e"]) for end in ends]
    a_disposal(DisposalState.CARRIED_OUT, *requests, world=world)

    assert list(check_evidence().findings) == []

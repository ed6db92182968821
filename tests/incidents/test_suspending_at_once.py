"""Two at one moment about one account's silence: one act of a kind, and no return beside a problem that goes on."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.states import AccountState
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from incidents.actions import reopen_incident
from incidents.attributing import attribute_incident
from incidents.states import IncidentKind, IncidentState
from incidents.suspending.actions import reinstate_account
from tests.factories import AT, together
from tests.factories.approvals import again, an_account, an_office_world
from tests.factories.incidents import an_incident
from tests.factories.suspensions import suspended
from tests.incidents.test_concurrency import ROUNDS, kinds

pytestmark = pytest.mark.usefixtures("committed_db")


def test_it_is_suspended_and_put_back_once() -> None:
    world = an_office_world()
    account = an_account(AccountState.ACTIVE, world=world)
    managers = (world.section_head, world.department_head) * 3
    outcomes = together([partial(suspended, account, by=by) for by in managers])
    assert kinds(outcomes) == {"Account": 1, "Conflict": 5}
    back = partial(reinstate_account, again(account), at=AT, done="権限を確かめました。")
    assert kinds(together([partial(back, by=by) for by in managers])) == {"Account": 1, "Conflict": 5}
    assert [one.state for one in Obligation.objects.filter(rule="accounts.suspension")] == ["fulfilled"]
    assert list(faults()) == []


def test_a_return_and_the_opening_again_of_its_reason_end_as_in_one_of_their_orders() -> None:
    world = an_office_world()
    for number in range(ROUNDS):
        account = an_account(AccountState.ACTIVE, world=world, account_name=f"口座{number}")
        incident = an_incident(IncidentState.CONTAINED, world=world, kind=IncidentKind.OTHER, account=account)
        suspended(account, by=world.section_head, incident=incident)
        back = partial(reinstate_account, again(account), by=world.section_head, at=AT, done="確かめました。")
        reopen = partial(reopen_incident, again(incident), by=world.section_head, at=AT, reason="また起きたため")
        calls: list[Callable[[], Any]] = [back, reopen]
        outcomes = together(calls)
        assert kinds(outcomes) in ({"Account": 1, "Incident": 1}, {"Denied": 1, "Incident": 1})
        states = (again(account).state, again(incident).reinstated_at is not None)
        assert states == (
            ("active", True) if kinds(outcomes) == {"Account": 1, "Incident": 1} else ("suspended", False)
        )
    assert list(faults()) == []


def test_a_suspension_and_another_account_at_once_end_as_in_one_of_their_orders() -> None:
    world = an_office_world()
    other = an_account(AccountState.ACTIVE, world=world, account_name="別の口座")
    for number in range(ROUNDS):
        account = an_account(AccountState.ACTIVE, world=world, account_name=f"口座{number}")
        incident = an_incident(IncidentState.ACKNOWLEDGED, world=world, kind=IncidentKind.OTHER, account=account)
        stop = partial(suspended, account, by=world.section_head, incident=incident)
        move = partial(attribute_incident, incident, by=world.section_head, at=AT, seen=incident.fingerprint())
        calls: list[Callable[[], Any]] = [stop, partial(move, account=other, reason="別の口座でした。")]
        outcomes = together(calls)
        stopped = again(account).state == "suspended"
        assert kinds(outcomes) == ({"Account": 1, "Conflict": 1} if stopped else {"Conflict": 1, "Incident": 1})
        now = again(incident)
        assert (now.account == account, now.suspended_at is not None) == (stopped, stopped)
    assert list(faults()) == []

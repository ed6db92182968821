"""Many people at the same moment, each on a connection of his own: one decision, one series, one account."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from approvals.actions import (
    acquire_account,
    decide_step,
    edit_request,
    file_filing,
    pull_back_request,
    receive_filings,
    submit_request,
)
from approvals.models import Filing, NumberCounter, Request, Step
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.states import FilingState, RequestState
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from tests.factories import AT, ON, together
from tests.factories.approvals import (
    a_draft,
    a_filing,
    a_request,
    account_of,
    again,
    an_account,
    an_office_world,
    pending_step,
)
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.usefixtures("committed_db")
Act = Callable[[], Any]


def kinds(outcomes: list[object]) -> dict[str, int]:
    """Count what came back by type."""
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}


def test_fifty_submissions_at_once_leave_no_gap_and_no_double() -> None:
    world = an_office_world()
    drafts = [a_draft(world) for _ in range(50)]
    outcomes = together([partial(submit_request, draft, by=world.staff, at=AT) for draft in drafts])
    assert kinds(list(outcomes)) == {"Request": 50}
    numbers = set(Request.objects.values_list("document_number", flat=True))
    assert numbers == {f"8{world.department.symbol}第{n}号" for n in range(1, 51)}
    assert NumberCounter.objects.get().last == 50
    assert list(faults()) == []


def test_submissions_and_refusals_at_once_leave_no_gap() -> None:
    world = an_office_world()
    drafts = [a_draft(world, handle=f"iwaki_{n}" if n % 2 else "iwaki_same") for n in range(20)]
    outcomes = together([partial(submit_request, draft, by=world.staff, at=AT) for draft in drafts])
    assert kinds(list(outcomes)) == {"Denied": 9, "Request": 11}
    numbers = set(Request.objects.exclude(document_number="").values_list("document_number", flat=True))
    assert numbers == {f"8{world.department.symbol}第{n}号" for n in range(1, 12)}


def test_one_request_submitted_many_times_at_once_is_submitted_once() -> None:
    world = an_office_world()
    draft = a_draft(world)
    outcomes = together([partial(submit_request, draft, by=world.staff, at=AT)] * 12)
    assert kinds(list(outcomes)) == {"Conflict": 11, "Request": 1}
    assert (Request.objects.get().round, Step.objects.count(), Account.objects.count()) == (1, 3, 1)
    assert NumberCounter.objects.get().last == 1


def test_thirty_decisions_on_one_step_and_one_takes_effect() -> None:
    world = an_office_world()
    request = a_request(world=world, decided=1)
    step = pending_step(request)
    seen = step.fingerprint()
    decide = partial(decide_step, step, by=world.department_head, at=AT, seen=seen, opinion="理由")
    outcomes = together([partial(decide, move) for move in (PERMIT, DENY, RETURN) * 10])
    assert kinds(list(outcomes)) == {"Conflict": 29, "Step": 1}
    decided = again(step)
    assert Event.objects.filter(stream=step.stream, number=decided.version).count() == 1
    assert [type(o) for o in outcomes if not isinstance(o, Step)] == [Conflict] * 29
    assert Obligation.objects.filter(about=step.stream, state="fulfilled").count() == 1
    assert list(faults()) == []


def test_decision_against_pull_back_has_a_serial_order() -> None:
    world = an_office_world()
    for _ in range(6):
        request = a_request(world=world)
        step = pending_step(request)
        decide = partial(decide_step, step, CONSENT, by=world.section_head, at=AT, seen=step.fingerprint())
        acts: list[Act] = [decide, partial(pull_back_request, request, by=world.staff, at=AT)]
        decided, pulled = together(acts)
        assert isinstance(pulled, Request)
        first_state = "consented" if isinstance(decided, Step) else "lapsed"
        assert isinstance(decided, Step | Conflict)
        states = [row.state for row in request.steps.of_round(1)]
        assert (again(request).state, states) == ("draft", [first_state, "lapsed", "lapsed"])
    assert Obligation.objects.open().count() == 0
    assert list(faults()) == []


def test_last_permission_against_pull_back_has_one_winner() -> None:
    world = an_office_world()
    for _ in range(6):
        request = a_request(world=world, decided=2)
        step = pending_step(request)
        decide = partial(decide_step, step, PERMIT, by=world.policy_director, at=AT, seen=step.fingerprint())
        acts: list[Act] = [decide, partial(pull_back_request, request, by=world.staff, at=AT)]
        outcomes = together(acts)
        won = [type(outcome).__name__ for outcome in outcomes if not isinstance(outcome, Conflict)]
        assert len(won) == 1
        ends = {"Step": ("approved", "authorised"), "Request": ("draft", "planned")}
        assert (again(request).state, account_of(request).state) == ends[won[0]]
    assert list(faults()) == []


def test_edit_against_submission_keeps_what_was_submitted() -> None:
    world = an_office_world()
    draft = a_draft(world)
    outcomes = together(
        [
            partial(submit_request, draft, by=world.staff, at=AT, seen=draft.fingerprint()),
            *(partial(edit_request, draft, by=world.second_staff, at=AT, reason=f"理由{n}") for n in range(8)),
        ]
    )
    request = again(draft)
    if isinstance(outcomes[0], Conflict):
        assert request.state == RequestState.DRAFT
    else:
        assert (request.state, request.reason) == (RequestState.SUBMITTED, draft.reason)
        assert {type(outcome) for outcome in outcomes[1:]} == {Denied}
        assert request.revisions.get().digest == request.digest


def test_two_sections_take_one_handle_and_one_is_refused() -> None:
    drafts = [(world, a_draft(world, handle="@iwaki")) for world in (an_office_world(), an_office_world())]
    outcomes = together([partial(submit_request, draft, by=world.staff, at=AT) for world, draft in drafts])
    assert kinds(list(outcomes)) == {"Denied": 1, "Request": 1}


def test_two_accounts_take_one_address_and_one_is_refused() -> None:
    platform = a_platform()
    worlds = [an_office_world(), an_office_world()]
    accounts = [account_of(a_request(RequestState.APPROVED, world=world, handle="")) for world in worlds]
    facts: dict[str, Any] = {
        "url": f"https://{platform.hosts[0]}/iwaki",
        "handle": "",
        "name": accounts[0].name,
        "acquired_on": ON,
    }
    outcomes = together(
        [
            partial(acquire_account, account, by=world.staff, at=AT, **facts)
            for world, account in zip(worlds, accounts, strict=True)
        ]
    )
    assert kinds(list(outcomes)) == {"Account": 1, "Denied": 1}


def test_filing_and_receiving_many_times_at_once_happen_once() -> None:
    world = an_office_world()
    filing = a_filing(FilingState.DUE, world=world)
    outcomes = together([partial(file_filing, filing, by=world.staff, at=AT)] * 8)
    assert kinds(list(outcomes)) == {"Conflict": 7, "Filing": 1}
    counts = together([partial(receive_filings, [filing], by=world.general_affairs_director, at=AT)] * 8)
    assert sorted(count for count in counts if isinstance(count, int)) == [0] * 7 + [1]
    assert (Filing.objects.get().state, NumberCounter.objects.get().last) == ("received", 2)


def test_receiving_overlapping_piles_at_once_receives_each_once() -> None:
    world = an_office_world()
    filings = [a_filing(world=world) for _ in range(4)]
    piles = [filings, filings[::-1], filings[1:], filings[:3]]
    counts = together([partial(receive_filings, pile, by=world.general_affairs_director, at=AT) for pile in piles])
    assert sum(count for count in counts if isinstance(count, int)) == 4
    assert [filing.state for filing in Filing.objects.all()] == ["received"] * 4


def test_the_ways_of_two_requests_do_not_block_each_other() -> None:
    a_platform()
    worlds = [an_office_world() for _ in range(4)]
    accounts = together([partial(an_account, world=world) for world in worlds])
    assert [type(account) for account in accounts] == [Account] * 4
    assert list(faults()) == []

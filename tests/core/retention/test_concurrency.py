"""Several people at the same moment: one disposal, never of what another has just held or listed."""

from collections.abc import Callable
from functools import partial

import pytest

from core.audit.verifier import faults
from core.lifecycle.errors import Denied
from core.retention.actions import carry_out_disposal, list_disposal
from core.retention.models import Disposal, DisposalItem, Hold
from core.retention.states import DisposalState
from tests.factories import AT, together
from tests.factories.approvals import again
from tests.factories.retention import (
    BASIS,
    METHOD,
    a_disposal,
    a_hold,
    an_old_request,
    an_old_world,
    seen,
    the_officer,
)

pytestmark = pytest.mark.usefixtures("committed_db")


def test_one_of_several_who_carry_out_does() -> None:
    world = an_old_world()
    disposal = a_disposal(DisposalState.PERMITTED, world=world)
    sight = disposal.fingerprint()
    call = partial(carry_out_disposal, disposal, by=the_officer(world), at=AT, seen=sight, how=METHOD)
    answers = together([call] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Conflict", "Conflict", "Disposal"]
    assert (again(disposal).state, list(faults())) == ("carried_out", [])


def test_one_matter_is_listed_once() -> None:
    world = an_old_world()
    sight = seen(an_old_request(world=world))
    answers = together([partial(list_disposal, sight, by=the_officer(world), at=AT, basis=BASIS)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Conflict", "Conflict", "Disposal"]
    assert (Disposal.objects.count(), DisposalItem.objects.count()) == (1, 1)


def test_hold_and_disposal_at_once_end_as_one_after_the_other() -> None:
    world = an_old_world()
    request = an_old_request(world=world, reason="残るか消えるか")
    disposal = a_disposal(DisposalState.PERMITTED, request, world=world)
    carry = partial(carry_out_disposal, disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)
    calls: list[Callable[[], Disposal | Hold]] = [carry, partial(a_hold, request, world)]
    answers = together(calls)
    held, kept = Hold.objects.exists(), again(request).reason == "残るか消えるか"
    assert held == kept
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Denied]

"""What may be disposed of on a day, and what never."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from approvals.moves.decision import DENY
from approvals.states import RequestState
from core.deadlines.models import Obligation
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import ProofNeeded
from core.lifecycle.proof import proved
from core.periods.clock import JAPAN
from core.retention.actions import lift_hold
from core.retention.matters import due_matters
from core.retention.states import DisposalState
from tests.factories import AT, ON, a_version
from tests.factories.approvals import a_request, a_review, an_account, decide
from tests.factories.retention import LONG_AGO, a_disposal, a_hold, an_old_request, an_old_world, the_officer

pytestmark = pytest.mark.django_db

FIVE_YEARS_OVER, TEN_YEARS_OVER = date(2020, 4, 1), date(2025, 4, 1)


def due(on: date = ON) -> list[str]:
    """Return the first records of what is due on a day."""
    return [matter.stream for matter in due_matters(on)]


def test_denied_request_is_due_the_day_after_its_period() -> None:
    request = an_old_request()
    assert (due(FIVE_YEARS_OVER - timedelta(days=1)), due(FIVE_YEARS_OVER)) == ([], [request.stream])


@pytest.mark.parametrize(("day", "over"), [(31, FIVE_YEARS_OVER), (1, FIVE_YEARS_OVER.replace(year=2021))])
def test_fiscal_year_of_the_conclusion_decides(day: int, over: date) -> None:
    """31 March 2015 at 23:59 Japan time belongs to fiscal 2014; 1 April at 0:00 to fiscal 2015, in UTC the same day."""
    when = datetime(2015, 3, 31, 23, 59, tzinfo=JAPAN) if day == 31 else datetime(2015, 4, 1, 0, 0, tzinfo=JAPAN)
    request = an_old_request(when=when)
    assert (due(over - timedelta(days=1)), due(over)) == ([], [request.stream])


def test_withdrawn_request_counts_from_its_withdrawal_though_no_column_says_when() -> None:
    request = an_old_request(RequestState.WITHDRAWN)
    assert [(m.stream, m.concluded_on) for m in due_matters(FIVE_YEARS_OVER)] == [(request.stream, LONG_AGO.date())]


def test_permitted_request_counts_ten_years_from_the_end_of_its_account() -> None:
    request = an_old_request(RequestState.APPROVED)
    assert (due(TEN_YEARS_OVER - timedelta(days=1)), due(TEN_YEARS_OVER)) == ([], [request.stream])


def test_nothing_of_a_living_account_is_ever_due() -> None:
    an_account(world=an_old_world(), when=LONG_AGO)
    assert due(date(2190, 4, 1)) == []


@pytest.mark.parametrize("state", [RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED])
def test_request_under_way_is_never_due(state: RequestState) -> None:
    a_request(state, world=an_old_world(), when=LONG_AGO)
    assert due(date(2190, 4, 1)) == []


def test_matter_under_a_hold_is_not_due_until_it_is_lifted() -> None:
    world = an_old_world()
    request = an_old_request(world=world)
    hold = a_hold(request, world)
    assert due() == []
    lift_hold(hold, by=the_officer(world), at=AT, reason="監査が終わったため")
    assert due() == [request.stream]


def test_lifting_a_hold_asks_who_is_at_the_screen() -> None:
    world = an_old_world()
    hold = a_hold(an_old_request(world=world), world)
    with proved(AT - timedelta(minutes=31)), pytest.raises(ProofNeeded):
        lift_hold(hold, by=the_officer(world), at=AT, reason="監査が終わったため")
    assert due() == []


def test_matter_listed_in_a_disposal_is_not_due_again_until_that_is_given_up() -> None:
    world = an_old_world()
    request = an_old_request(world=world)
    a_disposal(DisposalState.REQUESTED, request, world=world)
    assert due() == []


@pytest.mark.parametrize("end", [DisposalState.DECLINED, DisposalState.WITHDRAWN])
def test_matter_of_a_disposal_given_up_is_due_again(end: DisposalState) -> None:
    world = an_old_world()
    request = an_old_request(world=world)
    a_disposal(end, request, world=world)
    assert due() == [request.stream]


def test_disposed_matter_is_never_due_again() -> None:
    a_disposal(DisposalState.CARRIED_OUT)
    assert due(date(2190, 4, 1)) == []


def test_matter_about_which_something_waits_is_not_due() -> None:
    """A later review that nobody made: the principal still owes it."""
    world = an_old_world()
    request = a_review(world=world, when=LONG_AGO).step.request
    decide(request, DENY, world.department_head, opinion="続けられません。", when=LONG_AGO)
    assert list(Obligation.objects.open().values_list("rule", flat=True)) == ["approvals.later_review"]
    assert due() == []


def test_longer_period_of_today_counts_for_old_matters() -> None:
    a_version(date(2014, 4, 1), settings={"keep_unpermitted_years": 5}, at=LONG_AGO)
    request = an_old_request()
    a_version(date(2016, 4, 1), settings={"keep_unpermitted_years": 10}, at=LONG_AGO)
    assert (due(FIVE_YEARS_OVER), due(TEN_YEARS_OVER)) == ([], [request.stream])


def test_shorter_period_of_today_does_not_reach_back() -> None:
    a_version(date(2014, 4, 1), settings={"keep_unpermitted_years": 10}, at=LONG_AGO)
    request = an_old_request()
    a_version(date(2016, 4, 1), settings={"keep_unpermitted_years": 1}, at=LONG_AGO)
    assert (due(FIVE_YEARS_OVER), due(TEN_YEARS_OVER)) == ([], [request.stream])


def test_matters_kept_longer_hide_none_that_is_due() -> None:
    a_version(date(2014, 4, 1), settings={"keep_unpermitted_years": 10}, at=LONG_AGO)
    world = an_old_world()
    for _ in range(3):
        an_old_request(world=world)
    a_version(date(2016, 4, 1), settings={"keep_unpermitted_years": 1}, at=LONG_AGO)
    late = an_old_request(world=world, when=LONG_AGO.replace(year=2017))
    assert [matter.stream for matter in due_matters(FIVE_YEARS_OVER, most=1)] == [late.stream]


def test_what_hangs_together_is_one_matter() -> None:
    request = an_old_request(files=[b"%PDF-1.4 a"])
    [matter] = due_matters(ON)
    kinds = [type(member)._meta.label_lower for member in matter.members]
    assert kinds == [
        "approvals.request",
        "approvals.revision",
        *["approvals.step"] * 3,
        "approvals.attachment",
        "accounts.account",
        "policies.mediapolicy",
        *["deadlines.obligation"] * 2,
    ]
    assert Account.objects.get(requests=request).stream in {member.stream for member in matter.members}


def test_change_of_any_record_of_a_matter_changes_what_was_seen() -> None:
    an_old_request()
    [before] = due_matters(ON)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(before.members[-1], note="後から書き足した")
    assert due_matters(ON)[0].digest != before.digest


def test_queries_do_not_grow_with_the_matters() -> None:
    world = an_old_world()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            an_old_request(world=world)
        with CaptureQueriesContext(connection) as found:
            due_matters(ON)
        counts.append(len(found))
    assert counts[0] == counts[1]

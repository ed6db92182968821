"""Fifty submissions at one moment leave no gap and no double in the document numbers, whatever fails between them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import submit_request
from approvals.models import NumberCounter, Request
from core.audit.verifier import faults
from core.periods.clock import japan_date, now
from core.periods.fiscal import fiscal_era_year
from tests.drills.copies import records_of
from tests.factories import at_nine, together
from tests.factories.approvals import OfficeWorld, a_draft, an_office_world
from tests.factories.drafts import a_platform
from tests.services import drills
from tests.services.live import LiveCopy
from tests.services.visitor import Answer, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.slow]
PATIENCE_SECONDS = 120
GOOD, ALIKE, STALE, INCOMPLETE = 17, 4, 2, 2
"""Drafts of each department: complete ones, some of one handle, some changed since they were seen, some not ready."""
TAKEN = GOOD + 1


@pytest.fixture
def live(live_app: LiveCopy, django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveCopy]:
    """Return the running copy, its database within reach of the factories."""
    with django_db_blocker.unblock(), records_of(live_app):
        yield live_app


def drafts_of(world: OfficeWorld) -> list[tuple[Request, str]]:
    """Return the drafts of a department, each with what its submission names as seen."""
    draft = partial(a_draft, world, when=now())
    good = [draft() for _ in range(GOOD)]
    alike = [draft(handle=f"same{world.section.pk}") for _ in range(ALIKE)]
    stale = [(draft(), "0" * 64) for _ in range(STALE)]
    incomplete = [draft(purpose="") for _ in range(INCOMPLETE)]
    return [*((one, one.fingerprint()) for one in good + alike + incomplete), *stale]


def submit(visitor: Visitor, draft: Request, seen: str) -> Answer:
    """Press the button of the last page of a draft."""
    return visitor.send(reverse("approvals:request_submit", args=[draft.pk]), seen=seen)


def numbers_of(world: OfficeWorld) -> list[str]:
    """Return the document numbers of a section, as often as they were given."""
    found = Request.objects.filter(section=world.section).exclude(document_number="")
    return sorted(found.values_list("document_number", flat=True))


def series(world: OfficeWorld, on: date, count: int) -> list[str]:
    """Return the first numbers of a department in a fiscal year."""
    return sorted(f"{fiscal_era_year(on)}{world.department.symbol}第{number}号" for number in range(1, count + 1))


def test_fifty_submissions_at_once_through_the_server(live: LiveCopy, report: drills.Report) -> None:
    at = now()
    worlds = [an_office_world(at, since=japan_date(at) - timedelta(days=365)) for _ in range(2)]
    calls = []
    for world in worlds:
        visitor = Visitor(live.port, patience=PATIENCE_SECONDS)
        assert world.staff.person is not None
        assert visitor.enter(world.staff.person.pk)
        calls += [partial(submit, visitor.again(), draft, seen) for draft, seen in drafts_of(world)]
    answers = together(calls)
    kinds = Counter(one.status if isinstance(one, Answer) else type(one).__name__ for one in answers)
    refused = kinds.pop(403, 0) + kinds.pop(200, 0)  # a handle that is taken shows in the form or in the act
    assert (refused, kinds) == (2 * (ALIKE - 1 + INCOMPLETE), {302: 2 * TAKEN, 409: 2 * STALE})
    assert [numbers_of(world) for world in worlds] == [series(world, japan_date(at), TAKEN) for world in worlds]
    assert list(faults()) == []
    outcome = f"{TAKEN} numbers in each of two departments, no gap, none twice; refused ones took none"
    report("races", "submissions at one moment, real server", tried=len(calls), outcome=outcome)


@pytest.mark.usefixtures("committed_db")
def test_submissions_at_once_around_the_turn_of_the_fiscal_year(report: drills.Report) -> None:
    midnight = at_nine(date(2027, 4, 1)) - timedelta(hours=9)
    world, each = an_office_world(), drills.size(12, 50)
    a_platform()
    later: dict[str, Any] = {"planned_start": date(2027, 6, 1)}
    drafts = [a_draft(world, purpose="" if n % 5 == 4 else "知らせるため", **later) for n in range(2 * each)]
    moments = [midnight - timedelta(seconds=1), midnight]
    outcomes = together(
        [partial(submit_request, draft, by=world.staff, at=moments[n % 2]) for n, draft in enumerate(drafts)]
    )
    done = [sum(isinstance(one, Request) for one in outcomes[start::2]) for start in (0, 1)]
    assert Counter(type(one).__name__ for one in outcomes) == {"Request": sum(done), "Denied": 2 * each - sum(done)}
    old, new = (series(world, japan_date(at), count) for at, count in zip(moments, done, strict=True))
    assert numbers_of(world) == sorted(old + new)
    assert sorted(NumberCounter.objects.values_list("fiscal_year", "last")) == [(2026, done[0]), (2027, done[1])]
    report(
        "races",
        "submissions at once around 1 April",
        tried=2 * each,
        outcome="both years gapless, refused ones took no number",
    )

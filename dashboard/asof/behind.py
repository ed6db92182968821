"""The decisions that accounts stood on at the end of a day, as the trail tells them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from approvals.models import Step
from approvals.states import RequestState, StepKind
from core.gathering import Found, Part
from core.lifecycle.decisions import Decision, decisions_on
from core.lifecycle.subjects import parts_of, told_of
from core.records import Subject
from dashboard.asof.city import City


@dataclass(frozen=True)
class Paper:
    """One permitted request with the decisions of the round that permitted it, in their order."""

    subject: Subject
    decisions: tuple[Decision, ...]


def papers_parts(accounts: list[int], city: City) -> dict[str, Part]:
    """Return the parts that read the steps by which requests behind some accounts were permitted."""
    permitted = Step.objects.filter(
        request__account__in=accounts,
        request__state=RequestState.APPROVED,
        request__decided_at__lt=city.until,
        round=F("request__round"),
    )
    return parts_of(permitted.exclude(kind=StepKind.CIRCULATE))


def papers_behind(found: Found, city: City) -> defaultdict[int, list[Paper]]:
    """Return the permitted requests by account, with who decided what; one query beside `papers_parts`."""
    steps: dict[str, Any] = {step.stream: step for step in told_of(Step, found)}
    by_request: defaultdict[tuple[int, int], list[Decision]] = defaultdict(list)
    for decision in decisions_on({stream: step.subject() for stream, step in steps.items()}, city.until):
        request = steps[decision.event.stream].request
        by_request[request.account_id, request.pk].append(decision)
    papers: defaultdict[int, list[Paper]] = defaultdict(list)
    for (account, _), decisions in sorted(by_request.items()):
        papers[account].append(Paper(decisions[0].subject, tuple(decisions)))
    return papers

"""The decisions that accounts stood on at the end of a day, as the trail tells them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from approvals.models import Step
from approvals.states import RequestState, StepKind
from core.lifecycle.decisions import Decision, decision_events, read_decisions
from core.records import Subject
from dashboard.asof.city import City


@dataclass(frozen=True)
class Paper:
    """One permitted request with the decisions of the round that permitted it, in their order."""

    subject: Subject
    decisions: tuple[Decision, ...]


def papers_behind(accounts: Iterable[int], city: City) -> defaultdict[int, list[Paper]]:
    """Return the permitted requests behind some accounts, with who decided what; constant queries."""
    steps = _steps(accounts, city)
    by_request: defaultdict[tuple[int, int], list[Decision]] = defaultdict(list)
    events = decision_events().filter(stream__in=list(steps), at__lt=city.until)
    related = ("person", "on_behalf_of", "unit", "facts")
    for decision in read_decisions(list(events.select_related(*related).order_by("at", "pk"))):
        by_request[steps[decision.event.stream]].append(decision)
    found: defaultdict[int, list[Paper]] = defaultdict(list)
    for (account, _), decisions in sorted(by_request.items()):
        found[account].append(Paper(decisions[0].subject, tuple(decisions)))
    return found


def _steps(accounts: Iterable[int], city: City) -> dict[str, tuple[int, int]]:
    """Map the streams of the steps that permitted to account and request."""
    permitted = Step.objects.filter(
        request__account__in=list(accounts),
        request__state=RequestState.APPROVED,
        request__decided_at__lt=city.until,
        round=F("request__round"),
    ).exclude(kind=StepKind.CIRCULATE)
    label = Step._meta.label_lower
    rows = permitted.values_list("pk", "request__account", "request")
    return {f"{label}:{pk}": (account, request) for pk, account, request in rows}

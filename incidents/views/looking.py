"""Looking back: the report of one incident on paper, and the numbers of a year (第7)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.audit.history import last_code
from core.lifecycle.views import Crumbs
from incidents.chronicle import course as course_of
from incidents.presentation import bearer_words, closure_facts, facts_of
from incidents.queries import Belongings
from incidents.statistics import lines_of, years_until
from incidents.views.shared import LIST, IncidentMixin, WithClosuresMixin


class IncidentSheet(WithClosuresMixin):
    """One incident on paper, for whom its page exists; a look at a leak is recorded."""

    title = "問題の報告書"
    template_name = "incidents/incident_sheet.html"
    looked_at = "報告書"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the sheet."""
        self.record = incident = self.one(pk)
        own = Belongings.of(incident, self.given())
        seen: Any = incident
        closure = incident.closure if seen.opens_closure else None
        return self.page(
            heading=incident.heading,
            facts=[*facts_of(incident), *closure_facts(closure)],
            tasks=[(task, bearer_words(task)) for task in own.tasks],
            statements=own.statements,
            evidence=own.evidence,
            course=course_of(incident, own, opens=self.opens)[::-1],
            code=last_code(incident),
            printed_by=self.actor.name,
        )


class Statistics(IncidentMixin):
    """The problems of a fiscal year by kind, with the middle times, of those the person may see."""

    title = "問題の統計"
    template_name = "incidents/statistics.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one year."""
        years = years_until(self.on)
        asked = request.GET.get("year", "")
        year = next((one for one in years if str(one) == asked), years[0])
        links = [{"label": f"{one}年度", "url": f"?year={one}", "current": one == year} for one in years[:5]]
        return self.page(lines=lines_of(self.visible(), year), segments=links, year=year)

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

"""The registry: the list with its filters."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from accounts.forms import RegistrySearch
from accounts.offers import Offers, dormant_words, offered
from accounts.permissions import Sight
from accounts.presentation import drafting_url, import_url, rows_of
from accounts.search import ORDERS, listed_page
from accounts.table import table_rows
from accounts.views.filters import query_of
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.staff.models import Person
from core.ui.links import link


class Registry(ActingMixin):
    """The accounts the actor may see, fifty a page."""

    title = "アカウント台帳"
    template_name = "accounts/registry.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of what the filters leave."""
        offers = Offers.to(self.actor.person, self.on)
        search = registry_search(request.GET, self.on, offers)
        wanted = search.wanted()
        shown = listed_page(sight_of(request), offers.asked(wanted), self.on, request.GET.get("cursor"))
        rows = rows_of(shown.rows, self.on)
        order = wanted.get("order", "")
        return self.page(
            search=search,
            shown=shown,
            rows=rows,
            table=table_rows(rows, self.on),
            active=active_filters(search, wanted),
            order_label=next(known.label for known in ORDERS if known.slug == order),
            saved=offers.saved,
            query=query_of(wanted),
            dormant_note=dormant_words(offers.months) if wanted.get("dormant") else "",
            draft_url=drafting_url(self.actor),
            import_url=import_url(self.actor),
        )


def sight_of(request: HttpRequest) -> Sight | None:
    """Return what the person of a request sees of the registry."""
    acting = acting_request(request)
    return Sight.of(cast("Person", request.user), acting.on, acting.capacities)


def registry_search(given: Any, on: date, offers: Offers) -> RegistrySearch:
    """Return words and filters of the list as an address gives them; the export takes the same."""
    return RegistrySearch.of(given, offered(on, offers.services, given))


def active_filters(search: RegistrySearch, wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each active filter as words, with the address of the list without it."""
    named = [name for name in wanted if name != "order"]
    return [(search.words_of(name), _without(wanted, name)) for name in named]


def _without(wanted: dict[str, Any], name: str) -> str:
    kept = {key: value for key, value in wanted.items() if key != name}
    return f"{link('accounts:registry')}{'?' if kept else ''}{query_of(kept)}"

"""The registry: the list with its filters, and one account with everything about it."""

from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.chronicle import chronicle
from accounts.dossier import Acts, last_password_change, open_duties, papers_of, people_with_access, story_of
from accounts.forms import RegistryForm
from accounts.models import Account
from accounts.offers import Offers, dormant_words, offered
from accounts.permissions import Sight, visible_to
from accounts.presentation import drafting_url, import_url, rows_of, trail_url
from accounts.search import ORDERS, listed_page
from accounts.table import table_rows
from accounts.views.filters import query_of
from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin, Crumbs, VisibleMixin
from core.retention.pages import disposed_page
from core.staff.authority import current_unit
from core.staff.models import Person
from core.staff.offices import Office


def accounts_for(actor: Actor, on: date) -> QuerySet[Account]:
    """Return the accounts that exist for an actor, each once, with what the pages read."""
    if actor.person is None:
        return Account.objects.none()
    return visible_to(actor.person, on).select_related("platform", "section__parent__parent")


class Registry(ActingMixin):
    """The accounts the actor may see, fifty a page."""

    title = "アカウント台帳"
    template_name = "accounts/registry.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of what the filters leave."""
        offers = Offers.to(self.actor.person, self.on)
        form = registry_form(request.GET, self.on, offers)
        wanted = form.wanted()
        shown = listed_page(sight_of(request), offers.asked(wanted), self.on, request.GET.get("cursor"))
        rows = rows_of(shown.rows, self.on)
        order = wanted.get("order", "")
        return self.page(
            form=form,
            shown=shown,
            rows=rows,
            table=table_rows(rows, self.on),
            active=active_filters(form, wanted),
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


def registry_form(given: Any, on: date, offers: Offers) -> RegistryForm:
    """Return the filters of the list as an address gives them; the export takes the same."""
    return RegistryForm(given, offered=offered(on, offers.services, given))


def active_filters(form: RegistryForm, wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each active filter as words, with the address of the list without it."""
    named = [name for name in wanted if name != "order"]
    return [(form.words_of(name), _without(wanted, name)) for name in named]


def _without(wanted: dict[str, Any], name: str) -> str:
    kept = {key: value for key, value in wanted.items() if key != name}
    return f"{reverse('accounts:registry')}{'?' if kept else ''}{query_of(kept)}"


class AccountDetail(VisibleMixin):
    """One account: data, duties, people, papers, policy, history."""

    template_name = "accounts/account_detail.html"
    visible_to = staticmethod(accounts_for)
    account: Account

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a visible account; of one that is disposed of what is left."""
        self.account = self.get_object()
        if self.account.disposed_on is not None:
            return disposed_page(self, self.account, self.account.disposed_on, chronicle([self.account.stream]))
        papers = papers_of(self.account, self.actor, self.on)
        section, kept = self.account.section, acting_request(request).capacities
        heads = ((Office.SECTION_HEAD, section), (Office.DEPARTMENT_HEAD, section))
        duties, held = open_duties(self.account, self.actor, kept, self.on, heads)
        people = people_with_access(self.account, self.actor, self.on)
        return self.page(
            account=self.account,
            trail_url=trail_url(self.account.stream, self.actor),
            url_is_plain=self.account.url.startswith(("https://", "http://")),
            section=current_unit(section, self.on),
            duties=duties,
            mine=[duty for duty in duties if duty.url],
            people=people,
            acts=Acts.of(self.account, self.actor, self.on),
            password_change=last_password_change(self.account),
            password_count=sum(access.operator.handles_password for access in people),
            papers=papers,
            policy=self._policy(papers.requests),
            history=story_of(self.account, papers),
            managers=held.of(*heads[0]),
            manager_words=held.words(*heads[0]),
            officer_words=held.words(*heads[1]),
        )

    def _policy(self, requests: list[Any]) -> Any:
        """Return the policy in force, and to readers of the request before there is one also what is under way."""
        related: Any = self.account
        policies = related.policies.in_force_first()
        return policies.first() if requests else policies.settled().first()

    def get_title(self) -> str:
        """Return the account's name."""
        return self.account.name

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [("アカウント台帳", reverse("accounts:registry"))]

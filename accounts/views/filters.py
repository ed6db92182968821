"""The saved filters of a person: keeping the one on screen, renaming and ending one."""

from datetime import date
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from accounts.forms import RegistrySearch, SavedFilterForm
from accounts.offers import Offers, offered
from accounts.saved import LONGEST_QUERY, SavedFilter
from core.lifecycle.act import create, edit
from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.lifecycle.views import CreateView, Crumbs, EditView, RecordFormView
from core.records import Record


def own_filters(actor: Actor, on: date) -> QuerySet[SavedFilter]:
    """Return the filters that exist for an actor: his or her own."""
    return SavedFilter.objects.of(actor.person) if actor.person else SavedFilter.objects.none()


def query_of(wanted: dict[str, Any]) -> str:
    """Return understood filters as a query string, in the order of the form."""
    return urlencode({name: "on" if value is True else value for name, value in wanted.items()})


class FilterPage:
    """What the pages about saved filters share."""

    visible_to: ClassVar[Any] = staticmethod(own_filters)

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [("アカウント台帳", reverse("accounts:registry"))]


class FilterSave(FilterPage, CreateView):
    """Keep the filters of the list under a name; they stand in the address of the page."""

    title = "絞り込みを保存する"
    form_class = SavedFilterForm
    template_name = "accounts/filter_form.html"
    done_message = "絞り込みを保存しました。"
    wanted: dict[str, Any]
    filters: RegistrySearch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Understand the filters; without any there is nothing to keep."""
        if acting_request(request).actor is not None and hasattr(self, str(request.method).lower()):
            self.filters = self._filters(request)
            self.wanted = self.filters.wanted()
            if not self.wanted or len(query_of(self.wanted)) > LONGEST_QUERY:
                return HttpResponseRedirect(reverse("accounts:registry"))
        return super().dispatch(request, *args, **kwargs)

    def _filters(self, request: HttpRequest) -> RegistrySearch:
        on, services = acting_request(request).on, Offers.to(None, acting_request(request).on).services
        return RegistrySearch.of(request.GET, offered(on, services, request.GET))

    def act(self, form: Any) -> Record:
        """Keep the filters."""
        values = {"person": self.actor.person, "query": query_of(self.wanted), **form.cleaned_data}
        return create(SavedFilter, by=self.actor, at=self.at, **values)

    def success_url(self, done: Any) -> str:
        """Go on at the list, filtered."""
        return cast("SavedFilter", done).url

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the filters."""
        words = [self.filters.words_of(name) for name in self.wanted]
        return super().context(**{"words": words, **more})


class FilterEdit(FilterPage, EditView):
    """Rename a filter of one's own; its link is shown to be handed on."""

    form_class = SavedFilterForm
    template_name = "accounts/filter_form.html"
    done_message = "絞り込みの名前を直しました。"

    def get_title(self) -> str:
        """Return the filter's name."""
        return str(self.record.name)

    def make_form(self) -> SavedFilterForm:
        """Return the form."""
        return SavedFilterForm(**self.form_arguments())

    def success_url(self, done: Any) -> str:
        """Go on at the list, filtered."""
        return cast("SavedFilter", done).url

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the address to hand on."""
        return super().context(**{"link": self.request.build_absolute_uri(self.record.url), **more})


class FilterEnd(FilterPage, RecordFormView):
    """Take a filter of one's own off the page."""

    title = "保存した絞り込みを外す"
    submit_label = "外す"
    done_message = "保存した絞り込みを外しました。"
    template_name = "accounts/filter_end.html"

    def act(self, form: Any) -> Record:
        """End the filter by today's date."""
        record: Record = self.record
        return edit(record, by=self.actor, at=self.at, seen=self.seen(), ended_on=self.on)

    def success_url(self, done: Any) -> str:
        """Go on at the list."""
        return reverse("accounts:registry")

"""Pages that exist for another of the person's offices: a way to switch instead of "not found"."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from core.lifecycle.actor import Actor
from core.lifecycle.masters import MasterCreate, MasterEdit, MasterList
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.staff.authority import Capacity
from core.staff.models import Person


class SwitchingMixin(ActingMixin):
    """Offer the switch on a GET; whoever has no office for the page gets the same 404 as for nothing at all."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as usual, and where the page is missing look through the other offices."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            switches = self._switches() if request.method == "GET" else []
            if not switches:
                raise
            return render(request, "people/switch.html", {"switches": switches, "now": self.actor.label}, status=403)

    def _switches(self) -> list[Capacity]:
        request, actor = acting_request(self.request), self.actor
        try:
            return [c for c in request.capacities if c.key != actor.key and self._exists_for(actor.person, c)]
        finally:
            request.actor = actor

    def _exists_for(self, person: Person | None, capacity: Capacity) -> bool:
        assert person is not None
        acting_request(self.request).actor = Actor.of(person, capacity)
        get_object: Callable[[], Any] | None = getattr(self, "get_object", None)
        try:
            self.allow()
            if get_object is not None:
                get_object()
        except Http404:
            return False
        return True


class SwitchingList(SwitchingMixin, MasterList):
    """A list of master data."""


class SwitchingCreate(SwitchingMixin, MasterCreate):
    """New master data."""


class SwitchingEdit(SwitchingMixin, MasterEdit):
    """One record of master data."""

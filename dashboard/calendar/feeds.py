"""The feed: the owner's page with the secret address, and what the address answers without a session (ADR 0037)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from core.deadlines.feeds import end_feed, feed_of, open_feed, owner_of
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin, Crumbs
from core.memo import remembering
from core.periods.clock import japan_date, now
from core.staff.authority import capacities
from core.staff.models import Person
from core.ui.forms import EARLIEST, LATEST
from core.ui.links import absolute
from dashboard.calendar.asked import PAGE
from dashboard.calendar.ics import tag_of, written
from dashboard.calendar.reading import Wanted, page
from dashboard.calendar.scopes import Scope
from dashboard.calendar.sight import Eyes

OWN_PAGE, FEED_PAGE = "dashboard:calendar_feed_own", "dashboard:calendar_feed"
BELOW, ENDING = "/calendar/feed/", ".ics"
MOST = 300
"""Obligations in the file, those that are due first."""
READING = ("GET", "HEAD")


class FeedOwn(ActingMixin):
    """Whether the reader has a secret address; POST makes a new one, which is shown this once."""

    title = "予定表に取り込む"
    template_name = "dashboard/calendar/feed.html"

    @property
    def person(self) -> Person:
        """Return the person signed in."""
        return cast("Person", self.actor.person)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say since when there is an address."""
        return self.page(feed=feed_of(self.person), address="")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a new address in place of the old one."""
        secret = open_feed(by=self.actor, at=self.at)
        return self.page(feed=feed_of(self.person), address=absolute(reverse(FEED_PAGE, args=[secret])))

    def posted_act(self) -> str:
        """Name the act."""
        return "予定表のアドレスを作る"

    def parents(self) -> Crumbs:
        """Stand below the calendar."""
        return [("期限の暦", reverse(PAGE))]


class FeedEnd(FeedOwn):
    """End the address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it; without one there is nothing to end."""
        acting_request(request).back_url = reverse(OWN_PAGE)
        known = feed_of(self.person)
        if known is not None:
            end_feed(known, by=self.actor, at=self.at)
            messages.success(request, "予定表のアドレスを取りやめました。このアドレスでは、もう読めません。")
        return HttpResponseRedirect(reverse(OWN_PAGE))


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with the owner's dated obligations, or that nothing changed.

    Raises:
        Http404: for a secret that opens nothing (any more).
    """
    if request.method not in READING:
        return HttpResponseNotAllowed(READING)
    with remembering():
        owner = owner_of(secret)
        if owner is None:
            raise Http404
        on = japan_date(now())
        eyes = Eyes(owner, capacities(owner, on), on)
        found = page(eyes, Wanted(Scope.MINE, EARLIEST, LATEST), None, MOST).rows
    tag = tag_of(found)
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    headers = {"ETag": tag, "Content-Disposition": 'inline; filename="deadlines.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(written(found), content_type="text/calendar; charset=utf-8", headers=headers)


Answer = Callable[[HttpRequest], HttpResponse]


class FeedMiddleware:
    """Answer a feed before session and person are read: a calendar program is nobody, and gets no cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not (path.startswith(BELOW) and path.endswith(ENDING)):
            return self.get_response(request)
        request.get_host()  # refuses foreign names, as CommonMiddleware does for all other addresses
        secret = path.removeprefix(BELOW).removesuffix(ENDING)
        try:
            return feed(request, secret)
        except Http404:
            return HttpResponse(b"", status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")

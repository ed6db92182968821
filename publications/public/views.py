"""The public addresses: GET alone, no session, no cookie; each answer says how long it may be kept (ADR 0034)."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.views.generic import View

from core.audit.models import Seal, Unsealed
from core.audit.whole import one_state
from core.lifecycle.cursors import SIZE
from core.memo import remembering
from core.periods.clock import japan_date, now
from core.ui.caching import allow_caching
from publications.public import data, listing, pages, warned
from publications.public.answering import answer_to, services
from publications.public.listing import Listed, Wanted
from publications.public.openapi import description
from publications.public.rows import rows_of
from publications.public.site import SERVED

KEPT_SECONDS = 60
"""So long an answer may be shown without asking again: a warning is out within a minute."""
JSON_SIZE = 200
LONGEST_WHO = 400


class PublicView(View):
    """One public address."""

    http_method_names = ["get", "head", "options"]

    @property
    def on(self) -> date:
        """Return today's Japan date."""
        return japan_date(now())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; what is read of the units is read once."""
        with remembering():
            return super().dispatch(request, *args, **kwargs)

    def text(self, name: str, most: int) -> str:
        """Return one parameter of the address, cut where it is too long."""
        return self.request.GET.get(name, "")[:most]

    def html(self, page: str) -> HttpResponse:
        """Answer with a page that may be kept."""
        return kept(self.request, HttpResponse(page))

    def json(self, content: Mapping[str, Any]) -> HttpResponse:
        """Answer with JSON that may be kept."""
        return kept(self.request, json_answer(content))


def json_answer(content: Mapping[str, Any]) -> HttpResponse:
    """Return JSON that any site may read: there is nothing in it but what is public."""
    answer = HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json")
    open_to_all(answer)
    return answer


def open_to_all(answer: HttpResponseBase) -> None:
    """Let programs of other sites read an answer."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"


def kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give an answer its tag, made of its content, and answer 304 to who has it already."""
    etag = f'"{sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    allow_caching(answer, KEPT_SECONDS)
    found = get_conditional_response(request, etag=etag, response=answer)
    assert found is not None
    if found is not answer:
        allow_caching(found, KEPT_SECONDS)
    return found


class Home(PublicView):
    """The list, the question, the newest warnings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the list; with `who` the answer above it, which nobody keeps."""
        known, wanted = services(), Wanted.of(request.GET)
        cursor, who, where = request.GET.get("cursor"), self.text("who", LONGEST_WHO), self.text("on", 20)
        page = listing.listed(wanted, cursor, self.on)
        more = pages.answered(SERVED, answer_to(who, where)) if who.strip() else {}
        html = pages.home(
            SERVED,
            page,
            wanted,
            list(known.names.items()),
            rows=rows_of(page.entries, SERVED),
            neighbours=pages.neighbours_of(SERVED, page, wanted),
            is_first=page.previous is None and wanted.is_all,
            warnings=warned.newest(SERVED) if wanted.is_all else [],
            where=where,
            **more,
        )
        return HttpResponse(html) if more else self.html(html)


class Entry(PublicView):
    """One account, as a page or as JSON."""

    as_json = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a public account.

        Raises:
            Http404: for every other account, and for none.
        """
        one = listing.entry(pk, self.on)
        if one is None:
            raise Http404
        return self.json(data.account(one)) if self.as_json else self.html(pages.entry(SERVED, one))


class Warnings(PublicView):
    """All warnings, as pages or as JSON."""

    as_json = False

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page."""
        size = JSON_SIZE if self.as_json else SIZE
        found, following = warned.page(request.GET.get("cursor"), SERVED, size)
        if self.as_json:
            return self.json(data.warnings(found, following))
        return self.html(pages.warnings(SERVED, found, f"{SERVED.warnings}?cursor={following}" if following else ""))


class Sections(PublicView):
    """The sections that have accounts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self.html(pages.sections(SERVED, self.on))


class AccountsJson(PublicView):
    """The list for programs, page by page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with one page and the address of the next."""
        wanted = Wanted.of(request.GET)
        page: Listed = listing.listed(wanted, request.GET.get("cursor"), self.on, JSON_SIZE)
        return self.json(data.accounts(page, wanted))


class AccountsCsv(PublicView):
    """The whole list as one file, in constant memory, all of one state of the database.

    It is written to a file of its own first: whoever reads slowly would else hold a transaction open.
    """

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Stream the file; its tag is that of the last act, for its content is not known before it is sent."""
        wanted = Wanted.of(request.GET)
        etag = self._etag(wanted)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            answer: HttpResponseBase = HttpResponseNotModified()
        else:
            answer = FileResponse(
                self._written(wanted),
                as_attachment=True,
                filename="accounts.csv",
                content_type="text/csv; charset=utf-8",
            )
        answer["ETag"] = etag
        open_to_all(answer)
        allow_caching(answer, KEPT_SECONDS)
        return answer

    def _etag(self, wanted: Wanted) -> str:
        """Return a tag that changes with every act and every day, and tells nobody how many there were.

        The newest key would not do: on PostgreSQL an act may commit after another that took its keys later. What no
        seal covers yet only grows until the next seal takes it.
        """
        waiting = Unsealed.objects.aggregate(number=Count("pk"), newest=Max("pk"))
        sealed = Seal.objects.order_by("-number").values_list("number", flat=True).first()
        value = f"{sealed}|{waiting}|{self.on}|{wanted.query}|{settings.CITY_NAME}"
        return f'W/"{salted_hmac("publications.public.csv", value, algorithm="sha256").hexdigest()[:32]}"'

    def _written(self, wanted: Wanted) -> IO[bytes]:
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
        with one_state():
            file.writelines(data.csv_lines(listing.every(wanted, self.on)))
        file.seek(0)
        return file


class Genuine(PublicView):
    """The answer to "is this account genuine?" for programs; nobody keeps it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 400 without a question."""
        who = self.text("who", LONGEST_WHO)
        if not who.strip():
            answer = json_answer({"error": "who is missing"})
            answer.status_code = HTTPStatus.BAD_REQUEST
            return answer
        return json_answer(data.verdict(answer_to(who, self.text("on", 20))))


class Description(PublicView):
    """The OpenAPI description."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with it."""
        return self.json(description())

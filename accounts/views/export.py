"""The list on screen as a file: the same filters, words, order and visibility, all of its pages."""

from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from accounts.export import Line, csv_lines, lines_of, xlsx_file
from accounts.finding import Finding
from accounts.offers import Offers
from accounts.search import narrowed
from accounts.views.registry import registry_search, sight_of
from core.lifecycle.act import acting
from core.lifecycle.views import ActingMixin

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AccountExport(ActingMixin):
    """Hand the list out; that is an act, noted before the first byte, and asks who is at the screen (ADR 0020)."""

    kind: str = ""
    """The file's ending, given to as_view()."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Record who takes which list with how many rows, and send it."""
        offers = Offers.to(self.actor.person, self.on)
        search = registry_search(request.GET, self.on, offers)
        wanted = search.wanted()
        asked = offers.asked(wanted)
        sight = sight_of(request)
        seen = Finding.objects.filter(sight.seen("account")) if sight else Finding.objects.none()
        with acting(by=self.actor, at=self.at) as act:
            act.require_proof()
            act.note(
                "accounts.export",
                "アカウント台帳を書き出した",
                format=self.kind,
                rows=narrowed(seen, asked, self.on).count(),
                filters=[search.words_of(name) for name in wanted],
            )
        answer = self._file(lines_of(sight, asked, self.on))
        answer["Content-Disposition"] = f'attachment; filename="accounts-{self.on.isoformat()}.{self.kind}"'
        return answer

    def _file(self, lines: Iterator[Line]) -> HttpResponseBase:
        if self.kind == "xlsx":
            return FileResponse(xlsx_file(lines, self.at), content_type=EXCEL)
        return StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")

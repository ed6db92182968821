"""Import of the accounts a city has already: file, columns, dry run, one act (ADR 0026). For 総務部長 alone."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from accounts.import_forms import ColumnsForm, ImportFileForm
from accounts.intake.carrying import carry_out
from accounts.intake.checking import plan_of
from accounts.intake.columns import FIELDS, problems_with
from accounts.intake.drafts import choose_columns, forget, keep, kept, source_of
from accounts.intake.plan import Plan
from accounts.intake.reading import Table
from accounts.intake.samples import NAME, TYPES, sample
from accounts.models import ImportDraft
from accounts.permissions import may_register
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.requests import acting_request, posted_text
from core.lifecycle.views import ActingMixin, Crumbs, FormView
from core.staff.models import Person

SHOWN = 200
"""Sound rows a page lists; problems are listed all."""
OVER = "取込みの下書きはありません。2時間が過ぎたか、別のファイルを読み込みました。もう一度ファイルを選んでください。"


class ImportMixin(ActingMixin):
    """A page of the import."""

    title = "アカウントの取込み"

    def allow(self) -> None:
        """Exist for the office that registers.

        Raises:
            Http404: for everybody else.
        """
        if not may_register(self.actor):
            raise Http404

    def parents(self) -> Crumbs:
        """Stand below the registry."""
        return [("アカウント台帳", reverse("accounts:registry"))]

    @property
    def person(self) -> Person:
        """Return who imports."""
        assert self.actor.person is not None
        return self.actor.person


class ImportUpload(ImportMixin, FormView):
    """Choose the file."""

    template_name = "accounts/import.html"
    form_class = ImportFileForm
    submit_label = "読み込む"

    def act(self, form: ImportFileForm) -> ImportDraft:
        """Keep what the file holds until it is imported."""
        return keep(form.table, form.content, form.name, person=self.person, at=self.at)

    def finish(self, done: ImportDraft) -> HttpResponse:
        """Go on with the columns."""
        return HttpResponseRedirect(reverse("accounts:import_columns", args=[done.pk]))

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what the columns are."""
        return super().context(**{"fields": FIELDS, **more})


class DraftMixin(ImportMixin):
    """A page about the file that was read."""

    draft: ImportDraft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back to the file when there is none (any more)."""
        actor = acting_request(request).actor
        if actor is not None and actor.person is not None and may_register(actor):
            found = kept(kwargs["key"], person=actor.person, at=self.at)
            if found is None:
                messages.warning(request, OVER)
                return HttpResponseRedirect(reverse("accounts:import"))
            self.draft = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def table(self) -> Table:
        """Return what the file holds."""
        return Table.of_cells(self.draft.cells)

    def parents(self) -> Crumbs:
        """Stand below the choice of the file."""
        return [*super().parents(), (ImportMixin.title, reverse("accounts:import"))]


class ImportColumns(DraftMixin, FormView):
    """Say which column holds which field."""

    title = "列を決める"
    template_name = "accounts/import_columns.html"
    form_class = ColumnsForm
    submit_label = "内容を確かめる"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the file's columns, those guessed by their header chosen."""
        given = {"header": self.draft.cells[0][1:], "columns": self.draft.columns}
        return super().form_arguments() | given

    def act(self, form: ColumnsForm) -> ImportDraft:
        """Keep the choice."""
        choose_columns(self.draft, form.cleaned_data["columns"])
        return self.draft

    def finish(self, done: ImportDraft) -> HttpResponse:
        """Go on with the dry run."""
        return HttpResponseRedirect(reverse("accounts:import_check", args=[done.pk]))

    def context(self, **more: Any) -> dict[str, Any]:
        """Show the first rows."""
        table = self.table
        return super().context(**{"draft": self.draft, "count": len(table.rows), **more})


class ImportCheck(DraftMixin):
    """Show every problem and what would change; import when there is none."""

    title = "内容を確かめる"
    template_name = "accounts/import_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the dry run, once the columns are chosen."""
        if problems_with(self.draft.columns):
            return HttpResponseRedirect(reverse("accounts:import_columns", args=[self.draft.pk]))
        return self.show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import what was looked at, or show what it is by now."""
        try:
            done = carry_out(
                self.table,
                self.draft.columns,
                by=self.actor,
                at=self.at,
                source=source_of(self.draft),
                seen=posted_text(request, "seen"),
            )
        except Conflict as conflict:
            return self.show(conflict=conflict, status=409)
        except Denied as refusal:
            return self.show(refusal=refusal, status=403)
        forget(self.draft)
        messages.success(request, _done_words(done))
        return HttpResponseRedirect(reverse("accounts:registry"))

    def show(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the dry run as it stands now."""
        plan = plan_of(self.table, self.draft.columns, self.on)
        return self.page(status=status, draft=self.draft, plan=plan, limit=SHOWN, **more)

    def parents(self) -> Crumbs:
        """Stand below the choice of columns."""
        return [*super().parents(), (ImportColumns.title, reverse("accounts:import_columns", args=[self.draft.pk]))]


def _done_words(plan: Plan) -> str:
    counts = f"{len(plan.new)}件を登録し、{len(plan.changed)}件を直しました。"
    return f"{counts}{len(plan.unchanged)}件は台帳と同じでした。"


class ImportSample(ImportMixin):
    """Send the sheet to fill in."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        """Send it as CSV or as an Excel book."""
        if ending not in TYPES:
            raise Http404
        answer = HttpResponse(sample(ending, self.on), content_type=TYPES[ending])
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(NAME)}.{ending}"
        return answer

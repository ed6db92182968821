"""Filings with 総務部長: the list, receiving one or many, and the acts on one filing."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.presentation import trail_url
from approvals.actions import ask_correction, correct_filing, file_filing, receive_filings
from approvals.forms.filing_forms import AskCorrectionForm, CorrectForm, FileForm
from approvals.models import Filing
from approvals.models.filing import NOT_WANTED
from approvals.moves.filing import RECEIVE
from approvals.notices.texts import title_of
from approvals.permissions import check_receive, filings_visible_to
from approvals.presentation.filings import (
    FilingActs,
    amended_by,
    body_rows,
    is_director,
    late_words,
    lines_of,
    segments_for,
    switches_of,
)
from approvals.presentation.trail import course_of_filing, history_of_filing, timeline_of
from approvals.presentation.viewer import Viewer
from approvals.states import FilingState
from core.lifecycle.actor import Actor
from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin, Crumbs, RecordFormView
from core.retention.pages import disposed_page
from core.staff.models import Person

LIST = ("届出", "approvals:filing_list")
MOST = 200
"""How many filings one act receives."""


def visible(actor: Actor, on: date) -> QuerySet[Filing]:
    """Return the filings that exist for an actor, with what their pages name."""
    people = ("filed_by", "received_by")
    of_notices = ("notice__platform", "amends")
    related = ("account__platform", "account__section__parent__parent", "request", *of_notices, *people)
    return filings_visible_to(cast("Person", actor.person), on).select_related(*related)


class FilingList(ActingMixin):
    """The filings a person may see, in cuts, the nearest date first."""

    title = LIST[0]
    template_name = "approvals/filing_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        viewer = Viewer.of(request)
        segments = segments_for(viewer)
        chosen = next((one for one in segments if one.slug == request.GET.get("show")), segments[0])
        found = visible(self.actor, self.on).filter(state=chosen.state).exclude(NOT_WANTED)
        order = "-pk" if chosen.state == FilingState.RECEIVED else "due_on"
        shown = page_of(found, request.GET.get("cursor"), order=order)
        links = [{"label": one.label, "url": f"?show={one.slug}", "current": one is chosen} for one in segments]
        lines = lines_of(shown.rows, self.actor, self.on)
        return self.page(
            shown=shown,
            lines=lines,
            segments=links,
            chosen=chosen,
            may_receive=any(line.may_receive for line in lines),
            switches=viewer.switches(is_director) if chosen.state == FilingState.FILED and lines else [],
        )


class FilingsReceive(ActingMixin):
    """Receive one filing, or all that were ticked, as one act."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the list: an act is never a link."""
        return HttpResponseRedirect(reverse(LIST[1]))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Receive what is visible of the keys; keys that are none are passed over."""
        only = request.POST.get("only")
        keys = keys_of([only] if only else request.POST.getlist("filing"))
        chosen = list(visible(self.actor, self.on).filter(pk__in=keys))
        chosen = [one for one in chosen if one.office == self.actor.office] or chosen
        for filing in chosen[:1]:
            check_receive(filing, self.actor, self.on)
        if not chosen:
            messages.error(request, "受理する届出が選ばれていません。届出の左の欄に印を付けてから押してください。")
        else:
            self.say(receive_filings(chosen, by=self.actor, at=self.at), len(chosen))
        return HttpResponseRedirect(reverse(LIST[1]))

    def say(self, received: int, chosen: int) -> None:
        """Say how many were received, and how many had been before."""
        if received:
            messages.success(self.request, f"{received}件の届出を受理しました。")
        if chosen > received:
            left = chosen - received
            messages.info(self.request, f"{left}件は、すでに受理されているか、まだ届け出られていません。")


def keys_of(posted: list[str]) -> list[int]:
    """Return the keys among posted texts, each once and no more than one act takes."""
    found = {int(text) for text in posted if text.isascii() and text.isdigit() and len(text) < 18}
    return sorted(found)[:MOST]


class FilingPage(RecordFormView):
    """The page of one filing, on which each act has its own form."""

    template_name = "approvals/filing_detail.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    form_name = ""
    """Name in the context of the form that this act's page binds."""
    record: Filing

    def get_title(self) -> str:
        """Return the document number, before the filing what it is about."""
        return self.record.document_number or str(self.record)

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page itself: an act is never a link."""
        self.load()
        return HttpResponseRedirect(self.success_url(self.record))

    def success_url(self, done: Filing) -> str:
        """Return the address of the filing's page."""
        return reverse("approvals:filing_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add content, lateness, acts and history; the form of the act as it was typed."""
        form, record = more.pop("form", None), self.record
        bound = {self.form_name: form} if self.form_name and form is not None else {}
        return super().context(
            **{
                "trail_url": trail_url(record.stream, self.actor),
                "file_title": f"{record.get_office_display()}へ届け出る",
                "file_form": FileForm(),
                "ask_form": AskCorrectionForm(),
                "correct_form": CorrectForm(),
                "errors_of": form,
                "rows": body_rows(record),
                "late": late_words(record, self.on),
                "amended_by": amended_by(record),
                "content_hint": "台帳のいまの内容です" if record.notice_id is None else "変更・廃止のいまの内容です",
                "acts": FilingActs.of(record, self.actor, self.on),
                "switches": switches_of(record, Viewer.of(self.request)),
                "timeline": course_of_filing(record),
                "amended": title_of(record.notice) if record.notice and record.amends else "",
                "receive_label": RECEIVE.label,
                **more,
                **bound,
            }
        )


class FilingDetail(FilingPage):
    """One filing: what is or was filed, by when, and what can be done."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; of a filing that is disposed of what is left."""
        self.load()
        disposed_on = self.record.disposed_on
        if disposed_on is not None:
            left = timeline_of(history_of_filing(self.record), reads_draft=False)
            return disposed_page(self, self.record, disposed_on, left, over=self.record.document_number)
        return self.page()


class FilingFile(FilingPage):
    """File with the office that the filing goes to."""

    form_class = FileForm
    form_name = "file_form"
    done_message = "届け出ました。"

    def act(self, form: forms.Form) -> Filing:
        """File."""
        return file_filing(self.record, by=self.actor, at=self.at, note=form.cleaned_data["note"])


class FilingAskCorrection(FilingPage):
    """Ask the section to correct a filing, which stays filed all the same."""

    form_class = AskCorrectionForm
    form_name = "ask_form"
    done_message = "補正を求めました。届け出た部署の受信箱に載ります。"

    def act(self, form: forms.Form) -> Filing:
        """Ask."""
        return ask_correction(self.record, by=self.actor, at=self.at, correction=form.cleaned_data["correction"])


class FilingCorrect(FilingPage):
    """Answer a request for correction."""

    form_class = CorrectForm
    form_name = "correct_form"
    done_message = "届出を補正しました。"

    def act(self, form: forms.Form) -> Filing:
        """Correct."""
        return correct_filing(self.record, by=self.actor, at=self.at, note=form.cleaned_data["note"])

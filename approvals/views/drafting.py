"""Drafting a request in parts, submitting it, taking it back, withdrawing it.

Every part can be saved incomplete; what is missing is listed when the person submits, each with a link to its field.
"""

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from approvals import drafting
from approvals.actions import draft_request, edit_request, pull_back_request, submit_request, withdraw_request
from approvals.forms.operator_formset import OperatorsForm, typed_rows
from approvals.forms.parts import ACCOUNT, BY_SLUG, CONFIRM, PEOPLE, Part, after, mark, part_of, target_of
from approvals.forms.request_forms import AccountForm, WithdrawForm
from approvals.models import Request
from approvals.moves.request import WITHDRAW
from approvals.permissions import check_section
from approvals.rules import Problem
from approvals.views.draft_pages import (
    ConfirmMixin,
    RequestMixin,
    detail_url,
    known_words,
    part_url,
    steps_of,
)
from core.lifecycle.duplicates import is_duplicate
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.requests import posted_text
from core.lifecycle.views import Crumbs, EditView, FormView, MoveView
from core.staff.models import Unit

NEXT, CLOSE, ADD_ROW = "next", "close", "add_row"
"""What the buttons of a part ask for, in the field `go`."""
TAKEN = Problem(
    "handle", "このアカウントIDは、いま別の起案で使われました。別のアカウントIDにしてください。", "第4-1-(1)"
)


class RequestNew(FormView):
    """Begin a request of the own section with its first part; nothing is kept before that is saved."""

    form_class = AccountForm
    template_name = "approvals/request_new.html"
    title = ACCOUNT.heading
    section: Unit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer people without a section with how they can go on."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoSectionError:
            return render(request, "approvals/request_new_nowhere.html", self.context(), status=403)

    def allow(self) -> None:
        """Find the section the actor drafts for.

        Raises:
            NoSectionError: the actor's office has none.
        """
        section = drafting.section_of(self.actor, self.on)
        if section is None:
            raise NoSectionError
        self.section = section

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [("起案・決裁", reverse("approvals:request_list"))]

    def act(self, form: Any) -> Request:
        """Create the draft."""
        return draft_request(self.section, by=self.actor, at=self.at, **form.cleaned_data)

    def finish(self, done: Request) -> HttpResponse:
        """Go on with the next part, or close."""
        return gone_on(self, done, ACCOUNT)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the stepper and who will manage the account."""
        shown: dict[str, Any] = {"over": "アカウント取得の起案", "part": ACCOUNT, "steps": steps_of(None, ACCOUNT, [])}
        if section := getattr(self, "section", None):
            shown |= {"section": section, "manager": drafting.manager_words(section, self.on)}
        return super().context(**shown, **more)


class NoSectionError(Exception):
    """The actor's office belongs to no section."""


class RequestEdit(ConfirmMixin, EditView):
    """One part of a draft; the last one only shows, `RequestSubmit` takes its button."""

    def asked_forms(self) -> tuple[type[forms.BaseForm], ...]:
        """Return the form of the part."""
        part = BY_SLUG.get(self.kwargs.get("part", ACCOUNT.slug), CONFIRM)
        return (part.asked,) if part.asked else ()

    def load(self) -> None:
        """Find part and request.

        Raises:
            Http404: no such part, no such request for the actor.
        """
        self.part = self._part()
        super().load()

    def _part(self) -> Part:
        slug = self.kwargs.get("part", ACCOUNT.slug)
        if slug not in BY_SLUG:
            raise Http404
        return BY_SLUG[slug]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a part; without one go where something is missing first."""
        self.load()
        drafting.read_ahead(self.record)
        if "part" not in self.kwargs:
            problems = drafting.problems_of(self.record, self.on)
            return HttpResponseRedirect(part_url(self.record, part_of(problems[0].field) if problems else CONFIRM))
        if self.part.make_form is None:
            return self.confirm()
        form = self.make_form()
        missing = self._marked(form) if "missing" in request.GET else []
        return self.page(form=form, missing=missing)

    def _marked(self, form: forms.BaseForm) -> list[tuple[str, str]]:
        here = [p for p in drafting.problems_of(self.record, self.on) if part_of(p.field) == self.part]
        mark(form, here)
        return [(target_of(problem.field), problem.sentence) for problem in here]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save a part, or show the operating staff with one row more."""
        self.load()
        if self.part.make_form is None:
            return HttpResponseRedirect(part_url(self.record, CONFIRM))
        if self.part == PEOPLE and request.POST.get("go") == ADD_ROW:
            return self.page(form=OperatorsForm(instance=self.record, on=self.on, typed=typed_rows(request.POST)))
        return super().post(request, *args, **kwargs)

    def make_form(self) -> forms.BaseForm:
        """Return the part's form, bound on POST."""
        assert self.part.make_form is not None
        posted = {"data": self.request.POST, "files": self.request.FILES} if self.request.method == "POST" else {}
        return self.part.make_form(copy(self.record), self.on, posted)

    def act(self, form: Any) -> Request:
        """Save what stands in the part, as it was seen."""
        return edit_request(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **self.values(form))

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the part; after a conflict with the operating staff in words."""
        if "conflict" in more:
            more["items"] = self.changed_meanwhile()
        return super().page(status=status, **more)

    def finish(self, done: Request) -> HttpResponse:
        """Go on with the next part, or close."""
        return gone_on(self, done, self.part)


def gone_on(view: FormView, done: Request, part: Part) -> HttpResponse:
    """Lead on after a part was saved, as the button said; warn about an account the registry knows."""
    if part == ACCOUNT and (known := known_words(done, view.actor, view.on)):
        link = format_html(' <a href="{}">{}を見る</a>', known["url"], known["name"]) if known["url"] else ""
        messages.warning(view.request, format_html("{}:{}{}", known["title"], known["text"], link))
    if view.request.POST.get("go") == CLOSE:
        messages.success(view.request, "下書きを保存しました。続きは、この画面の「直す」から開けます。")
        return HttpResponseRedirect(detail_url(done))
    messages.success(view.request, f"「{part.name}」を保存しました。", extra_tags="quiet")
    return HttpResponseRedirect(part_url(done, after(part)))


class RequestSubmit(ConfirmMixin):
    """Submit a request: everything missing is listed at once, nothing is recorded until it is complete."""

    def get_object(self) -> Request:
        """Return the request, in whatever state: one that is submitted already is a conflict, not a wrong page."""
        record: Request = RequestMixin.get_object(self)
        check_section(record.section, self.actor, self.on, "起案を提出する")
        return record

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page with the button."""
        return HttpResponseRedirect(part_url(self.get_object(), CONFIRM))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit, or list what is missing."""
        self.record = self.get_object()
        if self.record.state in {"draft", "returned"} and drafting.problems_of(self.record, self.on):
            return self.confirm(failed=True)
        try:
            done = submit_request(self.record, by=self.actor, at=self.at, seen=posted_text(request, "seen"))
        except Denied as refusal:
            return self.confirm(refusal=refusal, status=403)
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            return self.confirm(failed=True, problems=[TAKEN])
        except Conflict as conflict:
            return self.outdated(conflict)
        messages.success(request, f"提出しました。文書番号は{done.document_number}です。")
        return HttpResponseRedirect(detail_url(done))

    def outdated(self, conflict: Conflict) -> HttpResponse:
        """Show what changed above the content as it is now; a request that is not with its section ends here."""
        self.record = self.get_object()
        if self.record.state not in {"draft", "returned"}:
            return self.taken(conflict)
        return self.confirm(conflict=conflict, items=self.changed_meanwhile(), status=409)


class RequestPullBack(RequestMixin):
    """Take a submitted request back, and go on editing it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page with the button."""
        return HttpResponseRedirect(detail_url(self.get_object()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pull back; a refusal becomes a page."""
        self.record = self.get_object()
        try:
            done = pull_back_request(self.record, by=self.actor, at=self.at)
        except Conflict as conflict:
            return self.taken(conflict)
        messages.success(request, "引き戻しました。直してから、もう一度提出してください。")
        return HttpResponseRedirect(part_url(done, CONFIRM))


class RequestWithdraw(RequestMixin, MoveView):
    """End a request at the section's own wish, after a page that says what that means."""

    move = WITHDRAW
    form_class = WithdrawForm
    template_name = "approvals/request_withdraw.html"
    title = "起案を取り下げる"
    done_message = "起案を取り下げました。"

    def act(self, form: Any) -> Request:
        """Withdraw."""
        return withdraw_request(self.record, by=self.actor, at=self.at, reason=form.cleaned_data["reason"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw; what has ended in the meantime is a conflict."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as conflict:
            return self.taken(conflict)

    def success_url(self, done: Any) -> str:
        """Go on at the request."""
        return detail_url(done)

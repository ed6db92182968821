"""Bases of the pages of every app: who acts, what may be seen, and forms that end in one act.

Views load, authorise and call one act. What a person may not see answers like what does not exist
(404); a refused act keeps everything typed and says why and how to go on.
"""

from copy import copy
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.generic import View

from core.lifecycle.act import create, edit, perform
from core.lifecycle.actor import Actor
from core.lifecycle.duplicates import is_duplicate
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.middleware import seen_version
from core.lifecycle.moves import Move
from core.lifecycle.requests import acting_request, posted_text
from core.lifecycle.trails import changes_since
from core.records import Record
from core.ui.typed import typed_texts

Crumbs = list[tuple[str, str]]


class ActingMixin(View):
    """A page for signed-in people who hold an office today."""

    title: str = ""
    template_name: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for a sign-in, then for an office, then for `allow`."""
        if not request.user.is_authenticated:
            return signed_out(request)
        if acting_request(request).actor is None:
            return render(request, "lifecycle/no_capacity.html", status=403)
        self.allow()
        return super().dispatch(request, *args, **kwargs)

    def allow(self) -> None:
        """Raise `Http404` for people this page does not exist for; everybody may by default."""

    @property
    def actor(self) -> Actor:
        """Return who acts, in the office chosen."""
        return cast("Actor", acting_request(self.request).actor)

    @property
    def at(self) -> datetime:
        """Return the instant of the request."""
        return acting_request(self.request).at

    @property
    def on(self) -> date:
        """Return the Japan date of the request."""
        return acting_request(self.request).on

    def asked_forms(self) -> tuple[type[forms.BaseForm], ...]:
        """Return the forms that the page posts, by whose labels a text is given back (`core.ui.typed`)."""
        form_class: type[forms.BaseForm] | None = getattr(self, "form_class", None)
        return (form_class,) if form_class else ()

    def get_title(self) -> str:
        """Return the page's heading."""
        return self.title

    def posted_act(self) -> str:
        """Name the act that a form posts here, for the question who is at the screen; no record is read for it."""
        return self.title

    def parents(self) -> Crumbs:
        """Return label and address of the pages above this one, the home page left out."""
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        """Return what every page shows; subclasses add their own."""
        crumbs = [("受信箱", "/"), *self.parents(), (self.get_title(), "")]
        return {"title": self.get_title(), "crumbs": crumbs, "on": self.on, "at": self.at, "view": self, **more}

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the page."""
        return render(self.request, self.template_name, self.context(**more), status=status)


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """Lead to the sign-in; what was typed into a form meanwhile is given back first, for nothing is stored."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    signin_url = redirect_to_login("/").url
    context = {"typed": typed_texts(request), "signin_url": signin_url}
    return render(request, "signed_out.html", context, status=403)


class VisibleMixin(ActingMixin):
    """A page about one record out of those the actor may see."""

    visible_to: "ClassVar[staticmethod[[Actor, date], models.QuerySet[Any]]]"
    """Given by the subclass as `staticmethod(permissions.visible_to)`."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the records that exist for the actor."""
        return type(self).visible_to(self.actor, self.on)

    def get_object(self) -> Any:
        """Return the record of the address.

        Raises:
            Http404: when it does not exist or is not for the actor's eyes.
        """
        record = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if record is None:
            raise Http404
        return record


class FormView(ActingMixin):
    """A form that ends in one act: GET shows it, POST acts and leads on."""

    form_class: type[forms.BaseForm] = forms.Form
    template_name = "lifecycle/form.html"
    submit_label: str = "保存する"
    done_message: str = "記録しました。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.page(form=self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, or show the form again with all that was typed."""
        form = self.make_form()
        if not form.is_valid():
            return self.page(form=form)
        try:
            done = self.act(form)
        except Denied as refusal:
            return self.refused(form, refusal)
        except ValidationError as error:
            add_errors(form, error)
            return self.page(form=form)
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            form.add_error(None, "同じ内容がすでに登録されています。一覧を確かめてください。")
            return self.page(form=form)
        return self.finish(done)

    def make_form(self) -> forms.BaseForm:
        """Return the form, bound on POST."""
        return self.form_class(**self.form_arguments())

    def form_arguments(self) -> dict[str, Any]:
        """Return what the form is made with."""
        if self.request.method != "POST":
            return {}
        return {"data": self.request.POST, "files": self.request.FILES}

    def act(self, form: Any) -> Any:
        """Do what the form asks for and return the record; one act.

        Raises:
            Denied: shown at its field or at the top.
            Conflict: becomes a 409 page.
        """
        raise NotImplementedError

    def refused(self, form: forms.BaseForm, refusal: Denied) -> HttpResponse:
        """Show a refusal: wrong input at its fields, the wrong person or moment as a banner with status 403."""
        here = [name for name in refusal.fields if name in form.fields]
        for name in here:
            form.add_error(name, refusal.sentence)
        if here:
            return self.page(form=form)
        return self.page(form=form, refusal=refusal, status=403)

    def finish(self, done: Any) -> HttpResponse:
        """Say what was done and lead on."""
        messages.success(self.request, self.done_message)
        return HttpResponseRedirect(self.success_url(done))

    def success_url(self, done: Any) -> str:
        """Return the address to go on at."""
        return "/"

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the button and the way back."""
        back = (self.parents() or [("", "/")])[-1][1]
        return super().context(**{"submit_label": self.submit_label, "back_url": back, **more})


class RecordFormView(VisibleMixin, FormView):
    """A form about one record; it carries the version and content the person saw."""

    record: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form of a visible record."""
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act on a visible record."""
        self.load()
        return super().post(request, *args, **kwargs)

    def load(self) -> None:
        """Fetch the record; subclasses refuse here what is not open to the actor."""
        self.record = self.get_object()

    def seen(self) -> str | None:
        """Return the fingerprint the form was made from, None when it carries none."""
        return posted_text(self.request, "seen") or None

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the record and what the person has seen of it: what the form was first made from stays said."""
        if self.request.method == "POST" and "conflict" not in more:
            seen = {"seen": self.seen() or "", "seen_version": seen_version(self.request)}
        else:
            seen = {"seen": self.record.fingerprint(), "seen_version": self.record.version}
        return super().context(**{"record": self.record, **seen, **more})


class MoveView(RecordFormView):
    """One move of one record."""

    move: Move

    def load(self) -> None:
        """Fetch the record; on GET refuse when the move is not open to the actor.

        Raises:
            Denied: the wrong person or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST" and (refusal := self.move.why_not(self.record, self.actor, self.on)):
            raise refusal

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the move; a conflict page leads back to the record, not to a form that may be over."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = self.success_url(self.record)
            raise

    def posted_act(self) -> str:
        """Name the move."""
        return self.move.label

    def get_title(self) -> str:
        """Return the move's label."""
        return self.title or self.move.label

    def facts(self, form: Any) -> dict[str, Any]:
        """Return the facts of the move from the form."""
        return dict(form.cleaned_data)

    def act(self, form: Any) -> Record:
        """Perform the move."""
        record: Record = self.record
        return perform(record, self.move, by=self.actor, at=self.at, seen=self.seen(), **self.facts(form))

    def context(self, **more: Any) -> dict[str, Any]:
        """Use the move's label on the button."""
        return super().context(**{"submit_label": self.move.label, "move": self.move, **more})


class CreateView(FormView):
    """Insert one record."""

    model: type[Record]

    def values(self, form: Any) -> dict[str, Any]:
        """Return the values of the record from the form."""
        return dict(form.cleaned_data)

    def act(self, form: Any) -> Record:
        """Create the record."""
        return create(self.model, by=self.actor, at=self.at, **self.values(form))


class EditView(RecordFormView):
    """Change one record; somebody else's change in the meantime shows before anything is written."""

    def form_arguments(self) -> dict[str, Any]:
        """Give a model form a copy of the record, because validation writes into it."""
        return super().form_arguments() | {"instance": copy(self.record)}

    def values(self, form: Any) -> dict[str, Any]:
        """Return the changed values from the form."""
        return dict(form.cleaned_data)

    def act(self, form: Any) -> Record:
        """Edit the record as it was seen."""
        record: Record = self.record
        return edit(record, by=self.actor, at=self.at, seen=self.seen() or "", **self.values(form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a conflict with the difference above the form, everything typed kept; status 409."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as conflict:
            form = self.make_form()
            form.is_valid()
            self.record = self.get_object()
            items = changes_since(self.record, seen_version(request))
            return self.page(form=form, conflict=conflict, items=items, status=409)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a model's errors at the form's fields; those of other columns at the top."""
    by_field: dict[str, list[Any]] = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for name, found in by_field.items():
        form.add_error(name if name in form.fields else None, ValidationError(found))

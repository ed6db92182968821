"""Deciding a step and noting a circulation as read: each ends in one action, or shows the page again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from approvals.actions import decide_step, read_step
from approvals.forms.decision_form import DecisionForm
from approvals.models import Step
from approvals.moves.decision import DECISIONS
from approvals.moves.step import READ
from approvals.presentation.conflict import conflict_page
from approvals.presentation.panel import Panel, panel_of
from approvals.presentation.stepper import steps_of
from approvals.presentation.viewer import Viewer
from approvals.states import StepState
from approvals.views.requests import LIST, RequestPage, decision_form
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.requests import posted_text

INBOX = "/"


class StepPage(RequestPage):
    """An act on one step of a visible request; opened by its address it leads to the request."""

    step: Step
    form_class = DecisionForm

    def load(self) -> None:
        """Fetch step and request.

        Raises:
            Http404: when there is no such step, or its request is not for the actor's eyes.
        """
        found = Step.objects.filter(pk=self.kwargs["pk"], request__in=self.get_queryset()).first()
        if found is None:
            raise Http404
        self.step, self.record = found, self.get_queryset().get(pk=found.request_id)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the page of the request: an act is never a link."""
        self.load()
        return HttpResponseRedirect(self.success_url())

    def viewer(self) -> Viewer:
        """Return the person in the office the form names, else in the one chosen for the page.

        Raises:
            Denied: when the office named is not the person's (any more).
        """
        return Viewer.of(self.request).acting_as(posted_text(self.request, "capacity"))

    def success_url(self) -> str:
        """Return the address of the request's page."""
        return reverse("approvals:request_detail", args=[self.record.pk])


class StepDecide(StepPage):
    """Decide one step on the content that was on the screen."""

    def posted_act(self) -> str:
        """Name the decision that the form chose."""
        move = DECISIONS.get(posted_text(self.request, "move"))
        return f"決裁({move.label})" if move else "決裁"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide; show what is to be mended, who may not and why, or what changed meanwhile."""
        self.load()
        try:
            viewer = self.viewer()
        except Denied as refusal:
            return self.refused(decision_form(self.panel_for(Viewer.of(request)), request.POST), refusal)
        panel = self.own_panel(viewer)
        form = decision_form(panel, request.POST)
        try:
            if not form.is_valid():
                self.refuse_stale()
                self.examine(form)
                return self.page(form=form, seen=self.seen)
            self.decide(form, panel, viewer.actor)
        except Denied as refusal:
            return self.refused(form, refusal)
        except Conflict:
            return self.conflict(form)
        messages.success(request, f"「{DECISIONS[form.cleaned_data['move']].label}」を記録しました。")
        return HttpResponseRedirect(self.success_url())

    @property
    def seen(self) -> str:
        """Return the fingerprint of what the person had on the screen."""
        return posted_text(self.request, "seen")

    def own_panel(self, viewer: Viewer) -> Panel | None:
        """Return the panel of the office the form names, when it is about this step."""
        panel = self.panel_for(viewer)
        mine = panel is not None and panel.step.pk == self.step.pk and panel.actor.key == viewer.actor.key
        return panel if mine else None

    def panel_for(self, viewer: Viewer) -> Panel | None:
        """Return the panel that the page of the request shows a viewer."""
        return panel_of(self.record, steps_of(self.record), viewer)

    def decide(self, form: DecisionForm, panel: Panel | None, by: Actor) -> None:
        """Make the decision, for the next step too where the person says so."""
        given = form.cleaned_data
        also_as = panel.also if panel and given.get("also") else None
        decide_step(
            self.step,
            DECISIONS[given["move"]],
            by=by,
            at=self.at,
            seen=self.seen,
            opinion=given["opinion"],
            also_as=also_as,
        )

    def examine(self, form: DecisionForm) -> None:
        """Add what the chosen move itself would refuse, so that everything to mend is said at once."""
        move = DECISIONS.get(form.cleaned_data.get("move", ""))
        if move is None or "opinion" not in form.cleaned_data:
            return
        try:
            move.examine(self.step, form.cleaned_data, self.on)
        except Denied as refusal:
            form.add_error(refusal.field, refusal.sentence)

    def refuse_stale(self) -> None:
        """Show a change before asking to mend the form.

        Raises:
            Conflict: when the step is over or the content is another one.
        """
        if self.step.state != StepState.PENDING or self.seen != self.step.fingerprint():
            raise Conflict("見ていた間に内容が変わりました。", self.step, self.seen)

    def refused(self, form: DecisionForm, refusal: Denied) -> HttpResponse:
        """Show a refusal at its field, or at the top with status 403; everything typed stays."""
        if refusal.field in form.fields:
            form.add_error(refusal.field, refusal.sentence)
            return self.page(form=form, seen=self.seen)
        return self.page(form=form, seen=self.seen, refusal=refusal, kept=kept(form), status=403)

    def conflict(self, form: DecisionForm) -> HttpResponse:
        """Show what was seen, what is now, and what was typed; status 409."""
        self.load()
        found = conflict_page(self.record, self.step, self.seen, Viewer.of(self.request))
        trail = [("受信箱", INBOX), (LIST[0], reverse(LIST[1])), (self.get_title(), self.success_url())]
        crumbs = [*trail, ("決裁していません", "")]
        context = {**found, "crumbs": crumbs, "kept": kept(form), "on": self.on, "read_url": self.success_url()}
        return render(self.request, "approvals/conflict.html", context, status=409)


def kept(form: DecisionForm) -> list[tuple[str, Any]]:
    """Return what was typed, as facts."""
    chosen = DECISIONS.get(post_text(form, "move"))
    return [("決裁", chosen.label if chosen else ""), ("理由・意見", post_text(form, "opinion"))]


def post_text(form: DecisionForm, name: str) -> str:
    """Return a posted text as it was typed, without NUL characters."""
    return str(form.data.get(name, "")).replace("\x00", "").strip()


class StepRead(StepPage):
    """Note a circulation as read (供覧)."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note it and lead back."""
        self.load()
        try:
            read_step(self.step, by=self.viewer().actor, at=self.at)
        except Denied as refusal:
            return self.page(refusal=refusal, status=403)
        except Conflict:
            messages.info(request, "この供覧は、すでに記録されています。今回は何も記録していません。")
        else:
            messages.success(request, f"「{READ.label}」を済ませました。")
        return HttpResponseRedirect(self.success_url())

"""The playbooks that rule: read by everybody; their versions are made by 総合政策部長 (第7)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from core.lifecycle.errors import Conflict
from core.lifecycle.requests import posted_text
from core.lifecycle.views import ActingMixin, Crumbs, FormView
from incidents.keeping import adopt_playbook
from incidents.models import Playbook
from incidents.models.incident import KIND_CHOICES
from incidents.permissions import keeps_playbooks
from incidents.playbook_form import PlaybookForm
from incidents.playbooks import Step
from incidents.presentation import playbooks_shown
from incidents.tasking import all_ruling, standing

LIST = ("対応の手順", "incidents:playbook_list")
KINDS = dict(KIND_CHOICES)


def seen_number(request: HttpRequest) -> int:
    """Return the number of the version that the posted form was made from; -1, which none has, where it names none."""
    text = posted_text(request, "seen")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1


class PlaybookList(ActingMixin):
    """The steps of every kind of problem, as they would be copied to an incident now."""

    title = LIST[0]
    template_name = "incidents/playbook_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self.page(playbooks=playbooks_shown(all_ruling()), may_keep=keeps_playbooks(self.actor))


class PlaybookEdit(FormView):
    """Make the version of one kind that rules from now on, begun from the one that does."""

    template_name = "incidents/playbook_edit.html"
    submit_label = "この手順を定める"
    done_message = "手順を定めました。これから覚知する問題に写されます。"

    def allow(self) -> None:
        """Exist for who keeps the playbooks, and for kinds that there are."""
        if self.kwargs["kind"] not in KINDS or not keeps_playbooks(self.actor):
            raise Http404

    def asked_forms(self) -> tuple[type[PlaybookForm], ...]:
        """Return the form, by whose labels a text is given back."""
        return (PlaybookForm,)

    def get_title(self) -> str:
        """Name the kind."""
        return f"対応の手順を直す:{KINDS[self.kwargs['kind']]}"

    def posted_act(self) -> str:
        """Name the act."""
        return self.submit_label

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [(LIST[0], reverse(LIST[1]))]

    @cached_property
    def standing(self) -> tuple[int, tuple[Step, ...]]:
        """Return what ruled when the page was asked for, with the number of its version."""
        return standing(self.kwargs["kind"])

    def make_form(self) -> PlaybookForm:
        """Return the form over the steps that rule."""
        return PlaybookForm(**self.form_arguments(), steps=self.standing[1])

    def act(self, form: Any) -> Playbook:
        """Make the version."""
        said = {"steps": form.steps(), "reason": form.cleaned_data["reason"], "seen": seen_number(self.request)}
        return adopt_playbook(self.kwargs["kind"], by=self.actor, at=self.at, **said)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form again, everything typed kept, where somebody else has made a version meanwhile; status 409."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as conflict:
            form = self.make_form()
            form.is_valid()
            return self.page(form=form, conflict=conflict, status=409)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add which version the new one is written from; after a conflict that is the one of somebody else."""
        asks_anew = self.request.method != "POST" or "conflict" in more
        seen = self.standing[0] if asks_anew else seen_number(self.request)
        return super().context(**{"seen": seen, **more})

    def success_url(self, done: Playbook) -> str:
        """Show what rules now."""
        return reverse(LIST[1])

"""Acts from an incident on what hangs on it: the sudden closure of its account, its public warning (4-5-(2), 7-3)."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.permissions import check_begin
from approvals.notices.views.drafting import ClosureNew
from core.lifecycle.views import MoveView, RecordFormView
from incidents.closing import FIRST_REASON, begin_closure, check_closes
from incidents.models import Incident
from incidents.queries import requests_for_deletion
from incidents.states import OVER
from incidents.views.shared import OneIncidentMixin
from incidents.warned import end_warning, update_warning
from incidents.warning_forms import WarningEndForm, WarningForm
from publications.imitations.actions import check_warned
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.permissions import check_keep


class IncidentClosure(OneIncidentMixin, ClosureNew):
    """Begin the sudden closure of an incident's account; both pages lead to each other."""

    title = "アカウントを急に廃止する案を作る"
    record: Account
    found: Incident

    @property
    def incident(self) -> Incident:
        """Return the incident of the address."""
        return self.found

    def get_object(self) -> Account:
        """Return the account of an incident that the person may see.

        Raises:
            Http404: when there is no such incident, or no account is concerned.
        """
        self.found = self.one(self.kwargs["pk"])
        if self.found.account is None:
            raise Http404
        return self.found.account

    def load(self) -> None:
        """Refuse on GET what no account is closed for; a POST is refused by the act itself."""
        super().load()
        if self.request.method != "POST":
            check_closes(self.found)
            check_begin(self.record, self.actor, self.on)

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the first words of the reason of the deviation."""
        given = super().form_arguments()
        return given | {"initial": {**given["initial"], "deviation_reason": FIRST_REASON}}

    def act(self, form: Any) -> ChangeNotice:
        """Begin it."""
        return begin_closure(self.found, by=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, done: ChangeNotice | None) -> str:
        """Show the notice; the way back leads to the incident."""
        if done is None:
            return super().success_url(done)
        return reverse("approvals:notice_detail", args=[done.pk])


class WarningPage(OneIncidentMixin):
    """A page about the public warning of an incident."""

    record: Imitation
    found: Incident

    @property
    def incident(self) -> Incident:
        """Return the incident of the address."""
        return self.found

    def get_object(self) -> Imitation:
        """Return the warning of an incident that the person may see.

        Raises:
            Http404: when there is no such incident, or nobody was warned because of it.
        """
        self.found = self.one(self.kwargs["pk"])
        if self.found.imitation is None:
            raise Http404
        return self.found.imitation

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what the public is warned of, and what came of the requests for its deletion."""
        rows = [("対象", self.record.title), ("公開する説明", self.record.words)]
        rows += [(str(task), f"{task.get_state_display()} {task.result}") for task in requests_for_deletion(self.found)]
        return super().context(**{"rows": rows, **more})


class WarningUpdate(WarningPage, RecordFormView):
    """Change what the public reads, and write down what came of a request for deletion."""

    title = "公開の警告を直し、削除の求めの結果を残す"
    form_class = WarningForm
    submit_label = "記録する"
    done_message = "公開の警告と、経過に記録しました。"

    def load(self) -> None:
        """Refuse on GET who can not; a POST is refused by the act itself."""
        super().load()
        if self.request.method != "POST":
            check_keep(self.actor, self.on)
            check_warned(self.record)

    def form_arguments(self) -> dict[str, Any]:
        """Begin with what the public reads now; what is over takes no words of its course."""
        is_over = self.found.state in OVER
        return super().form_arguments() | {"initial": {"words": self.record.words}, "is_over": is_over}

    def act(self, form: Any) -> Imitation:
        """Record it."""
        return update_warning(self.found, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)


class WarningEnd(WarningPage, MoveView):
    """Stop warning."""

    move = END
    title = "公開の警告を終える"
    form_class = WarningEndForm
    done_message = "警告を終えました。公開の一覧から外れました。"

    def act(self, form: Any) -> Imitation:
        """End it."""
        return end_warning(self.found, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)

"""Acts from an incident on what hangs on it: the sudden closure of its account, its public warning (4-5-(2), 7-3)."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.permissions import check_begin
from approvals.notices.views.drafting import ClosureNew
from core.lifecycle.errors import Denied
from core.lifecycle.views import MoveView, RecordFormView
from incidents.closing import (
    FIRST_REASON,
    begin_closure,
    check_closes,
    check_link_closure,
    closures_offered,
    link_closure,
)
from incidents.closure_form import LinkClosureForm
from incidents.models import Incident, Task
from incidents.permissions import CLAUSE, other_account
from incidents.queries import requests_for_deletion
from incidents.states import OVER
from incidents.views.shared import OneIncidentMixin
from incidents.warned import end_warning, may_settle, update_warning
from incidents.warning_forms import WarningEndForm, WarningForm
from publications.imitations.actions import check_warned
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.permissions import check_keep

NOT_BEGUN = "問題の画面の「アカウントを急に廃止する」から、案を作ってください。"


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
        """Begin it for the account that the form was made for."""
        if self.seen() not in {None, self.record.stream}:
            raise other_account(self.found)
        return begin_closure(self.found, by=self.actor, at=self.at, account=self.record, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which account it is; what was seen is that account, beside the incident as it stood."""
        seen = {"seen": self.record.stream, "seen_version": self.found.version}
        given = {} if self.request.method == "POST" else seen
        return super().context(**{**given, "rows": [("アカウント", self.record.title)], **more})

    def success_url(self, done: ChangeNotice | None) -> str:
        """Show the notice; the way back leads to the incident."""
        if done is None:
            return super().success_url(done)
        return reverse("approvals:notice_detail", args=[done.pk])


class IncidentLinkClosure(OneIncidentMixin, RecordFormView):
    """Link an incident with a closure of its account that is under way."""

    title = "進行中の廃止を結び付ける"
    form_class = LinkClosureForm
    submit_label = "結び付ける"
    done_message = "アカウントの廃止を、この問題に結び付けました。"
    record: Incident

    def get_object(self) -> Incident:
        """Return the incident."""
        return self.one(self.kwargs["pk"])

    def load(self) -> None:
        """Refuse who can not, for no other person is offered a closure; on GET also while none is under way.

        Raises:
            Denied: the wrong person or moment, and without a closure of the account that exists for the person.
        """
        super().load()
        check_link_closure(self.record, self.actor, self.on)
        if self.request.method != "POST" and not self.offered().exists():
            raise Denied("このアカウントの廃止は、進んでいません。", CLAUSE, NOT_BEGUN)

    def offered(self) -> QuerySet[ChangeNotice]:
        """Return the closures that may be linked."""
        return closures_offered(self.notices(), self.record.account_id).order_by("-pk")

    def form_arguments(self) -> dict[str, Any]:
        """Offer them."""
        return super().form_arguments() | {"offered": self.offered()}

    def act(self, form: Any) -> Incident:
        """Link it."""
        return link_closure(self.record, by=self.actor, at=self.at, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which incident and which account it is."""
        account = self.record.account
        rows = [("件名", self.record.title), ("アカウント", account.title if account is not None else "")]
        return super().context(**{"rows": rows, **more})


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
        rows += [(str(task), f"{task.get_state_display()} {task.result}") for task in self.requests]
        return super().context(**{"rows": rows, **more})

    @cached_property
    def requests(self) -> list[Task]:
        """Return what was asked of the service, and what came of it."""
        return requests_for_deletion(self.found)


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

    def form_arguments(self) -> dict[str, Any]:
        """Offer to record what came of the request for deletion, to whoever may."""
        return super().form_arguments() | {"waits": may_settle(self.requests, self.actor, self.on)}

    def act(self, form: Any) -> Imitation:
        """End it."""
        return end_warning(self.found, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)

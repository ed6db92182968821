"""Recording an acquisition, giving one up, starting operation."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from accounts.models import Account
from accounts.views.shared import above, accounts_for
from approvals.account_permissions import check_operators
from approvals.actions import abandon_account, acquire_account, start_operation
from approvals.forms.acquire_form import AcquireForm
from approvals.forms.operator_forms import AbandonForm
from approvals.models import Filing, Request
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.presentation.checklist import Papers, checklist_of, papers_of, permitted_rows
from approvals.presentation.viewer import Viewer
from approvals.staffing import staffing_of
from approvals.states import RequestState
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move, permits
from core.lifecycle.views import Crumbs, RecordFormView
from core.ui.eras import era_date


class AccountPage(RecordFormView):
    """What the acts on an account share: the account, the request that permitted it, who else could act."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    move: Move
    record: Account
    permitted: Request | None

    def load(self) -> None:
        """Fetch the account and the request it stands on."""
        super().load()
        self.permitted = self.find_permitted()

    def find_permitted(self) -> Request | None:
        """Return the request that permitted the account."""
        requests = self.record.requests.select_related("platform", "section__parent__parent")
        return requests.filter(state=RequestState.APPROVED).first()

    def get_title(self) -> str:
        """Return the act and the account."""
        return f"{self.move.label}:{self.record.title}"

    def parents(self) -> Crumbs:
        """Stand below the account in the registry."""
        return above(self.record)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say whether the act is open, and in which other office it would be."""

        def allowed(actor: Actor) -> bool:
            return self.move.why_not(self.record, actor, self.on) is None

        return super().context(
            **{
                "submit_label": self.move.label,
                "permitted": self.permitted,
                "why_not": self.move.why_not(self.record, self.actor, self.on),
                "switches": Viewer.of(self.request).switches(allowed),
                **more,
            }
        )


class AccountAcquire(AccountPage):
    """Record what was acquired, beside what was permitted (4-1-(2))."""

    template_name = "approvals/acquire.html"
    form_class = AcquireForm
    move = ACQUIRE
    put_right: str = ""

    def load(self) -> None:
        """Refuse where there is nothing to record.

        Raises:
            Denied: before both permissions; on opening the page also the wrong person or state.
        """
        super().load()
        refusal = self.move.why_not(self.record, self.actor, self.on)
        if refusal is not None and (self.request.method != "POST" or self.permitted is None):
            raise refusal
        if self.permitted is None:
            raise Denied("取得の許可がありません。", "第4-1-(2)")

    def form_arguments(self) -> dict[str, Any]:
        """Prefill with what was permitted."""
        return super().form_arguments() | {"account": self.record, "permitted": self.permitted}

    def act(self, form: AcquireForm) -> Account:
        """Record the acquisition."""
        self.put_right = form.put_right
        return acquire_account(self.record, by=self.actor, at=self.at, **form.cleaned_data)

    def finish(self, done: Account) -> HttpResponse:
        """Say under which address the account is recognised, and until when to file."""
        filing = Filing.objects.get(account=done)
        self.done_message = (
            f"取得を記録しました。{self.put_right}台帳では「{done.url_key}」として見分けます。"
            f"総務部長への届出は{era_date(filing.due_on)}までです(市の内部目標)。"
        )
        return super().finish(done)

    def success_url(self, done: Account) -> str:
        """Go on with the filing."""
        return reverse("approvals:filing_detail", args=[Filing.objects.get(account=done).pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Show what was permitted, who of the staff permitted is still there, and the ways to change or end it."""
        assert self.permitted is not None
        shown = {
            "rows": permitted_rows(self.permitted),
            "staffing": staffing_of(self.record, self.permitted, self.on),
            "may_add": permits(check_operators, self.record, self.actor, self.on),
            "may_abandon": ABANDON.why_not(self.record, self.actor, self.on) is None,
        }
        return super().context(**shown, **more)


class AccountAbandon(AccountPage):
    """Give up what was permitted and not acquired (取得をやめる)."""

    template_name = "approvals/abandon.html"
    form_class = AbandonForm
    move = ABANDON
    done_message = "取得をやめました。アカウントIDは、ほかの起案で使えます。"

    def load(self) -> None:
        """Refuse on opening the page where there is nothing to give up.

        Raises:
            Denied: the wrong person or state; a POST is refused by the act itself.
        """
        super().load()
        refusal = self.move.why_not(self.record, self.actor, self.on)
        if refusal is not None and self.request.method != "POST":
            raise refusal

    def act(self, form: AbandonForm) -> Account:
        """Give it up."""
        return abandon_account(self.record, by=self.actor, at=self.at, reason=form.cleaned_data["reason"])

    def success_url(self, done: Account) -> str:
        """Show the account."""
        return account_url(done)


class AccountStart(AccountPage):
    """Start operation by the account manager's own act (運用開始), beside what it needs."""

    template_name = "approvals/start.html"
    move = START
    papers: Papers

    def find_permitted(self) -> Request | None:
        """Read it with whatever else the start needs."""
        self.papers = papers_of(self.record, self.on)
        return self.papers.permitted

    def act(self, form: Any) -> Account:
        """Start."""
        return start_operation(self.record, by=self.actor, at=self.at)

    def success_url(self, done: Account) -> str:
        """Show the account."""
        return account_url(done)

    def finish(self, done: Account) -> HttpResponse:
        """Say that it is in operation."""
        self.done_message = f"{done.title}の運用を始めました。"
        return super().finish(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Show the checklist."""
        checks = checklist_of(self.record, self.papers, self.on)
        return super().context(**{"checks": checks, "ready": all(one.done for one in checks if one.needed), **more})


def account_url(account: Account) -> str:
    """Return the address of an account's page in the registry."""
    try:
        return reverse("accounts:account_detail", args=[account.pk])
    except NoReverseMatch:
        return "/"

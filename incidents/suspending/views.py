"""The pages on which an account is suspended, looked at again, and put back into operation (第7)."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse

from accounts.models import Account
from accounts.suspendable import is_suspended
from accounts.views.shared import above, accounts_for
from core.lifecycle.views import Crumbs, MoveView
from core.ui.eras import era_date
from incidents.models import Incident
from incidents.moves.suspension import REINSTATE, RENEW_SUSPENSION, SUSPEND, last_review
from incidents.suspending.actions import reinstate_account, renew_suspension, suspend_account
from incidents.suspending.forms import FIRST_WORDS, PublicWordsForm, ReinstateForm, RenewForm, SuspendForm
from incidents.suspending.permissions import check_because, obstacles
from incidents.views.shared import OneIncidentMixin


class AccountMove(MoveView):
    """An act on an account that is, or will be, suspended."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    record: Account

    def parents(self) -> Crumbs:
        """Stand below the account."""
        return above(self.record)

    def success_url(self, done: Any) -> str:
        """Go on at the account."""
        return reverse("accounts:account_detail", args=[self.record.pk])

    def rows(self) -> list[tuple[str, str]]:
        """Return what the page says of the account, and of its suspension while that lasts."""
        account = self.record
        since = era_date(account.suspended_on) if account.suspended_on is not None else ""
        found = [
            ("アカウント", account.title),
            ("状態", "、".join(words for _, words in account.standings)),
            ("一時停止した日", since),
            ("一時停止の理由", account.suspended_for),
        ]
        return [row for row in found if row[1]]

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which account it is."""
        return super().context(**{"rows": self.rows(), **more})


class AccountSuspend(AccountMove):
    """Suspend an account."""

    move = SUSPEND
    form_class: type[PublicWordsForm] = SuspendForm
    done_message = "一時停止しました。公開の一覧と、課、運用担当、総合政策部長、ふるさと発信課長に知らせました。"
    because: Incident | None = None

    def form_arguments(self) -> dict[str, Any]:
        """Begin with plain words and the last day of the next look."""
        first = {"suspended_words": FIRST_WORDS, "suspension_due_on": last_review(self.on)}
        return super().form_arguments() | {"initial": first}

    def act(self, form: Any) -> Account:
        """Suspend it."""
        return suspend_account(
            self.record, by=self.actor, at=self.at, seen=self.seen(), incident=self.because, **form.values()
        )


class IncidentSuspend(OneIncidentMixin, AccountSuspend):
    """Suspend the account of an incident because of it; the incident's course says so.

    One that is suspended already is looked at again, and is kept so because of this incident too.
    """

    because: Incident

    @property
    def incident(self) -> Incident:
        """Return the incident of the address."""
        return self.because

    def get_object(self) -> Account:
        """Return the account of an incident that the person may see.

        Raises:
            Http404: when there is no such incident, or no account is concerned.
        """
        self.because = self.one(self.kwargs["pk"])
        account = self.because.account
        if account is None:
            raise Http404
        if is_suspended(account):
            self.move, self.form_class = RENEW_SUSPENSION, RenewForm
            self.done_message = "この問題のためにも、一時停止を続けることを記録しました。"
        return account

    def form_arguments(self) -> dict[str, Any]:
        """Begin with what the public reads now, where it reads something."""
        given = super().form_arguments()
        words = self.record.suspended_words
        return given | ({"initial": given["initial"] | {"suspended_words": words}} if words else {})

    def act(self, form: Any) -> Account:
        """Suspend it, or keep it so."""
        if self.move is SUSPEND:
            return super().act(form)
        return renew_suspension(
            self.record, by=self.actor, at=self.at, seen=self.seen(), incident=self.because, **form.values()
        )

    def load(self) -> None:
        """Refuse on GET what no account is suspended for; a POST is refused by the act itself."""
        super().load()
        if self.request.method != "POST":
            check_because(self.because)


class SuspensionRenew(AccountMove):
    """Look at a suspension again, and let it go on."""

    move = RENEW_SUSPENSION
    form_class = RenewForm
    done_message = "一時停止を続けることを記録しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Begin with what the public reads now."""
        first = {"suspended_words": self.record.suspended_words, "suspension_due_on": last_review(self.on)}
        return super().form_arguments() | {"initial": first}

    def act(self, form: RenewForm) -> Account:
        """Let it go on."""
        return renew_suspension(self.record, by=self.actor, at=self.at, seen=self.seen(), **form.values())


class AccountReinstate(AccountMove):
    """Put an account back into operation."""

    move = REINSTATE
    form_class = ReinstateForm
    done_message = "運用に戻しました。公開の一覧にも、一時停止とは出なくなりました。"

    def act(self, form: ReinstateForm) -> Account:
        """Put it back."""
        return reinstate_account(self.record, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add what is left to be done before; not again what the refusal above the form says."""
        said = getattr(more.get("refusal"), "reason", "")
        left = [f"{one.sentence}{one.way}{one.clause}" for one in obstacles(self.record) if one.sentence != said]
        rows = [*self.rows(), *(("先に済ませること", words) for words in left)]
        return super().context(**{"rows": rows, **more})

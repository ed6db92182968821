"""One account: its page with everything about it, and its sheet to print (台帳票)."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Account
from accounts.presentation import trail_url
from approvals.consultations.presentation import consult_url
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin, Crumbs
from core.retention.pages import disposed_page
from core.staff.models import Person
from core.staff.offices import Office
from core.ui.links import link
from dashboard.account.chronicle import chronicle
from dashboard.account.dossier import Dossier
from dashboard.account.history import Place
from dashboard.account.reading import Reader, read_account
from dashboard.account.sheet import sheet_of
from dashboard.frame import keep_frame

REGISTRY = ("アカウント台帳", "accounts:registry")


class AccountPage(ActingMixin):
    """A page about one account that exists for the actor."""

    account: Account
    dossier: Dossier

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page; of an account that is disposed of what is left.

        Raises:
            Http404: when it does not exist or is not for the actor's eyes.
        """
        reader = Reader(cast("Person", self.actor.person), acting_request(request).capacities, self.on)
        found = read_account(pk, reader)
        if found is None:
            raise Http404
        self.account = found.account
        if self.account.disposed_on is not None:
            return disposed_page(self, self.account, self.account.disposed_on, chronicle([self.account.stream]))
        self.dossier = Dossier(found, reader, self.actor, self.since())
        keep_frame(request, self.dossier.frame)
        return self.page(**self.shown())

    def since(self) -> Place:
        """Return where the history begins; at the newest unless the page goes back."""
        return Place()

    def shown(self) -> dict[str, Any]:
        """Return what the page shows."""
        raise NotImplementedError


class AccountDetail(AccountPage):
    """One account: data, duties, people, papers, policy, history."""

    template_name = "accounts/account_detail.html"

    def since(self) -> Place:
        """Return the place that the address names."""
        return Place.read(self.request.GET.get("before"))

    def shown(self) -> dict[str, Any]:
        """Return everything about the account."""
        dossier, account, holders = self.dossier, self.account, self.dossier.holders
        return {
            "account": account,
            "trail_url": trail_url(account.stream, self.actor),
            "url_is_plain": account.url.startswith(("https://", "http://")),
            "section": dossier.section,
            "duties": dossier.duties,
            "mine": [duty for duty in dossier.duties if duty.url],
            "people": dossier.people,
            "acts": dossier.acts,
            "suspended_for": dossier.suspended_for if account.suspended_on is not None else [],
            "password_change": dossier.password_change,
            "password_count": sum(access.operator.handles_password for access in dossier.people),
            "papers": dossier.papers,
            "policy": dossier.papers.policy,
            "consultations": dossier.papers.consultations,
            "consult_url": consult_url("account", account.pk, self.actor, self.on),
            "history": dossier.history,
            "managers": holders.of(Office.SECTION_HEAD, account.section),
            "manager_words": holders.words(Office.SECTION_HEAD, account.section),
            "officer_words": holders.words(Office.DEPARTMENT_HEAD, account.section),
        }

    def get_title(self) -> str:
        """Return the account's name."""
        return self.account.name

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [(REGISTRY[0], link(REGISTRY[1]))]


class AccountSheet(AccountPage):
    """One account on paper; it exists for whom the account's page exists."""

    template_name = "accounts/sheet_account.html"
    title = "台帳票"

    def shown(self) -> dict[str, Any]:
        """Return what the page says, arranged for paper."""
        return {**sheet_of(self.dossier), "printed_by": self.actor.name}

    def parents(self) -> Crumbs:
        """Lead back to the account."""
        page = link("accounts:account_detail", self.account.pk)
        return [(REGISTRY[0], link(REGISTRY[1])), (self.account.name, page)]

"""The sheet of one account (台帳票): to print, for those who may see the account."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.chronicle import chronicle
from accounts.models import Account
from accounts.sheet import sheet_of
from accounts.views.registry import accounts_for
from core.lifecycle.requests import acting_request
from core.lifecycle.views import Crumbs, VisibleMixin
from core.retention.pages import disposed_page


class AccountSheet(VisibleMixin):
    """One account on paper; it exists for whom the account's page exists."""

    template_name = "accounts/sheet_account.html"
    title = "台帳票"
    visible_to = staticmethod(accounts_for)
    account: Account

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the sheet; of an account that is disposed of what its page shows, too."""
        self.account = self.get_object()
        if self.account.disposed_on is not None:
            return disposed_page(self, self.account, self.account.disposed_on, chronicle([self.account.stream]))
        found = sheet_of(self.account, self.actor, acting_request(request).capacities, self.on)
        return self.page(**found, printed_by=self.actor.name)

    def parents(self) -> Crumbs:
        """Lead back to the account."""
        page = reverse("accounts:account_detail", args=[self.account.pk])
        return [("アカウント台帳", reverse("accounts:registry")), (self.account.name, page)]

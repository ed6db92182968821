"""What one account shows to the public: both places, the texts to paste, the checks of its page (4-4)."""

from datetime import date
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Account
from accounts.permissions import visible_to
from accounts.views.shared import above, accounts_for
from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from core.lifecycle.views import Crumbs, VisibleMixin
from core.staff.models import Person
from policies.queries import approved_policy
from publications.posting.models import Publication
from publications.posting.moves import require_ready
from publications.posting.permissions import CLAUSES, check_section
from publications.posting.states import PLACES, Kind
from publications.presentation import check_rows, earlier_pictures, place_of, point_rows, texts_of
from publications.texts.homepage import whole_page


def page_url(account: Account) -> str:
    """Return the address of what an account shows."""
    return reverse("publications:account", args=[account.pk])


def may_write(account: Account, actor: Actor, on: date) -> bool:
    """Tell whether somebody is of those who write what the account shows, and so reads what is not out yet."""
    return permits(check_section, account, actor, on, "", CLAUSES[Kind.HOMEPAGE])


class AccountPublications(VisibleMixin):
    """Both places of one account; the texts are for those who paste them."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    template_name = "publications/account.html"
    title = "掲載"
    account: Account

    def parents(self) -> Crumbs:
        """Stand below the account."""
        return above(self.account)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        found = {one.kind: one for one in self._publications()}
        self.account = account = next(iter(found.values())).account if found else self.get_object()
        for one in found.values():
            one.account = account
            if one.policy is not None:
                one.policy.account = account
        policy = approved_policy(account)
        places = [place_of(kind, found, account, policy, self.actor, self.on) for kind in PLACES]
        homepage = found.get(Kind.HOMEPAGE)
        rows = check_rows(homepage)
        writes = policy is not None and may_write(account, self.actor, self.on)
        return self.page(
            account=account,
            policy=policy,
            places=places,
            texts=texts_of(account, policy, places) if writes and policy else None,
            checks=rows,
            pictures=earlier_pictures(account),
            points=point_rows(homepage, rows),
            is_asked=homepage is not None and hasattr(homepage, "asked"),
        )

    def _publications(self) -> list[Publication]:
        """Return what stands, read with its account where that is for the actor's eyes."""
        accounts = visible_to(cast("Person", self.actor.person), self.on).filter(pk=self.kwargs["pk"])
        standing = Publication.objects.standing().places().with_picture().filter(account__in=accounts)
        account = ("account__platform", "account__section__parent__parent")
        return list(standing.select_related("policy", "posted_by", "asked", *account))


class WholePage(VisibleMixin):
    """The account's page on the city homepage as a file of its own, for those who paste it."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it as an attachment.

        Raises:
            Denied: to people outside of the section, and without a settled policy.
        """
        account = self.get_object()
        check_section(account, self.actor, self.on, "掲載の文を受け取る", CLAUSES[Kind.HOMEPAGE])
        require_ready(account, Kind.HOMEPAGE)
        answer = HttpResponse(whole_page(account, approved_policy(account)), content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="account-{account.pk}.html"'
        return answer

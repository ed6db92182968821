"""What the pages about one account share, in whatever chapter they stand: for whom it exists, and the way to it."""

from datetime import date
from typing import cast

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Account
from accounts.permissions import visible_to
from core.lifecycle.actor import Actor
from core.lifecycle.views import Crumbs
from core.staff.models import Person


def accounts_for(actor: Actor, on: date) -> QuerySet[Account]:
    """Return the accounts that exist for an actor."""
    return visible_to(cast("Person", actor.person), on).select_related("platform", "section__parent__parent")


def above(account: Account) -> Crumbs:
    """Return the way from the registry to what stands below an account."""
    return [
        ("アカウント台帳", reverse("accounts:registry")),
        (account.title, reverse("accounts:account_detail", args=[account.pk])),
    ]

"""What the pages of policies share: who sees which account and version, and the way back."""

from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.staff.models import Person
from policies.models import MediaPolicy, MediaPolicyQuerySet
from policies.permissions import reviewed_by, visible_to, written_for

RELATED = ("account__platform", "account__section__parent__parent", "drafted_by", "decided_by", "decided_for")
READ: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        *("account", "account__platform", "account__section", "account__section__parent"),
        *("account__section__parent__parent", "drafted_by", "decided_by", "decided_for"),
    ),
    (),
)
"""The same for what is read as part of one question."""


def visible(actor: Actor, on: date) -> MediaPolicyQuerySet:
    """Return the versions that exist for an actor; `is_inside` tells of which all is for his or her eyes.

    What was decided in somebody's name he or she reads to review it, wherever he or she is now.
    """
    person = cast("Person", actor.person)
    reviewed = reviewed_by(person)
    inside = MediaPolicy.objects.filter(written_for(person, on) | reviewed, pk=OuterRef("pk"))
    found = MediaPolicy.objects.filter(Q(pk__in=visible_to(person, on).values("pk")) | reviewed)
    return found.select_related(*RELATED).annotate(is_inside=Exists(inside))


def list_url(account: Account) -> str:
    """Return the address of the versions of an account."""
    return reverse("policies:policy_list", args=[account.pk])

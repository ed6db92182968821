"""What the pages of policies share: who sees which account and version, and the way back."""

from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.staff.models import Person
from policies.models import MediaPolicy, MediaPolicyQuerySet, PolicyReview
from policies.permissions import reviewed_by, visible_to, written_for

RELATED = ("account__platform", "account__section__parent__parent", "drafted_by", "decided_by", "decided_for")


def visible(actor: Actor, on: date) -> MediaPolicyQuerySet:
    """Return the versions that exist for an actor; `is_inside` tells of which all is for his or her eyes.

    `is_deputised` tells on which deputies acted.
    What was decided in somebody's name he or she reads to review it, wherever he or she is now.
    """
    person = cast("Person", actor.person)
    reviewed = reviewed_by(person)
    inside = MediaPolicy.objects.filter(written_for(person, on) | reviewed, pk=OuterRef("pk"))
    found = MediaPolicy.objects.filter(Q(pk__in=visible_to(person, on).values("pk")) | reviewed)
    acted = PolicyReview.objects.filter(policy=OuterRef("pk"))
    return found.select_related(*RELATED).annotate(is_inside=Exists(inside), is_deputised=Exists(acted))


def list_url(account: Account) -> str:
    """Return the address of the versions of an account."""
    return reverse("policies:policy_list", args=[account.pk])

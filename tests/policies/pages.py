"""Pages of policies opened and posted as somebody; the pages read the real clock, so it all happened before now."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from core.lifecycle.actor import Actor
from policies.models import MediaPolicy
from policies.states import PolicyState
from tests.approvals.pages import a_world, ago, browser_of
from tests.factories.approvals import OfficeWorld, again
from tests.factories.policies import a_version


def to(actor: Actor, name: str, /, *args: int, **query: Any) -> Any:
    """Open a page as an actor."""
    return browser_of(actor).get(reverse(f"policies:{name}", args=args), query)


def send(actor: Actor, name: str, /, *args: int, **data: Any) -> Any:
    """Post as an actor."""
    return browser_of(actor).post(reverse(f"policies:{name}", args=args), data)


def act(actor: Actor, name: str, policy: MediaPolicy, **data: Any) -> Any:
    """Post an act on a version as it stands, unless `data` says otherwise."""
    return send(actor, name, policy.pk, **({"seen": again(policy).fingerprint()} | data))


def a_case(at: PolicyState = PolicyState.DRAFT, *, when: datetime | None = None, **values: Any) -> Any:
    """Return a world and a version of its section, made an hour ago."""
    world: OfficeWorld = a_world()
    return world, a_version(at, world=world, when=when or ago(hours=1), **values)

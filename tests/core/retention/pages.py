"""Opening and posting the pages of retention as an actor, for their tests."""

import re
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags

from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.retention.matters import due_matters
from core.retention.models import Disposal
from core.retention.states import DisposalState
from tests.approvals.pages import browser_of, today
from tests.factories.approvals import OfficeWorld
from tests.factories.retention import a_disposal


def to(actor: Actor, name: str, /, *args: int, **query: Any) -> Any:
    """Open a page as an actor."""
    return browser_of(actor).get(reverse(f"retention:{name}", args=args), query)


def send(actor: Actor, name: str, /, *args: int, **data: Any) -> Any:
    """Post as an actor."""
    return browser_of(actor).post(reverse(f"retention:{name}", args=args), data)


def send_seen(actor: Actor, name: str, pk: int, /, **data: Any) -> Any:
    """Open the form of an act and post it as it was seen."""
    shown = to(actor, name, pk).context
    return send(actor, name, pk, seen=shown["seen"], seen_version=shown["seen_version"], **data)


def text_of(response: Any) -> str:
    """Return the words of a page, without what stands around its main part."""
    found = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(strip_tags(found[0]).split())


def chosen() -> list[str]:
    """Return what the ticked boxes of the list send."""
    return [f"{matter.stream}|{matter.digest}" for matter in due_matters(today())]


def a_disposal_today(at: DisposalState, world: OfficeWorld, *roots: Any) -> Disposal:
    """Bring a disposal to a state today: the pages read the real clock."""
    return a_disposal(at, *roots, world=world, when=now())

"""What stands about an account when its sheet is settled: open duties, people with access, pages."""

from datetime import date
from typing import Any

from accounts.cases import RELATIONS, streams_of
from accounts.models import Account
from accounts.operators import operating
from core.deadlines.models import Obligation

KEPT_BY_THE_GIVER = frozenset({"requests", "filings", "consultations", "hand_overs"})
"""Papers that stay those of the section that made them; what they still ask is its own."""


def moving_streams(account: Account) -> list[str]:
    """Return the streams of what passes over with an account: the account itself, and what hangs on it."""
    found = [one for one in RELATIONS if one.path.partition("__")[0] not in KEPT_BY_THE_GIVER]
    return list(streams_of([account.pk], found))


def sheet_of(account: Account, on: date) -> dict[str, Any]:
    """Return what the section hands over, as JSON keeps it: dates as ISO texts."""
    duties = Obligation.objects.open().about(*moving_streams(account)).by_due_date()
    pages = account.publications.select_related("policy").order_by("kind", "pk")
    return {
        "duties": [{"title": one.title, "due_on": one.due_on.isoformat() if one.due_on else ""} for one in duties],
        "people": [
            {"name": one.person.name, "access": one.get_access_display(), "reason": one.reason}
            for one in operating(account, on)
        ],
        "pages": [{"place": one.get_kind_display(), "state": one.get_state_display(), "url": one.url} for one in pages],
    }

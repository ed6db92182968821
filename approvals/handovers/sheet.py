"""What stands about an account when its sheet is settled: open duties, people with access, pages."""

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.cases import RELATIONS, Relation, streams_of
from accounts.models import Account
from core.deadlines.models import Obligation
from core.gathering import Part, gathered

KEPT_BY_THE_GIVER = frozenset({"requests", "filings", "consultations", "hand_overs"})
"""Papers that stay those of the section that made them; what they still ask is its own."""


def _moving() -> list[Relation]:
    return [one for one in RELATIONS if one.path.partition("__")[0] not in KEPT_BY_THE_GIVER]


def moving_streams(account: Account) -> list[str]:
    """Return the streams of what passes over with an account: the account itself, and what hangs on it."""
    return list(streams_of([account.pk], _moving()))


def _about(account: Account) -> Q:
    """Return the condition on obligations that they are about what passes over with an account."""
    condition = Q(about=account.stream)
    for one in _moving():
        condition |= Q(about__in=one.rows(Q(pk=account.pk), Account).values("stream"))
    return condition


def sheet_of(account: Account) -> dict[str, Any]:
    """Return what the section hands over, as JSON keeps it: dates as ISO texts; one query."""
    found = gathered(
        duties=Part(Obligation.objects.open().filter(_about(account)).all),
        people=Part(account.operators.filter(ends_on=None).all, related={"person": ("name",)}),
        pages=Part(account.publications.all),
    )
    duties = sorted(found["duties"], key=lambda one: (one.due_on or date.max, one.pk))
    people, pages = (sorted(found[name], key=lambda one: one.pk) for name in ("people", "pages"))
    return {
        "duties": [{"title": one.title, "due_on": one.due_on.isoformat() if one.due_on else ""} for one in duties],
        "people": [
            {"name": one.person.name, "access": one.get_access_display(), "reason": one.reason} for one in people
        ],
        "pages": [{"place": one.get_kind_display(), "state": one.get_state_display(), "url": one.url} for one in pages],
    }

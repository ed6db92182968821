"""What a hijack still asks of its account: a new password, which keeps the problem from its end (4-3-(2), 第7)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, TextField

from accounts.models import Account
from approvals import duties
from core.deadlines.models import Obligation
from core.gathering import Gathering, Part, Tuples
from core.statements import Given
from incidents.models import Incident
from incidents.states import IncidentKind

CLAUSE = "第4-3-(2)"
OF_INCIDENTS = Incident._meta.app_label
"""How the occurrence of an obligation begins that a hijack opened; others name an operator or a hand-over."""
Merged = Iterable[tuple[int, int]]
"""Keys of hijacks that were merged, each with that of the problem it was merged into."""


def cause_of(incident: int) -> str:
    """Return how the occurrences of the passwords begin that a hijack asked for, by its key."""
    return f"{OF_INCIDENTS}:{incident}:"


def is_cause(incident: int, occurrence: str) -> bool:
    """Tell whether an obligation is of this hijack; older ones are called by the incident's stream alone."""
    return occurrence == f"{Incident._meta.label_lower}:{incident}" or occurrence.startswith(cause_of(incident))


def _waiting() -> Any:
    """Return the passwords of the account that hijacks asked for and nobody has recorded as changed."""
    of_account = Obligation.objects.open().filter(rule=duties.PASSWORD.rule, about=Given("account_stream", TextField()))
    return of_account.filter(occurrence__startswith=OF_INCIDENTS)


def _merged() -> Any:
    account = Given("account", BigIntegerField())
    return Incident.objects.filter(account=account, kind=IncidentKind.HIJACK, merged_into__isnull=False)


PARTS: Mapping[str, Part] = {
    "passwords": Part(_waiting, only=("occurrence", "opened_on")),
    "merged": Tuples(_merged, only=("id", "merged_into_id")),
}
"""What is read to know what a hijack still asks of its account; asked with what `asked_of` returns."""
ASKED_OF_ACCOUNT = Gathering("asked_of_account", planned_once=True, **PARTS)


def asked_of(incident: Incident) -> dict[str, Any]:
    """Return what the parts are asked with."""
    return {"account": incident.account_id, "account_stream": f"{Account._meta.label_lower}:{incident.account_id}"}


def asks_password(incident: Incident) -> bool:
    """Tell whether an incident asks for a new password: the hijack of an account, and no drill."""
    return incident.kind == IncidentKind.HIJACK and incident.account_id is not None and not incident.is_drill


def password_owed(incident: Incident) -> list[Obligation]:
    """Return what is open of the new password that a hijack, or a double of it, asked for; one query."""
    found = ASKED_OF_ACCOUNT.ask(**asked_of(incident))
    return of_hijack(incident, found["passwords"], found["merged"])


def of_hijack(incident: Incident, passwords: Iterable[Obligation], merged: Merged) -> list[Obligation]:
    """Return which of an account's open obligations a hijack asks for, by itself or by what was merged into it."""
    if not asks_password(incident):
        return []
    causes, into = {incident.pk}, list(merged)
    while more := {key for key, target in into if target in causes} - causes:
        causes |= more
    return [one for one in passwords if any(is_cause(key, one.occurrence) for key in causes)]


def counts_from(owed: Iterable[Obligation]) -> date | None:
    """Return the first day of a change by which all of it is done, None where nothing is owed."""
    return max(map(duties.counts_from, owed), default=None)

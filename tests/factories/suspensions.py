"""Accounts that are suspended, by the legal act alone."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from incidents.models import Incident
from incidents.suspending.actions import suspend_account
from tests.factories.core import AT
from tests.factories.kept import keeps

WHY, SAID = "覚えのない投稿があったため", "このアカウントは、ただいま使用を止めています。"


@keeps
def suspended(
    account: Account, *, by: Actor, when: datetime = AT, incident: Incident | None = None, **values: Any
) -> Account:
    """Suspend an account, to be looked at again in a week."""
    due_on = japan_date(when) + timedelta(days=7)
    given = {"suspended_for": WHY, "suspended_words": SAID, "suspension_due_on": due_on, **values}
    return suspend_account(account, by=by, at=when, incident=incident, **given)

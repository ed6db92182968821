"""What a reorganisation asks of accounts: a unit ended, its successor carries them, and owes what a hand-over opens.

Nobody hands anything over there, so the clock asks: a function of the database and of today's date, that may run twice,
late, or be killed. An account is asked for once for each unit that was responsible for it and ended.
"""

from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Account
from approvals import duties
from approvals.account_permissions import HELD
from approvals.handovers.passing import owe_anew
from core.deadlines.duties import hold_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from core.periods.clock import japan_date
from core.periods.era import era_date
from core.staff.authority import current_unit
from core.staff.models import Unit

BATCH = 50
"""Accounts that one act asks for: others wait for about a second (SQLite writes one at a time)."""
WITHIN = timedelta(days=90)
"""How long after the end of a unit its successor is asked: what ended before the clock asked was settled otherwise."""


def ask_successors(at: datetime, batch: int = BATCH) -> int:
    """Open what successors owe about the accounts of ended units, each batch as one act; return for how many."""
    asked, after, on = 0, 0, japan_date(at)
    while chosen := list(never_asked(on).filter(pk__gt=after).values_list("pk", flat=True)[:batch]):
        with acting(by=SYSTEM, at=at) as act:
            accounts = act.lock_all(Account, pk__in=chosen)
            hold_duties(act, *accounts)
            asked += sum(_ask(act, account) for account in accounts)
        after = chosen[-1]
    return asked


def _ask(act: Act, account: Account) -> bool:
    """Ask for one account as it stands, unless somebody has asked or handed it over meanwhile."""
    ended, section = account.section, current_unit(account.section, act.on)
    occurrence = occurrence_of(ended.pk)
    known = {one.occurrence for one in act.held(Obligation) if one.about == account.stream}
    if account.state not in HELD or section.pk == ended.pk or occurrence in known:
        return False
    day = era_date(ended.ends_on) if ended.ends_on is not None else ""
    owe_anew(act, account, section, f"{ended.name}が{day}で終わり、{section.name}が引き継いだため", occurrence)
    return True


def occurrence_of(unit: int) -> str:
    """Return what tells the duties after the end of a unit, by its key, from others of the account."""
    return f"unit{unit}"


def never_asked(on: date) -> QuerySet[Account]:
    """Return the held accounts whose unit had ended before a day with a successor, for which nobody was asked."""
    about = Concat(Value(f"{Account._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    occurrence = Concat(Value("unit"), Cast(OuterRef("section"), CharField()))
    asked = Obligation.objects.filter(rule=duties.PASSWORD.rule, about=about, occurrence=occurrence)
    ended = Unit.objects.filter(ends_on__lt=on, ends_on__gte=on - WITHIN, successor__isnull=False)
    found = Account.objects.filter(state__in=HELD, section__in=ended.values("pk"))
    return found.filter(~Exists(asked)).order_by("pk")

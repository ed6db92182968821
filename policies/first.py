"""The first policy of an account registered on its paper document: nobody decided one with a request (4-2-(1)).

The registration asks for it in its own act. What was registered before this chapter asked is found by the clock, which
goes through the same acts: a function of the database, so that it may run twice, late, or be killed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Account
from accounts.states import OPERATED
from core.deadlines.duties import Debtor, Owed, hold_duties, open_new_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from core.staff.offices import Office
from policies import duties
from policies.models import MediaPolicy

LIST_PAGE = "policies:policy_list"


def ask_first(act: Act, accounts: Sequence[Account]) -> None:
    """Open the obligations to write and publish the first policy; the account managers owe them.

    Whoever calls holds the accounts and knows that none of them was asked before.
    """
    open_new_duties(act, duties.FIRST, [_owed(account) for account in accounts])


def _owed(account: Account) -> Owed:
    title = f"最初のメディアポリシーを作り、掲載する:{account.title}"
    return Owed(account, Debtor(Office.SECTION_HEAD, account.section), title, (LIST_PAGE, account.pk))


def ask_missing(at: datetime, batch: int) -> int:
    """Ask for the first policies that were never asked for, each batch as one act; return how many."""
    opened, after = 0, 0
    while chosen := list(never_asked().filter(pk__gt=after).values_list("pk", flat=True)[:batch]):
        with acting(by=SYSTEM, at=at) as act:
            accounts = act.lock_all(Account, pk__in=chosen)
            hold_duties(act, *accounts)
            known = {one.about for one in act.held(Obligation) if one.rule == duties.FIRST.rule}
            out = {one.account_id for one in act.lock_all(MediaPolicy, account__in=chosen) if one.was_published}
            missing = [one for one in accounts if _lacks(one) and one.stream not in known and one.pk not in out]
            ask_first(act, missing)
        opened, after = opened + len(missing), chosen[-1]
    return opened


def _lacks(account: Account) -> bool:
    return account.is_registered and account.state in OPERATED


def never_asked() -> QuerySet[Account]:
    """Return the registered accounts in operation that have never shown a policy and were never asked for one."""
    about = Concat(Value(f"{Account._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    asked = Obligation.objects.filter(rule=duties.FIRST.rule, about=about, occurrence="")
    out = MediaPolicy.objects.filter(account=OuterRef("pk"), published_on__isnull=False)
    found = Account.objects.filter(state__in=OPERATED).exclude(paper_number="")
    return found.filter(~Exists(asked), ~Exists(out)).order_by("pk")

"""Reviews that the clock asks for, and those that an office calls for: opened in batches that a kill does no harm.

Both are functions of the database and of today's date. A batch is one act; a call's own row says how far it is
carried out and is locked by it, so two workers never carry the same part.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import Account
from core.deadlines.duties import Debtor, Duty, hold_duties, open_duty
from core.deadlines.models import Obligation
from core.deadlines.moves import VOID
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from core.notifications.models import Message
from core.notifications.telling import Tell
from core.periods.clock import japan_date
from core.periods.era import era_date
from core.staff.authority import people_answering
from core.staff.models import Unit
from core.staff.offices import Office
from policies import duties
from policies.first import ask_missing
from policies.models import MediaPolicy, ReviewCall
from policies.moves import CALL_PAGE, PAGE
from policies.permissions import LIVING
from policies.states import SETTLED, CallState

BATCH = 50
"""Accounts that one act opens reviews about: others wait for about a second (SQLite writes one at a time)."""
AHEAD = timedelta(days=45)
"""How long before its day a review begins to wait: the first reminder comes 30 days before."""


def carry_all(at: datetime, batch: int = BATCH) -> int:
    """Carry out every call as far as it is not, then open first policies and the reviews whose day is near.

    Returns how many obligations it opened.
    """
    opened = 0
    for key in ReviewCall.objects.filter(is_carried_out=False).order_by("pk").values_list("pk", flat=True):
        while (done := carry_batch(key, at, batch)) is not None:
            opened += done
    return opened + ask_missing(at, batch) + open_due_reviews(at, batch)


def carry_batch(key: int, at: datetime, batch: int = BATCH) -> int | None:
    """Carry a call to its next accounts, as one act; return how many, None when it was carried out before.

    What was opened before the call was corrected or ended is taken back first, a batch each time (0 are opened).
    """
    with acting(by=SYSTEM, at=at) as act:
        call = act.lock(ReviewCall(pk=key))
        if call.is_carried_out:
            return None
        if _take_back(act, call, batch):
            return 0
        if call.state == CallState.ENDED:
            act.edit(call, is_carried_out=True)
            return 0
        chosen = list(affected(call).values_list("account", flat=True)[:batch])
        policies = _lock(act, chosen)
        for policy in policies:
            _open(act, duties.REVIEW_CALLED, policy, call.occurrence, call.due_on, call.reason)
        words = "見直しの求めが直されました" if call.revision else "見直しをお願いします"
        title = f"メディアポリシーの{words}({era_date(call.due_on)}まで)"
        sections = [policy.account.section for policy in policies]
        act.tell(*_tells(act, call, sections, title, f"{call.get_cause_display()}:{call.reason}"))
        reached, opened = max(chosen, default=call.carried_to), call.opened + len(policies)
        act.edit(call, is_carried_out=len(chosen) < batch, carried_to=reached, opened=opened)
        return len(policies)


def _take_back(act: Act, call: ReviewCall, batch: int) -> int:
    """Void some of what is open of a call and is asked for no more, and tell it of an end; return how many."""
    stale = call.stale_occurrences()
    asked = Obligation.objects.open().filter(rule=duties.REVIEW_CALLED.rule, occurrence__in=stale)
    streams = list(asked.order_by("pk").values_list("about", flat=True)[:batch]) if stale else []
    if not streams:
        return 0
    accounts = act.lock_all(Account, pk__in=sorted({int(one.rpartition(":")[2]) for one in streams}))
    hold_duties(act, *accounts)
    for one in act.held(Obligation):
        if one.rule == duties.REVIEW_CALLED.rule and one.occurrence in stale and one.state == ObligationState.OPEN:
            act.perform(one, VOID, ended_on=act.on)
    if call.state == CallState.ENDED:
        sections = [account.section for account in accounts]
        act.tell(*_tells(act, call, sections, "メディアポリシーの見直しの求めが終わりました", call.end_reason))
    return len(streams)


def affected(call: ReviewCall) -> QuerySet[MediaPolicy]:
    """Return the policies that a call has not been carried to yet, by account."""
    found = MediaPolicy.objects.newest_settled().filter(account__state__in=LIVING, account__gt=call.carried_to)
    found = found.filter(account__platform=call.platform) if call.platform_id is not None else found
    return found.order_by("account")


def open_due_reviews(at: datetime, batch: int = BATCH) -> int:
    """Open the reviews whose day is near and that are not opened yet, each batch as one act; return how many."""
    opened, after = 0, 0
    while chosen := list(
        nearly_due(japan_date(at)).filter(account__gt=after).values_list("account", flat=True)[:batch]
    ):
        with acting(by=SYSTEM, at=at) as act:
            opened += sum(_open_when_near(act, policy) for policy in _lock(act, chosen))
        after = chosen[-1]
    return opened


def _open_when_near(act: Act, policy: MediaPolicy) -> bool:
    """Open the review of a policy as it stands now that its row is locked; tell whether it was near enough."""
    near = policy.review_on is not None and policy.review_on <= act.on + AHEAD
    if policy.review_on is not None and near:
        _open(act, duties.REVIEW, policy, policy.review_occurrence, policy.review_on, "")
    return near


def nearly_due(on: date) -> QuerySet[MediaPolicy]:
    """Return the policies whose review is near or overdue and whose obligation was never opened, by account."""
    about = Concat(Value(f"{Account._meta.label_lower}:"), Cast(OuterRef("account"), CharField()))
    since = Cast(Coalesce(*(OuterRef(name) for name in MediaPolicy.COUNTED_FROM)), CharField())
    occurrence = Concat(Cast(OuterRef("number"), CharField()), Value("."), since)
    known = Obligation.objects.filter(rule=duties.REVIEW.rule, about=about, occurrence=occurrence)
    found = MediaPolicy.objects.newest_settled().filter(account__state__in=LIVING, review_on__lte=on + AHEAD)
    return found.filter(~Exists(known)).order_by("account")


def _lock(act: Act, accounts: Sequence[int]) -> list[MediaPolicy]:
    """Lock some accounts, their policies and obligations, and return the policy of each that is to be reviewed."""
    locked = act.lock_all(Account, pk__in=list(accounts))
    held = act.lock_all(MediaPolicy, account__in=list(accounts))
    hold_duties(act, *locked)
    newest: dict[int, MediaPolicy] = {}
    for policy in held:
        if policy.state in SETTLED:
            known = newest.get(policy.account_id)
            newest[policy.account_id] = policy if known is None or policy.number > known.number else known
    return [newest[account.pk] for account in locked if account.pk in newest and account.state in LIVING]


def _open(act: Act, duty: Duty, policy: MediaPolicy, occurrence: str, due_on: date, note: str) -> None:
    open_duty(
        act,
        duty,
        policy.account,
        Debtor(Office.SECTION_HEAD, policy.account.section),
        title=f"メディアポリシーを見直す:{policy.account.title}",
        note=note,
        link=(PAGE, policy.pk),
        occurrence=occurrence,
        due_on=due_on,
    )


def _tells(act: Act, call: ReviewCall, sections: Sequence[Unit], title: str, body: str) -> list[Tell]:
    """Tell each person who answers for a section once of a call as it stands, however many accounts and batches."""
    found = (people_answering(Office.SECTION_HEAD, unit, act.on) for unit in dict.fromkeys(sections))
    people = list(dict.fromkeys(person for some in found for person in some))
    known = Message.objects.filter(person__in=people, link_name=CALL_PAGE, link_pk=call.pk)
    known = known.filter(created_at__gte=call.told_since) if call.told_since is not None else known
    told = set(known.values_list("person", flat=True))
    new = [person for person in people if person.pk not in told]
    return [Tell(new, title, body, CALL_PAGE, call.pk)] if new else []

"""Notices of the matrix's city, one in each state in which something can be done."""

from datetime import timedelta
from typing import Any

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.actions import settle_notice
from approvals.notices.states import NoticeState
from core.periods.clock import japan_date
from tests.factories.approvals import OfficeWorld, again, an_account, appointment_of
from tests.factories.core import a_deputyship, a_person, the_actor
from tests.factories.notices import a_notice, effected

S = NoticeState


def notice_records(offices: OfficeWorld, active: Account, at: Any) -> dict[str, ChangeNotice]:
    """Bring a notice to each state in which something can be done, on accounts with the operators of `active`."""
    rows = [
        {"person": one.person_id, "access": one.access, "reason": one.reason} for one in active.operators.order_by("pk")
    ]

    def made(state: NoticeState, **values: Any) -> ChangeNotice:
        account = an_account(world=offices, when=at, operators=rows)
        return a_notice(state, world=offices, account=account, when=at, **values)

    by_state = {state.value: made(state) for state in (S.DRAFT, S.SUBMITTED, S.FILED, S.ANNOUNCED)}
    principal, day = appointment_of(offices.section_head), japan_date(at)
    deputy = the_actor(a_deputyship(principal, a_person("代わって 決める", at=at), day, day, at=at), at=at)
    waiting = made(S.SUBMITTED)
    later = settle_notice(waiting, by=deputy, at=at, seen=waiting.fingerprint())
    short = made(S.SETTLED, planned_on=day, deviation_reason="サービスが止まったため")
    old = made(S.ANNOUNCED, planned_on=day - timedelta(days=1), deviation_reason="サービスが止まったため")
    mistyped = made(S.ANNOUNCED, planned_on=day, deviation_reason="サービスが止まったため")
    return by_state | {
        "later": again(later),
        "deviating": short,
        "mistyped": mistyped,
        "kept": effected(old, offices, on=day),
    }

"""What becomes of an account that another section is responsible for: people, open work, and what it owes anew.

The acceptance of a sheet does all of it; where a unit ended and a successor carries its accounts, duties alone arise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Account
from accounts.operators import add_operator, end_operator, entered
from accounts.states import OPERATED
from approvals import duties
from approvals.drafting import staff_of
from approvals.handovers.sheet import moving_streams
from core.deadlines.duties import Debtor, hold_duties, open_duty
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.staff.authority import units_answered_by
from core.staff.models import Person, Unit
from core.staff.offices import Office
from core.staff.tree import tree
from policies import duties as policy_duties
from policies.queries import approved_policy
from publications.posting.duties import require_publications

POLICIES = "policies:policy_list"
OF_A_SECTION = (Office.STAFF.value, Office.SECTION_HEAD.value)
Named = Sequence[Mapping[str, Any]]


def pass_over(act: Act, account: Account, giving: Unit, receiving: Unit) -> Account:
    """Make another section responsible, and let the open work about the account follow it; return the account.

    Whoever calls holds the account.
    """
    passed = act.edit(account, why={"reason": "所管替え"}, section=receiving)
    own = units_answered_by(giving, act.on)
    units = {*own, *tree().groups_of(own)}
    streams = moving_streams(passed)
    for one in act.lock_all(Obligation, about__in=streams, state=ObligationState.OPEN.value):
        if one.debtor_office in OF_A_SECTION and one.debtor_unit_id in units:
            act.edit(one, why={"reason": "所管替え"}, debtor_unit=receiving)
    return passed


def change_people(act: Act, account: Account, giving: Unit, named: Named) -> tuple[list[Person], list[Person]]:
    """End the part of the giving section's people and let those named operate; return who ended and who began.

    People of other sections go on; who has left the city ends too.

    Raises:
        Denied: somebody named operates the account already.
    """
    own = {held.person_id for held in staff_of(giving, act.on)}
    leaving = {one.pk for one, is_here in entered(account, act.on) if one.person_id in own or not is_here}
    standing = list(account.operators.filter(ends_on=None).select_related("person", "account__platform").order_by("pk"))
    _refuse_again({one.person_id for one in standing if one.pk not in leaving}, named)
    ended = [end_operator(act, one, act.on, "所管替え").person for one in standing if one.pk in leaving]
    begun = [
        add_operator(act, account, row["person"], row["access"], str(row["reason"]).strip(), act.on).person
        for row in named
    ]
    return ended, begun


def _refuse_again(staying: set[int], named: Named) -> None:
    known = set(staying)
    for row in named:
        if row["person"].pk in known:
            name = row["person"].name
            raise Denied(f"{name}さんは、すでに運用担当です。", "第4-1-(3)", "その行を外してください。")
        known.add(row["person"].pk)


def owe_anew(act: Act, account: Account, section: Unit, why: str, occurrence: str) -> None:
    """Open what a new section responsible owes: the access, the policy, and both places where it shows (4-2 to 4-4).

    Args:
        section: that owes; the account may still name the unit that ended.
        why: in the words of the obligations' notes.
        occurrence: tells this change from another one of the same account.
    """
    hold_duties(act, account)
    open_duty(
        act,
        duties.PASSWORD,
        account,
        Debtor(Office.SECTION_HEAD, section),
        title=f"共用のパスワードを変え、前の課の人の権限を外す:{account.title}",
        note=why,
        link=("approvals:password_changed", account.pk),
        occurrence=occurrence,
    )
    if approved_policy(account) is not None:
        open_duty(
            act,
            policy_duties.RENEW,
            account,
            Debtor(Office.SECTION_HEAD, section),
            title=f"メディアポリシーの新しい版を作る:{account.title}",
            note=why,
            link=(POLICIES, account.pk),
            occurrence=occurrence,
        )
    if account.state in OPERATED:
        require_publications(act, account, why, anew=True)

"""The new password that a hijacked account owes by the obligation that a change of staff opens (4-3-(2))."""

from approvals import duties as approval_duties
from approvals.account_permissions import HELD
from approvals.models import PasswordChange
from core.deadlines.duties import Debtor, hold_duties, open_duty, void_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import Act
from core.periods.clock import japan_date
from core.staff.offices import Office
from incidents.models import Incident
from incidents.states import IncidentKind


def owe_password(act: Act, incident: Incident) -> None:
    """Open the obligation of a hijacked account; a change made since the problem was noticed has done it already.

    The account is held before any obligation (lock order).
    """
    if incident.is_drill or incident.account is None or incident.kind != IncidentKind.HIJACK:
        return
    account, since = act.lock(incident.account), japan_date(incident.noticed_at)
    changed = PasswordChange.objects.filter(account=account, changed_on__gte=since)
    if account.state not in HELD or changed.exists():
        return
    open_duty(
        act,
        approval_duties.PASSWORD,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"共用のパスワードを変える:{account.title}",
        note="乗っ取りの報告を覚知しました。",
        link=("approvals:password_changed", account.pk),
        occurrence=approval_duties.counted_since(f"{_cause(incident)}{incident.version}", since),
    )


def forget_password(act: Act, incident: Incident) -> None:
    """End that obligation because the account was not hijacked; what a change of staff asks for stays."""
    if incident.is_drill or incident.account is None:
        return
    account = act.lock(incident.account)
    hold_duties(act, account)
    for one in act.held(Obligation):
        if one.about == account.stream and _is_cause(incident, one.occurrence):
            void_duties(act, account, approval_duties.PASSWORD, occurrence=one.occurrence)


def _cause(incident: Incident) -> str:
    return f"incidents:{incident.pk}:"


def _is_cause(incident: Incident, occurrence: str) -> bool:
    """Tell whether an obligation is of this hijack; older ones are called by the incident's stream alone."""
    return occurrence == incident.stream or occurrence.startswith(_cause(incident))

"""The access that a hijack asks for (4-3-(2)): the new password, owed as after a change of staff, and the roles."""

from collections.abc import Iterator
from datetime import date, datetime

from accounts.models import Account
from approvals import duties as approval_duties
from approvals.account_permissions import HELD
from approvals.models import PasswordChange
from core.audit.models import Event
from core.deadlines.duties import Debtor, hold_duties, open_duty, void_duties
from core.deadlines.models import Obligation
from core.lifecycle.act import Act
from core.periods.clock import japan_date
from core.staff.offices import Office
from incidents.models import Incident
from incidents.owing import asks_password, cause_of, is_cause
from incidents.states import IncidentKind
from incidents.tasking import access_once_more, going_on_since, place

NOTED, TAKEN_UP = "乗っ取りの報告を覚知しました。", "乗っ取りへの対応を再開しました。"


def follow_access(act: Act, incident: Incident) -> None:
    """Ask for a new password of what is taken for a hijack now, and for none of what is taken for another kind."""
    if incident.kind == IncidentKind.HIJACK:
        owe_password(act, incident)
    else:
        forget_password(act, incident)


def owe_password(act: Act, incident: Incident) -> None:
    """Open the obligation of a hijacked account; a change made since the problem was noticed has done it already.

    Of a problem that was taken up again it is one made since then: whoever is back knows what was chosen before.
    """
    account = _hijacked(act, incident)
    if account is None:
        return
    since = going_on_since(incident)
    note = NOTED if since == incident.noticed_at else TAKEN_UP
    if not was_changed(account, since):
        _open(act, incident, account, japan_date(since), note)


def was_changed(account: Account, since: datetime) -> bool:
    """Tell whether the password was changed after an instant.

    A change says its day alone, which is never one to come; it counts unless it was on record by that instant.
    """
    changes = PasswordChange.objects.filter(account=account, changed_on__gte=japan_date(since))
    recorded = Event.objects.filter(stream__in=[one.stream for one in changes], number=1)
    return recorded.filter(at__gte=since).exists()


def owe_access_again(act: Act, incident: Incident) -> None:
    """Ask anew for password and roles as a hijack goes on: whoever is back knows what was chosen before."""
    account = _hijacked(act, incident)
    again = access_once_more(act, incident) if incident.kind == IncidentKind.HIJACK else []
    if account is not None:
        _open(act, incident, account, act.on, TAKEN_UP)
    for columns in again:
        place(act, incident, columns, act.at)


def _hijacked(act: Act, incident: Incident) -> Account | None:
    """Return the account whose password a hijack asks for, held before what is asked of it (lock order)."""
    if incident.account is None or not asks_password(incident):
        return None
    account = act.lock(incident.account)
    return account if account.state in HELD else None


def _open(act: Act, incident: Incident, account: Account, since: date, note: str) -> None:
    open_duty(
        act,
        approval_duties.PASSWORD,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"共用のパスワードを変える:{account.title}",
        note=note,
        link=("approvals:password_changed", account.pk),
        occurrence=approval_duties.counted_since(f"{cause_of(incident.pk)}{incident.version}", since),
    )


def forget_password(act: Act, incident: Incident, of: Account | None = None) -> None:
    """End that obligation because the account was not hijacked; what a change of staff asks for stays.

    Its doubles were of the same hijack; none is added while it is held.

    Args:
        of: the account, where the incident names another one by now.
    """
    of = of or incident.account
    if incident.is_drill or of is None:
        return
    causes = list(_with_doubles(incident))
    account = act.lock(of)
    hold_duties(act, account)
    for one in act.held(Obligation):
        if any(is_cause(cause.pk, one.occurrence) for cause in causes):
            void_duties(act, account, approval_duties.PASSWORD, occurrence=one.occurrence)


def _with_doubles(incident: Incident) -> Iterator[Incident]:
    yield incident
    for double in Incident.objects.filter(merged_into=incident.pk).order_by("pk"):
        yield from _with_doubles(double)

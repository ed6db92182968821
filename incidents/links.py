"""What hangs on an incident besides its course: its account's suspension and closure, warnings, doubles; with acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Account
from approvals.models import ChangeNotice
from approvals.notices.views.drafting import ClosureNew
from core.audit.history import Entry
from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from core.ui.links import link
from incidents.chronicle import CLOSURE, IMITATION, linked_by
from incidents.closing import check_closes, check_link_closure
from incidents.models import Evidence, Incident
from incidents.moves.suspension import REINSTATE, RENEW_SUSPENSION, SUSPEND
from incidents.permissions import manager_label
from incidents.presentation import Button
from incidents.queries import Belongings
from incidents.states import IncidentKind
from incidents.suspending.permissions import check_because
from incidents.unlinking import check_unlink
from publications.imitations.models import Imitation
from publications.imitations.permissions import READERS, keeps
from publications.imitations.states import ImitationState

WARNING_ACTS = (("直す、結果を残す", "incidents:warning_update"), ("警告を終える", "incidents:warning_end"))


@dataclass(frozen=True)
class Warned:
    """A warning of the public, with the way to it and the acts on it for those who keep it."""

    imitation: Imitation
    url: str
    buttons: list[Button]


@dataclass(frozen=True)
class Double:
    """An incident that was merged into this one, with its evidence."""

    incident: Incident
    evidence: list[Evidence]


@dataclass(frozen=True)
class Links:
    """What the page of an incident leads to."""

    account: Account | None
    suspends: bool
    """Whether the account is suspended because of this incident."""
    account_buttons: list[Button]
    closure: ChangeNotice | None
    closure_buttons: list[Button]
    target: Incident | None
    goes_on: str
    """Of a double: where to add what is still to be said."""
    warnings: list[Warned]
    doubles: list[Double]


def links_of(incident: Incident, own: Belongings, entries: Sequence[Entry], actor: Actor, on: date) -> Links:
    """Return what an incident leads to for a reader.

    Args:
        incident: with `opens_closure`, `offers_closure` and `opens_target`, which say what else exists for the reader.
        entries: what the trail tells of it and its doubles, the newest first.
    """
    seen: Any = incident
    account = incident.account
    return Links(
        account=account,
        suspends=account is not None and account.suspended_on is not None and incident.suspends(account),
        account_buttons=account_buttons(seen, account, actor, on) if account is not None else [],
        closure=incident.closure if seen.opens_closure else None,
        closure_buttons=undo_buttons(incident, CLOSURE, entries, actor, on),
        target=incident.merged_into if seen.opens_target else None,
        goes_on=_goes_on(incident, opens_target=seen.opens_target),
        warnings=warnings_of(incident, own, entries, actor, on),
        doubles=[
            Double(one, [file for file in own.doubles_evidence if file.incident_id == one.pk]) for one in own.doubles
        ],
    )


def _goes_on(incident: Incident, *, opens_target: bool) -> str:
    """Say to who reads a double where it goes on.

    Who leads a leak is not named to who may not read it: whoever merged the double read both, and the course names him.
    """
    target = incident.merged_into
    if target is None:
        return ""
    if opens_target:
        return "経過と証拠は、統合した先に書き足します。"
    where = f"統合した先は問題 {target.number}です。"
    if target.is_confidential:
        return f"{where}書き足すことは、統合した人に知らせてください。だれが統合したかは、経過に出ています。"
    return f"{where}書き足すことは、その対応を決める人({manager_label(target)})に知らせてください。"


BECAUSE = (
    (SUSPEND, "アカウントを一時停止する"),
    (RENEW_SUSPENSION, "この問題のためにも一時停止を続ける"),
)
"""The moves by which an incident becomes the reason of a suspension, with the words of their buttons."""


def account_buttons(incident: Any, account: Account, actor: Actor, on: date) -> list[Button]:
    """Return the acts on the account that are open to somebody from the incident's page.

    Args:
        incident: with `offers_closure`, which says whether a closure of the account is under way for the reader.
    """
    found = []
    if _is_of_account(incident) and permits(check_because, incident) and not incident.suspends(account):
        for move, label in BECAUSE:
            if move.why_not(account, actor, on) is None:
                found.append(Button(label, link("incidents:incident_suspend", incident.pk)))
    for move, page in ((REINSTATE, "account_reinstate"), (RENEW_SUSPENSION, "suspension_renew")):
        if move.why_not(account, actor, on) is None:
            found.append(Button(move.label, link(f"incidents:{page}", account.pk)))
    if _is_of_account(incident) and permits(check_closes, incident) and ClosureNew.open_to(account, actor, on):
        found.append(Button("アカウントを急に廃止する", link("incidents:incident_closure", incident.pk)))
    if incident.offers_closure and permits(check_link_closure, incident, actor, on):
        found.append(Button("進行中の廃止を結び付ける", link("incidents:incident_link_closure", incident.pk)))
    return found


def _is_of_account(incident: Incident) -> bool:
    """Tell whether the city's own account is in trouble: of an imitation it is the other one."""
    return incident.kind != IncidentKind.IMPERSONATION


UNDOES = {
    IMITATION: ("結び付きを外す", "incidents:incident_unlink_warning"),
    CLOSURE: ("廃止との結び付きを外す", "incidents:incident_unlink_closure"),
}
"""By what the incident holds: the words of the button that undoes the link, and its page."""


def undo_buttons(
    incident: Incident, column: str, entries: Sequence[Entry], actor: Actor, on: date, of: Incident | None = None
) -> list[Button]:
    """Return the way to undo a link, for those who may.

    Args:
        incident: of the page; who may is asked of what it goes on as, which its doubles go on as too.
        of: the double whose link it is.
    """
    of = of or incident
    if not linked_by(of, column, entries) or not permits(check_unlink, incident, actor, on):
        return []
    label, page = UNDOES[column]
    return [Button(label, link(page, of.pk))]


def warnings_of(incident: Incident, own: Belongings, entries: Sequence[Entry], actor: Actor, on: date) -> list[Warned]:
    """Return the warnings, each acted on from the incident that it was entered for; without any nothing is asked."""
    keeper = bool(own.warnings) and keeps(actor, on)
    reads = keeper or actor.office in READERS
    shown = []
    for one in own.warnings:
        of = next((double for double in own.doubles if double.imitation_id == one.pk), incident)
        acts = WARNING_ACTS if keeper and one.state == ImitationState.WARNED else ()
        url = link("imitations:imitation_detail", one.pk) if reads else ""
        buttons = [Button(label, link(page, of.pk)) for label, page in acts]
        holders = [other for other in (incident, *own.doubles) if other.imitation_id == one.pk]
        undone = (undo_buttons(incident, IMITATION, entries, actor, on, holder) for holder in holders)
        buttons += next(filter(None, undone), [])
        shown.append(Warned(one, url, buttons))
    return shown

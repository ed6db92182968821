"""Incidents of the matrix's city, one in each state in which something can be done."""

from typing import Any

from accounts.models import Account
from approvals.notices.states import NoticeKind
from core.periods.clock import japan_date
from core.staff.offices import Office
from core.uploads.forms import Upload
from incidents.actions import close_incident
from incidents.closing import link_closure
from incidents.course import add_evidence, add_member
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState, StatementState
from incidents.warning import warn_public
from publications.imitations.actions import enter_imitation
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.incidents import a_statement, an_incident, finish_all, task_of
from tests.factories.notices import a_notice
from tests.factories.suspensions import suspended

S = IncidentState
LISTED = "https://iwaki-miryoku.example/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


def incident_records(offices: OfficeWorld, active: Account, at: Any) -> dict[str, Any]:
    """Bring incidents to each state in which something can be done, on an account with the operators of `active`.

    None is a leak, a look at which writes.
    """
    rows = [
        {"person": one.person_id, "access": one.access, "reason": one.reason} for one in active.operators.order_by("pk")
    ]
    account = an_account(world=offices, when=at, operators=rows)
    by_state = {
        f"incident_{state.value}": an_incident(state, world=offices, account=account, when=at)
        for state in (S.REPORTED, S.ACKNOWLEDGED, S.CONTAINED)
    }
    promised: dict[str, Any] = {
        "causes": "名前が似ていた。",
        "measures": "印を申請する。",
        "measures_due_on": japan_date(at),
    }
    closed = an_incident(S.CONTAINED, world=offices, account=account, when=at)
    by_state["incident_closed"] = close_incident(closed, by=offices.section_head, at=at, **promised)
    ready = an_incident(S.RESPONDING, world=offices, account=account, when=at)
    finish_all(ready, offices.section_head, when=at)
    warned = an_incident(S.ACKNOWLEDGED, world=offices, account=account, when=at)
    warning: dict[str, Any] = {"platform": None, "handle": "", "url": "https://iwaki-kanko.example/", "resembles": None}
    warning |= {"first_seen_on": japan_date(at), "words": "市の名をかたっています。", "note": ""}
    warn_public(task_of(warned, "list"), by=offices.people[Office.PR_SECTION_HEAD], at=at, **warning)
    silent = an_account(world=offices, when=at)
    because = an_incident(S.ACKNOWLEDGED, world=offices, kind=IncidentKind.OTHER, account=silent, when=at)
    suspended(silent, by=offices.section_head, incident=because, when=at)
    closing = an_account(world=offices, when=at, operators=rows)
    notice = a_notice(kind=NoticeKind.CLOSURE, world=offices, account=closing, when=at)
    ending = an_incident(S.ACKNOWLEDGED, world=offices, kind=IncidentKind.OTHER, account=closing, when=at)
    listed = an_incident(S.ACKNOWLEDGED, world=offices, account=account, when=at)
    other = enter_imitation(by=offices.people[Office.PR_SECTION_HEAD], at=at, **{**warning, "url": LISTED})
    link_warning(task_of(listed, "list"), by=offices.people[Office.PR_SECTION_HEAD], at=at, imitation=other)
    alone = suspended(an_account(world=offices, when=at), by=offices.section_head, when=at)
    known, helper = by_state["incident_acknowledged"], offices.second_staff.person
    assert helper is not None
    picture = Upload("画面.png", "image/png", PNG)
    return {
        **by_state,
        "incident_ready": ready,
        "incident_warned": again(warned),
        "incident_ending": link_closure(ending, by=offices.section_head, at=at, notice=notice),
        "incident_listed": again(listed),
        "incident_closing": an_incident(
            S.ACKNOWLEDGED, world=offices, kind=IncidentKind.OTHER, account=closing, when=at
        ),
        "suspended_account": again(silent),
        "returning_account": alone,
        "incident_member": add_member(known, by=offices.section_head, at=at, person=helper, role="電話の応対"),
        "incident_draft": a_statement(known, offices, when=at),
        "incident_statement": a_statement(known, offices, StatementState.APPROVED, when=at),
        "incident_evidence": add_evidence(known, by=offices.staff, at=at, file=picture, words="偽の画面"),
    }

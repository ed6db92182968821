"""The moves of a filing (届出)."""

from collections.abc import Iterator, Mapping
from typing import Any

from approvals import duties
from approvals.audience import person_or_head, tell_principal
from approvals.models import Filing
from approvals.notices.moves import note_filed
from approvals.permissions import check_file, check_receive
from core.deadlines.duties import Debtor, fulfil_duties, open_duty
from core.lifecycle.act import Act
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.offices import Office

PAGE = "approvals:filing_detail"


def ask_receipt(act: Act, filing: Filing, facts: Mapping[str, Any]) -> None:
    """Open the obligation to receive; the one to file is ended by the action, before it takes the number."""
    if filing.notice is not None and filing.office == Office.POLICY_DIRECTOR:
        note_filed(act, filing.notice)
    open_duty(
        act,
        duties.RECEIVE if filing.notice_id is None else duties.RECEIVE_NOTICE,
        filing,
        Debtor(filing.office),
        title=f"{filing.matter}の届出の受理:{filing.account.title}",
        note=f"{filing.document_number} {filing.account.section.name}から",
        link=(PAGE, filing.pk),
    )


def tell_director(act: Act, filing: Filing, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the office that a filing has come."""
    people = people_answering(filing.office, None, act.on)
    title = f"{filing.matter}の届出がありました:{filing.account.title}"
    yield Tell(people, title, filing.document_number, PAGE, filing.pk)


def end_receipt(act: Act, filing: Filing, facts: Mapping[str, Any]) -> None:
    """End the obligation to receive."""
    fulfil_duties(act, filing, duties.RECEIVE, duties.RECEIVE_NOTICE)


def tell_filer(act: Act, filing: Filing, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the person who filed, or the section head when that person has gone; a deputy's principal too."""
    account, link = filing.account, (PAGE, filing.pk)
    people = person_or_head(account.section, filing.filed_by, act.on)
    title = f"{filing.matter}の届出が受理されました:{account.title}"
    yield Tell(people, title, filing.document_number, *link, topic=f"received:{filing.pk}")
    yield from tell_principal(act, f"代わって{filing.matter}の届出を受理しました:{account.title}", link)


FILE = Move(
    Filing.file,
    "届け出る",
    "届け出た",
    check=check_file,
    effects=ask_receipt,
    tells=tell_director,
    takes=("filed_by", "filed_at", "document_number", "body"),
)
RECEIVE = Move(
    Filing.receive,
    "受理する",
    "届出を受理した",
    check=check_receive,
    effects=end_receipt,
    tells=tell_filer,
    official=True,
    takes=("received_by", "received_at"),
    tone="ok",
)

"""Filing with 総務部長, receiving one or many, asking for a correction."""

from collections.abc import Iterable
from datetime import datetime

from approvals import duties
from approvals.correcting import ask_to_correct
from approvals.models import Filing
from approvals.models.filing import EFFECT_DAY
from approvals.moves.filing import FILE, PAGE, RECEIVE
from approvals.notices.bodies import PLANNED, body_of_amendment, body_of_notice
from approvals.notices.duties import FILE_AFTER, FILE_BEFORE
from approvals.numbering import next_number
from approvals.permissions import check_file, check_receive
from approvals.states import FilingState
from core.deadlines.duties import fulfil_duties
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.staff.authority import people_answering


def file_filing(filing: Filing, *, by: Actor, at: datetime, note: str = "") -> Filing:
    """File an acquisition with 総務部長, or a notice with its office; what stood on the day is kept.

    The duty to file ends before the number is taken: after the counter's row only rows of this act are written.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(filing)
        FILE.check(locked, by, act.on)
        body = body_of(locked, note)
        fulfil_duties(act, locked, duties.FILE, FILE_BEFORE, FILE_AFTER)
        due = locked.state == FilingState.DUE
        number = next_number(locked.account.section, act.on) if due else locked.document_number
        return act.perform(locked, FILE, filed_by=by.person, filed_at=at, document_number=number, body=body)


def body_of(filing: Filing, note: str) -> dict[str, str]:
    """Return what a filing states, as texts by their labels."""
    account = filing.account
    if filing.notice is not None:
        amends = filing.amends_id is not None
        body = body_of_amendment(filing, filing.notice) if amends else body_of_notice(filing.notice)
        return body | {"備考": note.strip()}
    assert filing.request is not None  # a constraint: a request or a notice
    return {
        "サービス": account.platform.name,
        "アカウント名": account.name,
        "通称": account.common_name,
        "アカウントID": account.handle,
        "URL": account.url,
        "運用する部署": account.section.full_name,
        "取得日": account.acquired_on.isoformat() if account.acquired_on else "",
        "取得の許可": filing.request.document_number,
        "備考": note.strip(),
    }


def receive_filings(filings: Iterable[Filing], *, by: Actor, at: datetime) -> int:
    """Receive some filings as one act; those received meanwhile are passed over. Returns how many.

    Raises:
        Denied: for anybody but the office that a filing goes to.
    """
    count = 0
    with acting(by=by, at=at) as act:
        for filing in sorted(filings, key=lambda row: (row.request_id or 0, row.account_id, row.pk)):
            locked = act.lock(filing)
            RECEIVE.check(locked, by, act.on)
            if locked.state != FilingState.FILED:
                continue
            act.perform(filing, RECEIVE, received_by=by.person, received_at=at)
            count += 1
    return count


def ask_correction(filing: Filing, *, by: Actor, at: datetime, correction: str) -> Filing:
    """Ask the section to correct a filing; it stays filed or received all the same.

    Raises:
        Denied: for anybody but 総務部長, before the filing, without words, or while the section still owes an answer.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(filing)
        check_receive(locked, by, act.on)
        refuse_correction(locked, correction)
        return ask_to_correct(act, locked, correction.strip())


def refuse_correction(filing: Filing, correction: str) -> None:
    """Refuse to ask where there is nothing to correct yet, nothing is said, or an answer is still owed.

    Raises:
        Denied: with the way on; at the field what concerns the words.
    """
    if filing.state == FilingState.DUE:
        raise Denied("まだ届け出られていません。", filing.clause)
    if filing.correction:
        raise Denied(
            f"補正は、すでに求めています(「{filing.correction}」)。",
            filing.clause,
            "課の補正を待ってから、足りないところを改めて求めてください。",
            field="correction",
        )
    if not correction.strip():
        raise Denied("補正してほしいところを入力してください。", filing.clause, field="correction")


def correct_filing(filing: Filing, *, by: Actor, at: datetime, note: str) -> Filing:
    """Answer a request for correction: the filing restates the account with a note.

    Of a notice it goes on stating the days it was filed with: another day is filed by what amends it.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(filing)
        check_file(locked, by, act.on)
        if not locked.correction:
            raise Denied("補正は求められていません。", locked.clause)
        if not note.strip():
            raise Denied("補正した内容を入力してください。", locked.clause, field="note")
        body = body_of(locked, note)
        days = {name: locked.body.get(name) for name in (PLANNED, EFFECT_DAY) if name in body}
        body = {name: value for name, value in (body | days).items() if value is not None}
        edited = act.edit(locked, body=body, correction="", note=note.strip())
        fulfil_duties(act, edited, duties.CORRECT, duties.CORRECT_NOTICE)
        people = people_answering(filing.office, None, act.on)
        act.tell(Tell(people, f"届出が補正されました:{filing.account.title}", note.strip(), PAGE, filing.pk))
        return edited

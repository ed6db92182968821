"""A filing that states what does not hold any more is to be corrected (補正), whoever finds that out."""

from approvals import duties
from approvals.audience import section_people
from approvals.models import Filing
from core.deadlines.duties import Debtor, open_duty
from core.lifecycle.act import Act
from core.notifications.telling import Tell
from core.staff.offices import Office

PAGE = "approvals:filing_detail"


def ask_to_correct(act: Act, filing: Filing, asked: str) -> Filing:
    """Write on a filing what is to be corrected, open the obligation of its section, and tell its people of today.

    Where a correction is asked for already, the answer to that will state what holds then.
    """
    if filing.correction:
        return filing
    edited = act.edit(filing, correction=asked)
    section, title, link = edited.account.section, edited.account.title, (PAGE, edited.pk)
    open_duty(
        act,
        duties.CORRECT if edited.notice_id is None else duties.CORRECT_NOTICE,
        edited,
        Debtor(Office.STAFF, section),
        title=f"届出の補正:{title}",
        note=asked,
        link=link,
        occurrence=str(edited.version),
    )
    act.tell(Tell(section_people(section, edited.filed_by, act.on), f"補正を求められました:{title}", asked, *link))
    return edited

"""What follows from the acts on a notice: filings, what is owed, and what becomes of the account itself."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.moves import BEGIN_CLOSING, CLOSE, RETIRE, resuming
from accounts.operators import end_operator
from accounts.states import LASTING, RUNNING, AccountState
from approvals.correcting import ask_to_correct
from approvals.models import Filing
from approvals.notices import duties
from approvals.notices.models import ChangeNotice
from approvals.notices.numbers import keep_months, last_day
from approvals.notices.rules import keeps_until
from approvals.notices.states import Channel, NoticeState
from approvals.notices.texts import effected, shown_words
from approvals.states import FilingState
from core.deadlines.duties import Debtor, Duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.periods.opening_days import add_opening_days
from core.rulebook.queries import parameter
from core.staff.offices import Office
from publications.posting.duties import ANNOUNCE, owe, require_publications
from publications.posting.models import Publication
from publications.posting.moves import TAKE_BACK
from publications.posting.states import UP, Kind, PublicationState

PAGE = "approvals:notice_detail"
FILING_PAGE = "approvals:filing_detail"
FILED_WITH = {Office.POLICY_DIRECTOR: duties.FILE_BEFORE, Office.GENERAL_AFFAIRS_DIRECTOR: duties.FILE_AFTER}


def page_of_showing(showing: Publication) -> tuple[str, int] | None:
    """Return the page of the notice that something shown belongs to; for `publications.posting.leading`."""
    found = ChangeNotice.objects.filter(Q(on_account=showing) | Q(on_homepage=showing)).values_list("pk", flat=True)
    key = found.first()
    return (PAGE, key) if key is not None else None


def ask_filing(act: Act, notice: ChangeNotice, office: Office, after: date) -> None:
    """Open a filing with an office, due some opening days after a day; once for each office."""
    if Filing.objects.filter(notice=notice, office=office).exists():
        return
    due_on = filing_due(act, notice, office, after)
    filing = act.create(Filing, account=notice.account, notice=notice, office=office.value, due_on=due_on)
    owe_filing(act, filing)


def filing_due(act: Act, notice: ChangeNotice, office: Office, after: date) -> date:
    """Return until when to file: some opening days after a day; before an announcement that can still be in time."""
    due_on = add_opening_days(after, parameter(duties.FILE_BEFORE.target, act.on))
    if office == Office.POLICY_DIRECTOR and notice.planned_on is not None:
        due_on = min(due_on, max(last_day(notice.planned_on, act.on), act.on))
    return due_on


def owe_filing(act: Act, filing: Filing) -> None:
    """Open the obligation of the section to file."""
    _owe_section(
        act,
        FILED_WITH[Office(filing.office)],
        filing,
        title_of_filing(filing),
        (FILING_PAGE, filing.pk),
        filing.due_on,
        occurrence=str(filing.version),
    )


def title_of_filing(filing: Filing) -> str:
    """Return the title of the obligation to file."""
    return f"{filing.get_office_display()}へ{filing.matter}を届け出る:{filing.account.title}"


def redate_filing(act: Act, notice: ChangeNotice, office: Office, after: date) -> None:
    """Let a filing that is not made follow the day from which its own is counted; one that is made is to be corrected.

    Without a filing with the office nothing follows.
    """
    filing = notice.filings.filter(office=office, amends=None).first()
    if filing is None:
        return
    held = act.lock(filing)
    if held.state != FilingState.DUE:
        ask_to_correct(act, held, "周知の日が直されたため")
        return
    due_on = filing_due(act, notice, office, after)
    if due_on != held.due_on:
        void_duties(act, held, FILED_WITH[office])
        owe_filing(act, act.edit(held, due_on=due_on))


def _owe_section(
    act: Act,
    duty: Duty,
    about: Filing | Publication | ChangeNotice,
    title: str,
    link: tuple[str, int],
    due_on: date | None,
    *,
    occurrence: str = "",
    note: str = "",
) -> None:
    debtor = Debtor(Office.STAFF, about.account.section)
    open_duty(act, duty, about, debtor, title=title, link=link, due_on=due_on, occurrence=occurrence, note=note)


def ask_announcements(act: Act, notice: ChangeNotice) -> None:
    """Ask for what is not announced, until the last day for the planned one (4-5-(2)); for another day no more."""
    last = last_day(notice.planned_on, act.on) if notice.planned_on else None
    for showing in notice.showings():
        if showing.state == PublicationState.REQUIRED:
            title = f"{notice.get_kind_display()}を周知する({showing.get_kind_display()}):{notice.account.title}"
            due_on = last if last is not None and last >= act.on and not notice.deviates else None
            void_duties(act, showing, ANNOUNCE)
            _owe_section(act, ANNOUNCE, showing, title, (PAGE, notice.pk), due_on, occurrence=f"v{notice.version}")


def ask_effect(act: Act, notice: ChangeNotice) -> None:
    """Ask to record the effect on its day; what was asked for another day is asked no more.

    A deviation waits for no period: its day is the planned one, or today where that has passed.
    """
    void_duties(act, notice, duties.EFFECT)
    days = [day for day in (notice.planned_on, act.on if notice.deviates else notice.earliest_on) if day is not None]
    title = f"{notice.get_kind_display()}の実施を記録する:{notice.account.title}"
    link, occurrence = (PAGE, notice.pk), str(notice.version)
    _owe_section(act, duties.EFFECT, notice, title, link, max(days), occurrence=occurrence)


def begin_closing(act: Act, notice: ChangeNotice) -> None:
    """Let the account be one that ends, from the day both channels tell it."""
    account = act.lock(notice.account)
    if notice.is_closure and account.state in LASTING:
        act.perform(account, BEGIN_CLOSING)


def carry_out(act: Act, notice: ChangeNotice, effected_on: date) -> None:
    """Bring the account to what was announced, and let the notice stand for its time (4-5-(2))."""
    if notice.is_closure:
        _close(act, notice, effected_on)
    else:
        _change(act, notice)
    for showing in notice.showings():
        gone = notice.is_closure and showing.kind == Kind.NOTICE_POST
        if gone and showing.state != PublicationState.REMOVED:
            act.perform(showing, TAKE_BACK, removed_on=act.on)
        elif not gone:
            keep(act, notice, showing, effected_on)


def keep(act: Act, notice: ChangeNotice, showing: Publication, effected_on: date) -> None:
    """Say until when something must stand, with the words that hold from now on, and ask for its end after that.

    What is not announced yet is kept from its posting on, so the end is asked for anew then; what was put up anew
    meanwhile is kept no longer.
    """
    months = notice.keep_months or keep_months(notice.kind, effected_on)
    told_on = notice.told_on(Channel.ACCOUNT if showing.kind == Kind.NOTICE_POST else Channel.HOMEPAGE)
    until = keeps_until(effected_on, told_on, months=months)
    act.edit(showing, keep_until=until, **shown_words(notice, effected(notice)))
    void_duties(act, showing, duties.KEEP)
    title = f"お知らせの掲載を終えて記録する({showing.get_kind_display()}):{notice.account.title}"
    link, due_on = (PAGE, notice.pk), until + timedelta(days=1)
    _owe_section(act, duties.KEEP, showing, title, link, due_on, occurrence=f"{until}.{showing.version}")
    if showing.state not in UP:
        owe(act, showing, "実施した後も、載せておく必要があるため")


def _change(act: Act, notice: ChangeNotice) -> None:
    """Write what was announced to change, and nothing else: the rest may have been corrected since."""
    values = {name: getattr(notice, name) for name, _, _, _ in notice.changed()}
    account = act.edit(notice.account, why={"notice": notice.stream}, **values)
    if account.state in RUNNING:
        require_publications(act, account, "アカウントの内容が変わったため", anew=True)


def _close(act: Act, notice: ChangeNotice, effected_on: date) -> None:
    account = act.lock(notice.account)
    void_duties(act, account)
    for operator in account.operators.filter(ends_on=None).order_by("pk"):
        end_operator(act, operator, act.on)
    for place in account.publications.standing().places().order_by("pk"):
        act.perform(place, TAKE_BACK, removed_on=act.on)
    act.perform(account, CLOSE, closed_on=effected_on)


def catch_up(act: Act, notice: ChangeNotice) -> None:
    """Ask for all that a deviation has left out and can still be done (the guideline's cases left open)."""
    for office in (Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR):
        ask_filing(act, notice, office, act.on)


def ask_consultation(act: Act, notice: ChangeNotice) -> None:
    """Ask the account manager for the consultation that covers a deviation (第10)."""
    open_duty(
        act,
        duties.CONSULT,
        notice,
        Debtor(Office.SECTION_HEAD, notice.account.section),
        title=f"周知の期間を置けないことを協議する:{notice.account.title}",
        note=notice.deviation_reason,
        link=(PAGE, notice.pk),
    )


def follow_no_period(act: Act, notice: ChangeNotice) -> None:
    """Ask for the effect, which waits for no period, and for the consultation that covers it (第10)."""
    ask_effect(act, notice)
    if notice.consultation_id is None:
        ask_consultation(act, notice)


def give_up(act: Act, notice: ChangeNotice) -> None:
    """Ask for nothing more about a notice that is cancelled but a later review; a closing account goes on."""
    void_duties(act, notice, duties.DECIDE, duties.REVISE, duties.EFFECT, duties.CONSULT)
    for filing in notice.filings.filter(filed_at=None, amends=None).order_by("pk"):
        void_duties(act, filing)
    for showing in notice.showings():
        if showing.state != PublicationState.REMOVED:
            act.perform(showing, TAKE_BACK, removed_on=act.on)
    account = act.lock(notice.account)
    if notice.is_closure and account.state == AccountState.CLOSING:
        act.perform(account, resuming(account))


def finish(act: Act, notice: ChangeNotice) -> None:
    """Let a closed account leave the public list with its notice."""
    account = act.lock(notice.account)
    if notice.is_closure and account.state == AccountState.CLOSED:
        act.perform(account, RETIRE)


def is_all_down(notice: ChangeNotice) -> bool:
    """Tell whether nothing stands or must stand any more."""
    return notice.state == NoticeState.EFFECTED and all(
        one.state == PublicationState.REMOVED for one in notice.showings()
    )

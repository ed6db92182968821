"""Who records what stands where: the section of the account and its operating staff; the clock what it found.

Every refusal is a sentence with its clause and the way on.
"""

from datetime import date, timedelta

from accounts.models import Account
from accounts.states import HELD
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.era import era_date
from core.staff.authority import current_unit
from policies.permissions import operates
from publications.posting.models import Publication
from publications.posting.states import PAGES, Kind

PAGE, PROFILE = "第4-4-(1)", "第4-4-(3)"
NOTICE = "第4-5-(2)"
CLAUSES = {Kind.HOMEPAGE: PAGE, Kind.PROFILE: PROFILE, Kind.NOTICE_PAGE: NOTICE, Kind.NOTICE_POST: NOTICE}
LIVING = frozenset(HELD)
"""States of an account that has an address of its own to publish."""
MUST_SHOW = frozenset(HELD)
"""States in which what an account shows may not come down; an account that ends leaves them."""


def check_section(account: Account, by: Actor, on: date, what: str, clause: str) -> None:
    """Let the section, its head included, and the operating staff act.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(account.section, on)
    if not by.belongs_to(unit) and not operates(account, by):
        raise Denied(
            f"{what}のは、{unit.name}の職員とアカウントの運用担当です。", clause, f"{unit.name}に依頼してください。"
        )


def check_account(account: Account, kind: Kind, by: Actor, on: date) -> None:
    """Let the section record what an account shows, once it has an address of its own.

    Raises:
        Denied: for everybody else, and for an account that is not acquired or has ended.
    """
    if account.state not in LIVING:
        raise Denied(
            f"{account.get_state_display()}のアカウントの掲載は、記録できません。",
            CLAUSES[kind],
            "取得を記録した後に、掲載して記録してください。",
        )
    check_section(account, by, on, "掲載を記録する", CLAUSES[kind])


def check_record(publication: Publication, by: Actor, on: date) -> None:
    """Let the section record that something stands; see `check_account`. A notice outlives its account.

    Raises:
        Denied: for everybody else.
    """
    if publication.is_notice:
        check_section(publication.account, by, on, "周知を記録する", NOTICE)
    else:
        check_account(publication.account, Kind(publication.kind), by, on)


def check_clock(publication: Publication, by: Actor, on: date) -> None:
    """Let the clock's check alone say what it found.

    Raises:
        Denied: for every person.
    """
    if by.person is not None:
        raise Denied("掲載の確認の結果は、システムだけが記録します。", "第4-4-(2)")


def check_ask(publication: Publication, by: Actor, on: date) -> None:
    """Let the section ask for a look at its page on the city homepage.

    Raises:
        Denied: for everybody else, for the free-text field, and while nothing stands.
    """
    check_section(publication.account, by, on, "掲載の確認を頼む", "第4-4-(2)")
    if publication.kind not in PAGES or not publication.url:
        raise Denied("確認できるのは、掲載を記録した市ホームページのページです。", "第4-4-(2)")


def check_remove_early(publication: Publication, by: Actor, on: date) -> None:
    """Let the section say that it came down though it must stand.

    Raises:
        Denied: for everybody else.
    """
    check_section(publication.account, by, on, "掲載の終わりを記録する", CLAUSES[Kind(publication.kind)])


def check_remove(publication: Publication, by: Actor, on: date) -> None:
    """Let the section take down for good what an ended account showed.

    Raises:
        Denied: for everybody else, and while the account must show it.
    """
    check_remove_early(publication, by, on)
    if publication.is_notice:
        _check_kept(publication, on)
    elif publication.account.state in MUST_SHOW:
        raise Denied(
            f"{publication.account.get_state_display()}のアカウントの掲載は、終えられません。",
            CLAUSES[Kind(publication.kind)],
            "ページがなくなっているときは、「掲載が早く終わったことを記録する」で記録し、載せ直してください。",
        )


def _check_kept(publication: Publication, on: date) -> None:
    """Refuse to take a notice down for good before its time (4-5-(2)).

    Raises:
        Denied: with the first day on which it may come down.
    """
    until = publication.keep_until
    if until is None:
        raise Denied("周知の途中のお知らせは、まだ下ろせません。", NOTICE, "実施を記録すると、掲載の期間が決まります。")
    if on <= until:
        raise Denied(
            f"お知らせは、{era_date(until + timedelta(days=1))}から下ろせます。",
            NOTICE,
            "すでになくなっているときは、早く終わったことを記録して、載せ直してください。",
        )

"""The moves of an account that is suspended: stopped for a time, looked at again, put back into operation (第7)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from accounts.models import Account
from accounts.operators import operating
from accounts.suspension import CLAUSE, end_review, owe_review
from approvals.audience import tell_principal
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.rulebook.queries import parameter
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from incidents.suspending.permissions import check_reinstate, check_renew, check_suspend, obstacles

PAGE = "accounts:account_detail"
needs_words = needs_text("suspended_words", "市民に知らせる文を入力してください。", CLAUSE)
needs_reason = needs_text("suspended_for", "一時停止する理由を入力してください。", CLAUSE)
needs_standing = needs_text("reason", "続ける理由を入力してください。", CLAUSE)
needs_done = needs_text("done", "運用に戻すまでにしたことを入力してください。", CLAUSE)


def last_review(on: date) -> date:
    """Return the last day until which a suspension may go on without another look."""
    return on + timedelta(days=parameter("suspension_review_days", on))


def examine_day(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask for a day to come on which the suspension is looked at again, not too far away.

    Raises:
        Denied: at the field.
    """
    day, last = facts["suspension_due_on"], last_review(on)
    if not on < day <= last:
        raise Denied(
            f"見直す日は、あすから{era_date(last)}までの日を入力してください。", CLAUSE, field="suspension_due_on"
        )


def examine_suspend(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask for the reason, for what the public reads, and for the day of the next look.

    Raises:
        Denied: at the field to mend.
    """
    needs_reason(account, facts, on)
    needs_words(account, facts, on)
    examine_day(account, facts, on)


def examine_renew(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask why it goes on, for what the public reads, and for the day of the next look.

    Raises:
        Denied: at the field to mend.
    """
    needs_standing(account, facts, on)
    needs_words(account, facts, on)
    examine_day(account, facts, on)


def examine_reinstate(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask what was done, and refuse the return while something stands against it.

    Raises:
        Denied: at the field; without one naming what is left to do (第7, 4-3-(2)).
    """
    needs_done(account, facts, on)
    for obstacle in obstacles(account):
        raise Denied(*obstacle)


def ask_review(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """Let the next look at the suspension be owed by its day."""
    owe_review(act, account)


def renew_review(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """End what was owed, and owe the next look."""
    end_review(act, account)
    owe_review(act, account)


def over(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """End what was owed."""
    end_review(act, account)


def concerned(act: Act, account: Account) -> list[Person]:
    """Return the section, the operating staff, 総合政策部長 and ふるさと発信課長; not who acts, nor the principal."""
    section, city = (Office.STAFF, Office.SECTION_HEAD), (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)
    offices = [*((office, account.section) for office in section), *((office, None) for office in city)]
    people = [person for office, unit in offices for person in people_answering(office, unit, act.on)]
    people += [one.person for one in operating(account, act.on)]
    return [one for one in dict.fromkeys(people) if one not in (act.by.person, act.by.on_behalf_of)]


def telling(title: str, words: Callable[[Account, Mapping[str, Any]], str]) -> Any:
    """Return what tells everybody concerned of an act on an account, and the principal of a deputy.

    Args:
        words: of the message, from the account and the facts of the act.
    """

    def tells(act: Act, account: Account, facts: Mapping[str, Any]) -> Iterator[Tell]:
        named = f"{title}:{account.title}"
        yield Tell(concerned(act, account), named, words(account, facts), PAGE, account.pk)
        yield from tell_principal(act, f"代わって{named}", (PAGE, account.pk))

    return tells


def _suspended(account: Account, facts: Mapping[str, Any]) -> str:
    return f"理由:{account.suspended_for}\n市民に知らせる文:{account.suspended_words}"


def _renewed(account: Account, facts: Mapping[str, Any]) -> str:
    return f"理由:{facts['reason']}\n市民に知らせる文:{account.suspended_words}"


SUSPEND = Move(
    Account.suspend,
    "一時停止する",
    "アカウントを一時停止した",
    check=check_suspend,
    examine=examine_suspend,
    effects=ask_review,
    tells=telling("アカウントを一時停止しました", _suspended),
    official=True,
    takes=("suspended_on", "suspended_for", "suspended_words", "suspension_due_on"),
    tone="warn",
)
RENEW_SUSPENSION = Move(
    Account.renew_suspension,
    "一時停止を続ける",
    "一時停止を見直し、続けることにした",
    check=check_renew,
    examine=examine_renew,
    effects=renew_review,
    tells=telling("一時停止を続けます", _renewed),
    official=True,
    takes=("suspended_words", "suspension_due_on"),
    tone="warn",
)
REINSTATE = Move(
    Account.reinstate,
    "運用に戻す",
    "アカウントを運用に戻した",
    check=check_reinstate,
    examine=examine_reinstate,
    effects=over,
    tells=telling("アカウントを運用に戻しました", lambda account, facts: f"したこと:{facts['done']}"),
    official=True,
    tone="ok",
)

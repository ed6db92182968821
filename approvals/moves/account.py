"""Acquiring an account, giving it up, starting its operation: acts that touch registry, policy and request."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accounts.doubts import Place, doubts_about
from accounts.models import Account
from accounts.operators import add_operator, end_operator, operating
from accounts.queries import problem_with_address, standing_account
from accounts.rules import problem_with_handle
from accounts.states import AccountState
from approvals import duties
from approvals.account_permissions import check_abandon
from approvals.audience import section_people, tell_principal
from approvals.models import Filing, Request
from approvals.permissions import check_acquire, check_start
from approvals.rules import differences
from approvals.staffing import require_staff, staffing_of
from approvals.states import RequestState
from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.rulebook.queries import parameter
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from policies.queries import approved_policy
from publications.posting.duties import require_publications

PAGE = "accounts:account_detail"
IMITATIONS = "第7-3"


def request_of(account: Account) -> Request:
    """Return the approved request that an account stands on."""
    return account.requests.select_related("section", "drafter", "platform").get(state=RequestState.APPROVED)


def examine_acquire(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Refuse an address of another service, a shortener, an impossible date, an unexplained difference, no staff.

    Raises:
        Denied: at the field to mend (4-1-(2), 4-4-(4)); without a field when nobody would operate it (4-1-(3)).
    """
    platform = account.platform
    if problem := problem_with_address(platform, str(facts["url"])):
        raise Denied(problem, "第4-4-(4)", field="url")
    if not str(facts["name"]).strip():
        raise Denied("アカウント名を入力してください。", "第2", field="name")
    _examine_date(account, facts["acquired_on"], on)
    other = standing_account(platform, handle=facts["handle"], url=facts["url"], besides=account.pk)
    if other is not None:
        raise Denied(
            f"このアカウントは、すでに台帳にあります({other.name}、{other.section.name})。", "第4-1-(1)", field="url"
        )
    if problem := problem_with_handle(str(facts["handle"]), str(facts["url"])):
        raise Denied(problem, "第4-1-(1)", field="handle")
    if differs_from_permitted(account, facts) and not str(facts.get("difference") or "").strip():
        raise Denied("許可された内容と違うところの説明を入力してください。", "第4-1-(2)", field="difference")
    require_staff(staffing_of(account, request_of(account), on))


def _examine_date(account: Account, acquired_on: date, on: date) -> None:
    decided_at = request_of(account).decided_at
    if acquired_on > on:
        raise Denied("取得日は、きょう以前の日を入力してください。", "第4-1-(2)", field="acquired_on")
    if decided_at is not None and acquired_on < japan_date(decided_at):
        raise Denied(
            "許可より前の日には取得できません。許可の日以後の日を入力してください。", "第4-1-(2)", field="acquired_on"
        )


def differs_from_permitted(account: Account, facts: Mapping[str, Any]) -> list[str]:
    """Return which of name and handle were acquired otherwise than permitted."""
    request = request_of(account)
    permitted = {"name": request.account_name, "handle": request.handle.lstrip("@")}
    return differences(permitted, {"name": facts["name"], "handle": str(facts["handle"]).lstrip("@")})


def open_filing(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """Register the operators who are still there, open the filing, ask the account manager to start."""
    request = request_of(account)
    for one in staffing_of(account, request, act.on).entering:
        add_operator(act, account, one.person, one.access, one.reason, facts["acquired_on"])
    due_on = add_opening_days(facts["acquired_on"], parameter("filing_target_days", act.on))
    filing = act.create(Filing, account=account, request=request, due_on=due_on)
    fulfil_duty(act, duties.ACQUIRE, account)
    open_duty(
        act,
        duties.FILE,
        filing,
        Debtor(Office.STAFF, account.section),
        title=f"総務部長へ届け出る:{account.title}",
        link=("approvals:filing_detail", filing.pk),
        due_on=due_on,
    )
    open_duty(
        act,
        duties.START,
        account,
        Debtor(Office.SECTION_HEAD, account.section),
        title=f"運用を始める:{account.title}",
        link=("approvals:start", account.pk),
        due_on=start_due(request, act.on),
    )


def start_due(request: Request, on: date) -> date:
    """Return until when operation starts: the target, or the day permitted for it where that is later."""
    target = add_opening_days(on, parameter(duties.START.target, on))
    return max(target, request.planned_start or target)


def examine_start(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Refuse to start without policy, reply choice and operating staff (4-1-(3), 4-2), or beside a warning of it (7-3).

    Raises:
        Denied: naming what is missing and who can bring it.
    """
    for reason, clause in reasons_not_to_start(account, on):
        raise Denied(reason, clause)


def reasons_not_to_start(account: Account, on: date) -> Iterator[tuple[str, str]]:
    """Yield what still stands against starting, each with its clause; nothing when all is in place."""
    policy = approved_policy(account)
    if policy is None:
        yield "決定したメディアポリシーがありません。", "第4-2-(1)"
    elif missing := policy.missing_items():
        yield f"メディアポリシーの「{missing[0].label}」がありません。", missing[0].clause
    if not operating(account, on):
        yield "運用担当が決まっていません。", "第4-1-(3)"
    if doubt := doubts_about([Place(account.platform, account.handle, account.url)])[0]:
        yield doubt, IMITATIONS


def end_start_duty(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """End the obligation to start, and open those to show the account to the public (4-4)."""
    fulfil_duty(act, duties.START, account)
    require_publications(act, account, "運用を始めたため")


def tell_started(act: Act, account: Account, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the section, 総合政策部長 and the PR section that the account is in operation; a deputy's principal too."""
    title, link = f"運用を始めました:{account.title}", (PAGE, account.pk)
    people = _audience(act, account, Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)
    yield Tell([person for person in people if person != act.by.on_behalf_of], title, account.url, *link)
    yield from tell_principal(act, f"代わって{title}", link)


def _audience(act: Act, account: Account, *offices: Office) -> list[Person]:
    """Return drafter and section head as far as they are still there, and some offices; not who acts."""
    own = section_people(account.section, request_of(account).drafter, act.on)
    others = (person for office in offices for person in people_answering(office, None, act.on))
    return [person for person in dict.fromkeys([*own, *others]) if person != act.by.person]


GIVING_UP = needs_text("reason", "取得をやめる理由を入力してください。", "第4-1-(2)")


def examine_abandon(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask for the reason of giving up what was permitted; a planned account ends for the reason of its request.

    Raises:
        Denied: without one.
    """
    if account.state != AccountState.PLANNED:
        GIVING_UP(account, facts, on)


def end_acquisition(act: Act, account: Account, facts: Mapping[str, Any]) -> None:
    """End the obligation to acquire, and the part of those who were to operate; handle and address are free again."""
    void_duties(act, account)
    for operator in account.operators.filter(ends_on=None).order_by("pk"):
        end_operator(act, operator, act.on)


def tell_abandoned(act: Act, account: Account, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell drafter, section head and 総合政策部長 that what was permitted is given up, and why."""
    if facts.get("reason"):
        people, title = _audience(act, account, Office.POLICY_DIRECTOR), f"取得をやめました:{account.title}"
        yield Tell(people, title, f"理由:{facts['reason']}", PAGE, account.pk)


ACQUIRE = Move(
    Account.acquire,
    "取得を記録する",
    "アカウントを取得した",
    check=check_acquire,
    examine=examine_acquire,
    effects=open_filing,
    takes=("url", "handle", "name", "acquired_on", "acquired_by", "difference"),
)
ABANDON = Move(
    Account.abandon,
    "取得をやめる",
    "取得を取りやめた",
    check=check_abandon,
    examine=examine_abandon,
    effects=end_acquisition,
    tells=tell_abandoned,
    tone="end",
)
START = Move(
    Account.start,
    "運用を始める",
    "運用を始めた",
    check=check_start,
    examine=examine_start,
    effects=end_start_duty,
    tells=tell_started,
    official=True,
    takes=("started_on",),
    tone="ok",
)

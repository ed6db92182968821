"""The change of the account that a problem is about: who leads, what is owed and what the account bore follow (第7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accounts.models import Account
from approvals.notices.states import NoticeState
from core.deadlines.duties import Debtor, hold_duties, pass_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from incidents import duties
from incidents.audience import managers, overseers, participants, tell, tell_represented
from incidents.chronicle import holds_linked
from incidents.doubles import doubles_of
from incidents.models import Incident, Statement, Task
from incidents.moves.examining import holds_leaks
from incidents.moves.listing import debtor_of
from incidents.moves.passwords import forget_password, owe_password
from incidents.permissions import CLAUSE, check_lead, manager_office
from incidents.rules import ACCESS_TASKS
from incidents.states import IncidentKind, IncidentState, StatementState, TaskState
from incidents.tasking import place_again, steps_of
from publications.imitations.models import Imitation
from publications.imitations.states import ImitationState

Facts = Mapping[str, Any]
UNKNOWN = "特定のアカウントではない・分からない"
WHAT = "問題のアカウントを改めました"
"""How messages call it."""
NAMES_ANOTHER = "公開の警告に、選んだアカウントとは別の市のアカウントに似せたものとして載っています。"
NAMES_ONE = "公開の警告に、市のアカウントに似せたものとして載っているので、アカウントを選んでください。"
"""Why neither another account nor none can be chosen."""
STAYS_SUSPENDED = "アカウントは一時停止のままです。アカウントの画面で、続けるか運用に戻すかを決めてください。"
"""What the former account's manager is left with where it was suspended because of the problem."""


def name_of(account: Account | None) -> str:
    """Return how the account of a problem is called, none too."""
    return UNKNOWN if account is None else account.title


def refuse_bound(incident: Incident) -> None:
    """Refuse every other account while something decided for the present one alone stands; a linked closure is let go.

    Raises:
        Denied: for a statement that its manager decided and nobody released, for its closure begun from here, for a
            double that stays a leak, which another manager would come to read, for a merged hijack of the present
            account, and for a warning, also of a double, that names it.
    """
    if holds_leaks(incident):
        raise Denied(
            "情報漏えいが統合されているので、アカウントを改められません。改めると、別の課がそれを読めるようになります。",
            CLAUSE,
            "この問題も情報漏えいなら、先に種類を改めてください。そうでないときは、別のアカウントの問題として、改めて報告してください。",
        )
    decided = Statement.objects.filter(incident=incident, state=StatementState.APPROVED).count()
    if decided:
        raise Denied(
            f"いまのアカウント管理者が決め、まだ発表していない文が{decided}件あるので、アカウントを改められません。",
            "第7-2",
            "発表を記録するか、取りやめてください。",
        )
    closure = incident.closure
    if closure is not None and closure.state != NoticeState.CANCELLED and not holds_linked(incident):
        raise Denied(
            "この問題のための、いまのアカウントの廃止があるので、アカウントを改められません。",
            CLAUSE,
            "先に、その廃止を中止してください。実施した後は、別のアカウントの問題として、改めて報告してください。",
        )
    present = incident.account_id
    if present is not None and present in merged_hijacks(incident):
        raise _of_merged_hijack()
    warnings = [incident.imitation, *(one.imitation for one in doubles_of(incident))]
    if present is not None and any(one is not None and names(one) == present for one in warnings):
        raise _of_warning(
            "公開の警告に、いまのアカウントに似せたものとして載っているので、アカウントを改められません。"
        )


def merged_hijacks(incident: Incident) -> set[int]:
    """Return the accounts whose hijacks were merged into a hijack."""
    if incident.kind != IncidentKind.HIJACK:
        return set()
    doubles = [one for one in doubles_of(incident) if one.merged_into_id == incident.pk]
    return {one.account_id for one in doubles if one.kind == IncidentKind.HIJACK and one.account_id is not None}


def names(warning: Imitation) -> int | None:
    """Return the key of the account that a standing warning says is imitated."""
    return warning.resembles_id if warning.state == ImitationState.WARNED else None


def _of_merged_hijack() -> Denied:
    return Denied(
        "いまのアカウントの乗っ取りが統合されているので、アカウントを改められません。",
        CLAUSE,
        "別のアカウントの乗っ取りとして、改めて報告してください。",
        field="account",
    )


def _of_warning(reason: str) -> Denied:
    way = "先に、ふるさと発信課が、警告の「似せた市のアカウント」を直してください。"
    return Denied(reason, "第7-3", f"{way}誤って結び付けた警告なら、結び付きを外してください。", field="account")


def examine_account(incident: Incident, facts: Facts, on: date) -> None:
    """Ask for another account than the present one, or for none, and why.

    Raises:
        Denied: for the present one, without the reason, and where the other one would contradict what stands.
    """
    account: Account | None = facts["account"]
    if account == facts["account_before"]:
        raise Denied("いまと違うアカウントを選んでください。", CLAUSE, field="account")
    needs_text("reason", "アカウントを改める理由を入力してください。", CLAUSE)(incident, facts, on)
    refuse_bound(incident)
    chosen = {account.pk} if account is not None else set()
    if merged_hijacks(incident) - chosen:
        raise _of_merged_hijack()
    own = incident.imitation
    if own is not None and {names(own)} - {None} - chosen:
        raise _of_warning(NAMES_ANOTHER if chosen else NAMES_ONE)


def follow_account(act: Act, incident: Incident, facts: Facts) -> None:
    """Let what waits be owed by who leads now; of a hijack the other account's access is to be changed.

    What was recorded stays. The accounts are held already; the tasks are before any obligation (lock order).
    """
    before: Account | None = facts["account_before"]
    tasks = act.lock_all(Task, incident=incident.pk)
    hold_duties(act, incident, *tasks)
    why = "問題のアカウントの訂正"
    debtor = Debtor(manager_office(incident), incident.section)
    pass_duties(act, incident, debtor, *duties.ABOUT_INCIDENT, why=why)
    for task in tasks:
        pass_duties(act, task, debtor_of(task), duties.JUDGE, duties.WORK, why=why)
    if incident.kind == IncidentKind.HIJACK and incident.state != IncidentState.REPORTED:
        if before is not None:
            forget_password(act, incident, of=before)
        owe_password(act, incident)
        _ask_access_again(act, incident, tasks)


def _ask_access_again(act: Act, incident: Incident, tasks: list[Task]) -> None:
    """Put the access on the list once more where it was settled of the former account; of none there is nothing."""
    if incident.account is None:
        return
    hours = {step.code: step.hours for step in steps_of(incident.kind)}
    newest = {task.code: task for task in sorted(tasks, key=lambda one: one.turn)}
    for code in ACCESS_TASKS:
        task = newest.get(code)
        if task is not None and task.state in {TaskState.DONE, TaskState.UNNEEDED}:
            place_again(act, task, act.at, hours.get(code, 1))


def tell_attributed(act: Act, incident: Incident, facts: Facts) -> Iterator[Tell]:
    """Tell who leads now and everybody with a part; who leads no more is told so without a way to the page."""
    now = [*managers(act, incident), *_told_above(act, incident), *participants(act, incident)]
    words = f"{facts['from_to']}\n理由:{facts['reason']}"
    yield from tell(act, incident, now, WHAT, words)
    yield from _tell_former(act, incident, facts, now, words)
    if act.by.on_behalf_of in now:
        yield from tell_represented(act, incident, WHAT)


def _told_above(act: Act, incident: Incident) -> list[Person]:
    """Return the offices above of a report whose delay was told: by that they read it, a leak too."""
    return overseers(act, incident) if incident.told_late_at is not None else []


def _tell_former(act: Act, incident: Incident, facts: Facts, now: list[Person], words: str) -> Iterator[Tell]:
    """Tell who led before, the principal of a deputy too, and what is left of the suspension; nobody in a drill."""
    if incident.is_drill:
        return
    section = facts["section_before"]
    office = Office.PR_SECTION_HEAD if section is None else Office.SECTION_HEAD
    people = people_answering(office, section, act.on)
    if section is not None and incident.told_late_at is not None:
        people = [*people, *people_answering(Office.DEPARTMENT_HEAD, section, act.on)]
    former = [one for one in dict.fromkeys(people) if one not in now and one != act.by.person]
    said = ["" if incident.is_confidential else words, STAYS_SUSPENDED if facts["was_reason"] else ""]
    if former:
        yield Tell(former, f"問題の担当から外れました:{incident.shown}", "\n".join(filter(None, said)))


ATTRIBUTE = Move(
    Incident.attribute,
    "アカウントを改める",
    "問題のアカウントを改めた",
    check=check_lead,
    examine=examine_account,
    effects=follow_account,
    tells=tell_attributed,
    takes=("account", "section"),
    tone="warn",
)

"""An incident as its page shows it: the clocks, the tasks with what can be done, the course, who has a part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from approvals.account_permissions import check_password_change
from approvals.models import ChangeNotice
from approvals.presentation.people import VACANT
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move, permits
from core.staff.authority import current_unit
from core.staff.contacts import answering_each
from core.staff.models import Person, Unit
from core.staff.offices import Office, office_label
from core.ui.links import link
from incidents.models import Incident, Member, Statement, Task
from incidents.models.incident import KIND_CHOICES
from incidents.models.task import BEARER_CHOICES, GRADE_CHOICES
from incidents.moves.account import ATTRIBUTE
from incidents.moves.incident import ACKNOWLEDGE, CLOSE, CONTAIN, DISMISS, FOLLOW_UP, MERGE, REOPEN
from incidents.moves.kinds import RETYPE
from incidents.moves.statement import APPROVE, DROP_STATEMENT, RELEASE
from incidents.moves.task import DO, NEED, SKIP
from incidents.permissions import OF_BEARER, check_edit, check_lead, check_part, manager_label, manager_office
from incidents.playbooks import Step
from incidents.queries import Belongings
from incidents.rules import argues_back, span_words, still_open
from incidents.standing_warning import check_link, tell_turns
from incidents.states import OVER, WORKED_ON, Bearer, Grade, TaskState
from incidents.warning import CODE, check_warn

GRADE_MARKS = {Grade.MUST: "must", Grade.SITUATION: "judge", Grade.MIND: "try"}
ENDING: tuple[tuple[Move, str], ...] = (
    (RETYPE, "incident_retype"),
    (ATTRIBUTE, "incident_attribute"),
    (DISMISS, "incident_dismiss"),
    (MERGE, "incident_merge"),
    (REOPEN, "incident_reopen"),
)
MAIN: tuple[tuple[Move, str], ...] = (
    (ACKNOWLEDGE, "incident_acknowledge"),
    (CLOSE, "incident_close"),
    (FOLLOW_UP, "incident_follow_up"),
)
KEPT_BY_UNSAID = frozenset({CLOSE.name, DISMISS.name, MERGE.name})
"""The acts that `incidents.moves.examining.refuse_unsaid` refuses."""


@dataclass(frozen=True)
class Button:
    """A link to the page of an act; without an address the act waits for something else."""

    label: str
    url: str


@dataclass(frozen=True)
class Shown:
    """One task of the playbook with its acts."""

    task: Task
    mark: str
    who: str
    late: bool
    ended: str
    buttons: list[Button]


def shown_tasks(tasks: Sequence[Task], actor: Actor, on: date, at: datetime) -> list[Shown]:
    """Return the tasks, what waits first, each group in the order of the playbook."""
    tell_turns([task for task in tasks if task.code == CODE])
    open_first = sorted(tasks, key=lambda one: (not one.is_open, one.state == TaskState.LISTED, one.position, one.turn))
    return [_shown(task, actor, on, at) for task in open_first]


def _shown(task: Task, actor: Actor, on: date, at: datetime) -> Shown:
    acts = ((NEED, "task_need"), (SKIP, "task_skip"), (DO, "task_do"))
    buttons = [
        Button(move.label, link(f"incidents:{page}", task.pk))
        for move, page in acts
        if move.why_not(task, actor, on) is None
    ]
    if buttons and permits(check_warn, task, actor, on):
        buttons.insert(0, Button("公開の一覧で警告する", link("incidents:task_warn", task.pk)))
    if task.code == CODE and permits(check_link, task, actor, on):
        buttons.append(Button("登録済みの警告を結び付ける", link("incidents:task_link_warning", task.pk)))
    late = task.is_open and task.due_at is not None and task.due_at < at
    return Shown(task, GRADE_MARKS[Grade(task.grade)], bearer_words(task), late, _ended(task), buttons)


def bearer_words(task: Task) -> str:
    """Name whose task it is."""
    if task.grade == Grade.MIND:
        return "対応に当たる全員"
    office = OF_BEARER.get(Bearer(task.bearer))
    return manager_label(task.incident) if office is None else office_label(office)


def _ended(task: Task) -> str:
    who = f"{task.ended_by.name}({task.ended_as})" if task.ended_by is not None else ""
    words = task.result or task.unneeded_for
    return f"{words}\n{who}" if words else ""


def clocks(incident: Incident, tasks: Sequence[Task], left: int, at: datetime) -> list[dict[str, Any]]:
    """Return what the stopwatch shows: how long it has been known, how much is done, when it is looked at next.

    Args:
        left: how many of the tasks wait.
    """
    if incident.state in OVER:
        return []
    if incident.acknowledged_at is None:
        late = incident.acknowledge_by < at
        note = "目標の時刻を過ぎています" if late else "市の内部目標です"
        since = span_words(at - incident.reported_at)
        return [
            {"name": "報告から", "words": since, "at": incident.reported_at},
            {"name": "覚知の目標", "at": incident.acknowledge_by, "words": "", "note": note},
        ]
    asked = [task for task in tasks if task.grade != Grade.MIND and task.state != TaskState.VOID]
    rows: list[dict[str, Any]] = [
        {
            "name": "覚知から",
            "words": span_words((incident.contained_at or at) - incident.acknowledged_at),
            "at": incident.acknowledged_at,
        },
        {
            "name": "対応と判断",
            "words": f"{len(asked)}件のうち{len(asked) - left}件済み",
            "note": "期限は市の内部目標です",
        },
    ]
    if incident.review_at is not None and incident.state in WORKED_ON:
        told = (
            "過ぎると、アカウント管理者に知らせます" if incident.is_confidential else "過ぎると、上の職にも知らせます"
        )
        note = "過ぎています" if incident.review_at < at else told
        rows.append({"name": "次の見直し", "words": "", "at": incident.review_at, "note": note})
    return rows


@dataclass(frozen=True)
class Acts:
    """What the person at the page can do with the incident itself."""

    main: list[Button]
    others: list[Button]
    unsaid_words: str
    contain_url: str
    contain_waits: bool
    password_url: str
    note_url: str
    evidence_url: str
    statement_url: str
    member_url: str

    @classmethod
    def of(cls, incident: Incident, own: Belongings, actor: Actor, on: date) -> "Acts":
        """Ask the moves and checks."""
        lasts = bool(still_open(task.state for task in own.tasks) or own.passwords)
        unsaid = own.unsaid
        waiting: list[str] = []

        def address(move: Move, page: str) -> str:
            if not unsaid or move.name not in KEPT_BY_UNSAID:
                return link(f"incidents:{page}", incident.pk)
            waiting.append(move.label)
            return ""

        def buttons(acts: tuple[tuple[Move, str], ...]) -> list[Button]:
            return [
                Button(move.label, address(move, page))
                for move, page in acts
                if move.why_not(incident, actor, on) is None
            ]

        def if_allowed(page: str, *, allowed: bool) -> str:
            return link(f"incidents:{page}", incident.pk) if allowed else ""

        adds = permits(check_part, incident, actor, on)
        joins = incident.state not in OVER and permits(check_lead, incident, actor, on)
        contains = CONTAIN.why_not(incident, actor, on) is None
        main, others = buttons(MAIN), buttons(ENDING)
        return cls(
            main=main,
            others=others,
            unsaid_words=unsaid_words(unsaid, waiting),
            contain_url=if_allowed("incident_contain", allowed=contains and not lasts),
            contain_waits=contains and lasts,
            password_url=password_url(incident, own, actor, on),
            note_url=if_allowed("incident_note", allowed=adds),
            statement_url=if_allowed("statement_new", allowed=adds),
            evidence_url=if_allowed("incident_evidence", allowed=adds),
            member_url=if_allowed("incident_join", allowed=joins),
        )


def password_url(incident: Incident, own: Belongings, actor: Actor, on: date) -> str:
    """Return where the new password that a hijack asked for is recorded, for those who may; nothing once it is."""
    account = incident.account
    may = account is not None and bool(own.passwords) and permits(check_password_change, account, actor, on)
    return link("approvals:password_changed", incident.account_id) if may and incident.account_id else ""


def unsaid_words(unsaid: int, waiting: Sequence[str]) -> str:
    """Say which acts wait for statements that are neither released nor given up."""
    if not waiting:
        return ""
    acts = "、".join(f"「{label}」" for label in waiting)
    return f"{acts}は、発表していない文{unsaid}件の発表を記録するか、取りやめた後にできます。"


@dataclass(frozen=True)
class Contact:
    """An office to turn to, and who holds it today."""

    label: str
    people: str


def contacts(incident: Incident, on: date) -> list[Contact]:
    """Return whom to turn to, with the people of today: who leads, ふるさと発信課長, 総務部長; one query."""
    asked: dict[str, tuple[Office, Unit | None]] = {
        manager_label(incident): (manager_office(incident), incident.section)
    }
    asked |= {
        office_label(office): (office, None) for office in (Office.PR_SECTION_HEAD, Office.GENERAL_AFFAIRS_DIRECTOR)
    }
    found = answering_each(asked.values(), on)
    return [Contact(label, _names(one.people)) for label, one in zip(asked, found, strict=True)]


def _names(people: Sequence[Person]) -> str:
    return "、".join(person.name for person in people) or VACANT


def facts_of(incident: Incident) -> list[tuple[str, Any]]:
    """Return what was reported, and how it ended; what was left empty is left out.

    What an end said that was taken back stands in the course (`incidents.chronicle`).
    """
    account = incident.account
    rows: list[tuple[str, Any]] = [
        ("アカウント", account.title if account is not None else "特定のアカウントではありません"),
        ("気づいた日時", incident.noticed_at),
        ("報告した人", f"{incident.reported_by.name}({incident.reported_as})"),
        ("何が起きたか", incident.words),
        ("問題の投稿などのURL", incident.post_url),
        ("問題の投稿などの文", incident.post_text),
        ("どう収束したか", incident.contained_words if incident.contained_at is not None else ""),
        ("原因", incident.causes if incident.closed_at is not None else ""),
        ("再発を防ぐためにすること", incident.measures if incident.closed_at is not None else ""),
        ("終える予定の日", incident.measures_due_on),
        ("再発を防ぐためにしたこと", incident.measures_done),
        ("該当なしとした理由", incident.dismissed_for),
        ("統合した先", incident.merged_into.number if incident.merged_into is not None else ""),
    ]
    return [(name, value) for name, value in rows if value]


def closure_facts(closure: ChangeNotice | None) -> list[tuple[str, str]]:
    """Return what the report says of the closure of the account, its deviation too; nothing where there is none."""
    if closure is None:
        return []
    because = f"\n期間を置けない理由:{closure.deviation_reason}" if closure.deviates else ""
    return [("アカウントの廃止", f"{closure.get_state_display()}{because}")]


def joined(members: Sequence[Member], actor: Actor, incident: Incident, on: date) -> list[dict[str, Any]]:
    """Return who has a part, with the way to end it for who leads; a part in what is over still reads it."""
    ends = permits(check_lead, incident, actor, on)
    return [{"member": one, "end_url": link("incidents:member_end", one.pk) if ends else ""} for one in members]


def shown_statements(statements: Sequence[Statement], actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return the statements, the newest first, with their marks and acts."""
    acts = ((APPROVE, "statement_approve"), (RELEASE, "statement_release"), (DROP_STATEMENT, "statement_drop"))
    shown = []
    for one in reversed(statements):
        open_acts = [(move.label, page) for move, page in acts if move.why_not(one, actor, on) is None]
        if permits(check_edit, one, actor, on):
            open_acts.append(("直す", "statement_edit"))
        buttons = [Button(label, link(f"incidents:{page}", one.pk)) for label, page in open_acts]
        shown.append({"one": one, "rebuttals": argues_back(one.words), "buttons": buttons})
    return shown


def left_words(incident: Incident, own: Belongings, on: date) -> list[str]:
    """Say what keeps an incident from being contained, or that nothing does."""
    if incident.state not in WORKED_ON:
        return []
    left = still_open(task.state for task in own.tasks)
    if not left and not own.passwords:
        return ["必須の対応がすべて済み、判断もすべて記録されています。収束にできます。"]
    words = []
    if left:
        words.append(f"必須の対応がすべて済み、判断がすべて記録されると、収束にできます。いまは{left}件残っています。")
    if own.passwords and incident.account is not None:
        section = current_unit(incident.account.section, on).name
        words.append(
            f"共用のパスワードの変更が記録されるまで、収束にできません。記録するのは、{section}の職員です。第4-3-(2)"
        )
    return words


def playbooks_shown(ruling: Mapping[str, tuple[int, Sequence[Step]]]) -> list[dict[str, Any]]:
    """Return every kind's steps in words, with the version they stand in."""
    kinds, grades, bearers = dict(KIND_CHOICES), dict(GRADE_CHOICES), dict(BEARER_CHOICES)
    return [
        {
            "slug": kind,
            "title": kinds[kind],
            "version": f"第{number}版" if number else "はじめの手順",
            "steps": [
                {
                    "step": step,
                    "mark": GRADE_MARKS[step.grade],
                    "grade": grades[step.grade],
                    "who": "対応に当たる全員" if step.grade == Grade.MIND else bearers[step.bearer],
                    "due": f"覚知から{step.hours}時間" if step.hours else "",
                }
                for step in steps
            ],
        }
        for kind, (number, steps) in ruling.items()
    ]

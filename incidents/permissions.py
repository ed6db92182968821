"""Who reports, leads, works on and ends an incident, who keeps the playbooks; who sees which (第7).

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Sequence
from datetime import date

from accounts.models import Account
from approvals.sight import terms_of
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.memo import once, tell
from core.staff.authority import Capacity, answering_unit, capacities, current_unit
from core.staff.models import Person
from core.staff.offices import Office, office_label
from incidents.models import Incident, IncidentQuerySet, Member, Statement, Task
from incidents.sight import TOLD_LATE, given_for, incidents_seen
from incidents.states import OVER, Bearer, IncidentState, StatementState

CLAUSE = "第7"
MEMBERS = ("incidents.member",)
NOT_REOPENED = {
    IncidentState.DISMISSED: "問題が起きているときは、もう一度報告してください。",
    IncidentState.MERGED: "統合した先に書き足してください。",
}
OF_BEARER = {
    Bearer.PR_SECTION_HEAD: Office.PR_SECTION_HEAD,
    Bearer.GENERAL_AFFAIRS_DIRECTOR: Office.GENERAL_AFFAIRS_DIRECTOR,
}


def manager_office(incident: Incident) -> Office:
    """Return the office that leads: the account manager, ふるさと発信課長 where no account is concerned."""
    return Office.PR_SECTION_HEAD if incident.section is None else Office.SECTION_HEAD


def manager_label(incident: Incident) -> str:
    """Name the office that leads, for refusals and the page."""
    if incident.section is None:
        return office_label(Office.PR_SECTION_HEAD)
    return f"{incident.section.name}の{office_label(Office.SECTION_HEAD)}"


def leads(incident: Incident, by: Actor, on: date) -> bool:
    """Tell whether somebody leads an incident: the manager, the head of the department above, ふるさと発信課長.

    In a drill also who began it.
    """
    if incident.is_drill and by.person is not None and by.person.pk == incident.reported_by_id:
        return True
    if by.holds(Office.PR_SECTION_HEAD):
        return True
    if incident.section is None:
        return False
    if by.holds(Office.SECTION_HEAD, current_unit(incident.section, on)):
        return True
    return by.holds(Office.DEPARTMENT_HEAD, answering_unit(Office.DEPARTMENT_HEAD, incident.section, on))


def takes_part(incident: Incident, by: Actor, on: date) -> bool:
    """Tell whether somebody works on an incident: who leads, the account's section, the reporter, who has a part."""
    if by.person is None:
        return False
    return by.person.pk == incident.reported_by_id or leads(incident, by, on) or _works(incident, by, on)


def _works(incident: Incident, by: Actor, on: date) -> bool:
    """Tell whether somebody is of the account's section or was let in; the reporter as such is neither."""
    in_section = incident.section is not None and by.belongs_to(current_unit(incident.section, on))
    return in_section or _was_let_in(incident, by)


def _was_let_in(incident: Incident, by: Actor) -> bool:
    if by.person is None:
        return False
    joined = Member.objects.filter(incident=incident, person=by.person, left_on=None)
    return once(("member", incident.pk, by.person.pk), joined.exists, of=MEMBERS)


def tell_members(incident: Incident, members: Sequence[Member], person: Person) -> None:
    """Keep `takes_part` from asking for what a page has read already."""
    tell(("member", incident.pk, person.pk), any(one.person_id == person.pk for one in members), of=MEMBERS)


def check_lead(incident: Incident, by: Actor, on: date) -> None:
    """Let who leads decide.

    Raises:
        Denied: for everybody else.
    """
    if not leads(incident, by, on):
        who = manager_label(incident)
        raise Denied(f"この問題への対応を決めるのは、{who}です。", CLAUSE, f"{who}に知らせてください。")


def check_acknowledge(incident: Incident, by: Actor, on: date) -> None:
    """Let who leads acknowledge a report; once it is late also those who were told of that.

    Raises:
        Denied: for everybody else.
    """
    if incident.told_late_at is None or by.office not in TOLD_LATE:
        check_lead(incident, by, on)


def check_part(incident: Incident, by: Actor, on: date) -> None:
    """Let who works on an incident add to its course, while it is not over.

    Raises:
        Denied: for who only reads it, and afterwards.
    """
    check_going_on(incident)
    if not takes_part(incident, by, on):
        raise Denied(
            "経過や証拠を書き足すのは、対応に当たる人です。", CLAUSE, "関わる人に加えるよう、依頼してください。"
        )


def check_judge(task: Task, by: Actor, on: date) -> None:
    """Let the office that bears a task judge whether the situation requires it.

    Raises:
        Denied: for everybody else.
    """
    office = OF_BEARER.get(Bearer(task.bearer))
    if office is None or (task.incident.is_drill and leads(task.incident, by, on)):
        check_lead(task.incident, by, on)
    elif not by.holds(office):
        who = office_label(office)
        raise Denied(f"必要かどうかを判断するのは、{who}です。", task.clause, f"{who}に知らせてください。")


def check_decide(statement: Statement, by: Actor, on: date) -> None:
    """Let the account manager alone decide what goes out (7-2); in a drill who leads it.

    Raises:
        Denied: for everybody else, and once the incident is over.
    """
    incident = statement.incident
    check_going_on(incident)
    section = current_unit(incident.section, on) if incident.section is not None else None
    in_drill = incident.is_drill and leads(incident, by, on)
    if not in_drill and not by.holds(manager_office(incident), section):
        who = manager_label(incident)
        raise Denied(f"市として出す文を決めるのは、{who}です。", "第7-2", f"{who}か代決者に依頼してください。")


def check_statement(statement: Statement, by: Actor, on: date) -> None:
    """Let who works on the incident release a statement.

    Raises:
        Denied: for who only reads it, and once the incident is over.
    """
    check_part(statement.incident, by, on)


def check_edit(statement: Statement, by: Actor, on: date) -> None:
    """Let who works on the incident mend a draft; what is decided nobody mends.

    Raises:
        Denied: for who only reads it, once the incident is over, and once the statement is decided.
    """
    check_statement(statement, by, on)
    if statement.state != StatementState.DRAFTED:
        raise Denied("決まった文は直せません。", "第7-2", "取りやめて、新しい案を書いてください。")


def check_drop(statement: Statement, by: Actor, on: date) -> None:
    """Let who works on the incident give up a draft; what is decided, who decides.

    Raises:
        Denied: for everybody else, and once the incident is over.
    """
    check = check_decide if statement.state == StatementState.APPROVED else check_statement
    check(statement, by, on)


def other_account(incident: Incident) -> Conflict:
    """Return the refusal of what was meant for another account than a problem is about now."""
    return Conflict(
        "この画面を開いた後に、問題のアカウントが改められています。今回の操作は記録していません。", incident
    )


def refuse_other_account(incident: Incident, account: Account) -> None:
    """Refuse what was meant for the account that a problem was about when its page was read.

    Raises:
        Conflict: it is about another one by now, or about none.
    """
    if incident.account_id != account.pk:
        raise other_account(incident)


def way_on(incident: Incident, reopened: str) -> str:
    """Return the way on once nothing is done about an incident any more.

    Args:
        reopened: the way where it can be opened again; a false alarm and a double can not.
    """
    return NOT_REOPENED.get(IncidentState(incident.state), reopened)


def check_going_on(incident: Incident) -> None:
    """Refuse what belongs to the response once an incident is over.

    Raises:
        Denied: when it has ended.
    """
    if incident.state in OVER:
        raise Denied(
            f"{incident.get_state_display()}の問題には、書き足せません。",
            CLAUSE,
            way_on(incident, "まだ終わっていないときは、再開してから書き足してください。"),
        )


def check_do(task: Task, by: Actor, on: date) -> None:
    """Let who leads and who was let in record a doing; besides the office that bears the task, else the section.

    Raises:
        Denied: for who only reads or reported it, and for the section where another office bears the task.
    """
    incident, office = task.incident, OF_BEARER.get(Bearer(task.bearer))
    works = _works(incident, by, on) if office is None else by.holds(office) or _was_let_in(incident, by)
    if works or leads(incident, by, on):
        return
    raise Denied("したことを記録するのは、対応に当たる人です。", task.clause, "対応に当たる人に知らせてください。")


def keeps_playbooks(by: Actor) -> bool:
    """Tell whether somebody keeps the playbooks: the office that adopts the guideline's versions."""
    return by.holds(Office.POLICY_DIRECTOR)


def check_keep_playbooks(by: Actor) -> None:
    """Let 総合政策部長 make a version of a playbook.

    Raises:
        Denied: for everybody else.
    """
    if not keeps_playbooks(by):
        raise Denied(
            "対応の手順を定めるのは、総合政策部長です。", CLAUSE, "直すところを、総合政策部長に知らせてください。"
        )


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> IncidentQuerySet:
    """Return the incidents a person may see on a day; none without a capacity.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return Incident.objects.none()
    return Incident.objects.filter(incidents_seen(terms_of(given_for(person, on, kept))))

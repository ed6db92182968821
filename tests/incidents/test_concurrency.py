"""Several people at the same moment, each on a connection of his own: one number each, one act of a kind."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import (
    acknowledge_incident,
    close_incident,
    contain_incident,
    dismiss_incident,
    do_task,
    merge_incident,
    reopen_incident,
    report_incident,
    retype_incident,
)
from incidents.models import Incident
from incidents.playbooks import SHIPPED
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from incidents.watching import watch
from publications.imitations.actions import enter_imitation
from tests.factories import AT, together
from tests.factories.approvals import again, an_office_world
from tests.factories.incidents import REPORT, WITHOUT, an_incident, finish_all, task_of
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.usefixtures("committed_db")
S = IncidentState
ROUNDS = 3
"""How often two meet: which of them comes first is chance."""


def kinds(outcomes: list[Any]) -> dict[str, int]:
    """Count what came back by type."""
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}


def test_many_reports_at_once_have_numbers_without_gap_or_double() -> None:
    world = an_office_world()
    report = partial(report_incident, at=AT, kind="other", noticed_at=AT, **REPORT)
    outcomes = together([partial(report, by=by) for by in (world.staff, world.second_staff, world.section_head) * 4])
    assert kinds(outcomes) == {"Incident": 12}
    numbers = set(Incident.objects.values_list("number", flat=True))
    assert numbers == {f"8問第{number}号" for number in range(1, 13)}
    assert list(faults()) == []


def test_a_report_is_acknowledged_once_and_its_playbook_copied_once() -> None:
    world = an_office_world()
    incident = an_incident(world=world)
    leaders = (world.section_head, world.department_head) * 4
    outcomes = together([partial(acknowledge_incident, incident, by=by, at=AT, kind="impersonation") for by in leaders])
    assert kinds(outcomes) == {"Conflict": 7, "Incident": 1}
    assert incident.tasks.count() == 6
    assert list(faults()) == []


def test_a_task_is_done_once_and_what_recurs_comes_once() -> None:
    world = an_office_world()
    task = task_of(an_incident(S.ACKNOWLEDGED, world=world), "outcome")
    people = (world.staff, world.second_staff, world.section_head) * 3
    do = partial(do_task, task, at=AT, result="返事がない", next_one="again")
    outcomes = together([partial(do, by=by) for by in people])
    assert kinds(outcomes) == {"Conflict": 8, "Task": 1}
    assert task.incident.tasks.filter(code="outcome").count() == 2
    assert again(task.incident).state == "responding"


def test_a_doing_and_a_dismissal_at_once_leave_nothing_waiting() -> None:
    world = an_office_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    do = partial(do_task, task_of(incident, "delete"), by=world.staff, at=AT, result="求めた")
    end = partial(dismiss_incident, incident, by=world.section_head, at=AT, dismissed_for="本物でした。")
    calls: list[Callable[[], Any]] = [do, end]
    outcomes = together(calls)
    assert kinds(outcomes) in ({"Incident": 1, "Task": 1}, {"Conflict": 1, "Incident": 1}, {"Denied": 1, "Incident": 1})
    assert again(incident).state == "dismissed"
    waiting = Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    assert not waiting.exists()


def test_of_two_that_are_merged_into_each_other_at_once_one_goes_on() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        one, other = an_incident(world=world), an_incident(world=world)
        merge = partial(merge_incident, by=world.section_head, at=AT)
        outcomes = together([partial(merge, one, merged_into=other), partial(merge, other, merged_into=one)])
        assert kinds(outcomes) in ({"Denied": 1, "Incident": 1}, {"Conflict": 1, "Incident": 1})
        assert sorted([again(one).state, again(other).state]) == ["merged", "reported"]
    assert list(faults()) == []


def test_two_clocks_tell_of_a_late_report_once() -> None:
    world = an_office_world(without=())
    incident = an_incident(world=world, account=WITHOUT)
    outcomes = together([partial(watch, incident.acknowledge_by)] * 4)
    assert sorted(map(str, outcomes)) == ["0", "0", "0", "1"]
    late = Message.objects.filter(title__startswith="問題の報告が、目標の時刻までに")
    assert late.values("person").distinct().count() == late.count() == 2


def test_of_two_changes_of_a_kind_at_once_one_sees_the_other() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        incident = an_incident(S.ACKNOWLEDGED, world=world, kind=IncidentKind.OTHER)
        retype = partial(retype_incident, incident, at=AT, seen=incident.fingerprint(), reason="調べた結果")
        others = ("leak", "hijack", "flaming") * 2
        outcomes = together([partial(retype, by=world.section_head, kind=kind) for kind in others])
        assert kinds(outcomes) == {"Conflict": 5, "Incident": 1}
        now = again(incident)
        assert now.kind == next(one.kind for one in outcomes if isinstance(one, Incident))
        listed = {task.code for task in now.tasks.exclude(state="void")}
        assert listed == {step.code for step in SHIPPED[IncidentKind(now.kind)]}
        assert now.account is not None
        passwords = Obligation.objects.open().about(now.account.stream).filter(rule="approvals.password")
        assert passwords.count() == int(now.kind == "hijack")
    assert list(faults()) == []


def test_a_change_of_kind_and_a_doing_at_once_end_as_in_one_of_their_orders() -> None:
    world = an_office_world()
    for _ in range(ROUNDS):
        incident = an_incident(S.ACKNOWLEDGED, world=world, kind=IncidentKind.OTHER)
        retype = partial(retype_incident, incident, by=world.section_head, at=AT, seen=incident.fingerprint())
        do = partial(do_task, task_of(incident, "facts"), by=world.staff, at=AT, result="確かめた。")
        calls: list[Callable[[], Any]] = [partial(retype, kind="leak", reason="漏れていた"), do]
        outcomes = together(calls)
        done = task_of(incident, "facts").state
        retyped = again(incident).kind == "leak"
        assert (done, retyped, kinds(outcomes)) in (
            ("void", True, {"Conflict": 1, "Incident": 1}),
            ("done", True, {"Incident": 1, "Task": 1}),
            ("done", False, {"Conflict": 1, "Task": 1}),
        )
    assert list(faults()) == []


def test_two_who_take_a_hijack_up_again_ask_once_for_its_access() -> None:
    world = an_office_world()
    incident = an_incident(S.CONTAINED, world=world, kind=IncidentKind.HIJACK)
    people = (world.section_head, world.department_head) * 3
    outcomes = together([partial(reopen_incident, incident, by=by, at=AT, reason="また入られた") for by in people])
    assert kinds(outcomes) == {"Conflict": 5, "Incident": 1}
    asked = incident.tasks.filter(code__in=["password", "roles"]).order_by("turn", "position")
    assert list(asked.values_list("code", "turn")) == [("password", 1), ("roles", 1), ("password", 2), ("roles", 2)]
    assert list(faults()) == []


def test_a_warning_is_linked_elsewhere_and_its_problem_taken_up_at_once_in_one_of_their_orders() -> None:
    world = an_office_world()
    keeper = world.people[Office.PR_SECTION_HEAD]
    for number in range(ROUNDS):
        warning = enter_imitation(by=keeper, at=AT, **{**WARNING, "url": f"https://x.com/round{number}"})
        first, second = (an_incident(S.ACKNOWLEDGED, world=world) for _ in range(2))
        link = partial(link_warning, by=keeper, at=AT, imitation=warning)
        link(task_of(first, "list"))
        finish_all(first, world.section_head)
        contain_incident(again(first), by=world.section_head, at=AT, contained_words="消えた")
        close_incident(again(first), by=world.section_head, at=AT, causes="似た名前", measures="認証の印")
        calls: list[Callable[[], Any]] = [
            partial(link, task_of(second, "list")),
            partial(reopen_incident, again(first), by=world.section_head, at=AT, reason="また現れたため"),
        ]
        outcomes = together(calls)
        has = (again(first).imitation, again(second).imitation)
        assert (kinds(outcomes), has) in (
            ({"Incident": 1, "Task": 1}, (None, warning)),
            ({"Denied": 1, "Incident": 1}, (warning, None)),
        )
    assert list(faults()) == []

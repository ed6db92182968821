"""The new password of a hijacked account: what was changed since it was noticed counts, a false alarm asks for none."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Account
from approvals.actions import record_password_change
from core.deadlines.models import Obligation
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date
from core.staff.models import Person
from incidents.actions import (
    acknowledge_incident,
    contain_incident,
    dismiss_incident,
    merge_incident,
    reopen_incident,
    retype_incident,
)
from incidents.attributing import attribute_incident
from incidents.keeping import adopt_playbook
from incidents.models import Incident
from incidents.moves.passwords import was_changed
from incidents.owing import cause_of, of_hijack
from incidents.playbooks import SHIPPED
from incidents.states import Grade, IncidentKind, IncidentState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import an_incident, finish_all, finish_tasks

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def account(world: OfficeWorld) -> Account:
    return an_account(world=world, when=AT - 3 * DAY)


def owed(account: Account) -> list[str]:
    found = Obligation.objects.about(account.stream).filter(rule="approvals.password").order_by("pk")
    return list(found.values_list("state", flat=True))


def a_hijack(world: OfficeWorld, account: Account) -> Incident:
    """Report today what was noticed yesterday."""
    return an_incident(world=world, kind=K.HIJACK, account=account, noticed_at=AT - DAY)


def known(incident: Incident, world: OfficeWorld, kind: IncidentKind = K.HIJACK) -> Incident:
    return acknowledge_incident(incident, by=world.section_head, at=AT, kind=kind.value)


def changed(account: Account, world: OfficeWorld, days_ago: int) -> None:
    person = world.staff.person
    assert isinstance(person, Person)
    record_password_change(account, by=world.section_head, at=AT, changed_by=person, changed_on=ON - days_ago * DAY)


@pytest.mark.parametrize(("days_ago", "left"), [(2, ["open"]), (1, []), (0, [])])
def test_a_change_between_the_noticing_and_the_acknowledgement_counts(
    world: OfficeWorld, account: Account, days_ago: int, left: list[str]
) -> None:
    incident = a_hijack(world, account)
    changed(account, world, days_ago)
    known(incident, world)
    assert owed(account) == left


def test_such_a_change_is_recorded_also_after_the_acknowledgement(world: OfficeWorld, account: Account) -> None:
    known(a_hijack(world, account), world)
    with pytest.raises(Denied, match="乗っ取りより前の日です") as refused:
        changed(account, world, 2)
    assert (refused.value.field, owed(account)) == ("changed_on", ["open"])
    changed(account, world, 1)
    assert owed(account) == ["fulfilled"]


def test_a_false_alarm_asks_for_no_new_password(world: OfficeWorld, account: Account) -> None:
    dismiss_incident(known(a_hijack(world, account), world), by=world.section_head, at=AT, dismissed_for="本人でした。")
    assert owed(account) == ["void"]


def test_another_kind_asks_for_one_as_long_as_it_is_a_hijack(world: OfficeWorld, account: Account) -> None:
    incident = known(a_hijack(world, account), world, K.OTHER)
    seen = [owed(account)]
    for kind in (K.HIJACK, K.LEAK, K.HIJACK):
        known_now = again(incident)
        said = {"seen": known_now.fingerprint(), "kind": kind.value, "reason": "調べた結果"}
        retype_incident(known_now, by=world.section_head, at=AT, **said)
        seen.append(owed(account))
    assert seen == [[], ["open"], ["void"], ["void", "open"]]


def test_a_false_alarm_asks_for_none_because_of_its_doubles_either(world: OfficeWorld, account: Account) -> None:
    double, other = (known(a_hijack(world, account), world) for _ in range(2))
    merge_incident(double, by=world.section_head, at=AT, merged_into=again(other))
    assert owed(account) == ["open", "open"]
    dismiss_incident(again(other), by=world.section_head, at=AT, dismissed_for="担当者の操作でした。")
    assert owed(account) == ["void", "void"]


def test_a_false_alarm_leaves_the_password_that_another_hijack_of_the_account_asks_for(
    world: OfficeWorld, account: Account
) -> None:
    known(a_hijack(world, account), world)
    dismiss_incident(known(a_hijack(world, account), world), by=world.section_head, at=AT, dismissed_for="本人でした。")
    assert owed(account) == ["open", "void"]


def test_a_hijack_taken_up_again_asks_for_another_one(world: OfficeWorld, account: Account) -> None:
    incident = known(a_hijack(world, account), world)
    changed(account, world, 0)
    finish_all(incident, world.section_head)
    contained = contain_incident(again(incident), by=world.section_head, at=AT, contained_words="止まった。")
    reopen_incident(contained, by=world.section_head, at=AT, reason="また覚えのない投稿があった")
    assert owed(account) == ["fulfilled", "open"]
    changed(account, world, 0)
    assert owed(account) == ["fulfilled", "fulfilled"]


def test_a_change_on_record_before_the_noticing_of_that_day_does_not_count(
    world: OfficeWorld, account: Account
) -> None:
    person = world.staff.person
    assert isinstance(person, Person)
    incident = a_hijack(world, account)
    at, asked = incident.noticed_at - timedelta(minutes=1), []
    for _ in range(2):
        day = japan_date(at)
        record_password_change(account, by=world.section_head, at=at, changed_by=person, changed_on=day)
        asked.append(was_changed(account, incident.noticed_at))
        at += timedelta(minutes=1)
    assert (day, asked) == (japan_date(incident.noticed_at), [False, True])


def test_such_a_change_leaves_the_new_password_owed(world: OfficeWorld, account: Account) -> None:
    incident = a_hijack(world, account)
    person = world.staff.person
    assert isinstance(person, Person)
    early = incident.noticed_at - timedelta(minutes=1)
    record_password_change(account, by=world.section_head, at=early, changed_by=person, changed_on=ON - DAY)
    known(incident, world)
    assert owed(account) == ["open"]


def access(incident: Incident) -> list[tuple[str, int, str]]:
    found = incident.tasks.filter(code__in=["password", "roles"]).order_by("turn", "position")
    return list(found.values_list("code", "turn", "state"))


def contained(incident: Incident, world: OfficeWorld) -> Incident:
    finish_all(incident, world.section_head)
    return contain_incident(again(incident), by=world.section_head, at=AT, contained_words="止まった。")


DONE = [("password", 1, "done"), ("roles", 1, "done")]


def test_a_hijack_taken_up_again_asks_for_password_and_roles_once_more(world: OfficeWorld, account: Account) -> None:
    incident = contained(known(a_hijack(world, account), world), world)
    assert access(incident) == DONE
    later = AT + timedelta(hours=1)
    reopen_incident(incident, by=world.section_head, at=later, reason="また覚えのない投稿があった")
    assert access(incident) == [*DONE, ("password", 2, "owed"), ("roles", 2, "owed")]
    turns = incident.tasks.filter(turn=2).order_by("position")
    assert [task.due_at for task in turns] == [later + timedelta(hours=1), later + timedelta(hours=2)]
    due = Obligation.objects.open().filter(about__in=[task.stream for task in turns])
    assert [one.rule for one in due] == ["incidents.work"] * 2
    with pytest.raises(Denied, match="済んでいない対応か、記録していない判断が2件"):
        contain_incident(again(incident), by=world.section_head, at=later, contained_words="止まった。")
    reopen_incident(contained(incident, world), by=world.section_head, at=later, reason="三度目")
    assert [turn for _, turn, state in access(incident) if state == "owed"] == [3, 3]


def test_what_was_judged_is_judged_once_more(world: OfficeWorld, account: Account) -> None:
    steps = [replace(one, grade=Grade.SITUATION) if one.code == "roles" else one for one in SHIPPED[K.HIJACK]]
    adopt_playbook(K.HIJACK, by=world.policy_director, at=AT, steps=steps, reason="状況によるため")
    incident = contained(known(a_hijack(world, account), world), world)
    reopen_incident(incident, by=world.section_head, at=AT, reason="また覚えのない投稿があった")
    assert access(incident)[1:] == [("roles", 1, "unneeded"), ("password", 2, "owed"), ("roles", 2, "judging")]


def test_another_problem_taken_up_again_asks_for_no_access(world: OfficeWorld, account: Account) -> None:
    incident = contained(known(a_hijack(world, account), world, K.OTHER), world)
    before = incident.tasks.count()
    reopen_incident(incident, by=world.section_head, at=AT, reason="また起きた")
    assert (incident.tasks.count(), owed(account)) == (before, [])


def test_a_drill_goes_through_it_again_and_nobody_owes_anything(world: OfficeWorld, account: Account) -> None:
    drill = an_incident(world=world, kind=K.HIJACK, account=account, noticed_at=AT - DAY, is_drill=True)
    incident = contained(known(drill, world), world)
    reopen_incident(incident, by=world.section_head, at=AT, reason="もう一度")
    assert access(incident) == [*DONE, ("password", 2, "owed"), ("roles", 2, "owed")]
    assert not Obligation.objects.open().filter(link_pk=incident.pk, link_name="incidents:incident_detail").exists()


def taken_up(incident: Incident, world: OfficeWorld, when: datetime = AT) -> None:
    reopen_incident(again(incident), by=world.section_head, at=when, reason="また起きた")


def called(incident: Incident, world: OfficeWorld, kind: IncidentKind, when: datetime = AT) -> None:
    now = again(incident)
    said = {"seen": now.fingerprint(), "kind": kind.value, "reason": "調べた結果"}
    retype_incident(now, by=world.section_head, at=when, **said)


VOID_2, OWED_3 = ([(code, turn, state) for code in ("password", "roles")] for turn, state in ((2, "void"), (3, "owed")))


def test_another_kind_drops_what_came_once_more_until_it_is_a_hijack_again(
    world: OfficeWorld, account: Account
) -> None:
    incident = known(a_hijack(world, account), world)
    changed(account, world, 0)
    later = AT + timedelta(hours=1)
    taken_up(contained(incident, world), world, later)
    called(incident, world, K.OTHER, later)
    assert (access(incident), owed(account)) == ([*DONE, *VOID_2], ["fulfilled", "void"])
    called(incident, world, K.HIJACK, later)
    assert (access(incident), owed(account)) == ([*DONE, *VOID_2, *OWED_3], ["fulfilled", "void", "open"])
    turns = incident.tasks.filter(turn=3).order_by("position")
    assert [task.due_at for task in turns] == [later + timedelta(hours=1), later + timedelta(hours=2)]
    first = incident.tasks.filter(turn=1, code__in=["password", "roles"]).order_by("position")
    assert [task.position for task in turns] == [task.position for task in first]
    with pytest.raises(Denied, match="済んでいない対応か、記録していない判断が2件"):
        contain_incident(again(incident), by=world.section_head, at=later, contained_words="止まった。")


def test_what_was_done_once_more_is_not_asked_for_by_the_same_kind_again(world: OfficeWorld, account: Account) -> None:
    incident = contained(known(a_hijack(world, account), world), world)
    taken_up(incident, world)
    finish_all(again(incident), world.section_head)
    changed(account, world, 0)
    before = access(incident)
    for kind in (K.OTHER, K.HIJACK):
        called(incident, world, kind)
    assert access(incident) == before
    assert owed(account).count("open") == 0


def test_what_was_done_before_it_was_taken_up_as_another_kind_is_done_anew(
    world: OfficeWorld, account: Account
) -> None:
    incident = known(a_hijack(world, account), world)
    changed(account, world, 0)
    finish_all(incident, world.section_head)
    called(incident, world, K.OTHER)
    contained(incident, world)
    later = AT + timedelta(hours=1)
    taken_up(incident, world, later)
    assert (access(incident), owed(account)) == (DONE, ["fulfilled"])
    called(incident, world, K.HIJACK, later)
    assert access(incident) == [*DONE, ("password", 2, "owed"), ("roles", 2, "owed")]
    assert owed(account) == ["fulfilled", "open"]


def test_after_it_was_taken_up_the_other_account_too_changes_since_then(world: OfficeWorld, account: Account) -> None:
    incident = contained(known(a_hijack(world, account), world), world)
    other = an_account(world=world, when=AT - 3 * DAY)
    changed(other, world, 0)
    later = AT + timedelta(hours=1)
    taken_up(incident, world, later)
    now = again(incident)
    attribute_incident(now, by=world.section_head, at=later, seen=now.fingerprint(), account=other, reason="別のもの")
    assert owed(other) == ["open"]
    assert Obligation.objects.about(other.stream).get(state="open").note == "乗っ取りへの対応を再開しました。"


@pytest.mark.parametrize("kind", [K.OTHER, K.LEAK])
def test_a_report_taken_for_another_kind_asks_for_none_because_of_a_hijack_merged_into_it(
    world: OfficeWorld, account: Account, kind: IncidentKind
) -> None:
    double, other = known(a_hijack(world, account), world), a_hijack(world, account)
    merge_incident(double, by=world.section_head, at=AT, merged_into=again(other))
    assert owed(account) == ["open"]
    now = known(again(other), world, kind)
    assert owed(account) == ["void"]
    finish_tasks(now, world.section_head)
    contain_incident(again(now), by=world.section_head, at=AT, contained_words="止まった。")


def test_another_kind_leaves_the_password_that_another_hijack_of_the_account_asks_for(
    world: OfficeWorld, account: Account
) -> None:
    known(a_hijack(world, account), world)
    known(a_hijack(world, account), world, K.OTHER)
    assert owed(account) == ["open"]


@pytest.mark.parametrize(
    ("given", "asks"), [({}, 1), ({"kind": K.OTHER}, 0), ({"account_id": None}, 0), ({"is_drill": True}, 0)]
)
def test_what_is_no_hijack_of_an_account_asks_for_no_password(given: dict[str, Any], asks: int) -> None:
    incident = Incident(**{"pk": 3, "kind": K.HIJACK, "account_id": 5, **given})
    assert len(of_hijack(incident, [Obligation(occurrence=f"{cause_of(3)}2")], [])) == asks

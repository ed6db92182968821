"""The new password of a hijacked account: what was changed since it was noticed counts, a false alarm asks for none."""

from datetime import timedelta

import pytest

from accounts.models import Account
from approvals.actions import record_password_change
from core.deadlines.models import Obligation
from core.lifecycle.errors import Denied
from core.staff.models import Person
from incidents.actions import (
    acknowledge_incident,
    contain_incident,
    dismiss_incident,
    merge_incident,
    reopen_incident,
    retype_incident,
)
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import an_incident, finish_all

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


def test_a_hijack_taken_up_again_asks_for_another_one(world: OfficeWorld, account: Account) -> None:
    incident = known(a_hijack(world, account), world)
    changed(account, world, 0)
    finish_all(incident, world.section_head)
    contained = contain_incident(again(incident), by=world.section_head, at=AT, contained_words="止まった。")
    reopen_incident(contained, by=world.section_head, at=AT, reason="また覚えのない投稿があった")
    assert owed(account) == ["fulfilled", "open"]
    changed(account, world, 0)
    assert owed(account) == ["fulfilled", "fulfilled"]

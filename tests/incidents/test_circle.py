"""What was merged into a leak is read by its circle alone, and no title tells of it (第7)."""

import pytest

from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.staff.offices import Office
from incidents.actions import acknowledge_incident, merge_incident, retype_incident
from incidents.models import Incident
from incidents.permissions import visible_to
from incidents.states import IncidentKind, IncidentState
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import an_incident

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def two(world: OfficeWorld, kind: IncidentKind, into: IncidentKind) -> tuple[Incident, Incident]:
    """Return a problem and another one of the same account, both acknowledged."""
    account = an_account(world=world)
    one, other = (an_incident(S.ACKNOWLEDGED, world=world, kind=kind, account=account) for kind in (kind, into))
    return one, other


def merged(world: OfficeWorld, kind: IncidentKind, into: IncidentKind) -> tuple[Incident, Incident]:
    one, other = two(world, kind, into)
    return merge_incident(one, by=world.section_head, at=AT, merged_into=other), other


def leaked(incident: Incident, world: OfficeWorld) -> Incident:
    now = again(incident)
    said = {"seen": now.fingerprint(), "kind": K.LEAK.value, "reason": "名簿が写っていたため"}
    return retype_incident(now, by=world.section_head, at=AT, **said)


def read_by_director(incident: Incident, world: OfficeWorld) -> bool:
    person = world.people[Office.POLICY_DIRECTOR].person
    assert person is not None
    return visible_to(person, ON).filter(pk=incident.pk).exists()


def titles(incident: Incident) -> str:
    owed = Obligation.objects.filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    return " ".join(owed.values_list("title", flat=True))


def test_what_is_merged_into_a_leak_is_a_leak(world: OfficeWorld) -> None:
    double, _ = merged(world, K.FLAMING, K.LEAK)
    assert (double.kind, read_by_director(double, world)) == ("leak", False)
    assert double.title not in titles(double)


def test_what_was_merged_before_follows_when_it_turns_out_to_be_a_leak(world: OfficeWorld) -> None:
    first, second = merged(world, K.FLAMING, K.FLAMING)
    third = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=second.account)
    merge_incident(again(second), by=world.section_head, at=AT, merged_into=third)
    assert read_by_director(first, world)
    leaked(third, world)
    assert [(again(one).kind, read_by_director(one, world)) for one in (first, second, third)] == [("leak", False)] * 3
    assert [one.title in titles(again(one)) for one in (first, second, third)] == [False] * 3
    assert list(faults()) == []


def test_a_report_that_is_acknowledged_as_a_leak_takes_its_doubles_along(world: OfficeWorld) -> None:
    account = an_account(world=world)
    double, report = (an_incident(world=world, kind=K.OTHER, account=account) for _ in range(2))
    merge_incident(double, by=world.section_head, at=AT, merged_into=report)
    acknowledge_incident(again(report), by=world.section_head, at=AT, kind="leak")
    assert (again(double).kind, read_by_director(double, world)) == ("leak", False)


def test_a_double_stays_a_leak_when_the_other_one_opens(world: OfficeWorld) -> None:
    double, leak = merged(world, K.FLAMING, K.LEAK)
    said = {"seen": leak.fingerprint(), "kind": K.FLAMING.value, "reason": "公開の資料でした。"}
    retype_incident(leak, by=world.section_head, at=AT, **said)
    assert again(double).kind == "leak"


def test_a_kind_is_changed_by_who_saw_the_present_one(world: OfficeWorld) -> None:
    seen = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING)
    leaked(seen, world)
    before = everything()
    with pytest.raises(Conflict):
        retype_incident(
            seen, by=world.department_head, at=AT, seen=seen.fingerprint(), kind="other", reason="批判ではない"
        )
    assert everything() == before


def test_a_hijack_goes_on_as_a_hijack_of_its_account(world: OfficeWorld) -> None:
    one, other = two(world, K.HIJACK, K.FLAMING)
    before = everything()
    with pytest.raises(Denied, match="乗っ取りの問題は") as refused:
        merge_incident(one, by=world.section_head, at=AT, merged_into=other)
    assert (refused.value.field, everything()) == ("merged_into", before)
    same = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=one.account)
    assert merge_incident(one, by=world.section_head, at=AT, merged_into=same).state == "merged"

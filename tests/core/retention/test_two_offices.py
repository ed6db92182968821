"""Two offices and two people: who permits, who is barred, who waits for whom and who is told."""

import pytest
from django.db import IntegrityError

from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.retention.actions import carry_out_disposal, list_disposal, permit_disposal, withdraw_disposal
from core.retention.models import Disposal
from core.retention.states import DisposalState
from core.staff.offices import Office
from tests.factories import AT, an_appointment, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, again
from tests.factories.core import a_person
from tests.factories.retention import BASIS, METHOD, a_disposal, an_old_request, an_old_world, seen, the_officer

PARTY = ("by", "for")
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


def test_one_person_in_both_offices_does_not_permit_himself(world: OfficeWorld) -> None:
    officer = the_officer(world)
    as_director = the_actor(an_appointment(officer.person, Office.GENERAL_AFFAIRS_DIRECTOR, world.department))
    disposal = a_disposal(DisposalState.REQUESTED, world=world)
    with pytest.raises(Denied, match="求めた廃棄は許可できません"):
        permit_disposal(disposal, by=as_director, at=AT, seen=disposal.fingerprint())


def test_when_the_only_director_asked_the_deputy_mayor_permits() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    officer, deputy_mayor = the_officer(world), world.people[Office.DEPUTY_MAYOR]
    an_appointment(officer.person, Office.GENERAL_AFFAIRS_DIRECTOR, world.department)
    disposal = a_disposal(DisposalState.REQUESTED, world=world)
    [duty] = Obligation.objects.open().filter(rule="retention.permit")
    assert duty.debtor_office == Office.DEPUTY_MAYOR
    assert permit_disposal(disposal, by=deputy_mayor, at=AT, seen=disposal.fingerprint()).state == "permitted"


def as_director_too(officer: Actor, world: OfficeWorld) -> Actor:
    """Make a 文書管理担当 総務部長 as well, and return the person acting so."""
    return the_actor(an_appointment(officer.person, Office.GENERAL_AFFAIRS_DIRECTOR, world.department))


def asked_by(by: Actor, world: OfficeWorld) -> Disposal:
    """Have somebody ask for the disposal of one matter."""
    return list_disposal(seen(an_old_request(world=world)), by=by, at=AT, basis=BASIS)


def test_nobody_permits_what_a_deputy_asked_for_in_his_name(world: OfficeWorld) -> None:
    director = as_director_too(the_officer(world), world)
    disposal = asked_by(a_deputy(the_officer(world)), world)
    with pytest.raises(Denied, match="求めた廃棄は許可できません"):
        permit_disposal(disposal, by=director, at=AT, seen=disposal.fingerprint())


def test_deputy_does_not_permit_what_the_principal_asked_for(world: OfficeWorld) -> None:
    director = as_director_too(the_officer(world), world)
    disposal = asked_by(the_officer(world), world)
    with pytest.raises(Denied, match="求めた廃棄は許可できません"):
        permit_disposal(disposal, by=a_deputy(director), at=AT, seen=disposal.fingerprint())


def test_deputy_of_both_does_not_permit_what_he_asked_for(world: OfficeWorld) -> None:
    first = a_deputy(the_officer(world))
    second = a_deputy(world.general_affairs_director, person=first.person)
    disposal = asked_by(first, world)
    with pytest.raises(Denied, match="求めた廃棄は許可できません"):
        permit_disposal(disposal, by=second, at=AT, seen=disposal.fingerprint())


def test_when_only_deputies_of_the_one_who_asked_are_left_the_deputy_mayor_permits() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    a_deputy(as_director_too(the_officer(world), world))
    disposal = asked_by(a_deputy(the_officer(world)), world)
    [duty] = Obligation.objects.open().filter(rule="retention.permit")
    assert duty.debtor_office == Office.DEPUTY_MAYOR
    deputy_mayor = world.people[Office.DEPUTY_MAYOR]
    assert permit_disposal(disposal, by=deputy_mayor, at=AT, seen=disposal.fingerprint()).state == "permitted"


def test_nobody_carries_out_what_a_deputy_permitted_in_his_name(world: OfficeWorld) -> None:
    disposal = asked_by(the_officer(world), world)
    deputy, director = a_deputy(world.general_affairs_director), world.general_affairs_director.person
    disposal = permit_disposal(disposal, by=deputy, at=AT, seen=disposal.fingerprint())
    as_officer = the_actor(an_appointment(director, Office.RECORDS_OFFICER, world.department))
    with pytest.raises(Denied, match="許可した廃棄は、行えません"):
        carry_out_disposal(disposal, by=as_officer, at=AT, seen=disposal.fingerprint(), how=METHOD)


def test_permitter_does_not_carry_out_what_he_permitted(world: OfficeWorld) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, world=world)
    director = world.general_affairs_director.person
    as_officer = the_actor(an_appointment(director, Office.RECORDS_OFFICER, world.department))
    with pytest.raises(Denied, match="許可した廃棄は、行えません"):
        carry_out_disposal(disposal, by=as_officer, at=AT, seen=disposal.fingerprint(), how=METHOD)


def test_deputy_of_the_director_permits_and_the_principal_is_told(world: OfficeWorld) -> None:
    disposal = a_disposal(DisposalState.REQUESTED, world=world)
    deputy = a_deputy(world.general_affairs_director)
    permit_disposal(disposal, by=deputy, at=AT, seen=disposal.fingerprint())
    told = Message.objects.filter(person=world.general_affairs_director.person, key__contains="principal")
    assert list(told.values_list("title", flat=True)) == [f"廃棄が許可されました:{disposal}"]


def test_permission_waits_in_the_inbox_of_the_director_and_then_with_the_officer(world: OfficeWorld) -> None:
    def waiting() -> list[tuple[str, str]]:
        found = Obligation.objects.open().filter(rule__startswith="retention.")
        return list(found.values_list("rule", "debtor_office"))

    disposal = a_disposal(DisposalState.REQUESTED, world=world)
    asked = waiting()
    disposal = permit_disposal(disposal, by=world.general_affairs_director, at=AT, seen=disposal.fingerprint())
    permitted = waiting()
    carry_out_disposal(disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)
    assert (asked, permitted, waiting()) == (
        [("retention.permit", "general_affairs_director")],
        [("retention.carry_out", "records_officer")],
        [],
    )


def test_withdrawing_a_permitted_disposal_keeps_everything(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    disposal = a_disposal(DisposalState.PERMITTED, request, world=world)
    withdraw_disposal(disposal, by=the_officer(world), at=AT, reason="調査に使うため")
    assert (again(request).version, again(request).reason) == (request.version, request.reason)
    assert not Obligation.objects.open().filter(rule__startswith="retention.").exists()


def test_auditors_are_told_at_every_step(world: OfficeWorld) -> None:
    disposal = a_disposal(DisposalState.CARRIED_OUT, world=world)
    told = Message.objects.filter(person=world.people[Office.AUDITOR].person, link_name="retention:disposal_detail")
    assert list(told.order_by("pk").values_list("title", flat=True)) == [
        f"廃棄が求められました:{disposal}",
        f"廃棄が許可されました:{disposal}",
        f"廃棄しました:{disposal}",
    ]


STEPS = [("permitted", "requested"), ("carried_out", "permitted")]
PARTS = [(f"{later}_{mine}", f"{earlier}_{theirs}") for later, earlier in STEPS for mine in PARTY for theirs in PARTY]


@pytest.mark.parametrize(("column", "other"), PARTS)
def test_database_itself_demands_two_people(world: OfficeWorld, column: str, other: str) -> None:
    disposal = a_disposal(DisposalState.CARRIED_OUT, world=world)
    Disposal._base_manager.filter(pk=disposal.pk).update(requested_for=a_person().pk, permitted_for=a_person().pk)
    disposal = again(disposal)
    with pytest.raises(IntegrityError):
        Disposal._base_manager.filter(pk=disposal.pk).update(**{column: getattr(disposal, f"{other}_id")})

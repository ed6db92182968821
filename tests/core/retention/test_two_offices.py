"""Two offices and two people: who permits, who is barred, who waits for whom and who is told."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from core.deadlines.models import Obligation
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.models import Message
from core.retention.actions import (
    carry_out_disposal,
    decline_disposal,
    list_disposal,
    permit_disposal,
    withdraw_disposal,
)
from core.retention.models import Disposal, DisposalItem
from core.retention.moves import CARRY_OUT, DECLINE, WITHDRAW
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
    done = permit_disposal(disposal, by=deputy, at=AT, seen=disposal.fingerprint())
    assert (done.permitted_by, done.permitted_for) == (deputy.person, world.general_affairs_director.person)
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


def told(disposal: Disposal, title: str, people: dict[str, Actor]) -> dict[str, str]:
    """Return the text of each message about a disposal under a title, by the name of the person told."""
    names = {actor.person.pk: who for who, actor in people.items() if actor.person is not None}
    found = Message.objects.filter(title=f"{title}:{disposal}", link_name="retention:disposal_detail")
    rows = list(found.filter(link_pk=disposal.pk).values_list("person", "body"))
    assert len({person for person, _ in rows}) == len(rows)
    return {names[person]: body for person, body in rows}


@pytest.fixture
def people(world: OfficeWorld) -> dict[str, Actor]:
    """Return those concerned in a disposal, by what they are called here."""
    director = world.general_affairs_director
    return {"officer": the_officer(world), "director": director, "auditor": world.people[Office.AUDITOR]}


def test_refusal_and_its_reason_are_told_to_the_one_who_asked(world: OfficeWorld, people: dict[str, Actor]) -> None:
    disposal = a_disposal(DisposalState.DECLINED, world=world)
    body = f"{people['director'].name}。調査に使うため"
    assert told(disposal, "廃棄が許可されませんでした", people) == {"officer": body, "auditor": body}
    assert again(disposal).reason == "調査に使うため"


def test_permission_is_told_to_the_one_who_asked(world: OfficeWorld, people: dict[str, Actor]) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, world=world)
    body = f"{people['director'].name}。{BASIS}"
    assert told(disposal, "廃棄が許可されました", people) == {"officer": body, "auditor": body}


def test_disposal_carried_out_is_told_to_the_one_who_permitted(world: OfficeWorld, people: dict[str, Actor]) -> None:
    disposal = a_disposal(DisposalState.CARRIED_OUT, world=world)
    body = f"{people['officer'].name}。{BASIS}"
    assert told(disposal, "廃棄しました", people) == {"director": body, "auditor": body}


@pytest.mark.parametrize(
    ("at", "others"), [(DisposalState.REQUESTED, {"auditor"}), (DisposalState.PERMITTED, {"auditor", "director"})]
)
def test_withdrawal_is_told_to_the_one_who_permitted(
    world: OfficeWorld, people: dict[str, Actor], at: DisposalState, others: set[str]
) -> None:
    disposal = a_disposal(at, world=world)
    withdraw_disposal(disposal, by=people["officer"], at=AT, reason="調査に使うため")
    body = f"{people['officer'].name}。調査に使うため"
    assert told(disposal, "廃棄が取りやめになりました", people) == dict.fromkeys(others, body)


def test_withdrawal_is_told_to_the_one_who_asked_when_another_officer_withdraws(
    world: OfficeWorld, people: dict[str, Actor]
) -> None:
    disposal = a_disposal(world=world)
    other = the_actor(an_appointment(office=Office.RECORDS_OFFICER, unit=world.department))
    withdraw_disposal(disposal, by=other, at=AT, reason="調査に使うため")
    assert set(told(disposal, "廃棄が取りやめになりました", people)) == {"officer", "auditor"}


def test_deputy_carries_out_and_the_principal_is_told_in_whose_name(world: OfficeWorld) -> None:
    disposal, deputy = a_disposal(DisposalState.PERMITTED, world=world), a_deputy(the_officer(world))
    done = carry_out_disposal(disposal, by=deputy, at=AT, seen=disposal.fingerprint(), how=METHOD)
    assert (done.carried_out_by, done.carried_out_for) == (deputy.person, the_officer(world).person)
    [message] = Message.objects.filter(person=the_officer(world).person, key__contains="principal")
    assert (message.title, message.body) == (f"廃棄しました:{disposal}", f"{deputy.name}が代わって行いました。")
    assert (message.link_name, message.link_pk) == ("retention:disposal_detail", disposal.pk)


NEEDED: dict[str, tuple[DisposalState, Move, str]] = {
    "decline": (DisposalState.REQUESTED, DECLINE, "reason"),
    "withdraw": (DisposalState.REQUESTED, WITHDRAW, "reason"),
    "carry_out": (DisposalState.PERMITTED, CARRY_OUT, "how"),
}


@pytest.mark.parametrize("given", ["", " \u3000", None])
@pytest.mark.parametrize("name", list(NEEDED))
def test_act_that_needs_words_is_refused_without_them(world: OfficeWorld, name: str, given: str | None) -> None:
    at, move, field = NEEDED[name]
    disposal = a_disposal(at, world=world)
    by = world.general_affairs_director if move is DECLINE else the_officer(world)
    facts: dict[str, Any] = {} if given is None else {field: given}
    with pytest.raises(Denied) as refused:
        perform(disposal, move, by=by, at=AT, seen=disposal.fingerprint(), **facts)
    assert (refused.value.field, again(disposal).state) == (field, at)


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_matter_of_a_disposal_given_up_can_be_listed_anew(world: OfficeWorld, how: str) -> None:
    requests = [an_old_request(world=world), an_old_request(world=world)]
    disposal = a_disposal(DisposalState.REQUESTED, *requests, world=world)
    if how == "declined":
        director, reason = world.general_affairs_director, "調査に使うため"
        decline_disposal(disposal, by=director, at=AT, seen=disposal.fingerprint(), reason=reason)
    else:
        withdraw_disposal(disposal, by=the_officer(world), at=AT, reason="対象を選び直すため")
    assert not Obligation.objects.open().filter(rule="retention.permit").exists()
    assert not DisposalItem.objects.filter(is_listed=True).exists()
    assert list_disposal(seen(*requests), by=the_officer(world), at=AT, basis=BASIS).count == 2


def test_permitted_disposal_waits_within_its_days_where_it_is_carried_out(world: OfficeWorld) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, world=world)
    [duty] = Obligation.objects.open().filter(rule="retention.carry_out")
    assert (duty.about, duty.link_name, duty.link_pk) == (disposal.stream, "retention:disposal_detail", disposal.pk)
    assert (duty.title, duty.due_on) == (f"許可された廃棄を行う:{disposal}", date(2026, 12, 8))


def asked_of(world: OfficeWorld) -> str:
    """Ask for a disposal as 文書管理担当 and return the office that owes the answer."""
    a_disposal(DisposalState.REQUESTED, world=world)
    [duty] = Obligation.objects.open().filter(rule="retention.permit")
    return str(duty.debtor_office)


def test_vacant_office_is_asked_and_not_the_one_above() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    assert asked_of(world) == Office.GENERAL_AFFAIRS_DIRECTOR


def test_second_director_is_asked_when_the_first_asked(world: OfficeWorld) -> None:
    as_director_too(the_officer(world), world)
    assert asked_of(world) == Office.GENERAL_AFFAIRS_DIRECTOR


def test_deputy_who_stands_in_for_one_who_did_not_ask_is_asked() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    director = the_actor(an_appointment(office=Office.GENERAL_AFFAIRS_DIRECTOR, unit=world.department))
    as_director_too(the_officer(world), world)
    a_deputy(director)
    assert asked_of(world) == Office.GENERAL_AFFAIRS_DIRECTOR


def test_barred_director_is_told_that_it_is_the_own_request() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    director = as_director_too(the_officer(world), world)
    disposal = a_disposal(DisposalState.REQUESTED, world=world)
    with pytest.raises(Denied, match="求めた廃棄は許可できません"):
        permit_disposal(disposal, by=director, at=AT, seen=disposal.fingerprint())

"""Who operates an account after another section has taken it over."""

from datetime import timedelta

import pytest

from accounts.models import AccountGrant
from approvals.handovers.states import HandOverState
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.models import Person, UnitLevel
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, a_unit, an_appointment
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.hand_overs import a_hand_over, filed_account, new_staff, taken_over

pytestmark = pytest.mark.django_db
S = HandOverState
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def test_the_people_of_the_old_section_end_and_those_named_begin(world: OfficeWorld) -> None:
    account = again(a_hand_over(S.ACCEPTED, world=world).account)
    ended = account.operators.exclude(ends_on=None)
    begun = account.operators.filter(ends_on=None)
    assert [(one.person, one.ends_on) for one in ended] == [(person_of(world.staff), ON)]
    assert [(one.person, one.starts_on) for one in begun] == [(person_of(world.foreign[Office.STAFF]), ON)]
    assert set(AccountGrant.objects.values_list("user", flat=True)) == {person_of(world.foreign[Office.STAFF]).pk}


def test_an_operator_of_a_third_section_goes_on(world: OfficeWorld) -> None:
    third = an_appointment(a_person("第三 課員"), Office.STAFF, a_unit(UnitLevel.SECTION, "第三課"))
    rows = [
        {"person": one.pk, "access": "shared_password", "reason": "投稿"}
        for one in (person_of(world.staff), third.person)
    ]
    sent = a_hand_over(S.SETTLED, world=world, account=filed_account(world, operators=rows))
    account = again(taken_over(sent, world, operators=[]).account)
    assert [one.person for one in account.operators.filter(ends_on=None)] == [third.person]


def test_who_operates_already_is_not_named_again(world: OfficeWorld) -> None:
    third = an_appointment(a_person("第三 課員"), Office.STAFF, a_unit(UnitLevel.SECTION, "第三課")).person
    rows = [{"person": third.pk, "access": "shared_password", "reason": "投稿"}]
    sent = a_hand_over(S.SETTLED, world=world, account=filed_account(world, operators=rows))
    for named in (rows, new_staff(world) * 2):
        with pytest.raises(Denied, match="すでに運用担当です"):
            taken_over(sent, world, operators=named)


def test_who_has_left_the_city_operates_no_more(world: OfficeWorld) -> None:
    gone = an_appointment(a_person("退職 する人"), Office.STAFF, a_unit(UnitLevel.SECTION, "第三課"), ends_on=ON)
    rows = [{"person": gone.person.pk, "access": "shared_password", "reason": "投稿"}]
    sent = a_hand_over(S.SETTLED, world=world, account=filed_account(world, operators=rows))
    account = again(taken_over(sent, world, when=AT + DAY).account)
    assert [one.person for one in account.operators.filter(ends_on=None)] == [person_of(world.foreign[Office.STAFF])]

"""Who acts: what an actor holds, belongs to and is called."""

import pytest

from core.lifecycle.actor import SYSTEM, Actor
from core.staff.offices import CITY_WIDE, Office
from tests.factories import a_deputyship, a_person, a_unit, an_actor, an_appointment, the_actor

pytestmark = pytest.mark.django_db


def test_actor_of_a_capacity_carries_office_unit_and_key() -> None:
    head = an_appointment(a_person("月岡 修"), Office.SECTION_HEAD)
    actor = the_actor(head)
    assert (actor.person, actor.office, actor.unit, actor.key) == (
        head.person,
        "section_head",
        head.unit,
        f"a{head.pk}",
    )
    assert (actor.label, actor.name, actor.on_behalf_of) == ("観光振興課長", "月岡 修(観光振興課長)", None)


def test_actor_of_a_deputyship_holds_the_principals_office() -> None:
    kept = a_deputyship()
    actor = the_actor(kept)
    assert (actor.person, actor.on_behalf_of) == (kept.deputy, kept.principal.person)
    assert actor.holds(Office.SECTION_HEAD, kept.principal.unit)
    assert actor.name == "代決 太郎(観光振興課長の代決者)"


def test_holds_an_office_of_its_own_unit_only() -> None:
    actor = an_actor(Office.SECTION_HEAD)
    assert [actor.holds("section_head", unit) for unit in (actor.unit, None, a_unit())] == [True, True, False]
    assert not actor.holds("department_head", actor.unit)


@pytest.mark.parametrize("office", sorted(CITY_WIDE))
def test_holds_an_office_of_the_city_for_every_unit(office: Office) -> None:
    actor = an_actor(office)
    assert [actor.holds(office, unit) for unit in (None, a_unit())] == [True, True]


@pytest.mark.parametrize(
    ("office", "belongs"),
    [(Office.STAFF, True), (Office.SECTION_HEAD, True), (Office.DEPARTMENT_HEAD, False), (Office.AUDITOR, False)],
)
def test_belongs_to_a_section_as_its_staff_or_head(office: Office, belongs: bool) -> None:
    section = a_unit()
    assert an_actor(office, section).belongs_to(section) is belongs


def test_belongs_to_the_units_around_its_group_and_not_to_those_inside() -> None:
    group = a_unit("group")
    section = group.parent
    assert section is not None
    assert [an_actor(unit=group).belongs_to(unit) for unit in (group, section, section.department)] == [True] * 3
    assert [an_actor(unit=section).belongs_to(unit) for unit in (group, a_unit())] == [False, False]


def test_system_is_nobody_and_holds_nothing() -> None:
    assert (SYSTEM.name, SYSTEM.person) == ("自動処理", None)
    assert [SYSTEM.holds(office) for office in Office] == [False] * len(Office)
    assert not SYSTEM.belongs_to(a_unit())


def test_actor_without_a_unit_holds_and_belongs_to_none() -> None:
    nowhere = Actor(None, Office.STAFF, None, "職員")
    unit = a_unit()
    assert (nowhere.holds(Office.STAFF, unit), nowhere.belongs_to(unit)) == (False, False)

"""Persons, units and appointments: titles in words, and what the database refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import LABELS, Office, office_label
from tests.factories import ON, SINCE, a_deputyship, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("office", "post_title", "label"),
    [
        (Office.SECTION_HEAD, "", "観光振興課長"),
        (Office.DEPARTMENT_HEAD, "", "総合政策部長"),
        (Office.STAFF, "", "観光振興課 主査"),
        (Office.AUDITOR, "", "監査担当"),
        (Office.DEPARTMENT_HEAD, "消防長", "消防長"),
    ],
)
def test_label_of_an_appointment(office: Office, post_title: str, label: str) -> None:
    made = an_appointment(a_person("月岡 修"), office, post_title=post_title)
    assert (made.label, str(made)) == (label, f"月岡 修({label})")


def test_label_of_staff_without_a_title_is_the_units_name() -> None:
    assert an_appointment(a_person(title="")).label == "観光振興課"


def test_every_office_has_a_label() -> None:
    assert [office_label(office) for office in Office] == [LABELS[office] for office in Office]
    assert office_label("system") == "自動処理"


def test_str_of_a_deputyship_names_deputy_and_office() -> None:
    assert str(a_deputyship()) == "代決 太郎(観光振興課長の代決者)"


def test_unit_names_its_department_and_lineage() -> None:
    group = a_unit("group")
    assert [unit.level for unit in group.lineage()] == ["group", "section", "department"]
    assert (group.department.level, group.full_name) == ("department", "総合政策部 観光振興課 企画係")


def test_unit_exists_from_its_first_to_its_last_day() -> None:
    unit = a_unit(starts_on=SINCE, ends_on=ON)
    days = (SINCE - timedelta(days=1), SINCE, ON, ON + timedelta(days=1))
    assert [unit.existed_on(on) for on in days] == [False, True, True, False]
    assert [Unit.objects.existing_on(on).filter(pk=unit.pk).exists() for on in days] == [False, True, True, False]
    assert [unit.had_ended(on) for on in days] == [False, False, False, True]
    assert [a_unit().had_ended(on) for on in days] == [False] * 4


def test_sections_are_the_units_that_can_hold_an_account() -> None:
    group = a_unit("group")
    assert list(Unit.objects.sections()) == [group.parent]


YESTERDAY = date(2026, 3, 31)
REFUSED: list[tuple[type[models.Model], str, dict[str, Any]]] = [
    (Appointment, "appointment_ends_after_start", {"ends_on": YESTERDAY}),
    (Appointment, "appointment_state_known", {"state": "guessed"}),
    (Appointment, "appointment_office_known", {"office": "emperor"}),
    (Deputyship, "deputyship_ends_after_start", {"ends_on": YESTERDAY}),
    (Deputyship, "deputyship_is_dated", {"ends_on": None}),
    (Deputyship, "deputyship_state_known", {"state": "guessed"}),
    (Person, "person_never_superuser", {"is_superuser": True}),
    (Unit, "unit_ends_after_start", {"ends_on": YESTERDAY}),
]


@pytest.mark.parametrize(("model", "constraint", "values"), REFUSED)
def test_database_refuses(model: type[models.Model], constraint: str, values: dict[str, Any]) -> None:
    a_deputyship()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model._base_manager.update(**values)


@pytest.mark.parametrize("level", ["section", "group"])
def test_database_refuses_a_section_or_group_without_parent(level: str) -> None:
    unit = a_unit(level)
    with pytest.raises(IntegrityError, match="unit_parent_by_level"), transaction.atomic():
        Unit._base_manager.filter(pk=unit.pk).update(parent=None)


@pytest.mark.parametrize("model", [Appointment, Deputyship])
def test_database_refuses_that_who_entered_confirms(model: type[models.Model]) -> None:
    person = a_deputyship().deputy
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        model._base_manager.update(entered_by=person, confirmed_by=person)
    model._base_manager.update(entered_by=person, confirmed_by=a_person())


def test_staff_numbers_are_given_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_person(staff_number=a_person().staff_number)


def test_person_signs_in_with_the_staff_number_and_has_no_last_login() -> None:
    person = a_person(password="correct horse battery staple")
    assert Person.objects.get_by_natural_key(person.staff_number) == person
    assert person.check_password("correct horse battery staple")
    assert not a_person().has_usable_password()
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}

"""Persons, units and titles of offices in the generic screens."""

from typing import Any

import pytest

from core.staff.models import OfficeTitle, Person, Unit, UnitLevel
from core.staff.offices import Office
from tests.core.people.helpers import LONG_AGO, TODAY, YESTERDAY, Browser, administrator, as_holder, errors_of, told
from tests.factories.core import a_person, a_unit

pytestmark = pytest.mark.django_db


def unit_data(unit: Unit | None = None, **values: Any) -> dict[str, Any]:
    """Return what the form of a unit posts."""
    given: dict[str, Any] = {"name": "新しい課", "symbol": "", "level": "section", "starts_on": LONG_AGO.isoformat()}
    if unit is not None:
        given |= {"name": unit.name, "symbol": unit.symbol, "level": unit.level, "parent": unit.parent_id or ""}
    return given | values


def person_data(**values: Any) -> dict[str, Any]:
    """Return what the form of a person posts."""
    given = {"staff_number": "200001", "name": "野原 恵", "kana": "のはら めぐみ", "title": "主任", "email": ""}
    return given | {"is_active": "on"} | values


def fields_at_fault(browser: Browser, **values: Any) -> list[str]:
    """Return the fields that a new unit is refused for."""
    return list(errors_of(browser.send("unit_create", **unit_data(**values))))


def a_known_person() -> Person:
    """Create the person that `person_data` describes."""
    return a_person("野原 恵", staff_number="200001", kana="のはら めぐみ", title="主任", email="")


LISTS = ["person_list", "unit_list", "office_title_list", "appointment_list", "deputyship_list"]
READERS = {Office.ADMINISTRATOR, Office.AUDITOR, Office.PERSONNEL_OFFICER}


@pytest.mark.parametrize("office", list(Office))
def test_lists_exist_for_readers_only(office: Office) -> None:
    browser = as_holder(office)

    assert {browser.to(name).status_code for name in LISTS} == ({200} if office in READERS else {404})


@pytest.mark.parametrize("office", [Office.AUDITOR, Office.PERSONNEL_OFFICER])
def test_reader_sees_a_record_but_changes_nothing(office: Office) -> None:
    browser, person = as_holder(office), a_person("野原 恵")

    shown = browser.to("person_edit", person.pk)
    changed = browser.send("person_edit", person.pk, **person_data(name="別の名"), seen=person.fingerprint())

    assert (shown.status_code, changed.status_code) == (200, 404)
    assert browser.to("person_create").status_code == 404
    assert Person.objects.get(pk=person.pk).name == "野原 恵"


def test_administrator_creates_a_person() -> None:
    answer = administrator().send("person_create", **person_data())

    created = Person.objects.get(staff_number="200001")
    assert answer["Location"] == f"/persons/{created.pk}/"
    assert (created.name, created.is_active, created.has_usable_password()) == ("野原 恵", True, False)


def test_staff_number_twice_is_refused_at_the_field() -> None:
    a_person(staff_number="200001")

    answer = administrator().send("person_create", **person_data())

    assert errors_of(answer) == {"staff_number": ["この職員番号はすでに登録されています。番号を確かめてください。"]}


def test_staff_number_never_changes() -> None:
    person = a_person(staff_number="200001")

    administrator().send_seen("person_edit", person.pk, **person_data(staff_number="777777", name="改姓 恵"))

    changed = Person.objects.get(pk=person.pk)
    assert (changed.staff_number, changed.name) == ("200001", "改姓 恵")


def test_stale_edit_is_a_conflict_that_shows_the_difference() -> None:
    browser, person = administrator(), a_known_person()
    seen = browser.to("person_edit", person.pk).context
    browser.send_seen("person_edit", person.pk, **person_data(name="改姓 恵"))

    late = {"seen": seen["seen"], "seen_version": seen["seen_version"]}
    answer = browser.send("person_edit", person.pk, **person_data(title="主査"), **late)

    assert answer.status_code == 409
    assert [item["name"] for item in answer.context["items"]] == ["氏名"]
    assert 'value="主査"' in answer.content.decode()
    assert Person.objects.get(pk=person.pk).name == "改姓 恵"


def test_conflict_page_can_be_saved_after_a_look() -> None:
    browser, person = administrator(), a_person("野原 恵", staff_number="200001")
    conflict = browser.send("person_edit", person.pk, **person_data(title="主査"), seen="stale", seen_version="1")

    shown = {"seen": conflict.context["seen"], "seen_version": conflict.context["seen_version"]}
    answer = browser.send("person_edit", person.pk, **person_data(title="主査"), **shown)

    assert (conflict.status_code, answer.status_code) == (409, 302)


def test_invalid_edit_keeps_saying_what_was_seen_first() -> None:
    browser, person = administrator(), a_person(staff_number="200001")

    answer = browser.send("person_edit", person.pk, **person_data(name=""), seen="first", seen_version="1")

    assert (answer.status_code, answer.context["seen"]) == (200, "first")


def test_page_shows_the_history_with_labels() -> None:
    browser = administrator()
    browser.send("person_create", **person_data(kana=""))
    person = Person.objects.get(staff_number="200001")
    browser.send_seen("person_edit", person.pk, **person_data(name="改姓 恵", kana=""))

    history = browser.to("person_edit", person.pk).context["history"]

    assert [entry["what"] for entry in history] == ["職員を直した", "職員を作成した"]
    assert history[0]["note"] == "小川 景(システム管理者)\n氏名:野原 恵 → 改姓 恵"


def test_search_needs_every_word() -> None:
    browser = administrator()
    a_person("野原 恵", kana="のはら めぐみ")
    a_person("野原 直人", kana="のはら なおと")

    shown = browser.to("person_list", q="野原 なおと")

    assert [row["first"][1] for row in shown.context["rows"]] == ["野原 直人"]


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"cut": "nonsense"}, {"q": "%_" * 400}])
def test_list_answers_nonsense(query: dict[str, str]) -> None:
    assert administrator().to("person_list", **query).status_code == 200


def test_section_without_a_department_is_refused() -> None:
    assert fields_at_fault(administrator(), parent="") == ["parent"]


def test_section_below_a_section_is_refused() -> None:
    assert fields_at_fault(administrator(), parent=a_unit().pk) == ["parent"]


def test_department_needs_a_symbol_and_no_parent() -> None:
    parent = a_unit(UnitLevel.DEPARTMENT)

    assert fields_at_fault(administrator(), level="department", parent=parent.pk) == ["parent", "symbol"]


def test_section_that_ends_needs_a_successor() -> None:
    browser, unit = administrator(), a_unit()

    answer = browser.send_seen("unit_edit", unit.pk, **unit_data(unit, ends_on=TODAY.isoformat()))

    assert errors_of(answer) == {
        "successor": ["引き継ぐ部署を選んでください。アカウントと進行中の仕事が残るためです。"]
    }


def test_section_ends_with_a_successor() -> None:
    browser, unit, next_unit = administrator(), a_unit(), a_unit(name="観光交流課")

    values = unit_data(unit, ends_on=TODAY.isoformat(), successor=next_unit.pk)
    answer = browser.send_seen("unit_edit", unit.pk, **values)

    assert answer.status_code == 302
    assert Unit.objects.get(pk=unit.pk).successor == next_unit


def test_successor_that_leads_back_is_refused() -> None:
    browser, unit, next_unit = administrator(), a_unit(), a_unit(name="観光交流課")
    first = unit_data(unit, ends_on=TODAY.isoformat(), successor=next_unit.pk)
    browser.send_seen("unit_edit", unit.pk, **first)

    back = unit_data(next_unit, ends_on=TODAY.isoformat(), successor=unit.pk)
    answer = browser.send_seen("unit_edit", next_unit.pk, **back)

    assert list(errors_of(answer)) == ["successor"]


def test_group_ends_without_a_successor() -> None:
    browser, unit = administrator(), a_unit(UnitLevel.GROUP)

    answer = browser.send_seen("unit_edit", unit.pk, **unit_data(unit, ends_on=TODAY.isoformat()))

    assert answer.status_code == 302


def test_office_title_once_a_day() -> None:
    browser = administrator()
    values = {"office": "pr_section_head", "title": "広報戦略課長", "starts_on": TODAY.isoformat()}

    first, second = browser.send("office_title_create", **values), browser.send("office_title_create", **values)

    assert first.status_code == 302
    assert errors_of(second) == {"__all__": ["同じ職と適用日の名称が、すでに登録されています。"]}
    assert OfficeTitle.objects.count() == 1


def test_unit_does_not_end_in_the_past() -> None:
    browser, unit, next_unit = administrator(), a_unit(), a_unit(name="観光交流課")
    values: dict[str, Any] = {"ends_on": YESTERDAY.isoformat(), "successor": next_unit.pk}

    edited = browser.send_seen("unit_edit", unit.pk, **unit_data(unit, **values))
    created = browser.send("unit_create", **unit_data(parent=unit.parent_id, **values))

    assert [list(errors_of(answer)) for answer in (edited, created)] == [["ends_on"], ["ends_on"]]
    assert Unit.objects.get(pk=unit.pk).ends_on is None


def test_unit_that_has_ended_can_be_renamed() -> None:
    unit = a_unit(UnitLevel.GROUP, starts_on=LONG_AGO, ends_on=YESTERDAY)
    values = unit_data(unit, name="旧企画係", ends_on=YESTERDAY.isoformat())

    assert administrator().send_seen("unit_edit", unit.pk, **values).status_code == 302
    assert Unit.objects.get(pk=unit.pk).name == "旧企画係"


def test_moved_unit_is_told_to_both_departments_its_head_and_the_auditors() -> None:
    auditor, head = as_holder(Office.AUDITOR), as_holder(Office.SECTION_HEAD)
    unit = head.appointment.unit
    old, new = as_holder(Office.DEPARTMENT_HEAD, unit.parent), as_holder(Office.DEPARTMENT_HEAD)

    moved = unit_data(unit, parent=new.appointment.unit.pk)
    administrator().send_seen("unit_edit", unit.pk, **moved)

    title = "総合政策部 観光振興課の登録が変わりました"
    assert [told(one.person) for one in (auditor, head, old, new)] == [[title]] * 4


def test_successor_is_told() -> None:
    unit, successor = a_unit(), as_holder(Office.SECTION_HEAD)

    values = unit_data(unit, ends_on=TODAY.isoformat(), successor=successor.appointment.unit.pk)
    administrator().send_seen("unit_edit", unit.pk, **values)

    assert told(successor.person) == ["総合政策部 観光振興課の登録が変わりました"]


def test_renamed_unit_tells_nobody() -> None:
    head = as_holder(Office.SECTION_HEAD)
    unit = head.appointment.unit

    administrator().send_seen("unit_edit", unit.pk, **unit_data(unit, name="観光課", starts_on=unit.starts_on))

    assert (Unit.objects.get(pk=unit.pk).name, told(head.person)) == ("観光課", [])

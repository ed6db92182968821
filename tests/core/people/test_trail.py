"""The audit trail's pages."""

from uuid import uuid4

import pytest

from core.audit.models import Event
from core.staff.models import Person
from core.staff.offices import Office
from tests.core.people.helpers import TODAY, TOMORROW, administrator, as_holder, errors_of, personnel_officer
from tests.factories.core import a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("office", list(Office))
def test_trail_exists_for_auditors_and_administrators_only(office: Office) -> None:
    browser = as_holder(office)
    status = 200 if office in {Office.AUDITOR, Office.ADMINISTRATOR} else 404

    assert browser.to("trail_list").status_code == status
    assert browser.to("trail_event", Event.objects.latest("pk").pk).status_code == status


def test_trail_is_filtered_by_record_person_office_and_day() -> None:
    browser, officer = administrator(), personnel_officer()
    person = a_person()
    officer.send("signout")

    def streams(**query: str) -> list[str]:
        return [row["event"].stream for row in browser.to("trail_list", **query).context["rows"]]

    assert streams(stream=person.stream) == [person.stream]
    assert [stream[:13] for stream in streams(staff_number=officer.person.staff_number)] == ["note:signout:"]
    assert len(streams(office="personnel_officer")) == 1
    assert len(streams(first_on=TODAY.isoformat(), last_on=TODAY.isoformat(), office="personnel_officer")) == 1
    assert streams(first_on=TOMORROW.isoformat(), office="personnel_officer") == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "x"])
def test_trail_refuses_impossible_days_at_the_field(day: str) -> None:
    answer = administrator().to("trail_list", last_on=day)

    assert (answer.status_code, list(errors_of(answer))) == (200, ["last_on"])


def test_trail_refuses_a_period_the_wrong_way_round() -> None:
    answer = administrator().to("trail_list", first_on=TOMORROW.isoformat(), last_on=TODAY.isoformat())

    assert errors_of(answer) == {"last_on": ["始めの日と同じか、それより後の日を入力してください。"]}


def test_event_shows_its_facts_and_a_whole_chain() -> None:
    browser, person = administrator(), a_person("野原 恵")

    shown = browser.to("trail_event", Event.objects.get(stream=person.stream).pk).context

    assert shown["faults"] == []
    assert ("氏名", "野原 恵") in shown["facts"]
    hidden = dict(shown["facts"])["値を残さずに記録した項目"]
    assert hidden.split("、")[1:] == ["パスワードの変更待ち", str(Person._meta.get_field("password").verbose_name)]
    assert ("操作の記号", "staff.person.create") in shown["technical"]


def test_event_shows_a_chain_that_does_not_hold() -> None:
    browser, person = administrator(), a_person("野原 恵")
    first = Event.objects.get(stream=person.stream)
    values = {"stream": person.stream, "move": "staff.person.edit", "label": "職員を直した", "office": "system"}
    chained = {"number": 2, "previous": first.hash, "hash": "0" * 64, "facts_hash": "0" * 64}
    Event.objects.create(act_id=uuid4(), capacity="自動処理", at=first.at, **values, **chained)

    shown = browser.to("trail_event", first.pk).context

    name = f"{person.stream} の2番目"
    assert shown["faults"] == [
        f"{name}:できごとが符号と合いません",
        f"{name}:内容が、廃棄の記録のないまま失われています",
    ]


def test_event_of_a_record_changed_by_hand_shows_both_values() -> None:
    browser, person = administrator(), a_person("野原 恵")
    Person.objects.filter(pk=person.pk).update(name="野原 明")

    answer = browser.to("trail_event", Event.objects.get(stream=person.stream).pk)

    (one,) = answer.context["differences"]
    assert (one.label, one.stored, one.told) == ("氏名", "野原 明", "野原 恵")
    assert "見つかりませんでした" not in answer.content.decode()


def test_event_that_is_not_there_is_not_found() -> None:
    assert administrator().to("trail_event", 999_999).status_code == 404

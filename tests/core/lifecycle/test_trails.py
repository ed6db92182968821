"""The trail in words: labels for columns, names for keys, first value against last."""

import pytest

from accounts.models import Account
from core.audit.models import Event
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import change_rows, changes_since, model_of_stream, timeline
from core.staff.models import Person, Unit, UnitLevel
from tests.factories.core import AT, ON, a_person, a_unit

pytestmark = pytest.mark.django_db


def test_timeline_names_columns_and_records() -> None:
    unit, successor = a_unit(name="観光振興課"), a_unit(name="観光交流課")
    edit(unit, by=SYSTEM, at=AT, ends_on=ON, successor=successor)

    entries = timeline(unit)

    assert [entry["what"] for entry in entries] == ["部署を直した", "部署を作成した"]
    assert entries[0]["note"].splitlines() == [
        "自動処理",
        "廃止日(最後の日):なし → 令和8年11月24日(火)",
        "引き継ぐ部署:なし → 観光交流課",
    ]


def test_changes_since_a_version_are_first_against_last() -> None:
    unit = a_unit(name="観光振興課")
    edit(unit, by=SYSTEM, at=AT, name="観光交流課")
    edit(unit, by=SYSTEM, at=AT, name="観光文化課")

    names = [(item["name"], item["before_html"], item["after_html"]) for item in changes_since(unit, 1)]

    assert names == [("名称", "観光<del>振興</del>課", "観光<ins>文化</ins>課")]


def test_changes_that_were_taken_back_are_none() -> None:
    unit = a_unit(name="観光振興課")
    edit(unit, by=SYSTEM, at=AT, name="観光交流課")
    edit(unit, by=SYSTEM, at=AT, name="観光振興課")

    assert changes_since(unit, 1) == []


@pytest.mark.parametrize(
    ("column", "pair", "row"),
    [
        ("level", ["section", "group"], ("区分", "課等", "係")),
        ("starts_on", ["2026-04-01", None], ("設置日", "令和8年4月1日(水)", "")),
        ("parent_id", [None, 999_999], ("上位の部署", "", "#999999")),
        ("gone", ["a", 1], ("gone", "a", "1")),
    ],
)
def test_change_in_words(column: str, pair: list[object], row: tuple[str, str, str]) -> None:
    assert change_rows(Unit, {column: pair}) == [row]


def test_yes_and_no_in_words() -> None:
    assert change_rows(Person, {"is_active": [True, False]}) == [("在職", "はい", "いいえ")]


@pytest.mark.parametrize(
    ("stream", "model"), [("staff.unit:1", Unit), ("note:signin:1", None), ("nobody.nothing:1", None), ("", None)]
)
def test_model_of_a_stream(stream: str, model: type | None) -> None:
    assert model_of_stream(stream) == model


def test_timeline_takes_as_many_queries_for_many_changes(django_assert_num_queries: object) -> None:
    unit = a_unit()
    for number in range(3):
        edit(unit, by=SYSTEM, at=AT, parent=a_unit(UnitLevel.DEPARTMENT, f"第{number}部"))

    with django_assert_num_queries(2):  # type: ignore[operator]
        entries = timeline(unit)

    assert len(entries) == Event.objects.filter(stream=unit.stream).count() == 4


def test_timeline_of_two_records_is_one() -> None:
    unit, person = a_unit(), a_person()

    assert {entry["what"] for entry in timeline(unit, person)} == {"部署を作成した", "職員を作成した"}


def test_timeline_leaves_out_what_the_clock_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = a_unit(name="観光課")
    monkeypatch.setattr(type(unit), "workings", frozenset({"name"}))
    edit(unit, by=SYSTEM, at=AT, name="観光振興課")
    edit(unit, by=SYSTEM, at=AT, name="観光交流課", starts_on=ON)
    notes = [entry["note"] for entry in timeline(unit)]
    assert len(notes) == 2
    assert "観光交流課" not in "".join(notes)
    assert "令和" in notes[0]


def test_columns_that_no_form_names_are_called_as_the_record_says() -> None:
    assert change_rows(Account, {"url_key": ["", "x.com/iwaki"], "handle_key": ["", "iwaki"]}) == [
        ("IDの照合用の表記", "", "iwaki"),
        ("URLの照合用の表記", "", "x.com/iwaki"),
    ]

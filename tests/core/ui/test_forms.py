"""What the renderer makes of a field: ids, descriptions in order, need marks, messages."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.test.signals import template_rendered

from core.ui import widgets
from core.ui.forms import UiForm


class EveryKind(UiForm):
    """A field of every kind that the design treats in its own way."""

    needs = {"reason": "差戻しは必須"}
    purpose = forms.CharField(
        label="目的", help_text="公開されます。", max_length=5, widget=forms.Textarea(attrs={"data-counter": ""})
    )
    on = forms.DateField(label="希望日", required=False)
    reply = forms.ChoiceField(
        label="返信", help_text="選びます。", choices=[("", "--"), ("no", "しない")], widget=forms.RadioSelect
    )
    move = forms.ChoiceField(
        label="決裁", choices=[("permit", "許可する")], widget=widgets.DecisionRadios(notes={"permit": "回ります。"})
    )
    reason = forms.CharField(label="理由", required=False)
    fixed = forms.CharField(label="管理者", disabled=True, required=False)
    tick = forms.BooleanField(label="確かめました")


class Tags(HTMLParser):
    """The start tags of some HTML, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def first(self, tag: str, **wanted: str) -> dict[str, str | None]:
        return next(attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items())


def group(name: str, data: dict[str, Any] | None = None) -> str:
    return str(EveryKind(data)[name].as_field_group())


def text(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_input_with_an_error_is_described_by_help_error_counter_in_order() -> None:
    control = Tags(group("purpose", {"purpose": "長すぎる文です"})).first("textarea")

    described = "id_purpose_helptext id_purpose_error id_purpose_count"
    assert (control["aria-describedby"], control["aria-invalid"]) == (described, "true")


def test_every_described_id_stands_before_or_after_its_input() -> None:
    tags = Tags(str(EveryKind({"purpose": "長すぎる文です", "on": "x"})))
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}

    described = [attrs["aria-describedby"] or "" for _, attrs in tags.found if "aria-describedby" in attrs]

    assert {name for names in described for name in names.split()} - ids == set()


def test_every_label_names_an_input_of_the_form() -> None:
    tags = Tags(str(EveryKind()))
    controls = {attrs.get("id") for name, attrs in tags.found if name in {"input", "textarea", "select"}}

    labels = [attrs.get("for") for name, attrs in tags.found if name == "label"]

    assert set(labels) - controls == set()


def test_help_error_and_input_stand_in_this_order() -> None:
    html = group("purpose", {"purpose": "長すぎる文です"})

    places = [
        html.index(part) for part in ('for="id_purpose"', "_helptext", 'class="field__error"', "<textarea", "<output")
    ]

    assert places == sorted(places)


def test_error_is_announced_as_one() -> None:
    assert "エラー:入力してください。" in text(group("purpose", {}))


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("purpose", "目的必須"),
        ("on", "希望日任意"),
        ("reason", "理由差戻しは必須"),
        ("fixed", "管理者"),
        ("reply", "返信必須"),
    ],
)
def test_need_mark_follows_the_field(name: str, mark: str) -> None:
    heading = re.search(r"<(label|legend) .*?</\1>", group(name), re.DOTALL)

    assert heading is not None
    assert text(heading[0]) == mark


def test_length_limit_is_shown_but_never_cuts_what_is_typed() -> None:
    assert "maxlength" not in Tags(group("purpose")).first("textarea")


def test_counter_over_the_limit_says_by_how_much() -> None:
    html = group("purpose", {"purpose": "一二\r\n三四五"})

    assert ("6/5文字(1文字超過)" in html, 'class="counter counter--over"' in html) == (True, True)


def test_date_input_is_native_and_shows_its_era() -> None:
    bound = EveryKind(initial={"on": date(2026, 11, 22)})["on"].as_field_group()

    control = Tags(bound).first("input")
    assert (control["type"], control["value"], control["class"]) == ("date", "2026-11-22", "input input--short")
    assert text(bound).endswith("令和8年11月22日(日)")


def test_date_input_with_nonsense_shows_no_era() -> None:
    assert text(group("on", {"on": "2026-13-40"})).endswith("例:2026-11-24")


def test_radios_are_a_described_fieldset_without_a_choice_made() -> None:
    tags = Tags(group("reply", {"reply": ""}))

    fieldset = tags.first("fieldset")
    radios = [attrs for name, attrs in tags.found if name == "input"]
    assert fieldset["aria-describedby"] == "id_reply_helptext id_reply_error"
    assert [(radio["value"], "checked" in radio, radio["aria-describedby"]) for radio in radios] == [
        ("no", False, "id_reply_error")
    ]


def test_decision_radio_is_described_by_its_consequence() -> None:
    tags = Tags(group("move"))

    assert tags.first("input")["aria-describedby"] == tags.first("p")["id"] == "id_move_0_note"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("purpose", "", "入力してください。"),
        ("purpose", "一二三四五六", "5文字以内にしてください(いま6文字)。"),
        ("on", "x", "実在する年月日を入力してください。例:2026-11-24"),
        ("reply", "", "選んでください。"),
        ("reply", "maybe", "一覧にあるものから選んでください。"),
        ("tick", "", "内容を確かめて、印を付けてください。"),
    ],
)
def test_message_is_a_plain_sentence(name: str, value: str, message: str) -> None:
    assert EveryKind({name: value}).errors[name] == [message]


def test_message_that_the_form_gives_stays() -> None:
    class Own(UiForm):
        url = forms.CharField(error_messages={"required": "URLを入力してください。第4-4-(4)"})

    assert Own({}).errors["url"] == ["URLを入力してください。第4-4-(4)"]


def test_text_area_hands_on_line_ends_as_one_character() -> None:
    form = EveryKind({"purpose": "一\r\n二"})
    form.is_valid()

    assert form.cleaned_data["purpose"] == "一\n二"


def test_field_that_is_kept_shows_what_each_person_typed() -> None:
    values = ["一つ目", '二つ目"><script>', "", "一つ目"]

    found = [Tags(group("reason", {"reason": value})).first("input").get("value") for value in values]

    assert found == ["一つ目", '二つ目"><script>', None, "一つ目"]
    assert "<script>" not in group("reason", {"reason": values[1]})


def test_field_that_is_kept_renders_no_template_for_other_words() -> None:
    group("reason", {"reason": "三つ目"})
    names: list[str] = []

    def note(sender: Any, template: Any, **_: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note)
    try:
        shown = group("reason", {"reason": "四つ目"})
    finally:
        template_rendered.disconnect(note)

    assert Tags(shown).first("input")["value"] == "四つ目"
    assert names == []


def test_field_that_is_kept_tells_nought_from_nothing() -> None:
    def shown(value: Any) -> str | None:
        return Tags(str(EveryKind(initial={"reason": value})["reason"].as_field_group())).first("input").get("value")

    assert [shown(value) for value in (0, "", None, "0", 0)] == ["0", None, None, "0", "0"]

"""What single tags decide: which icon, which link, which words."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.ui.diffing import diff_item
from core.ui.forms import UiForm
from core.ui.icons import ICONS, TONES, icon
from core.ui.summaries import SummaryLine, summary_lines


class Row(UiForm):
    """One operator."""

    name = forms.CharField(label="氏名")
    kind = forms.ChoiceField(label="種別", choices=[("a", "A")], widget=forms.RadioSelect)
    hidden = forms.CharField(label="版", widget=forms.HiddenInput)

    def clean(self) -> None:
        """Refuse everything."""
        raise forms.ValidationError("担当者が足りません。第4-1-(3)")


Rows = forms.formset_factory(Row, extra=0)
MANAGEMENT = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}


def render(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert icon(name).startswith('<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><')


def test_every_tone_has_a_shape() -> None:
    assert TONES - set(ICONS) == set()


def test_chip_of_an_unknown_tone_reads_as_ended() -> None:
    assert render("{% chip 'purple' '廃止済' %}") == f'<span class="chip" data-tone="end">{icon("end")}廃止済</span>'


def test_chip_takes_another_shape() -> None:
    html = render("{% chip 'wait' '一時停止' icon='pause' %}")

    assert html == f'<span class="chip" data-tone="wait">{icon("pause")}一時停止</span>'


def test_crumbs_from_words_and_addresses_end_with_this_page() -> None:
    html = render("{% crumbs '受信箱' '/' '起案' %}")

    assert ('<a href="/">受信箱</a>' in html, '<li aria-current="page">起案</li>' in html) == (True, True)


def test_stepper_marks_the_present_step() -> None:
    html = render("{% stepper steps %}", steps=[{"name": "起案", "state": "done"}, {"name": "決裁", "state": "now"}])

    assert html.count('aria-current="step"') == 1


def test_pager_keeps_the_filters() -> None:
    request = RequestFactory().get("/", {"q": "旅", "cursor": "old"})

    html = render("{% pager next='new' %}", request=request)

    assert 'href="?q=%E6%97%85&amp;cursor=new"' in html
    assert 'rel="prev"' not in html


def test_pager_of_a_single_page_shows_nothing() -> None:
    assert render("{% pager %}").strip() == ""


def test_post_button_carries_token_and_hidden_facts() -> None:
    html = render("{% post_button '/x' '受理する' style='main small' version=3 %}", csrf_token="token")

    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert '<input type="hidden" name="version" value="3">' in html
    assert 'class="btn btn--main btn--small"' in html


def test_error_summary_leads_to_each_field_of_forms_and_formsets() -> None:
    lines = summary_lines((Row({"name": "a", "hidden": "1"}), Rows({**MANAGEMENT, "form-0-kind": "a"}), None))

    refusal = SummaryLine("担当者が足りません。第4-1-(3)", "")
    assert lines == [
        refusal,
        SummaryLine("種別:選んでください", "id_kind_0"),
        refusal,
        SummaryLine("氏名:入力してください", "id_form-0-name"),
        SummaryLine("版:入力してください", ""),
    ]


def test_error_summary_counts_the_places() -> None:
    assert "3か所を直すと次へ進めます" in render("{% error_summary form %}", form=Row({"hidden": "1"}))


class Search(UiForm):
    """The filters of a list."""

    number = forms.CharField(label="職員番号", required=False)
    office = forms.ChoiceField(label="職", choices=[("", "すべて"), ("auditor", "監査担当")], required=False)


def test_filters_stay_off_paper_and_what_was_asked_stands_there() -> None:
    html = render("{% filters form '職員を絞り込む' '/all/' %}", form=Search({"number": " 12 ", "office": "auditor"}))

    assert 'class="filters no-print" role="search" aria-label="職員を絞り込む"' in html
    assert '<a href="/all/">すべて外す</a>' in html
    assert '<p class="print-only">絞り込み:職員番号 12、職 監査担当</p>' in html


def test_filters_say_nothing_on_paper_where_nothing_is_asked() -> None:
    assert "print-only" not in render("{% filters form '職員を絞り込む' %}", form=Search({"number": ""}))


class Entry(UiForm):
    """A number and a secret."""

    number = forms.CharField(label="職員番号", required=False)
    secret = forms.CharField(label="パスワード", widget=forms.PasswordInput)


class Secret(UiForm):
    """A secret alone."""

    secret = forms.CharField(label="パスワード", widget=forms.PasswordInput)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (Row({"name": ""}), "入力した内容はすべて残っています。"),
        (Entry({"number": "1"}), "パスワードは残していません。もう一度入力してください。ほかの内容は残っています。"),
        (Secret({}), "パスワードは残していません。もう一度入力してください。"),
    ],
)
def test_error_summary_says_what_is_left_of_the_input(form: UiForm, words: str) -> None:
    assert render("{% error_summary form %}", form=form).partition("<p>")[2].partition("</p>")[0] == words


@pytest.mark.parametrize("form", [Row(), None])
def test_error_summary_without_errors_shows_nothing(form: Row | None) -> None:
    assert render("{% error_summary form %}", form=form).strip() == ""


@pytest.mark.parametrize("name", ["base.html", "base_public.html", "403.html", "404.html", "409.html", "400.html"])
def test_page_without_any_context_renders(name: str) -> None:
    assert render_to_string(name).strip().endswith("</html>")


def test_conflict_page_shows_what_changed_and_what_was_typed() -> None:
    changed = diff_item("返信の有無", "返信する", "返信しない")

    html = render_to_string("409.html", {"items": [changed], "kept": [("理由", "明らかになった")]})

    assert ("返信<del>する</del>" in html, "<dd>明らかになった</dd>" in html) == (True, True)


def test_signed_out_page_shows_nobody() -> None:
    html = render_to_string("base_public.html", {"actor": {"person": {"name": "若松 直人"}}, "navigation": [{}]})

    assert ("若松" in html, "side-nav" in html) == (False, False)
